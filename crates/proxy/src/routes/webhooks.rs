//! `POST /api/webhooks`: registers a webhook with a secret that is made here and shown once.

use crate::problem::{Failure, Kind};
use crate::secret::Secret;
use crate::state::{AppState, carry_through};
use crate::upstream::{Answer, Call, Frames, read_body, request_headers};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use std::collections::BTreeMap;
use url::Url;
use workflow::wire::{NewWebhook, RegisteredWebhook, WebhookAudit, WebhookCreated, WebhookRequest};

/// Longest name, in characters.
const MAX_NAME: usize = 200;
/// Longest address, in bytes.
const MAX_URL: usize = 2048;
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
    let secret = make_secret()?;
    let call = call(&state, &headers, &new, &url, &secret)?;
    let shared = AppState::clone(&state);
    carry_through(&state, async move {
        let answer = shared.upstream.exchange(call).await?;
        if !answer.status().is_success() {
            return refused(answer, &secret).await;
        }
        let time = answer.time;
        let (_, body) = answer.read().await?;
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
        if let Err(error) = shared.audit.webhook(&shared.config.operator, &entry).await {
            tracing::error!(webhook = created.id, error = crate::error_chain(&error), "the webhook is registered but not in the audit");
        }
        let registered = RegisteredWebhook { id: created.id, secret: secret.expose().to_owned() };
        let mut response = (StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(registered)).into_response();
        response.extensions_mut().insert(time);
        Ok(response)
    })
    .await
}

/// The tutorial's payload, section "Webhooks".
fn call(state: &AppState, browser: &HeaderMap, new: &NewWebhook, url: &Url, secret: &Secret) -> Result<Call, Failure> {
    let request = WebhookRequest {
        name: new.name.trim().to_owned(),
        url: url.to_string(),
        events: vec!["workflow.updated".to_owned()],
        enabled: true,
        headers: BTreeMap::from([
            ("X-Organization".to_owned(), state.config.org.clone()),
            ("X-Source".to_owned(), "CXone-Workflow-Configurator".to_owned()),
        ]),
        secret: secret.expose().to_owned(),
    };
    let body = serde_json::to_vec(&request).map_err(|error| unusable(&error.to_string()))?;
    let mut headers = request_headers(browser);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(Call { method: Method::POST, path: state.config.paths.webhooks.path(), headers, body: Frames::from(body) })
}

/// The vendor's own words, which may quote what was sent.
async fn refused(answer: Answer, secret: &Secret) -> Result<Response, Failure> {
    let (status, time) = (answer.status(), answer.time);
    let (headers, body) = answer.read().await?;
    let mut response = Response::new(Body::from(scrub(&body, secret)));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response.extensions_mut().insert(time);
    Ok(response)
}

/// Takes the secret out, also where its slashes are escaped as JSON allows.
fn scrub(body: &[u8], secret: &Secret) -> Vec<u8> {
    let bare = secret.expose().trim_start_matches(PREFIX);
    match std::str::from_utf8(body) {
        Ok(text) => text.replace(bare, "***").replace(&bare.replace('/', "\\/"), "***").into_bytes(),
        Err(_) if body.windows(bare.len()).any(|window| window == bare.as_bytes()) => Vec::new(),
        Err(_) => body.to_vec(),
    }
}

const PREFIX: &str = "whsec_";

fn make_secret() -> Result<Secret, Failure> {
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(|error| {
        Failure::new(Kind::Internal, "The system's source of randomness failed, so no secret could be made. Nothing was sent, nothing was changed. Try again.")
            .log(error.to_string())
    })?;
    Ok(Secret::new(format!("{PREFIX}{}", STANDARD.encode(random))))
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
    let url = Url::parse(new.url.trim()).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.username().is_empty()
            && url.password().is_none()
            && url.fragment().is_none()
            && url.as_str().len() <= MAX_URL
    });
    match (url, problems.is_empty()) {
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

fn without_query(mut url: Url) -> String {
    url.set_query(None);
    url.into()
}

#[cfg(test)]
mod tests {
    use super::scrub;
    use crate::secret::Secret;

    #[test]
    fn the_secret_is_taken_out_however_it_is_written() {
        let secret = Secret::new("whsec_ab/cd+ef==");
        for (body, clean) in [
            (&b"{\"secret\":\"whsec_ab/cd+ef==\"}"[..], &b"{\"secret\":\"whsec_***\"}"[..]),
            (b"whsec_ab\\/cd+ef==", b"whsec_***"),
            (b"nothing", b"nothing"),
            (b"\xffab/cd+ef==", b""),
        ] {
            assert_eq!(scrub(body, &secret), clean);
        }
    }
}
