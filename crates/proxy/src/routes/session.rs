//! `GET /api/session`: what the app must know before it starts.

use crate::access::Operator;
use crate::config::Connection;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;
use std::time::Duration;
use workflow::wire::Session;

/// How long the first page waits for what the tenant offers.
const PATIENCE: Duration = Duration::from_millis(200);

pub(super) async fn read(State(state): State<AppState>, operator: Operator) -> Response {
    let asking = AppState::clone(&state);
    let asked = tokio::spawn(async move { asking.offers.ask(&asking.tenant).await });
    // The page must not wait for a tenant that is slow to tell; the next page knows.
    let _ = tokio::time::timeout(PATIENCE, asked).await;
    let config = &state.config.tenant;
    let session = Session {
        demo: matches!(config.connection, Connection::Demo),
        org: config.org.clone(),
        workflow_id: config.workflow_id.clone(),
        webhook_url: config.webhook_url.clone(),
        operator: operator.name.to_string(),
        role: operator.role,
        way: operator.way,
        dialect: config.rules.dialect.clone(),
        limits: config.rules.limits.clone(),
        retry: config.retry.clone(),
        scope_paths: config.rules.scope_paths.clone(),
        scope_catalogue: config.rules.scope_catalogue.clone(),
        features: state.offers.now(),
    };
    ([(header::CACHE_CONTROL, "no-store")], Json(session)).into_response()
}
