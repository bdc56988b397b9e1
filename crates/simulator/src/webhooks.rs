//! `/api/v2/webhooks`: registering, listing and deleting. A secret goes in and never comes out.

use crate::clock;
use crate::error::{Refusal, SchemaProblem};
use crate::reply::Reply;
use crate::tenant::Tenant;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use http::header::{CONNECTION, CONTENT_LENGTH, HOST, HeaderName, HeaderValue, TRANSFER_ENCODING};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use url::Url;

/// The only event there is.
pub(crate) const WORKFLOW_UPDATED: &str = "workflow.updated";

/// Fewest bytes of a secret (Standard Webhooks).
const SECRET_BYTES: usize = 24;

/// A registered webhook.
#[derive(Clone)]
pub(crate) struct Webhook {
    pub(crate) shown: Shown,
    /// The secret's bytes, without `whsec_` and base64.
    pub(crate) secret: Vec<u8>,
}

/// What is told about a webhook.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shown {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) events: Vec<String>,
    pub(crate) enabled: bool,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) created_timestamp: u64,
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Webhook").field("shown", &self.shown).finish_non_exhaustive()
    }
}

/// `POST /api/v2/webhooks`.
pub(crate) fn register(tenant: &Tenant, body: &[u8]) -> Result<Reply, Refusal> {
    #[derive(Serialize)]
    struct Created {
        id: String,
    }

    let mut webhook = read(body)?;
    let mut store = tenant.store();
    store.webhooks_made += 1;
    let id = format!("wh_{:04}", store.webhooks_made);
    webhook.shown.id.clone_from(&id);
    store.webhooks.insert(id.clone(), webhook);
    Ok(Reply::json(StatusCode::CREATED, &Created { id }))
}

/// `GET /api/v2/webhooks`.
pub(crate) fn list(tenant: &Tenant) -> Reply {
    #[derive(Serialize)]
    struct List {
        webhooks: Vec<Shown>,
    }

    let webhooks = tenant.store().webhooks.values().map(|webhook| webhook.shown.clone()).collect();
    Reply::json(StatusCode::OK, &List { webhooks })
}

/// `GET /api/v2/webhooks/{id}`.
pub(crate) fn get(tenant: &Tenant, id: &str) -> Result<Reply, Refusal> {
    match tenant.store().webhooks.get(id) {
        Some(webhook) => Ok(Reply::json(StatusCode::OK, &webhook.shown)),
        None => Err(not_found(id)),
    }
}

/// `DELETE /api/v2/webhooks/{id}`.
pub(crate) fn delete(tenant: &Tenant, id: &str) -> Result<Reply, Refusal> {
    match tenant.store().webhooks.shift_remove(id) {
        Some(_) => Ok(Reply::empty(StatusCode::NO_CONTENT)),
        None => Err(not_found(id)),
    }
}

fn not_found(id: &str) -> Refusal {
    Refusal::NotFound { kind: "webhook", id: id.to_owned() }
}

/// Reads a registration; all that is wrong with it is reported at once.
fn read(body: &[u8]) -> Result<Webhook, Refusal> {
    let body: Value = serde_json::from_slice(body).map_err(|error| Refusal::from_json(&error))?;
    let mut problems = Problems(Vec::new());
    let name = problems.take("/name", non_empty(&body["name"]));
    let url = problems.take("/url", url(&body["url"]));
    let events = problems.take("/events", events(&body["events"]));
    let enabled = problems.take("/enabled", enabled(&body["enabled"]));
    let headers = problems.take("/headers", headers(&body["headers"]));
    let secret = problems.take("/secret", secret(&body["secret"]));
    let (Some(name), Some(url), Some(events), Some(enabled), Some(headers), Some(secret)) =
        (name, url, events, enabled, headers, secret)
    else {
        return Err(Refusal::Schema(problems.0));
    };
    let created_timestamp = clock::unix_ms();
    let shown = Shown { id: String::new(), name, url, events, enabled, headers, created_timestamp };
    Ok(Webhook { shown, secret })
}

struct Problems(Vec<SchemaProblem>);

impl Problems {
    fn take<T>(&mut self, pointer: &str, outcome: Result<T, String>) -> Option<T> {
        outcome.map_err(|message| self.0.push(SchemaProblem { pointer: pointer.to_owned(), message })).ok()
    }
}

fn non_empty(value: &Value) -> Result<String, String> {
    let text = value.as_str().filter(|text| !text.trim().is_empty());
    text.map(str::to_owned).ok_or_else(|| "must be a text that is not empty".to_owned())
}

fn url(value: &Value) -> Result<String, String> {
    let text = value.as_str().ok_or("must be a text")?;
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(text.to_owned()),
        _ => Err("must be an http or https URL".to_owned()),
    }
}

fn events(value: &Value) -> Result<Vec<String>, String> {
    let list = value.as_array().filter(|list| !list.is_empty()).ok_or("must be a list with at least one event")?;
    let known = list.iter().all(|event| event == WORKFLOW_UPDATED);
    if known { Ok(vec![WORKFLOW_UPDATED.to_owned()]) } else { Err(format!("may hold {WORKFLOW_UPDATED} only")) }
}

fn enabled(value: &Value) -> Result<bool, String> {
    if value.is_null() { Ok(true) } else { value.as_bool().ok_or_else(|| "must be true or false".to_owned()) }
}

fn headers(value: &Value) -> Result<BTreeMap<String, String>, String> {
    if value.is_null() {
        return Ok(BTreeMap::new());
    }
    let object = value.as_object().ok_or("must be an object of texts")?;
    let mut headers = BTreeMap::new();
    for (name, value) in object {
        let text = value.as_str().filter(|text| HeaderValue::from_str(text).is_ok());
        let text = text.ok_or_else(|| format!("the value of {name} cannot be a header's value"))?;
        let parsed =
            HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("{name} cannot be a header's name"))?;
        if [HOST, CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION].contains(&parsed) {
            return Err(format!("{name} is set by the delivery itself"));
        }
        headers.insert(name.clone(), text.to_owned());
    }
    Ok(headers)
}

fn secret(value: &Value) -> Result<Vec<u8>, String> {
    let text = value.as_str().ok_or("must be a text")?;
    let encoded = text.strip_prefix("whsec_").ok_or("must begin with whsec_")?;
    let bytes = STANDARD.decode(encoded).map_err(|_| "must be base64 after whsec_")?;
    if bytes.len() >= SECRET_BYTES { Ok(bytes) } else { Err(format!("must hold at least {SECRET_BYTES} bytes")) }
}
