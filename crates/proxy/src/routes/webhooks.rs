//! `/api/webhooks`: registers webhooks with a secret that is made and kept here, lists and deletes them.
//! No secret ever goes to a browser, also where the tenant quotes one.

use super::id::Id;
use crate::access::Operator;
use crate::audit::Entry;
use crate::problem::{Failure, Kind};
use crate::state::{AppState, carry_through};
use crate::store::StoreError;
use crate::upstream::{UpstreamTime, ask, read, read_body, request_headers};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, StatusCode, header};
use tenant::webhook::{conceal, delivery_url, make_secret, registration, scrub, without_query};
use tenant::{Answer, Call, Route, Secret};
use url::Url;
use workflow::wire::{NewWebhook, RegisteredWebhook, WebhookAudit, WebhookCreated};

/// Longest name, in characters.
const MAX_NAME: usize = 200;
/// Longest operation or workflow id, in bytes.
const MAX_ID: usize = 256;

pub(super) async fn register(
    State(state): State<AppState>,
    operator: Operator,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let body = read_body(&headers, body, state.config.bodies.other, state.config.timeouts.body).await?;
    let new: NewWebhook = serde_json::from_slice(&body).map_err(|error| unusable(&error.to_string()))?;
    let url = check(&new)?;
    let secret = make_secret().map_err(no_randomness)?;
    let call = call(&state, &headers, &new, &url, &secret)?;
    let shared = AppState::clone(&state);
    carry_through(&state, async move {
        let key = shared.keys.keep(new.name.trim(), &without_query(url.clone()), &secret).await.map_err(not_kept)?;
        let answer = ask(&shared, &call).await?;
        if !answer.status().is_success() {
            if answer.status().is_client_error() {
                forgotten(key.refused().await);
            }
            return concealed(answer, Some(&secret)).await;
        }
        let time = UpstreamTime(answer.head_ms());
        let (_, body) = read(answer).await?;
        let created: WebhookCreated = serde_json::from_slice(&body).map_err(|_| {
            Failure::new(
                Kind::AnswerUnreadable,
                "The tenant answered that the webhook is registered, but did not say its id. Its deliveries are taken, but to delete it you have to look for it at the tenant.",
            )
        })?;
        tracing::info!(webhook = created.id, "webhook registered");
        if let Err(error) = key.registered(&created.id).await {
            tracing::error!(webhook = created.id, error = tenant::error_chain(&error), "the webhook's id is not kept");
        }
        let entry = WebhookAudit {
            id: created.id.clone(),
            url: without_query(url),
            operation: new.operation,
            workflow_id: new.workflow_id,
        };
        // The webhook exists, so the answer goes out regardless.
        if let Err(error) = shared.audit.append(Entry::webhook_registered(&operator.name, entry)).await {
            tracing::error!(webhook = created.id, error = tenant::error_chain(&error), "the webhook is registered but not in the audit");
        }
        let registered = RegisteredWebhook { id: created.id };
        let mut response = (StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(registered)).into_response();
        response.extensions_mut().insert(time);
        Ok(response)
    })
    .await
}

pub(super) async fn list(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Failure> {
    read_concealed(&state, Route::Webhooks, &headers).await
}

pub(super) async fn one(State(state): State<AppState>, Id(id): Id, headers: HeaderMap) -> Result<Response, Failure> {
    read_concealed(&state, Route::Webhook(id), &headers).await
}

pub(super) async fn delete(
    State(state): State<AppState>,
    operator: Operator,
    Id(id): Id,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let shared = AppState::clone(&state);
    let mut headers = request_headers(&headers);
    headers.remove(header::CONTENT_TYPE);
    carry_through(&state, async move {
        let call = Call { method: Method::DELETE, headers, ..Call::get(Route::Webhook(id.clone())) };
        let answer = ask(&shared, &call).await?;
        let status = answer.status();
        if status.is_success() || status == StatusCode::NOT_FOUND {
            forgotten(shared.keys.forget(id.plain()).await);
            match shared.keys.have_delivered().await {
                Ok(live) => shared.hooks.set_live(live),
                Err(error) => tracing::warn!(error = tenant::error_chain(&error), "webhooks cannot be looked up"),
            }
        }
        if status.is_success() {
            let entry =
                WebhookAudit { id: id.plain().to_owned(), url: String::new(), operation: None, workflow_id: None };
            shared.audit.note(Entry::webhook_deleted(&operator.name, entry)).await;
        }
        concealed(answer, None).await
    })
    .await
}

async fn read_concealed(state: &AppState, route: Route, browser: &HeaderMap) -> Result<Response, Failure> {
    let mut headers = request_headers(browser);
    headers.remove(header::CONTENT_TYPE);
    concealed(ask(state, &Call { headers, ..Call::get(route) }).await?, None).await
}

/// The registration, with what passes of the browser's headers.
fn call(state: &AppState, browser: &HeaderMap, new: &NewWebhook, url: &Url, secret: &Secret) -> Result<Call, Failure> {
    let mut call = registration(new.name.trim(), url, &state.config.tenant.org, secret)
        .map_err(|error| unusable(&error.to_string()))?;
    let mut headers = request_headers(browser);
    headers.extend(std::mem::take(&mut call.headers));
    call.headers = headers;
    Ok(call)
}

/// The vendor's own words without any secret that they quote.
async fn concealed(answer: Answer, secret: Option<&Secret>) -> Result<Response, Failure> {
    let (status, time) = (answer.status(), UpstreamTime(answer.head_ms()));
    let (headers, body) = read(answer).await?;
    let body = match secret {
        Some(secret) => conceal(&scrub(&body, secret)),
        None => conceal(&body),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response.extensions_mut().insert(time);
    Ok(response)
}

fn forgotten(done: Result<(), StoreError>) {
    if let Err(error) = done {
        tracing::warn!(error = tenant::error_chain(&error), "a webhook's secret is not forgotten");
    }
}

fn not_kept(error: StoreError) -> Failure {
    Failure::new(
        Kind::StoreUnavailable,
        "The webhook's secret could not be kept in the proxy's database, so nothing was sent and nothing was changed. Check the proxy's disk and its log, then try again.",
    )
    .log(tenant::error_chain(&error))
}

fn no_randomness(error: getrandom::Error) -> Failure {
    Failure::new(Kind::Internal, "The system's source of randomness failed, so no secret could be made. Nothing was sent, nothing was changed. Try again.")
        .log(error.to_string())
}

fn check(new: &NewWebhook) -> Result<Url, Failure> {
    let mut problems = Vec::new();
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
        problems.push(format!("name must have 1 to {MAX_NAME} characters"));
    }
    for (what, id) in [("operation", &new.operation), ("workflowId", &new.workflow_id)] {
        if id.as_ref().is_some_and(|id| id.is_empty() || id.len() > MAX_ID || id.chars().any(char::is_control)) {
            problems.push(format!("{what} must have 1 to {MAX_ID} bytes"));
        }
    }
    match (delivery_url(&new.url), problems.is_empty()) {
        (Some(url), true) => Ok(url),
        (Some(_), false) => Err(unusable(&problems.join("; "))),
        (None, _) => {
            problems.push("url must be an http or https address without user name, password and fragment".to_owned());
            Err(unusable(&problems.join("; ")))
        }
    }
}

fn unusable(reason: &str) -> Failure {
    Failure::new(
        Kind::InvalidBody,
        format!(
            "The webhook cannot be registered: {reason}. Nothing was sent, nothing was changed. Correct it and try again."
        ),
    )
}
