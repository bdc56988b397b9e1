//! `/healthz` and `/readyz`.

use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde::Serialize;

pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// What is not ready, in words.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Readiness {
    ready: bool,
    not_ready: Vec<Part>,
    /// Writes of which it is not known yet what became of them; absent where the database cannot tell. They keep nobody
    /// from working, so the proxy is ready with them.
    #[serde(skip_serializing_if = "Option::is_none")]
    unresolved_writes: Option<usize>,
}

#[derive(Serialize)]
struct Part {
    part: &'static str,
    reason: String,
}

pub(super) async fn ready(State(state): State<AppState>) -> Response {
    let mut not_ready = Vec::new();
    let mut missing = |part, reason: String| not_ready.push(Part { part, reason });
    if let Err(error) = state.tenant.token().get().await {
        missing("token", error.to_string());
    }
    if let Err(error) = state.store.check().await {
        missing("database", error.to_string());
    }
    if state.assets.is_none() {
        missing("app", "the app is not built, or its folder is not named".to_owned());
    }
    let status = if not_ready.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let unresolved_writes = state.journal.count().await.ok();
    let body = Readiness { ready: not_ready.is_empty(), not_ready, unresolved_writes };
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}
