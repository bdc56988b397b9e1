//! The vendor's own routes: each request is built anew, the vendor's status and body come back unchanged.

use super::id::Id;
use crate::access::Operator;
use crate::audit::Entry;
use crate::events::Tap;
use crate::problem::{Failure, Kind};
use crate::state::{AppState, carry_through};
use crate::upstream::{AboutWorkflow, UpstreamTime, ask, read_body, relay, request_headers};
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header};
use std::sync::Arc;
use tenant::{Answer, Call, IDEMPOTENCY_KEY, Route, Segment};
use workflow::wire::{AccessAudit, DeployNews, DeployStage, EVENT_WORKFLOW_READ, EVENT_WORKFLOW_WRITTEN, WorkflowNews};

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
            relay(answer, read.then(|| tap(&state, &id, None)))
        }
        Err(failure) => Err(failure),
    };
    if let Ok(response) = &reply {
        record(&state, &operator, EVENT_WORKFLOW_READ, None, told(&id, response)).await;
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
    headers.entry(header::CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
    let body = read_body(&headers, body, state.config.bodies.workflow, state.config.timeouts.body).await?;
    let shared = AppState::clone(state);
    carry_through(state, async move {
        let workflow = id.plain().to_owned();
        tracing::info!(workflow, key, "write begins");
        let by = operator.name.to_string();
        let tell = |state, status| shared.news.deploy(deploy_news(&id, &key, &by, state, status));
        tell(DeployStage::Sent, None);
        let reply = write(&shared, &id, &by, &headers, body).await;
        match &reply {
            Ok(response) => tell(DeployStage::Answered, Some(response.status().as_u16())),
            Err(_) => tell(DeployStage::Unanswered, None),
        }
        match &reply {
            Ok(response) => tracing::info!(workflow, key, status = response.status().as_u16(), "write answered"),
            Err(failure) => tracing::warn!(workflow, key, failure = failure.log_text(), "write failed"),
        }
        let outcome = match &reply {
            Ok(response) => AccessAudit {
                latency_ms: response.extensions().get::<UpstreamTime>().map(|time| time.0),
                ..told(&id, response)
            },
            Err(failure) => AccessAudit { reason: failure.kind_uri(), ..told_of(&id) },
        };
        record(&shared, &operator, EVENT_WORKFLOW_WRITTEN, Some(&key), outcome).await;
        reply
    })
    .await
}

async fn get(state: &AppState, route: Route, browser: &HeaderMap) -> Reply {
    relay(get_answer(state, route, browser).await?, None)
}

async fn get_answer(state: &AppState, route: Route, browser: &HeaderMap) -> Result<Answer, Failure> {
    let mut headers = request_headers(browser);
    headers.remove(header::CONTENT_TYPE);
    ask(state, &Call { headers, ..Call::get(route) }).await
}

async fn write(state: &AppState, id: &Segment, by: &str, browser: &HeaderMap, body: Bytes) -> Reply {
    let headers = request_headers(browser);
    let call = Call { method: Method::PUT, route: Route::Workflow(id.clone()), headers, body: body.into() };
    let answer = ask(state, &call).await?;
    if !answer.status().is_success() {
        return relay(answer, None);
    }
    let by = by.to_owned();
    if state.watched.contains(id.plain()) {
        return relay(answer, Some(tap(state, id, Some(by))));
    }
    // Nobody waits for the version, so the answer is not read for it.
    state.news.workflow(WorkflowNews { workflow: id.plain().to_owned(), by: Some(by), ..WorkflowNews::default() });
    relay(answer, None)
}

fn tap(state: &AppState, id: &Segment, by: Option<String>) -> Tap {
    Tap::new(Arc::clone(&state.news), id.plain(), by, &state.config.tenant.rules.dialect)
}

fn deploy_news(id: &Segment, key: &str, by: &str, stage: DeployStage, status: Option<u16>) -> DeployNews {
    DeployNews { workflow: id.plain().to_owned(), key: key.to_owned(), by: by.to_owned(), state: stage, status }
}

/// Records what was read or written of a workflow, and how that ended.
async fn record(
    state: &AppState,
    operator: &Operator,
    event: &'static str,
    operation: Option<&str>,
    access: AccessAudit,
) {
    let entry = Entry::access(event, &operator.name, access);
    let entry = match operation {
        Some(operation) => entry.of_operation(operation),
        None => entry,
    };
    state.audit.note(entry).await;
}

/// Reads take a different time each, and those that differ are not counted as the same: only writes tell it.
fn told(id: &Segment, response: &Response) -> AccessAudit {
    AccessAudit { status: Some(response.status().as_u16()), ..told_of(id) }
}

fn told_of(id: &Segment) -> AccessAudit {
    AccessAudit { workflow_id: Some(id.plain().to_owned()), ..AccessAudit::default() }
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
