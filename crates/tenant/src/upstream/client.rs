//! How connections are made, the HTTP client of whatever is not the tenant's API (tokens, discovery), and
//! three ways to fail. No redirects.

use super::Frames;
use crate::error_chain;
use http::{Request, Response};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::time::Duration;

/// Makes connections.
pub(super) type Connector = HttpsConnector<HttpConnector>;

/// A pooled client. It follows no redirect and adds no header but `Host` and the body's length.
pub(crate) type Client = legacy::Client<Connector, Frames>;

/// Why there was no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportFailure {
    /// No connection could be made; the text is for a log.
    #[error("cannot connect: {0}")]
    NotSent(String),
    /// No answer within this time. The request may have been carried out.
    #[error("no answer within {} s", .0.as_secs_f32())]
    Timeout(Duration),
    /// The connection broke; the text is for a log. The request may have been carried out.
    #[error("the connection broke: {0}")]
    Broken(String),
}

/// Where the other side offers HTTP/2, that is spoken unless it may be HTTP/1.1 only.
pub(super) fn connector(connect_timeout: Duration, http1_only: bool) -> Connector {
    let mut http = HttpConnector::new();
    http.enforce_http(false);
    http.set_nodelay(true);
    http.set_connect_timeout(Some(connect_timeout));
    // The configuration allows plain HTTP to this machine only.
    let https = HttpsConnectorBuilder::new().with_webpki_roots().https_or_http();
    match http1_only {
        true => https.enable_http1().wrap_connector(http),
        false => https.enable_all_versions().wrap_connector(http),
    }
}

/// Makes a client.
pub(super) fn client(connector: Connector) -> Client {
    legacy::Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(Duration::from_secs(60))
        .build(connector)
}

/// Sends a request and waits for the head of the answer.
///
/// # Errors
/// Where there is none.
pub(crate) async fn send(
    client: &Client,
    request: Request<Frames>,
    time: Duration,
) -> Result<Response<Incoming>, TransportFailure> {
    match tokio::time::timeout(time, client.request(request)).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) if error.is_connect() => Err(TransportFailure::NotSent(error_chain(&error))),
        Ok(Err(error)) => Err(TransportFailure::Broken(error_chain(&error))),
        Err(_) => Err(TransportFailure::Timeout(time)),
    }
}
