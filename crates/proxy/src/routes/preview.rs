//! `/api/preview`: shows a rendered email as a document of its own, without any script.
//!
//! `POST /api/preview?images=remote` shows its remote pictures too; without that nothing is fetched.

use super::id::Id;
use crate::preview::{Images, Shown};
use crate::problem::{Failure, Kind};
use crate::state::AppState;
use crate::upstream::read_body;
use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, StatusCode, header};
use serde::Deserialize;
use workflow::wire::PreviewLink;

/// Inline styles and inline images show; nothing runs, nothing is fetched, nothing is sent.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";
/// The same, but that pictures are fetched.
const POLICY_WITH_IMAGES: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data: https: http:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";

/// No name is looked up for the links of an email before anybody has asked for anything.
const DNS_PREFETCH: HeaderName = HeaderName::from_static("x-dns-prefetch-control");
/// What is fetched for an email is fetched without cookies, as a mail program would (HTML, section 7.1.4).
const EMBEDDER_POLICY: HeaderName = HeaderName::from_static("cross-origin-embedder-policy");

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    images: Images,
}

pub(super) async fn put(
    State(state): State<AppState>,
    wanted: Result<Query<Wanted>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let Query(Wanted { images }) = wanted
        .map_err(|_| Failure::new(Kind::InvalidQuery, "`images` is `inline` or `remote`. Nothing was changed."))?;
    let is_html = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("text/html"));
    let html = read_body(&headers, body, state.config.bodies.other, state.config.timeouts.body).await?;
    if !is_html || std::str::from_utf8(&html).is_err() {
        return Err(Failure::new(Kind::InvalidBody, "A preview must be text/html in UTF-8. Nothing was changed."));
    }
    let id = state.previews.put(html, images).map_err(|error| {
        Failure::new(
            Kind::Internal,
            "The system's source of randomness failed, so the preview has no address. Nothing was changed. Try again.",
        )
        .log(error.to_string())
    })?;
    let link = PreviewLink { url: format!("/api/preview/{id}") };
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(link)).into_response())
}

pub(super) async fn show(State(state): State<AppState>, Id(id): Id) -> Result<Response, Failure> {
    let Shown { html, images } = state.previews.get(id.plain()).ok_or_else(|| {
        Failure::new(
            Kind::NotFound,
            "This preview is no longer kept. Nothing was changed. Open it again from the form.",
        )
    })?;
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (
            header::CONTENT_SECURITY_POLICY,
            match images {
                Images::Inline => POLICY,
                Images::Remote => POLICY_WITH_IMAGES,
            },
        ),
        (DNS_PREFETCH, "off"),
        (EMBEDDER_POLICY, "credentialless"),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
    ];
    Ok((headers, html).into_response())
}
