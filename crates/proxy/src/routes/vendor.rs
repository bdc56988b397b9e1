//! The vendor's own routes: each request is built anew, the vendor's status and body come back unchanged.

use super::id::Id;
use super::said::Said;
use crate::access::{Denied, Operator, not_allowed};
use crate::audit::Entry;
use crate::events::Tap;
use crate::journal::{Order, write};
use crate::problem::{Failure, Kind};
use crate::state::AppState;
use crate::upstream::{AboutWorkflow, ask, read_body, relay, request_headers};
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use std::sync::Arc;
use tenant::{Answer, Call, IDEMPOTENCY_KEY, Route, Segment};
use workflow::wire::{AccessAudit, EVENT_WORKFLOW_READ, Role};

/// Longest `Idempotency-Key`, in bytes.
const MAX_KEY: usize = 255;

type Reply = Result<Response, Failure>;

pub(super) async fn workflows(State(state): State<AppState>, headers: HeaderMap) -> Reply {
    get(&state, Route::Workflows, &headers).await
}

pub(super) async fn workflow(
    State(state): State<AppState>,
    operator: Operator,
    Id(id): Id,
    headers: HeaderMap,
) -> Response {
    let reply = match get_answer(&state, Route::Workflow(id.clone()), &headers).await {
        Ok(answer) => {
            let read = answer.status().is_success() && state.watched.contains(id.plain());
            relay(answer, read.then(|| tap(&state, &id)))
        }
        Err(failure) => Err(failure),
    };
    if let Ok(response) = &reply {
        record_read(&state, &operator, &id, response.status()).await;
    }
    about(&id, reply)
}

pub(super) async fn templates(State(state): State<AppState>, headers: HeaderMap) -> Reply {
    get(&state, Route::Templates, &headers).await
}

pub(super) async fn template(State(state): State<AppState>, Id(id): Id, headers: HeaderMap) -> Reply {
    get(&state, Route::Template(id), &headers).await
}

pub(super) async fn attachments(State(state): State<AppState>, headers: HeaderMap) -> Reply {
    get(&state, Route::Attachments, &headers).await
}

pub(super) async fn attachment(State(state): State<AppState>, Id(id): Id, headers: HeaderMap) -> Reply {
    get(&state, Route::Attachment(id), &headers).await
}

pub(super) async fn put_workflow(
    State(state): State<AppState>,
    operator: Operator,
    Id(id): Id,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let reply = put(&state, operator, id.clone(), headers, body).await;
    about(&id, reply)
}

/// Held whole, once: after a 401 it is sent again.
async fn put(state: &AppState, operator: Operator, id: Segment, mut headers: HeaderMap, body: Body) -> Reply {
    let key = idempotency_key(&headers)?;
    let Said { note, rollback_to } = Said::of(&headers)?;
    if rollback_to.is_some() && operator.role < Role::Administrator {
        return Err(not_allowed(operator.role, Role::Administrator).denied(Denied::by(&operator.name)));
    }
    headers.entry(header::CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
    let body = read_body(&headers, body, state.config.bodies.workflow, state.config.timeouts.body).await?;
    write(state, Order { operator, id, key, headers, note, rollback_to, body }).await
}

async fn get(state: &AppState, route: Route, browser: &HeaderMap) -> Reply {
    relay(get_answer(state, route, browser).await?, None)
}

async fn get_answer(state: &AppState, route: Route, browser: &HeaderMap) -> Result<Answer, Failure> {
    let mut headers = request_headers(browser);
    headers.remove(header::CONTENT_TYPE);
    ask(state, &Call { headers, ..Call::get(route) }).await
}

fn tap(state: &AppState, id: &Segment) -> Tap {
    Tap::new(Arc::clone(&state.news), id.plain(), &state.config.tenant.rules.dialect)
}

/// Records what was read of a workflow. Reads take a different time each, and those that differ are not counted
/// as the same: only writes tell it.
async fn record_read(state: &AppState, operator: &Operator, id: &Segment, status: StatusCode) {
    let access = AccessAudit {
        workflow_id: Some(id.plain().to_owned()),
        status: Some(status.as_u16()),
        ..AccessAudit::default()
    };
    state.audit.note(Entry::access(EVENT_WORKFLOW_READ, &operator.name, access)).await;
}

fn about(id: &Segment, reply: Reply) -> Response {
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
