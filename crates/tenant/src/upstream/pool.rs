//! The connections to the tenant. All requests go to one address, so that none has to be looked up, and
//! a connection goes back as soon as its request is out: it says itself when it is free again.

use super::Frames;
use super::client::{Connector, TransportFailure};
use crate::error_chain;
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{HeaderMap, HeaderValue, Method, Request, Response, Uri, header};
use hyper::body::Incoming;
use hyper::client::conn::{http1, http2};
use hyper_util::client::legacy::connect::Connection;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use tower::ServiceExt;

/// How long a connection is kept that nobody uses: on the way there it may be forgotten silently.
const IDLE: Duration = Duration::from_secs(60);

/// What is read ahead of whoever takes an answer, per connection, in bytes.
const READ_AHEAD: usize = 128 * 1024;

/// Connections to one address.
pub(super) struct Pool {
    connector: Connector,
    /// What is connected to.
    address: Uri,
    scheme: Scheme,
    authority: Authority,
    host: HeaderValue,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// The one that was used last is the last.
    one_by_one: Vec<(Instant, http1::SendRequest<Frames>)>,
    /// Takes many requests at once.
    shared: Option<http2::SendRequest<Frames>>,
}

/// A request but for where it goes.
pub(super) struct Outgoing {
    pub(super) method: Method,
    pub(super) path: PathAndQuery,
    pub(super) headers: HeaderMap,
    pub(super) body: Frames,
}

enum Sender {
    OneByOne(http1::SendRequest<Frames>),
    Shared(http2::SendRequest<Frames>),
}

/// Why a request was not answered, and the request itself where nothing of it has left.
struct Unanswered {
    error: hyper::Error,
    unsent: Option<Request<Frames>>,
}

impl Pool {
    /// A pool for the address `scheme://authority`; `None` where that is none.
    pub(super) fn new(connector: Connector, address: &Uri) -> Option<Self> {
        let (scheme, authority) = (address.scheme()?.clone(), address.authority()?.clone());
        // The default port stands in no `Host` (RFC 9110, section 7.2).
        let default = if scheme == Scheme::HTTPS { 443 } else { 80 };
        let host = match authority.port_u16() {
            Some(port) if port == default => HeaderValue::try_from(authority.host()),
            _ => HeaderValue::try_from(authority.as_str()),
        };
        Some(Self { connector, address: address.clone(), scheme, authority, host: host.ok()?, kept: Mutex::default() })
    }

    /// Sends a request and waits for the head of the answer, both within `time`.
    pub(super) async fn send(
        &self,
        outgoing: Outgoing,
        time: Duration,
    ) -> Result<Response<Incoming>, TransportFailure> {
        match tokio::time::timeout(time, self.answer(outgoing)).await {
            Ok(answer) => answer,
            Err(_) => Err(TransportFailure::Timeout(time)),
        }
    }

    async fn answer(&self, mut outgoing: Outgoing) -> Result<Response<Incoming>, TransportFailure> {
        loop {
            let (sender, kept) = match self.take() {
                Some(sender) => (sender, true),
                None => (self.connect().await?, false),
            };
            match self.exchange(sender, outgoing).await {
                Ok(response) => return Ok(response),
                // A connection that was kept may have ended meanwhile; nothing has left, so another is tried.
                Err(Unanswered { unsent: Some(request), .. }) if kept => outgoing = Outgoing::from(request),
                Err(Unanswered { error, unsent: Some(_) }) => {
                    return Err(TransportFailure::NotSent(error_chain(&error)));
                }
                Err(Unanswered { error, unsent: None }) => return Err(TransportFailure::Broken(error_chain(&error))),
            }
        }
    }

    async fn exchange(&self, sender: Sender, outgoing: Outgoing) -> Result<Response<Incoming>, Unanswered> {
        match sender {
            Sender::OneByOne(mut sender) => {
                let answer = sender.try_send_request(self.for_one_by_one(outgoing)).await;
                let answer = answer
                    .map_err(|mut failed| Unanswered { unsent: failed.take_message(), error: failed.into_error() })?;
                if !sender.is_closed() {
                    self.keep(sender);
                }
                Ok(answer)
            }
            Sender::Shared(mut sender) => {
                let answer = sender.try_send_request(self.for_shared(outgoing)).await;
                answer.map_err(|mut failed| Unanswered { unsent: failed.take_message(), error: failed.into_error() })
            }
        }
    }

    /// A connection that is free.
    fn take(&self) -> Option<Sender> {
        let mut kept = self.lock();
        if let Some(shared) = &kept.shared {
            if shared.is_ready() {
                return Some(Sender::Shared(shared.clone()));
            }
            kept.shared = None;
        }
        let free = kept.one_by_one.iter().rposition(|(_, sender)| sender.is_ready())?;
        let (since, sender) = kept.one_by_one.remove(free);
        // Those before it were used even longer ago, or are at work.
        (since.elapsed() < IDLE).then_some(Sender::OneByOne(sender))
    }

    /// Keeps a connection for when it is free again.
    fn keep(&self, sender: http1::SendRequest<Frames>) {
        let now = Instant::now();
        let mut kept = self.lock();
        if kept.one_by_one.first().is_some_and(|(since, sender)| sender.is_closed() || now - *since >= IDLE) {
            kept.one_by_one
                .retain(|(since, sender)| !sender.is_closed() && (now - *since < IDLE || !sender.is_ready()));
        }
        kept.one_by_one.push((now, sender));
    }

