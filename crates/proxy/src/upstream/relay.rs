//! The tenant's body on its way to the browser: streamed, bounded in size and time. Whatever goes
//! wrong breaks the browser's connection too, so that a part is never taken for the whole.

use super::{UpstreamTime, response_headers};
use crate::events::Tap;
use crate::problem::{Delivery, Failure, Kind};
use axum::response::Response;
use bytes::Bytes;
use http::HeaderMap;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tenant::{Answer, Bounds};
use tokio::time::{Instant, Sleep, sleep_until};
use tracing::Span;

/// The tenant's status and body, unchanged, for the browser. A tap reads along.
///
/// # Errors
/// Where the body is known to be larger than the limit.
pub(crate) fn relay(answer: Answer, tap: Option<Tap>) -> Result<Response, Failure> {
    let (status, time) = (answer.status(), UpstreamTime(answer.head_ms()));
    let (headers, body, bounds) = answer.into_parts();
    if body.size_hint().lower() > bounds.bytes {
        return Err(too_large(status.as_u16(), bounds.bytes));
    }
    let mut response = Response::new(axum::body::Body::new(Relay::new(body, bounds, tap)));
    *response.status_mut() = status;
    *response.headers_mut() = response_headers(&headers);
    response.extensions_mut().insert(time);
    Ok(response)
}

/// The allow-listed headers and the whole body.
///
/// # Errors
/// Where the body breaks off, is too large or too slow.
pub(crate) async fn read(answer: Answer) -> Result<(HeaderMap, Bytes), Failure> {
    let (headers, body) = answer.read().await.map_err(|error| {
        Failure::new(
            Kind::AnswerUnreadable,
            "The tenant answered, but its answer broke off, was too large or did not end in time. What was asked for may have been done. Look at the tenant before trying again.",
        )
        .log(error.to_string())
    })?;
    Ok((response_headers(&headers), body))
}

/// Why the body was broken off.
#[derive(Debug, thiserror::Error)]
enum RelayError {
    #[error("the tenant's answer broke off: {0}")]
    Broken(#[source] hyper::Error),
    #[error("the tenant's answer did not end in time")]
    Timeout,
    #[error("the tenant's answer is larger than the limit")]
    TooLarge,
}

/// A body being relayed.
struct Relay {
    inner: Incoming,
    remaining: u64,
    deadline: Instant,
    /// Runs from when the body is first waited for: most are there at once.
    clock: Option<Pin<Box<Sleep>>>,
    span: Span,
    /// Reads along until the body is whole.
    tap: Option<Tap>,
}

impl Relay {
    fn new(inner: Incoming, bounds: Bounds, tap: Option<Tap>) -> Self {
        Self { inner, remaining: bounds.bytes, deadline: bounds.deadline, clock: None, span: Span::current(), tap }
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, RelayError>>> {
        loop {
            let frame = match Pin::new(&mut self.inner).poll_frame(context) {
                Poll::Pending => {
                    let deadline = self.deadline;
                    let clock = self.clock.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
                    ready!(clock.as_mut().poll(context));
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
        match (&next, &mut self.tap) {
            (Some(Ok(data)), Some(tap)) => tap.feed(data),
            (Some(Err(_)), tap) => *tap = None,
            _ => {}
        }
        // A server does not ask for what comes after the announced length.
        if (next.is_none() || self.inner.is_end_stream())
            && let Some(tap) = self.tap.take()
        {
            tap.finish();
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

fn too_large(status: u16, limit: u64) -> Failure {
    Failure::new(
        Kind::AnswerTooLarge,
        format!(
            "The tenant answered {status} with more than {limit} bytes, which the proxy does not pass on. If something was to be changed, it may have been: look before trying again. The limit is in the proxy's configuration (limits.response_bytes)."
        ),
    )
    .delivery(Delivery::Answered)
}
