//! Every route, in one table.

mod app;
mod audit;
mod audit_entry;
mod events;
mod health;
mod history;
mod hooks;
mod id;
mod metrics;
#[cfg(feature = "oidc")]
mod oidc;
#[cfg(not(feature = "oidc"))]
#[path = "no_oidc.rs"]
mod oidc;
mod openapi;
mod preview;
mod said;
mod session;
mod sessions;
mod sign_in;
mod upload;
mod vendor;
mod webhooks;

use crate::observe::observe;
use crate::problem::{Failure, Kind};
use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, delete, get, post};

/// Every route, by its path. `openapi.json` describes each.
fn table() -> Vec<(&'static str, MethodRouter<AppState>)> {
    vec![
        ("/api/session", get(session::read)),
        ("/api/sign-in", get(sign_in::options).post(sign_in::sign_in)),
        ("/api/sign-in/link", post(sign_in::new_link)),
        ("/api/sign-in/oidc", get(oidc::depart)),
        ("/sign-in/callback", get(oidc::arrive)),
        ("/api/sign-out", post(sign_in::sign_out)),
        ("/api/sessions", get(sessions::list)),
        ("/api/sessions/{id}", delete(sessions::revoke)),
        ("/api/workflows", get(vendor::workflows)),
        ("/api/workflows/{id}", get(vendor::workflow).put(vendor::put_workflow)),
        ("/api/workflows/{id}/history", get(history::list)),
        ("/api/workflows/{id}/history/{version}", get(history::one)),
        ("/api/templates", get(vendor::templates)),
        ("/api/templates/{id}", get(vendor::template)),
        ("/api/attachments", get(vendor::attachments).post(upload::upload)),
        ("/api/attachments/{id}", get(vendor::attachment)),
        ("/api/webhooks", get(webhooks::list).post(webhooks::register)),
        ("/api/webhooks/{id}", get(webhooks::one).delete(webhooks::delete)),
        ("/api/audit", get(audit::list).post(audit::append)),
        ("/api/preview", post(preview::put)),
        ("/api/preview/{id}", get(preview::show)),
        ("/api/events", get(events::listen)),
        ("/hooks/cxone", post(hooks::receive)),
        ("/metrics", get(metrics::read)),
        ("/healthz", get(health::alive)),
        ("/readyz", get(health::ready)),
        ("/api/openapi.json", get(openapi::read)),
    ]
}

/// All routes with what surrounds them.
pub(crate) fn router(state: AppState) -> Router {
    table()
        .into_iter()
        .fold(Router::new(), |router, (path, methods)| router.route(path, methods))
        .fallback(app::serve)
        .method_not_allowed_fallback(method_not_allowed)
        // Bodies are read by our own reader, with its own limits.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(AppState::clone(&state), observe))
        .with_state(state)
}

async fn method_not_allowed() -> Failure {
    Failure::new(
        Kind::MethodNotAllowed,
        "This address does not know this method. Nothing was sent, nothing was changed.",
    )
}
