//! One request to the tenant and its answer: the token, one renewal on a 401, the deadline.

use super::client::{TransportFailure, client, connector};
use super::pool::{Outgoing, Pool};
use super::{Frames, Route};
use crate::config::{Paths, RemoteTenant, TenantConfig, Timeouts};
use crate::token::{Token, TokenError, TokenSource};
use bytes::Bytes;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use http_body::Body;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::time::Instant;

/// Names one attempt of a write, so that a repeated request is known as such.
pub const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The tenant.
pub struct Tenant {
    /// `None` where the base URL is none, which the configuration does not let pass.
    pool: Option<Pool>,
    token: TokenSource,
    base_url: String,
    /// The path of the base URL, without a slash at its end.
    base_path: String,
    paths: Paths,
    timeouts: Timeouts,
    response_bytes: u64,
    retries: AtomicU64,
}

/// A request.
#[derive(Clone, Debug)]
pub struct Call {
    /// What is to be done.
    pub method: Method,
    /// Where.
    pub route: Route,
    /// Headers besides those that every request carries.
    pub headers: HeaderMap,
    /// What is sent along.
    pub body: Frames,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TenantError {
    /// There is no token. The request was not sent, or was refused with 401 before.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The address cannot be built. The request was not sent.
    #[error("the tenant's address cannot be built")]
    Address,
    /// The tenant does not answer.
    #[error("the tenant: {0}")]
    NoAnswer(TransportFailure),
}

/// Why an answer cannot be read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The connection broke, or more came than is read.
    #[error("the tenant's answer broke off or is too large")]
    Broken,
    /// It did not end in time.
    #[error("the tenant's answer did not end in time")]
    Timeout,
}

/// The head of the tenant's answer, its body still to come.
pub struct Answer {
    response: http::Response<Incoming>,
    bounds: Bounds,
    head_ms: u64,
}

/// Up to where a body is read.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// When its last byte must be there.
    pub deadline: Instant,
    /// The most bytes that it may have.
    pub bytes: u64,
}

impl Tenant {
    /// A client for a tenant that is configured so. Connects when first asked.
    #[must_use]
    pub fn new(remote: &RemoteTenant, config: &TenantConfig) -> Self {
        let connector = connector(config.timeouts.connect, config.http1_only);
        let address = remote.base_url.parse::<Uri>().ok();
        let token =
            TokenSource::new(client(connector.clone()), remote, &config.auth, &config.scope, config.timeouts.token);
        Self {
            pool: address.as_ref().and_then(|address| Pool::new(connector, address)),
            token,
            base_url: remote.base_url.clone(),
            base_path: address.map(|address| address.path().trim_end_matches('/').to_owned()).unwrap_or_default(),
            paths: config.paths.clone(),
            timeouts: config.timeouts,
            response_bytes: config.response_bytes,
            retries: AtomicU64::new(0),
        }
    }

    /// Where its tokens come from.
    #[must_use]
    pub fn token(&self) -> &TokenSource {
        &self.token
    }

    /// How many requests were sent a second time, with a new token.
    #[must_use]
    pub fn retries(&self) -> u64 {
        self.retries.load(Ordering::Relaxed)
    }

    /// The whole address of a route.
    #[must_use]
    pub fn url(&self, route: &Route) -> String {
        format!("{}{}", self.base_url, route.path(&self.paths))
    }

    /// Sends the request, with a renewed token once more after a 401. After a write that is answered 500
    /// the next request has a new token: the vendor asks for that before a write is tried again.
    ///
    /// # Errors
    /// Where there is no token or no answer. Every status of the tenant is an answer.
    pub async fn exchange(&self, call: &Call) -> Result<Answer, TenantError> {
        let start = Instant::now();
        let token = self.token.get().await?;
        let answer = self.attempt(call, &token, start).await?;
        if answer.status() != StatusCode::UNAUTHORIZED {
            self.learn(call, &answer, &token);
            return Ok(answer);
        }
        drop(answer);
        let renewed = self.token.renew(&token).await?;
        self.retries.fetch_add(1, Ordering::Relaxed);
        let answer = self.attempt(call, &renewed, start).await?;
        self.learn(call, &answer, &renewed);
        Ok(answer)
    }

