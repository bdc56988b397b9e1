//! The control API under `/__simulator/`, for tests and demonstrations. It asks for no token: the
//! simulator is a tool for one machine and listens on loopback unless told otherwise.
//!
//! | request | what it does |
//! |---|---|
//! | `POST /__simulator/faults` | adds a fault, see below; answers the faults that wait |
//! | `GET /__simulator/faults` | the faults that wait |
//! | `DELETE /__simulator/faults` | forgets them |
//! | `GET /__simulator/requests` | every request of the vendor's contract: `{"requests":[{"sequence","method","path","status","ms","idempotencyKey","body"}]}` |
//! | `DELETE /__simulator/requests` | forgets them |
//! | `GET /__simulator/deliveries` | every webhook delivery: `{"deliveries":[{"messageId","webhookId","url","body","state","attempts"}]}` |
//! | `GET /__simulator/workflows/{id}` | the stored text, byte for byte |
//! | `PUT /__simulator/workflows/{id}` | stores the body as it is, unchecked, even where it is no JSON |
//! | `POST /__simulator/workflows/{id}/save` | another administrator saves: `{"operator":"Grace","note":"…"}` (both optional) writes `notes` into the first node; with `"document":{…}` instead of `note`, saves that document. Counts the version up and fires webhooks; answers `{"version":4}` |
//! | `PUT /__simulator/templates/{id}` | adds or replaces a template (`name`, `subject`, `preheader`, `html`, `text`) |
//! | `POST /__simulator/expire-tokens` | ends every token given out |
//! | `POST /__simulator/release` | lets the requests that a fault holds go on |
//! | `POST /__simulator/reset` | back to the seed: data, webhooks, faults and records; tokens stay good |
//!
//! A fault is `{"route","phase","times","id","fault"}`:
//!
//! - `route`: `token`, `listWorkflows`, `getWorkflow`, `putWorkflow`, `listTemplates`, `getTemplate`, `listAttachments`,
//!   `getAttachment`, `uploadAttachment`, `listWebhooks`, `postWebhook`, `getWebhook`, `deleteWebhook`, or `any` (the default).
//! - `phase`: `before` (the default: nothing is carried out) or `after` (it is carried out, then the fault hits the answer).
//! - `times`: how many requests it hits, 1 by default. Faults on one route are met in the order they were added.
//! - `id`: only requests for this id, where given.
//! - `fault`, one of
//!   - `{"kind":"status","status":503,"retryAfter":"7","body":{…}}`; `retryAfter` is optional: seconds or an HTTP date as
//!     text, or `{"retryAfterDateInSeconds":2}` for an HTTP date reckoned at the moment of the answer; so is `body`
//!   - `{"kind":"delay","ms":500}`
//!   - `{"kind":"hold"}`: until `POST /__simulator/release`
//!   - `{"kind":"late","ms":500}`: a TCP reset, and the request is carried out later
//!   - `{"kind":"drip","bytes":1000,"ms":20}`: the body in pieces
//!   - `{"kind":"reset"}`: a TCP reset
//!   - `{"kind":"truncate","bytes":10}`: the length of the whole announced, so many bytes sent
//!   - `{"kind":"understate","bytes":10}`: the whole sent, so many bytes announced
//!   - `{"kind":"html","status":200}`: HTML instead of JSON
//!   - `{"kind":"otherSave","operator":"Grace"}`: another administrator saves this workflow now
//!   - `{"kind":"expireTokens"}`
//!   - `{"kind":"malformedJson"}`: a 200 whose body is cut JSON

use crate::error::{Refusal, SchemaProblem};
use crate::faults::{self, Fault};
use crate::reply::Reply;
use crate::tenant::Tenant;
use crate::workflows::{self, SaveError};
use bytes::Bytes;
use http::{Method, StatusCode};
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use serde_json::value::RawValue;
use workflow::wire::Template;

