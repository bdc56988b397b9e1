//! The vendor's own routes: each request is built anew, the vendor's status and body come back unchanged.

use super::id::Id;
use crate::config::PathTemplate;
use crate::problem::{Failure, Kind};
use crate::state::{AppState, carry_through};
use crate::upstream::{AboutWorkflow, Call, Frames, IDEMPOTENCY_KEY, read_body, request_headers};
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, header};

/// Longest `Idempotency-Key`, in bytes.
const MAX_KEY: usize = 255;

type Reply = Result<Response, Failure>;

pub(super) async fn workflows(State(state): State<AppState>, headers: HeaderMap) -> Reply {
    list(&state, &state.config.paths.workflows, &headers).await
}

pub(super) async fn workflow(State(state): State<AppState>, Id(id): Id, headers: HeaderMap) -> Response {
    let reply =
        forward(&state, Method::GET, state.config.paths.workflow.path_of(&id), &headers, Frames::default()).await;
    about(&id, reply)
}

pub(super) async fn templates(State(state): State<AppState>, headers: HeaderMap) -> Reply {
    list(&state, &state.config.paths.templates, &headers).await
}

pub(super) async fn template(State(state): State<AppState>, id: Id, headers: HeaderMap) -> Reply {
    item(&state, &state.config.paths.template, id, &headers).await
}

pub(super) async fn attachments(State(state): State<AppState>, headers: HeaderMap) -> Reply {
    list(&state, &state.config.paths.attachments, &headers).await
}

pub(super) async fn attachment(State(state): State<AppState>, id: Id, headers: HeaderMap) -> Reply {
    item(&state, &state.config.paths.attachment, id, &headers).await
}

pub(super) async fn webhooks(State(state): State<AppState>, headers: HeaderMap) -> Reply {
    list(&state, &state.config.paths.webhooks, &headers).await
}

pub(super) async fn webhook(State(state): State<AppState>, id: Id, headers: HeaderMap) -> Reply {
    item(&state, &state.config.paths.webhook, id, &headers).await
}

pub(super) async fn delete_webhook(State(state): State<AppState>, Id(id): Id, headers: HeaderMap) -> Reply {
    let path = state.config.paths.webhook.path_of(&id);
    let shared = AppState::clone(&state);
    carry_through(&state, async move { forward(&shared, Method::DELETE, path, &headers, Frames::default()).await })
        .await
}

pub(super) async fn put_workflow(
    State(state): State<AppState>,
    Id(id): Id,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let reply = put(&state, id.plain(), state.config.paths.workflow.path_of(&id), headers, body).await;
    about(&id, reply)
}

/// Held whole, once: after a 401 it is sent again.
async fn put(state: &AppState, workflow: &str, path: String, mut headers: HeaderMap, body: Body) -> Reply {
    let key = idempotency_key(&headers)?;
    headers.entry(header::CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
    let frames = read_body(&headers, body, state.config.bodies.workflow, state.config.timeouts.body).await?;
    let shared = AppState::clone(state);
    let workflow = workflow.to_owned();
    carry_through(state, async move {
        tracing::info!(workflow, key, "write begins");
        let reply = forward(&shared, Method::PUT, path, &headers, frames).await;
        match &reply {
            Ok(response) => tracing::info!(workflow, key, status = response.status().as_u16(), "write answered"),
            Err(failure) => tracing::warn!(workflow, key, failure = failure.log_text(), "write failed"),
        }
        reply
    })
    .await
}

async fn list(state: &AppState, path: &PathTemplate, headers: &HeaderMap) -> Reply {
    forward(state, Method::GET, path.path(), headers, Frames::default()).await
}

async fn item(state: &AppState, path: &PathTemplate, Id(id): Id, headers: &HeaderMap) -> Reply {
    forward(state, Method::GET, path.path_of(&id), headers, Frames::default()).await
}

async fn forward(state: &AppState, method: Method, path: String, browser: &HeaderMap, body: Frames) -> Reply {
    let mut headers = request_headers(browser);
    if method.is_safe() {
        headers.remove(header::CONTENT_TYPE);
    }
    state.upstream.exchange(Call { method, path, headers, body }).await?.relay()
}

fn about(id: &crate::upstream::Segment, reply: Reply) -> Response {
    let mut response = reply.unwrap_or_else(Failure::into_response);
    response.extensions_mut().insert(AboutWorkflow::from(id));
    response
}

fn idempotency_key(headers: &HeaderMap) -> Result<String, Failure> {
    let key = headers.get(IDEMPOTENCY_KEY).and_then(|key| key.to_str().ok()).map(str::trim).unwrap_or_default();
    if key.is_empty() || key.len() > MAX_KEY {
        return Err(Failure::new(
            Kind::IdempotencyKeyMissing,
            format!(
                "A write needs an Idempotency-Key header of 1 to {MAX_KEY} bytes. Nothing was sent, nothing was changed. Send the header."
            ),
        ));
    }
    Ok(key.to_owned())
}
