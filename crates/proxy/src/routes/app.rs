//! Whatever is not a route of ours: the app's files and pages.

use crate::assets;
use crate::problem::Failure;
use crate::state::AppState;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, Method, Uri};

pub(super) async fn serve(
    State(state): State<AppState>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    match &state.assets {
        Some(app) => assets::serve(app, &method, &uri, &headers),
        None => assets::no_app(&method, &uri, &headers),
    }
}
