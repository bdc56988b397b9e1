//! A client for what is configured beside the tenant, such as who signs operators in: no redirects, one
//! deadline, short answers, and TLS except to this machine.

use super::Frames;
use super::client::{Client, TransportFailure, client, connector, send};
use crate::config::parse::endpoint_url;
use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Limited};
use std::time::Duration;
use tokio::time::Instant;

/// Longest answer that is read, in bytes.
const MAX_ANSWER: usize = 1024 * 1024;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebError {
    /// Secrets would travel in the clear. Nothing was sent.
    #[error("the address does not begin with https://")]
    Address,
    /// There was none.
    #[error(transparent)]
    NoAnswer(TransportFailure),
}

/// The client.
pub struct Web {
    client: Client,
    time: Duration,
}

impl Web {
    /// Connects within `connect`, and has its answer within `time`.
    #[must_use]
    pub fn new(connect: Duration, time: Duration) -> Self {
        Self { client: client(connector(connect, false)), time }
    }

    /// The whole answer to a request.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn fetch(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, WebError> {
        endpoint_url(&request.uri().to_string()).map_err(|_| WebError::Address)?;
        let deadline = Instant::now() + self.time;
        let request = request.map(|body| Frames::from(Bytes::from(body)));
        let response = send(&self.client, request, self.time).await.map_err(WebError::NoAnswer)?;
        let (head, body) = response.into_parts();
        let body = tokio::time::timeout_at(deadline, Limited::new(body, MAX_ANSWER).collect())
            .await
            .map_err(|_| WebError::NoAnswer(TransportFailure::Timeout(self.time)))?
            .map_err(|error| WebError::NoAnswer(TransportFailure::Broken(error.to_string())))?;
        Ok(Response::from_parts(head, body.to_bytes().to_vec()))
    }
}
