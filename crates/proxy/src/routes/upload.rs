//! `POST /api/attachments?fileName=NAME`: a file on its way from the browser to the tenant. It is sent
//! on while it arrives, so that the browser's progress is the true one; leaving ends the upload.

use crate::problem::{Failure, Kind};
use crate::state::AppState;
use crate::upstream::{ask, feed, relay, request_headers};
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use http::{HeaderMap, HeaderValue, Method, header};
use serde::Deserialize;
use tenant::{Call, Frames, Route};

/// Longest file name, in bytes: what most file systems take.
const MAX_NAME: usize = 255;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct File {
    file_name: String,
}

pub(super) async fn upload(
    State(state): State<AppState>,
    file: Result<Query<File>, QueryRejection>,
    browser: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let file_name = file.ok().and_then(|Query(file)| checked_name(&file.file_name)).ok_or_else(bad_name)?;
    if !state.offers.now().upload {
        return Err(Failure::new(
            Kind::NotOffered,
            "This tenant takes no uploads. Nothing was sent, nothing was changed. Put the file into the tenant's attachment storage there, then choose it by its id.",
        ));
    }
    let limit = state.config.tenant.rules.limits.attachment_bytes;
    let time = state.config.tenant.timeouts.upload;
    let (feeder, frames) = Frames::arriving(http_body::Body::size_hint(&body).exact());
    let mut headers = request_headers(&browser);
    headers.entry(header::CONTENT_TYPE).or_insert(HeaderValue::from_static("application/octet-stream"));
    let call = Call { method: Method::POST, route: Route::Upload { file_name }, headers, body: frames };
    let answer = feed(&browser, body, feeder, limit, time, ask(&state, &call)).await??;
    relay(answer, None)
}

/// A name that stands for itself everywhere: no folders, no control characters.
fn checked_name(name: &str) -> Option<String> {
    let name = name.trim();
    let fits = !name.is_empty()
        && name.len() <= MAX_NAME
        && name != "."
        && name != ".."
        && !name.chars().any(|letter| letter.is_control() || matches!(letter, '/' | '\\'));
    fits.then(|| name.to_owned())
}

fn bad_name() -> Failure {
    Failure::new(
        Kind::InvalidQuery,
        format!(
            "An upload needs ?fileName= with 1 to {MAX_NAME} bytes, without slashes and control characters. Nothing was sent, nothing was changed. Rename the file and try again."
        ),
    )
}
