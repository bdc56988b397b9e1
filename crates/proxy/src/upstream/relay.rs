//! The tenant's body on its way to the browser: streamed, bounded in size and time. Whatever goes
//! wrong breaks the browser's connection too, so that a part is never taken for the whole.

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::time::{Instant, Sleep};
use tracing::Span;

/// Why the body was broken off.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RelayError {
    #[error("the tenant's answer broke off: {0}")]
    Broken(#[source] hyper::Error),
    #[error("the tenant's answer did not end in time")]
    Timeout,
    #[error("the tenant's answer is larger than the limit")]
    TooLarge,
}

/// A body being relayed.
pub(crate) struct Relay {
    inner: Incoming,
    remaining: u64,
    deadline: Pin<Box<Sleep>>,
    span: Span,
}

impl Relay {
    pub(crate) fn new(inner: Incoming, limit: u64, deadline: Instant) -> Self {
        Self { inner, remaining: limit, deadline: Box::pin(tokio::time::sleep_until(deadline)), span: Span::current() }
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, RelayError>>> {
        loop {
            let frame = match Pin::new(&mut self.inner).poll_frame(context) {
                Poll::Pending => {
                    ready!(self.deadline.as_mut().poll(context));
                    return Poll::Ready(Some(Err(RelayError::Timeout)));
                }
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Ready(Some(frame)) => frame,
            };
            let data = match frame.map(Frame::into_data) {
                Ok(Ok(data)) => data,
                // Trailers stay behind, as other headers do.
                Ok(Err(_)) => continue,
                Err(error) => return Poll::Ready(Some(Err(RelayError::Broken(error)))),
            };
            return Poll::Ready(Some(match self.remaining.checked_sub(data.len() as u64) {
                Some(remaining) => {
                    self.remaining = remaining;
                    Ok(data)
                }
                None => Err(RelayError::TooLarge),
            }));
        }
    }
}

impl Body for Relay {
    type Data = Bytes;
    type Error = RelayError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, RelayError>>> {
        let next = ready!(self.advance(context));
        if let Some(Err(error)) = &next {
            self.span.in_scope(|| tracing::warn!(%error, "broken off"));
        }
        Poll::Ready(next.map(|data| data.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
