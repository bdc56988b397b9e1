//! An answer before it is sent: plain data, so that a fault can still spoil it.

use bytes::Bytes;
use futures_util::stream;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::Frame;
use serde::Serialize;
use std::convert::Infallible;
use std::time::Duration;

/// The body type of every response.
pub(crate) type ReplyBody = UnsyncBoxBody<Bytes, Infallible>;

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: Bytes,
    /// Set where the body is to be sent in pieces.
    pub(crate) pace: Option<Pace>,
}

/// How slowly a body is sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// Bytes in a piece.
    pub(crate) bytes: usize,
    /// Pause before each piece.
    pub(crate) pause: Duration,
}

impl Reply {
    /// A JSON answer from text that is JSON already.
    pub(crate) fn json_text(status: StatusCode, body: impl Into<Bytes>) -> Self {
        Self::typed(status, "application/json", body)
    }

    /// A JSON answer.
    pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(text) => Self::json_text(status, text),
            Err(error) => {
                tracing::error!(%error, "an answer could not be written as JSON");
                Self::empty(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }

    /// An answer with a body of any type.
    pub(crate) fn typed(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let headers = vec![(CONTENT_TYPE, HeaderValue::from_static(content_type))];
        Self { status, headers, body: body.into(), pace: None }
    }

    /// An answer without a body.
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, headers: Vec::new(), body: Bytes::new(), pace: None }
    }

    /// The same with one more header.
    pub(crate) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The response that hyper sends.
    pub(crate) fn into_response(self) -> Response<ReplyBody> {
        let length = HeaderValue::from(self.body.len());
        let body = match self.pace {
            None => Full::new(self.body).boxed_unsync(),
            Some(pace) => drip(self.body, pace),
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        response.headers_mut().extend(self.headers.into_iter().map(|(name, value)| (Some(name), value)));
        if self.status != StatusCode::NO_CONTENT {
            response.headers_mut().insert(CONTENT_LENGTH, length);
        }
        response
    }

    /// The answer as it goes over the wire, its whole length announced and only the first `bytes`
    /// bytes of its body there. At least one byte is always missing.
    pub(crate) fn into_truncated(mut self, bytes: usize) -> Bytes {
        if self.body.is_empty() {
            self.body = Bytes::from_static(b"{}");
        }
        let kept = bytes.min(self.body.len() - 1);
        self.wire(self.body.len(), kept)
    }

    /// The answer as it goes over the wire, whole, but only `bytes` bytes of it announced. At least one
    /// byte is always too many.
    pub(crate) fn into_understated(mut self, bytes: usize) -> Bytes {
        if self.body.is_empty() {
            self.body = Bytes::from_static(b"{}");
        }
        self.wire(bytes.min(self.body.len() - 1), self.body.len())
    }

    /// Head and body, so many bytes announced and so many sent.
    fn wire(&self, announced: usize, sent: usize) -> Bytes {
        let mut wire = format!("HTTP/1.1 {}\r\n", self.status).into_bytes();
        for (name, value) in &self.headers {
            wire.extend_from_slice(name.as_str().as_bytes());
            wire.extend_from_slice(b": ");
            wire.extend_from_slice(value.as_bytes());
            wire.extend_from_slice(b"\r\n");
        }
        wire.extend_from_slice(format!("content-length: {announced}\r\n\r\n").as_bytes());
        wire.extend_from_slice(&self.body[..sent]);
        Bytes::from(wire)
    }
}

fn drip(body: Bytes, pace: Pace) -> ReplyBody {
    let pieces = stream::unfold(body, move |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        tokio::time::sleep(pace.pause).await;
        let piece = rest.split_to(pace.bytes.clamp(1, rest.len()));
        Some((Ok(Frame::data(piece)), rest))
    });
    StreamBody::new(pieces).boxed_unsync()
}