/// The part of a path behind `/__simulator/`; `None` where it belongs to the vendor's contract.
pub(crate) fn path(path: &str) -> Option<&str> {
    path.strip_prefix("/__simulator/")
}

/// Answers a request to the control API.
pub(crate) fn handle(tenant: &Tenant, method: &Method, path: &str, body: Bytes) -> Result<Reply, Refusal> {
    let segments: Vec<String> =
        path.split('/').map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned()).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match (method.as_str(), segments.as_slice()) {
        ("POST", ["faults"]) => add_fault(tenant, &body),
        ("GET", ["faults"]) => Ok(waiting(tenant, StatusCode::OK)),
        ("DELETE", ["faults"]) => Ok(done(|| tenant.faults.clear())),
        ("GET", ["requests"]) => Ok(Reply::json(StatusCode::OK, &json!({ "requests": tenant.requests.all() }))),
        ("DELETE", ["requests"]) => Ok(done(|| tenant.requests.clear())),
        ("GET", ["deliveries"]) => Ok(Reply::json(StatusCode::OK, &json!({ "deliveries": tenant.deliveries.all() }))),
        ("GET", ["workflows", id]) => workflows::get(tenant, id),
        ("PUT", ["workflows", id]) => Ok(done(|| tenant.store_workflow(id, body))),
        ("POST", ["workflows", id, "save"]) => save(tenant, id, &body),
        ("PUT", ["templates", id]) => put_template(tenant, id, &body),
        ("POST", ["expire-tokens"]) => Ok(done(|| tenant.tokens.expire_all())),
        ("POST", ["release"]) => Ok(done(|| tenant.faults.release())),
        ("POST", ["reset"]) => Ok(done(|| tenant.reset())),
        _ => Err(Refusal::NoSuchPath),
    }
}

fn done(action: impl FnOnce()) -> Reply {
    action();
    Reply::empty(StatusCode::NO_CONTENT)
}

fn waiting(tenant: &Tenant, status: StatusCode) -> Reply {
    Reply::json(status, &json!({ "faults": tenant.faults.waiting() }))
}

fn add_fault(tenant: &Tenant, body: &[u8]) -> Result<Reply, Refusal> {
    let fault: Fault = read(body)?;
    faults::check(&fault)
        .map_err(|bad| Refusal::Schema(vec![SchemaProblem { pointer: String::new(), message: bad.to_string() }]))?;
    tenant.faults.add(fault);
    Ok(waiting(tenant, StatusCode::CREATED))
}

fn save(tenant: &Tenant, id: &str, body: &[u8]) -> Result<Reply, Refusal> {
    #[derive(Default, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Save {
        operator: Option<String>,
        note: Option<String>,
        document: Option<Box<RawValue>>,
    }

    let save: Save = if body.is_empty() { Save::default() } else { read(body)? };
    let operator = save.operator.as_deref().unwrap_or("Grace");
    let saved = match save.document {
        Some(document) => workflows::save_as(tenant, operator, id, |_| Ok(document.get().to_owned())),
        None => workflows::save_note(tenant, operator, id, save.note.as_deref().unwrap_or(workflows::DEFAULT_NOTE)),
    };
    match saved {
        Ok(version) => Ok(Reply::json(StatusCode::OK, &json!({ "version": version }))),
        Err(SaveError::NotFound) => Err(workflows::not_found(id)),
        Err(error) => Err(Refusal::Internal(error.to_string())),
    }
}

fn put_template(tenant: &Tenant, id: &str, body: &[u8]) -> Result<Reply, Refusal> {
    let mut value: serde_json::Value = read(body)?;
    if let Some(object) = value.as_object_mut() {
        object.insert("id".to_owned(), id.into());
    }
    let template: Template = serde_json::from_value(value).map_err(|error| Refusal::from_json(&error))?;
    tenant.store_template(template);
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| Refusal::from_json(&error))
}
