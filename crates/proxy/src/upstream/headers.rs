//! Which headers pass: a short list each way, everything else stays behind.

use http::{HeaderMap, HeaderName, HeaderValue, header};

/// Names one attempt of a write, so that a repeated request is known as such.
pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

const REQUEST: [HeaderName; 3] = [header::ACCEPT, header::CONTENT_TYPE, IDEMPOTENCY_KEY];
const RESPONSE: [HeaderName; 4] = [header::CONTENT_TYPE, header::CONTENT_ENCODING, header::RETRY_AFTER, header::ETAG];

/// What passes from the browser to the tenant, and what the proxy adds (all but the token).
pub(crate) fn request_headers(browser: &HeaderMap) -> HeaderMap {
    let mut headers = pick(browser, &REQUEST);
    headers.entry(header::ACCEPT).or_insert(HeaderValue::from_static("application/json"));
    headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    headers.insert(
        header::USER_AGENT,
        HeaderValue::from_static(concat!("cxone-email-configurator/", env!("CARGO_PKG_VERSION"))),
    );
    headers
}

/// What passes from the tenant to the browser. The length follows from the body.
pub(crate) fn response_headers(vendor: &HeaderMap) -> HeaderMap {
    let mut headers = pick(vendor, &RESPONSE);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers
}

fn pick(from: &HeaderMap, names: &[HeaderName]) -> HeaderMap {
    names.iter().filter_map(|name| Some((name.clone(), from.get(name)?.clone()))).collect()
}
