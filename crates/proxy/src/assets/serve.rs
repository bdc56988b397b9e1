//! Answering a request for a file or a page of the app.

use super::{Asset, Assets, INDEX, csp, media_type};
use crate::problem::{Failure, Kind};
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};

/// How the script ends with which a web worker of the app begins.
const WORKER: &str = "_loader.js";

const NOT_BUILT: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>cxone email configurator</title>\n\
<h1>The proxy is running, the app is not built</h1>\n\
<p>Build it with <code>cargo xtask run</code>, or start the proxy with <code>--app DIR</code>, the folder that holds the built app.</p>\n";

/// The file that the path names; index.html for the app's own pages.
pub(crate) fn serve(assets: &Assets, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<Response, Failure> {
    let path = page_path(method, uri)?;
    let (asset, is_index) = match assets.files.get(path) {
        Some(asset) => (asset, path == INDEX),
        None if path.is_empty() || (accepts_html(headers) && !media_type::is_file(path)) => {
            (assets.files.get(INDEX).ok_or_else(not_found)?, true)
        }
        None => return Err(not_found()),
    };
    let mut response = asset.answer(headers)?;
    if is_index {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, assets.policy.clone());
    } else if path.ends_with(WORKER) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, csp::WORKER_POLICY);
    }
    Ok(response)
}

/// The page that stands in for an app that is not built.
pub(crate) fn no_app(method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<Response, Failure> {
    let path = page_path(method, uri)?;
    if !path.is_empty() && (media_type::is_file(path) || !accepts_html(headers)) {
        return Err(not_found());
    }
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
    ];
    Ok((headers, NOT_BUILT).into_response())
}

fn page_path<'u>(method: &Method, uri: &'u Uri) -> Result<&'u str, Failure> {
    if !matches!(*method, Method::GET | Method::HEAD) {
        return Err(Failure::new(Kind::MethodNotAllowed, "Pages can only be read. Nothing was changed."));
    }
    let path = uri.path().trim_start_matches('/');
    let own = ["api", "hooks"]
        .iter()
        .any(|own| path.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    if own { Err(not_found()) } else { Ok(path) }
}

impl Asset {
    fn answer(&self, request: &HeaderMap) -> Result<Response, Failure> {
        let (body, encoding) = self.encoded(request);
        let etag = match encoding {
            Some(encoding) => format!("\"{}-{encoding}\"", self.digest),
            None => format!("\"{}\"", self.digest),
        };
        let unchanged = request
            .get_all(header::IF_NONE_MATCH)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .any(|tag| tag.trim() == "*" || tag.trim().trim_start_matches("W/") == etag);
        let mut response = Response::new(if unchanged { Body::empty() } else { Body::from(body) });
        let headers = response.headers_mut();
        let cache = if self.hashed_name { "public, max-age=31536000, immutable" } else { "no-cache" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(header::ETAG, HeaderValue::try_from(etag).map_err(|_| not_found())?);
        if unchanged {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return Ok(response);
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        if let Some(encoding) = encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        Ok(response)
    }

    fn encoded(&self, request: &HeaderMap) -> (Bytes, Option<&'static str>) {
        match (&self.brotli, &self.gzip) {
            (Some(brotli), _) if accepts_encoding(request, "br") => (brotli.clone(), Some("br")),
            (_, Some(gzip)) if accepts_encoding(request, "gzip") => (gzip.clone(), Some("gzip")),
            _ => (self.plain.clone(), None),
        }
    }
}

/// RFC 9110, section 12.5.3, as far as browsers use it: a coding is accepted if it is named, or `*`
/// is, without `q=0`.
fn accepts_encoding(headers: &HeaderMap, coding: &str) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING);
    let choices = values.iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let mut any = false;
    for choice in choices {
        let mut parts = choice.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let wanted =
            !parts.any(|part| part.strip_prefix("q=").is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0)));
        if name.eq_ignore_ascii_case(coding) {
            return wanted;
        }
        any |= name == "*" && wanted;
    }
    any
}

/// A request that names nothing accepts everything (RFC 9110, section 12.5.1).
fn accepts_html(headers: &HeaderMap) -> bool {
    let values: Vec<_> = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
    values.is_empty() || values.iter().any(|value| value.contains("text/html") || value.contains("*/*"))
}

fn not_found() -> Failure {
    Failure::new(Kind::NotFound, "There is nothing at this address. Nothing was changed. Check the address.")
}

#[cfg(test)]
mod tests {
    use super::accepts_encoding;
    use http::{HeaderMap, HeaderValue, header};

    #[test]
    fn encodings_are_negotiated() {
        for (accepted, brotli, gzip) in [
            ("gzip, deflate, br, zstd", true, true),
            ("gzip;q=1.0, br;q=0", false, true),
            ("*", true, true),
            ("*;q=0", false, false),
            ("identity", false, false),
            ("BR", true, false),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted))]);
            assert_eq!(
                (accepts_encoding(&headers, "br"), accepts_encoding(&headers, "gzip")),
                (brotli, gzip),
                "{accepted}"
            );
        }
    }
}