    fn learn(&self, call: &Call, answer: &Answer, token: &Token) {
        if !call.method.is_safe() && answer.status() == StatusCode::INTERNAL_SERVER_ERROR {
            self.token.retire(token);
        }
    }

    async fn attempt(&self, call: &Call, token: &Token, start: Instant) -> Result<Answer, TenantError> {
        let time = match (&call.route, call.method.is_safe()) {
            (_, true) => self.timeouts.read,
            (Route::Upload { .. }, false) => self.timeouts.upload,
            (_, false) => self.timeouts.write,
        };
        let deadline = Instant::now() + time;
        let pool = self.pool.as_ref().ok_or(TenantError::Address)?;
        let path = format!("{}{}", self.base_path, call.route.path(&self.paths));
        let path = PathAndQuery::try_from(path).map_err(|_| TenantError::Address)?;
        let mut headers = call.all_headers();
        headers.insert(header::AUTHORIZATION, token.header());
        let outgoing = Outgoing { method: call.method.clone(), path, headers, body: call.body.clone() };
        let response = pool.send(outgoing, time).await.map_err(TenantError::NoAnswer)?;
        let head_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        Ok(Answer { response, bounds: Bounds { deadline, bytes: self.response_bytes }, head_ms })
    }
}

impl Call {
    /// A read.
    #[must_use]
    pub fn get(route: Route) -> Self {
        Self { method: Method::GET, route, headers: HeaderMap::new(), body: Frames::default() }
    }

    /// A request with JSON in it.
    #[must_use]
    pub fn json(method: Method, route: Route, body: impl Into<Frames>) -> Self {
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
        Self { method, route, headers, body: body.into() }
    }

    /// The headers as they are sent, all but the token.
    #[must_use]
    pub fn all_headers(&self) -> HeaderMap {
        let mut headers = self.headers.clone();
        headers.entry(header::ACCEPT).or_insert(HeaderValue::from_static("application/json"));
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        headers.insert(
            header::USER_AGENT,
            HeaderValue::from_static(concat!("cxone-email-configurator/", env!("CARGO_PKG_VERSION"))),
        );
        headers
    }
}

impl Answer {
    /// Its status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// From the call to the head of the answer, in ms, a renewed token included.
    #[must_use]
    pub fn head_ms(&self) -> u64 {
        self.head_ms
    }

    /// The tenant's headers, the body still to come, and up to where it is to be read.
    pub fn into_parts(self) -> (HeaderMap, Incoming, Bounds) {
        let (head, body) = self.response.into_parts();
        (head.headers, body, self.bounds)
    }

    /// The tenant's headers and the whole body, in one piece.
    ///
    /// # Errors
    /// Where the body breaks off, is too large or too slow.
    pub async fn read(self) -> Result<(HeaderMap, Bytes), AnswerError> {
        let (headers, body, bounds) = self.into_parts();
        let limit = usize::try_from(bounds.bytes).unwrap_or(usize::MAX);
        match tokio::time::timeout_at(bounds.deadline, gather(body, limit)).await {
            Ok(Some(body)) => Ok((headers, body)),
            Ok(None) => Err(AnswerError::Broken),
            Err(_) => Err(AnswerError::Timeout),
        }
    }
}

/// The whole body; `None` where it breaks off or is larger than the limit. It is gathered as it comes, so that it
/// takes as much memory as it has bytes.
async fn gather(mut body: Incoming, limit: usize) -> Option<Bytes> {
    let announced = body.size_hint().exact().and_then(|size| usize::try_from(size).ok()).unwrap_or_default();
    if announced > limit {
        return None;
    }
    let mut gathered = Vec::with_capacity(announced);
    while let Some(frame) = body.frame().await {
        let Ok(piece) = frame.ok()?.into_data() else { continue };
        if gathered.len() + piece.len() > limit {
            return None;
        }
        gathered.extend_from_slice(&piece);
    }
    Some(gathered.into())
}
