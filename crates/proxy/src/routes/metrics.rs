//! `/metrics`: for Prometheus.

use crate::metrics::MEDIA_TYPE;
use crate::state::AppState;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;

pub(super) async fn read(State(state): State<AppState>) -> Response {
    let headers = [(header::CONTENT_TYPE, MEDIA_TYPE), (header::CACHE_CONTROL, "no-store")];
    (headers, state.metrics.text(&state)).into_response()
}
