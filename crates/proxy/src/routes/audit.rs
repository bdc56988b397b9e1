//! `/api/audit`: the list, its exports, and the entry of a finished deploy.

use super::audit_entry::check;
use crate::access::Operator;
use crate::audit::{Appended, Entry, Wanted as Events, csv, csv_headings, json_lines};
use crate::problem::{Failure, Kind};
use crate::state::{AppState, carry_through};
use crate::store::StoreError;
use crate::upstream::{AboutWorkflow, read_body};
use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use workflow::wire::{AuditList, DeployAudit};

/// Most events in a list.
const MAX_LIST: u32 = 1_000;
/// Most events in an export.
const MAX_EXPORT: u32 = 100_000;

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    limit: Option<u32>,
    #[serde(default)]
    format: Format,
    events: Option<Kinds>,
}

/// Which events: deploys and webhooks, or every one.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kinds {
    Changes,
    All,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    #[default]
    Json,
    Jsonl,
    Csv,
}

pub(super) async fn list(
    State(state): State<AppState>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Failure> {
    let Query(wanted) = wanted.map_err(|_| bad_query())?;
    let (default, most) = match wanted.format {
        Format::Json => (100, MAX_LIST),
        Format::Jsonl | Format::Csv => (MAX_EXPORT, MAX_EXPORT),
    };
    let limit = wanted.limit.unwrap_or(default);
    if limit == 0 || limit > most {
        return Err(bad_query());
    }
    // The list is for people who look for a deploy, an export for whoever has to account for everything.
    let kinds = match (wanted.events, wanted.format) {
        (Some(Kinds::Changes), _) | (None, Format::Json) => Events::Changes,
        (Some(Kinds::All), _) | (None, Format::Jsonl | Format::Csv) => Events::All,
    };
    let events = state.audit.newest(kinds, limit).await.map_err(|error| unavailable(&error, "Nothing was changed."))?;
    Ok(match wanted.format {
        Format::Json => ([(header::CACHE_CONTROL, "no-store")], Json(AuditList { events })).into_response(),
        Format::Jsonl => download("application/x-ndjson", "audit.jsonl", json_lines(&events)),
        Format::Csv => download("text/csv; charset=utf-8", "audit.csv", csv_headings() + &csv(&events)),
    })
}

pub(super) async fn append(
    State(state): State<AppState>,
    operator: Operator,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let body = read_body(&headers, body, state.config.bodies.other, state.config.timeouts.body).await?;
    let entry: DeployAudit = serde_json::from_slice(&body).map_err(|error| unusable(&error.to_string()))?;
    let problems = check(&entry);
    if !problems.is_empty() {
        return Err(unusable(&problems.join("; ")));
    }
    let shared = AppState::clone(&state);
    carry_through(&state, async move {
        let workflow = AboutWorkflow(entry.workflow_id.clone());
        let appended = shared.audit.append(Entry::deploy(&operator.name, entry)).await;
        let (status, event) =
            match appended.map_err(|error| unavailable(&error, "The deploy itself is not touched by this."))? {
                Appended::New(event) => (StatusCode::CREATED, event),
                Appended::Repeated(event) => (StatusCode::OK, event),
            };
        let mut response = (status, [(header::CACHE_CONTROL, "no-store")], Json(event)).into_response();
        response.extensions_mut().insert(workflow);
        Ok(response)
    })
    .await
}

fn download(media_type: &'static str, name: &str, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, text).into_response()
}

fn bad_query() -> Failure {
    Failure::new(
        Kind::InvalidQuery,
        format!(
            "limit must be a number from 1 to {MAX_LIST} (exports: {MAX_EXPORT}), format must be json, jsonl or csv, events must be changes or all. Nothing was changed."
        ),
    )
}

fn unusable(reason: &str) -> Failure {
    Failure::new(
        Kind::InvalidBody,
        format!("The audit entry cannot be kept: {reason}. Nothing was written. Correct it and send it again."),
    )
}

fn unavailable(error: &StoreError, changed: &str) -> Failure {
    Failure::new(
        Kind::AuditUnavailable,
        format!("The audit's database failed. {changed} Check the proxy's disk and its log, then try again."),
    )
    .log(tenant::error_chain(error))
}
