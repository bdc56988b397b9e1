//! `/api/workflows/{id}/history` and `/api/workflows/{id}/history/{version}`: the versions that are kept
//! here. The tenant is not asked.

use super::id::Id;
use crate::journal::{Damaged, Packed, kept_bytes, kept_versions};
use crate::problem::{Failure, Kind};
use crate::state::AppState;
use crate::store::StoreError;
use crate::upstream::AboutWorkflow;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tenant::Segment;
use workflow::wire::HistoryPage;

/// Versions on a page unless asked otherwise.
const PAGE: u32 = 50;
/// Most versions on a page.
const MAX_PAGE: u32 = 500;

/// RFC 9530.
const REPR_DIGEST: HeaderName = HeaderName::from_static("repr-digest");

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    limit: Option<u32>,
    before: Option<u64>,
}

pub(super) async fn list(
    State(state): State<AppState>,
    Id(id): Id,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Failure> {
    let Query(wanted) = wanted.map_err(|_| bad_query())?;
    let limit = wanted.limit.unwrap_or(PAGE);
    if limit == 0 || limit > MAX_PAGE {
        return Err(bad_query());
    }
    let org = &state.config.tenant.org;
    let found = kept_versions(&state.store, org, id.plain(), wanted.before, limit + 1).await;
    let mut versions = found.map_err(|error| unavailable(&error))?;
    let more = versions.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    if more {
        versions.pop();
    }
    let next = versions.last().filter(|_| more).map(|version| version.sequence);
    let page = HistoryPage { versions, next };
    let mut response = ([(header::CACHE_CONTROL, "no-store")], Json(page)).into_response();
    response.extensions_mut().insert(AboutWorkflow::from(&id));
    Ok(response)
}

pub(super) async fn one(
    State(state): State<AppState>,
    Place { workflow, version }: Place,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let kept = kept_bytes(&state.store, &state.config.tenant.org, workflow.plain(), version.plain()).await;
    let packed = kept.map_err(|error| unavailable(&error))?.ok_or_else(|| not_kept(&version))?;
    let tag = format!("\"{}\"", packed.digest);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let fresh = known.is_some_and(|tags| tags.split(',').any(|known| known.trim().trim_start_matches("W/") == tag));
    let mut response = if fresh { StatusCode::NOT_MODIFIED.into_response() } else { whole(packed).await? };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    response.extensions_mut().insert(AboutWorkflow::from(&workflow));
    Ok(response)
}

async fn whole(packed: Packed) -> Result<Response, Failure> {
    let bytes = tokio::task::spawn_blocking(move || packed.unpack()).await.unwrap_or(Err(Damaged)).map_err(damaged)?;
    let digest = format!("sha-256=:{}:", BASE64_STANDARD.encode(Sha256::digest(&bytes)));
    Ok(([(header::CONTENT_TYPE, "application/json".to_owned()), (REPR_DIGEST, digest)], bytes).into_response())
}

/// `{id}` and `{version}` of a route, decoded and checked.
pub(super) struct Place {
    workflow: Segment,
    version: Segment,
}

impl<S: Send + Sync> FromRequestParts<S> for Place {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let refused = |reason: &str| {
            Failure::new(
                Kind::InvalidId,
                format!("The address cannot be used: {reason}. Nothing was changed. Check workflow and version."),
            )
        };
        let Path((workflow, version)) =
            Path::<(String, String)>::from_request_parts(parts, state).await.map_err(|_| refused("it is not UTF-8"))?;
        let segment = |text: &str| Segment::parse(text).map_err(|problem| refused(&problem.to_string()));
        Ok(Self { workflow: segment(&workflow)?, version: segment(&version)? })
    }
}

fn not_kept(version: &Segment) -> Failure {
    Failure::new(
        Kind::VersionNotKept,
        format!(
            "Version {} of this workflow is not kept here: the proxy keeps what is deployed through it, and what that was made from. Nothing was changed. Choose one of the history.",
            version.plain()
        ),
    )
}

fn bad_query() -> Failure {
    Failure::new(
        Kind::InvalidQuery,
        format!(
            "limit must be a number from 1 to {MAX_PAGE}, before the number of a kept version. Nothing was changed."
        ),
    )
}

fn unavailable(error: &StoreError) -> Failure {
    Failure::new(
        Kind::StoreUnavailable,
        "The proxy's database failed, so the history cannot be read. Nothing was changed. Check the proxy's disk and its log, then try again.",
    )
    .log(tenant::error_chain(error))
}

fn damaged(error: Damaged) -> Failure {
    Failure::new(
        Kind::VersionDamaged,
        "What is kept of this version in the proxy's database was damaged, so it is not given out. Nothing was changed. Whoever runs the proxy should look at its disk.",
    )
    .log(error.to_string())
}
