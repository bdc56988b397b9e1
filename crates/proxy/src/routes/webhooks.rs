//! `POST /api/webhooks`: registers a webhook with a secret that is made here and shown once.

use crate::audit::Entry;
use crate::problem::{Failure, Kind};
use crate::state::{AppState, carry_through};
use crate::upstream::{UpstreamTime, no_answer, read, read_body, request_headers};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use tenant::webhook::{delivery_url, make_secret, registration, scrub, without_query};
use tenant::{Answer, Call, Secret};
use url::Url;
use workflow::wire::{NewWebhook, RegisteredWebhook, WebhookAudit, WebhookCreated};

/// Longest name, in characters.
const MAX_NAME: usize = 200;
/// Longest operation or workflow id, in bytes.
const MAX_ID: usize = 256;

pub(super) async fn register(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let body = read_body(&headers, body, state.config.bodies.other, state.config.timeouts.body).await?;
    let new: NewWebhook = serde_json::from_slice(&body.to_vec()).map_err(|error| unusable(&error.to_string()))?;
    let url = check(&new)?;
    let secret = make_secret().map_err(no_randomness)?;
    let call = call(&state, &headers, &new, &url, &secret)?;
    let shared = AppState::clone(&state);
    carry_through(&state, async move {
        let answer = shared.tenant.exchange(&call).await.map_err(|error| no_answer(&call.method, &error))?;
        shared.offers.learn(&call.method, &call.route, answer.status());
        if !answer.status().is_success() {
            return refused(answer, &secret).await;
        }
        let time = UpstreamTime(answer.head_ms());
        let (_, body) = read(answer).await?;
        let created: WebhookCreated = serde_json::from_slice(&body).map_err(|_| {
            Failure::new(
                Kind::AnswerUnreadable,
                "The tenant answered that the webhook is registered, but did not say its id, and its secret was not kept. Delete the webhook at the tenant, then register it again.",
            )
        })?;
        tracing::info!(webhook = created.id, "webhook registered");
        let entry = WebhookAudit {
            id: created.id.clone(),
            url: without_query(url),
            operation: new.operation,
            workflow_id: new.workflow_id,
        };
        // The webhook exists and its secret can be shown only now, so the answer goes out regardless.
        if let Err(error) = shared.audit.append(Entry::webhook_registered(&shared.config.tenant.operator, entry)).await {
            tracing::error!(webhook = created.id, error = tenant::error_chain(&error), "the webhook is registered but not in the audit");
        }
        let registered = RegisteredWebhook { id: created.id, secret: secret.expose().to_owned() };
        let mut response = (StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(registered)).into_response();
        response.extensions_mut().insert(time);
        Ok(response)
    })
    .await
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

/// The vendor's own words, which may quote what was sent.
async fn refused(answer: Answer, secret: &Secret) -> Result<Response, Failure> {
    let (status, time) = (answer.status(), UpstreamTime(answer.head_ms()));
    let (headers, body) = read(answer).await?;
    let mut response = Response::new(Body::from(scrub(&body, secret)));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response.extensions_mut().insert(time);
    Ok(response)
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
