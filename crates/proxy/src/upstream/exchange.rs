//! One request to the tenant and its answer: the token, one renewal on a 401, the deadline.

use super::client::{Client, TransportFailure, client, send};
use super::headers::response_headers;
use super::relay::Relay;
use super::{Frames, Segment};
use crate::config::{BodyLimits, RemoteTenant, Timeouts};
use crate::problem::{Delivery, Failure, Kind};
use crate::token::{Token, TokenSource};
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body::Body as _;
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use std::time::Duration;
use tokio::time::Instant;

/// The tenant.
pub(crate) struct Upstream {
    client: Client,
    token: TokenSource,
    base_url: String,
    timeouts: Timeouts,
    limits: BodyLimits,
}

/// A request, rebuilt.
pub(crate) struct Call {
    pub(crate) method: Method,
    /// From the configuration, with ids encoded.
    pub(crate) path: String,
    /// Allow-listed.
    pub(crate) headers: HeaderMap,
    pub(crate) body: Frames,
}

/// The head of the tenant's answer, its body still to come.
pub(crate) struct Answer {
    response: http::Response<Incoming>,
    deadline: Instant,
    limits: BodyLimits,
    pub(crate) time: UpstreamTime,
}

/// How long the tenant took for the head of its answer, in ms; for the log.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UpstreamTime(pub(crate) u64);

/// The workflow that a request is about; for the log.
#[derive(Clone, Debug)]
pub(crate) struct AboutWorkflow(pub(crate) String);

impl From<&Segment> for AboutWorkflow {
    fn from(id: &Segment) -> Self {
        Self(id.plain().to_owned())
    }
}

impl Upstream {
    pub(crate) fn new(tenant: &RemoteTenant, scope: &str, timeouts: Timeouts, limits: BodyLimits) -> Self {
        let client = client(timeouts.connect);
        let token = TokenSource::new(client.clone(), tenant, scope, timeouts.token);
        Self { client, token, base_url: tenant.base_url.clone(), timeouts, limits }
    }

    pub(crate) fn token(&self) -> &TokenSource {
        &self.token
    }

    /// Sends the request, with a renewed token once more after a 401.
    ///
    /// # Errors
    /// Where there is no token or no answer. Every status of the tenant is an answer.
    pub(crate) async fn exchange(&self, call: Call) -> Result<Answer, Failure> {
        let start = Instant::now();
        let token = self.token.get().await?;
        let answer = self.attempt(&call, &token, start).await?;
        if answer.status() != StatusCode::UNAUTHORIZED {
            return Ok(answer);
        }
        drop(answer);
        let renewed = self.token.renew(&token).await?;
        self.attempt(&call, &renewed, start).await
    }

    async fn attempt(&self, call: &Call, token: &Token, start: Instant) -> Result<Answer, Failure> {
        let time = if call.method.is_safe() { self.timeouts.read } else { self.timeouts.write };
        let deadline = Instant::now() + time;
        let mut request = Request::new(call.body.clone());
        *request.method_mut() = call.method.clone();
        *request.uri_mut() = format!("{}{}", self.base_url, call.path).parse().map_err(|_| {
            Failure::new(
                Kind::InvalidId,
                "The address for the tenant cannot be built from this id. Nothing was sent. Check the id.",
            )
        })?;
        *request.headers_mut() = call.headers.clone();
        request.headers_mut().insert(header::AUTHORIZATION, token.header());
        let response =
            send(&self.client, request, time).await.map_err(|failure| no_answer(&call.method, time, failure))?;
        let elapsed = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        Ok(Answer { response, deadline, limits: self.limits, time: UpstreamTime(elapsed) })
    }
}

impl Answer {
    pub(crate) fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// The tenant's status and body, unchanged, for the browser.
    ///
    /// # Errors
    /// Where the body is known to be larger than the limit.
    pub(crate) fn relay(self) -> Result<Response, Failure> {
        if self.response.body().size_hint().lower() > self.limits.response {
            return Err(self.too_large());
        }
        let (head, body) = self.response.into_parts();
        let mut response = Response::new(Body::new(Relay::new(body, self.limits.response, self.deadline)));
        *response.status_mut() = head.status;
        *response.headers_mut() = response_headers(&head.headers);
        response.extensions_mut().insert(self.time);
        Ok(response)
    }

    /// The allow-listed headers and the whole body.
    ///
    /// # Errors
    /// Where the body breaks off, is too large or too slow.
    pub(crate) async fn read(self) -> Result<(HeaderMap, Bytes), Failure> {
        let headers = response_headers(self.response.headers());
        let limit = usize::try_from(self.limits.response).unwrap_or(usize::MAX);
        let body = Limited::new(self.response.into_body(), limit).collect();
        match tokio::time::timeout_at(self.deadline, body).await {
            Ok(Ok(body)) => Ok((headers, body.to_bytes())),
            _ => Err(Failure::new(
                Kind::AnswerUnreadable,
                "The tenant answered, but its answer broke off, was too large or did not end in time. What was asked for may have been done. Look at the tenant before trying again.",
            )),
        }
    }

    fn too_large(&self) -> Failure {
        Failure::new(
            Kind::AnswerTooLarge,
            format!(
                "The tenant answered {} with more than {} bytes, which the proxy does not pass on. If something was to be changed, it may have been: look before trying again. The limit is in the proxy's configuration (limits.response_bytes).",
                self.status().as_u16(),
                self.limits.response
            ),
        )
        .delivery(Delivery::Answered)
    }
}

fn no_answer(method: &Method, time: Duration, failure: TransportFailure) -> Failure {
    let changed = if method.is_safe() {
        "Nothing was changed. Try again."
    } else {
        "Whether it was carried out is not known. Read the workflow again before you decide."
    };
    match failure {
        TransportFailure::NotSent(reason) => Failure::new(
            Kind::Unreachable,
            "The proxy could not connect to the tenant. Nothing was sent, nothing was changed. Check the tenant's address and the network, then try again.",
        )
        .log(format!("cannot connect to the tenant: {reason}")),
        TransportFailure::Timeout => {
            Failure::new(Kind::Timeout, format!("The tenant did not answer within {} s. {changed}", time.as_secs_f32()))
        }
        TransportFailure::Broken(reason) => {
            Failure::new(Kind::Broken, format!("The connection to the tenant broke before its answer came. {changed}"))
                .log(format!("the connection to the tenant broke: {reason}"))
        }
    }
}
