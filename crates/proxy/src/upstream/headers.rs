//! Which headers pass: a short list each way, everything else stays behind.

use http::{HeaderMap, HeaderName, HeaderValue, header};
use tenant::IDEMPOTENCY_KEY;

const REQUEST: [HeaderName; 3] = [header::ACCEPT, header::CONTENT_TYPE, IDEMPOTENCY_KEY];
const RESPONSE: [HeaderName; 4] = [header::CONTENT_TYPE, header::CONTENT_ENCODING, header::RETRY_AFTER, header::ETAG];

/// Room for the headers that a response gets besides.
const OTHERS: usize = 12;

/// What passes from the browser to the tenant.
pub(crate) fn request_headers(browser: &HeaderMap) -> HeaderMap {
    pick(browser, &REQUEST)
}

/// What passes from the tenant to the browser. The length follows from the body.
pub(crate) fn response_headers(vendor: &HeaderMap) -> HeaderMap {
    let mut headers = pick(vendor, &RESPONSE);
    // Those that every response carries are still to come; a map that grows is built anew.
    headers.reserve(OTHERS);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers
}

fn pick(from: &HeaderMap, names: &[HeaderName]) -> HeaderMap {
    names.iter().filter_map(|name| Some((name.clone(), from.get(name)?.clone()))).collect()
}
