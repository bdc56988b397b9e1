//! `GET /api/session`: what the app must know before it starts.

use crate::config::Connection;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;
use workflow::wire::Session;

pub(super) async fn read(State(state): State<AppState>) -> Response {
    let config = &state.config.tenant;
    let session = Session {
        demo: matches!(config.connection, Connection::Demo),
        org: config.org.clone(),
        workflow_id: config.workflow_id.clone(),
        webhook_url: config.webhook_url.clone(),
        operator: config.operator.clone(),
        dialect: config.rules.dialect.clone(),
        limits: config.rules.limits.clone(),
        retry: config.retry.clone(),
        scope_paths: config.rules.scope_paths.clone(),
        scope_catalogue: config.rules.scope_catalogue.clone(),
        features: config.features,
    };
    ([(header::CACHE_CONTROL, "no-store")], Json(session)).into_response()
}
