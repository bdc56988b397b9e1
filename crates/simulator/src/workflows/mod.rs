//! `/api/v2/workflows`: documents kept as the text that was sent.

mod resources;
mod save;
mod schema;

pub use save::SaveError;
pub(crate) use save::{DEFAULT_NOTE, save_as, save_note};

use crate::clock;
use crate::delivery;
use crate::error::{Refusal, SchemaProblem};
use crate::json::{self, Members};
use crate::reply::Reply;
use crate::speech::Speech;
use crate::tenant::Tenant;
use bytes::Bytes;
use http::StatusCode;
use workflow::wire::{WorkflowList, WorkflowSummary};

/// A stored workflow.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    /// The document as it was stored: any bytes at all.
    pub(crate) text: Bytes,
    /// What the list tells about it, as far as the text can be read.
    pub(crate) summary: WorkflowSummary,
}

impl Stored {
    pub(crate) fn new(speech: &Speech, id: &str, text: impl Into<Bytes>) -> Self {
        let text = text.into();
        let members = std::str::from_utf8(&text).ok().and_then(json::object);
        let number = |key: &str| members.as_ref().and_then(|members| json::integer(members.get(key)?));
        let name = members.as_ref().and_then(|members| json::string(members.get("name")?));
        let summary = WorkflowSummary {
            id: id.to_owned(),
            name: name.unwrap_or_default(),
            version: number(&speech.version),
            last_updated_timestamp: number(&speech.last_updated),
            last_updated_by: members.as_ref().and_then(|members| json::string(members.get(&speech.last_updated_by)?)),
        };
        Self { text, summary }
    }
}

/// `GET /api/v2/workflows`.
pub(crate) fn list(tenant: &Tenant) -> Reply {
    let workflows = tenant.store().workflows.values().map(|stored| stored.summary.clone()).collect();
    Reply::json(StatusCode::OK, &WorkflowList { workflows })
}

/// `GET /api/v2/workflows/{id}`.
pub(crate) fn get(tenant: &Tenant, id: &str) -> Result<Reply, Refusal> {
    let text = tenant.workflow_bytes(id).ok_or_else(|| not_found(id))?;
    Ok(Reply::json_text(StatusCode::OK, text))
}

/// `PUT /api/v2/workflows/{id}`: checks the whole document, then keeps it as it was sent, only the
/// values of `version`, `lastUpdatedTimestamp` and (where it is there) `lastUpdatedBy` replaced.
pub(crate) fn put(tenant: &Tenant, id: &str, body: &[u8]) -> Result<Reply, Refusal> {
    let stored = stored(tenant, id)?;
    let text = std::str::from_utf8(body).map_err(|error| {
        let problem = format!("is not UTF-8 after {} bytes", error.valid_up_to());
        Refusal::Schema(vec![SchemaProblem { pointer: String::new(), message: problem }])
    })?;
    let members: Members<'_> = serde_json::from_str(text).map_err(|error| Refusal::from_json(&error))?;
    let checked = schema::check(&tenant.options.speech, id, &members).map_err(Refusal::Schema)?;
    let current = current_version(&stored)?;
    if checked.version != current {
        return Err(Refusal::VersionConflict { sent: checked.version, current });
    }
    let touched = resources::touched(&checked.emails, &stored.text);
    resources::check(tenant, &touched)?;
    let client = tenant.options.client_id.clone();
    let saved = counted_up(&tenant.options.speech, text, &members, &stored.summary, &client).ok_or_else(unreadable)?;
    let saved = commit(tenant, current, saved)?;
    Ok(Reply::json_text(StatusCode::OK, saved))
}

/// The refusal for an unknown workflow.
pub(crate) fn not_found(id: &str) -> Refusal {
    Refusal::NotFound { kind: "workflow", id: id.to_owned() }
}

fn stored(tenant: &Tenant, id: &str) -> Result<Stored, Refusal> {
    tenant.store().workflows.get(id).cloned().ok_or_else(|| not_found(id))
}

fn current_version(stored: &Stored) -> Result<u64, Refusal> {
    stored.summary.version.ok_or_else(unreadable)
}

fn unreadable() -> Refusal {
    Refusal::Internal("the stored workflow has no version that can be read".to_owned())
}

/// A document with its version counted up and its time of saving set; and who saved it, where it has a
/// member for that.
fn counted_up(
    speech: &Speech,
    text: &str,
    members: &Members<'_>,
    before: &WorkflowSummary,
    saved_by: &str,
) -> Option<Stored> {
    let version = before.version?.checked_add(1)?;
    // Two saves within a millisecond still differ, and a clock set back does not go back.
    let saved_at = clock::unix_ms().max(before.last_updated_timestamp.map_or(0, |last| last.saturating_add(1)));
    let mut parts = vec![(json::span(text, members.get(&speech.version)?), version.to_string())];
    if let Some(last_updated) = members.get(&speech.last_updated) {
        parts.push((json::span(text, last_updated), saved_at.to_string()));
    }
    if let Some(last_updated_by) = members.get(&speech.last_updated_by) {
        parts.push((json::span(text, last_updated_by), serde_json::Value::from(saved_by).to_string()));
    }
    let name = members.get("name").and_then(json::string).unwrap_or_default();
    let summary = WorkflowSummary {
        id: before.id.clone(),
        name,
        version: Some(version),
        last_updated_timestamp: Some(saved_at),
        last_updated_by: Some(saved_by.to_owned()),
    };
    Some(Stored { text: Bytes::from(json::splice(text, parts)), summary })
}

/// Stores a document unless somebody else saved since `base` was read, and tells the webhooks.
/// Answers its text.
fn commit(tenant: &Tenant, base: u64, saved: Stored) -> Result<Bytes, Refusal> {
    let id = saved.summary.id.clone();
    let (text, summary) = (saved.text.clone(), saved.summary.clone());
    {
        let mut store = tenant.store();
        let slot = store.workflows.get_mut(&id).ok_or_else(|| not_found(&id))?;
        let current = current_version(slot)?;
        if current != base {
            return Err(Refusal::VersionConflict { sent: base, current });
        }
        *slot = saved;
    }
    delivery::workflow_updated(tenant, &summary);
    Ok(text)
}
