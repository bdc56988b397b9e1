//! Every route, in one table.

mod app;
mod audit;
mod audit_entry;
mod health;
mod id;
mod preview;
mod session;
mod upload;
mod vendor;
mod webhooks;

use crate::guard::guard;
use crate::observe::observe;
use crate::problem::{Failure, Kind};
use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

/// All routes with what surrounds them.
pub(crate) fn router(state: AppState) -> Router {
    Router::new()
        .route("/api/session", get(session::read))
        .route("/api/workflows", get(vendor::workflows))
        .route("/api/workflows/{id}", get(vendor::workflow).put(vendor::put_workflow))
        .route("/api/templates", get(vendor::templates))
        .route("/api/templates/{id}", get(vendor::template))
        .route("/api/attachments", get(vendor::attachments).post(upload::upload))
        .route("/api/attachments/{id}", get(vendor::attachment))
        .route("/api/webhooks", get(vendor::webhooks).post(webhooks::register))
        .route("/api/webhooks/{id}", get(vendor::webhook).delete(vendor::delete_webhook))
        .route("/api/audit", get(audit::list).post(audit::append))
        .route("/api/preview", post(preview::put))
        .route("/api/preview/{id}", get(preview::show))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .fallback(app::serve)
        .method_not_allowed_fallback(method_not_allowed)
        // Bodies are read by our own reader, with its own limits.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(AppState::clone(&state), guard))
        .layer(from_fn_with_state(AppState::clone(&state), observe))
        .with_state(state)
}

async fn method_not_allowed() -> Failure {
    Failure::new(
        Kind::MethodNotAllowed,
        "This address does not know this method. Nothing was sent, nothing was changed.",
    )
}