    async fn connect(&self) -> Result<Sender, TransportFailure> {
        let stream = self.connector.clone().oneshot(self.address.clone()).await;
        let stream = stream.map_err(|error| TransportFailure::NotSent(error_chain(&*error)))?;
        let not_sent = |error: hyper::Error| TransportFailure::NotSent(error_chain(&error));
        if stream.connected().is_negotiated_h2() {
            let mut builder = http2::Builder::new(TokioExecutor::new());
            let (sender, connection) = builder.timer(TokioTimer::new()).handshake(stream).await.map_err(not_sent)?;
            // How it ends, its last request tells.
            tokio::spawn(connection);
            self.lock().shared = Some(sender.clone());
            return Ok(Sender::Shared(sender));
        }
        let mut builder = http1::Builder::new();
        let (mut sender, connection) = builder.max_buf_size(READ_AHEAD).handshake(stream).await.map_err(not_sent)?;
        tokio::spawn(connection);
        sender.ready().await.map_err(not_sent)?;
        Ok(Sender::OneByOne(sender))
    }

    /// With the path alone, and the address in `Host` (RFC 9112, section 3.2.1).
    fn for_one_by_one(&self, outgoing: Outgoing) -> Request<Frames> {
        let Outgoing { method, path, headers, body } = outgoing;
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = Uri::from(path);
        *request.headers_mut() = headers;
        request.headers_mut().insert(header::HOST, self.host.clone());
        request
    }

    /// With the whole address (RFC 9113, section 8.3.1).
    fn for_shared(&self, outgoing: Outgoing) -> Request<Frames> {
        let Outgoing { method, path, headers, body } = outgoing;
        let mut request = Request::new(body);
        *request.method_mut() = method;
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(path);
        // All three are there, which is what a whole address needs.
        *request.uri_mut() = Uri::from_parts(parts).unwrap_or_default();
        *request.headers_mut() = headers;
        request.headers_mut().remove(header::HOST);
        request
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        // Whole after each statement, so a panic elsewhere does not spoil it.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<Request<Frames>> for Outgoing {
    /// The request once more, for another connection.
    fn from(request: Request<Frames>) -> Self {
        let (head, body) = request.into_parts();
        let path = head.uri.into_parts().path_and_query.unwrap_or_else(|| PathAndQuery::from_static("/"));
        Self { method: head.method, path, headers: head.headers, body }
    }
}

#[cfg(test)]
mod tests {
    use super::super::client::connector;
    use super::{Outgoing, Pool};
    use bytes::Bytes;
    use http::uri::PathAndQuery;
    use http::{HeaderMap, Method, Request, Response};
    use http_body_util::{BodyExt, Full};
    use hyper::body::Incoming;
    use hyper::client::conn::http2;
    use hyper::service::service_fn;
    use hyper_util::rt::{TokioExecutor, TokioIo};
    use std::convert::Infallible;
    use std::time::Duration;

    fn pool(address: &str) -> Option<Pool> {
        Pool::new(connector(Duration::from_secs(5), false), &address.parse().unwrap())
    }

    fn outgoing(path: &'static str) -> Outgoing {
        let (method, headers) = (Method::PUT, HeaderMap::from_iter([(http::header::HOST, "spoofed".parse().unwrap())]));
        Outgoing { method, path: PathAndQuery::from_static(path), headers, body: "{}".to_owned().into() }
    }

    #[test]
    fn the_host_is_the_addresss_without_a_default_port() {
        for (address, host) in [
            ("https://acme.example.com", "acme.example.com"),
            ("https://acme.example.com:443/cx", "acme.example.com"),
            ("https://acme.example.com:8443", "acme.example.com:8443"),
            ("http://127.0.0.1:80", "127.0.0.1"),
            ("http://[::1]:9000", "[::1]:9000"),
        ] {
            let pool = pool(address).unwrap();
            let request = pool.for_one_by_one(outgoing("/a?b=c"));
            assert_eq!(request.headers()["host"], host, "{address}");
            assert_eq!(request.uri(), "/a?b=c");
        }
        assert!(pool("/no-address").is_none());
    }

    /// Says what came, in HTTP/2's own terms.
    async fn told(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
        let told = format!("{} {} host:{}", request.method(), request.uri(), request.headers().contains_key("host"));
        let body = request.into_body().collect().await.unwrap().to_bytes();
        Ok(Response::new(Full::from([told.as_bytes(), b" ", &body].concat())))
    }

    #[tokio::test]
    async fn a_shared_connection_takes_requests_with_their_whole_address() {
        let (ours, theirs) = tokio::io::duplex(64 * 1024);
        tokio::spawn(async move {
            let server = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
            server.serve_connection(TokioIo::new(theirs), service_fn(told)).await
        });
        let builder = http2::Builder::new(TokioExecutor::new());
        let (sender, connection) = builder.handshake(TokioIo::new(ours)).await.unwrap();
        tokio::spawn(connection);
        let pool = pool("https://acme.example.com").unwrap();
        pool.lock().shared = Some(sender);
        let send = |path| pool.send(outgoing(path), Duration::from_secs(20));
        let (first, second) = tokio::join!(send("/one"), send("/two"));
        for (answer, path) in [(first, "/one"), (second, "/two")] {
            let body = answer.unwrap().into_body().collect().await.unwrap().to_bytes();
            assert_eq!(body, format!("PUT https://acme.example.com{path} host:false {{}}"));
        }
    }
}
