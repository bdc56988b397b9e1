//! Around every request: whether it may pass, an id, the headers that every response carries, the words
//! of failures, and one line in the log.

use crate::access::{Client, Denied, identify};
use crate::audit::Entry;
use crate::guard::guard;
use crate::problem::{self, Failure, Rendered};
use crate::state::AppState;
use crate::upstream::{AboutWorkflow, UpstreamTime};
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::time::Instant;
use tracing::Instrument;
use workflow::wire::EVENT_DENIED;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The route of whatever is not in the route table.
const APP: &str = "app";

/// For whatever has no policy of its own: a vendor's answer opened as a page can do nothing.
const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/// Headers for every response that does not set its own.
const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// Runs the request and reports on it.
pub(crate) async fn observe(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = request_id();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or(APP, MatchedPath::as_str).to_owned();
    let client = Client::of(request.extensions(), request.headers(), &state.access.config.trusted_proxies);
    let span = tracing::info_span!("request", id, operator = tracing::field::Empty);
    let answer = async {
        match admit(&state, client, &mut request).await {
            Ok(()) => next.run(request).await,
            Err(failure) => failure.into_response(),
        }
    };
    let mut response = answer.instrument(span.clone()).await;
    let failure = problem::render(&mut response, &id);
    if let Some((reason, denied)) = failure.as_ref().and_then(|failure| failure.denied.as_ref()) {
        let access = Denied::entry(method.as_str(), &route, client.address(), reason.clone());
        state.audit.note(Entry::access(EVENT_DENIED, denied.operator(), access)).await;
    }
    complete(response.headers_mut(), &id);

    let workflow = response.extensions().get::<AboutWorkflow>().map(|workflow| workflow.0.clone());
    let upstream_ms = response.extensions().get::<UpstreamTime>().map(|time| time.0);
    let total_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    state.metrics.request(&method, &route, response.status(), started.elapsed());
    let status = response.status().as_u16();
    span.in_scope(|| match failure {
        Some(Rendered { log: failure, .. }) => {
            tracing::warn!(%method, route, workflow, status, upstream_ms, total_ms, failure, "answered");
        }
        None => tracing::info!(%method, route, workflow, status, upstream_ms, total_ms, "answered"),
    });
    response
}

/// One place decides, before any route runs.
async fn admit(state: &AppState, client: Client, request: &mut Request) -> Result<(), Failure> {
    guard(state, request)?;
    identify(state, client, request).await
}

fn complete(headers: &mut HeaderMap, id: &str) {
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if let Ok(id) = HeaderValue::try_from(id) {
        headers.insert(REQUEST_ID, id);
    }
}

/// 64 random bits in hex.
fn request_id() -> String {
    format!("{:016x}", rand::random::<u64>())
}
