//! Workflows. A document travels as text, never as a parsed value: every byte counts.

use crate::api::Failure;
use crate::api::http::{Answer, Call};
use crate::routes::api;
use workflow::deploy::{Response, TransportFailure};
use workflow::document::WorkflowId;
use workflow::wire::{NOTE_HEADER, WorkflowList};

/// The tenant's workflows; `None` where the tenant offers no list.
///
/// # Errors
/// [`Failure`].
pub async fn list_workflows() -> Result<Option<WorkflowList>, Failure> {
    Call::get(api::WORKFLOWS).read_optional().await
}

/// A workflow's document, byte for byte as the tenant sent it.
///
/// # Errors
/// [`Failure`].
pub async fn read_workflow(id: &WorkflowId) -> Result<Vec<u8>, Failure> {
    Ok(Call::get(&api::workflow(id.as_str())).send().await?.ok()?.body)
}

/// The same for the deploy machine: the tenant's answer, whatever it is.
///
/// # Errors
/// [`TransportFailure`], where there is no answer of the tenant.
pub async fn read_workflow_raw(id: &WorkflowId) -> Result<Response, TransportFailure> {
    for_machine(Call::get(&api::workflow(id.as_str())).send().await)
}

/// Writes a workflow's document for the deploy machine: the tenant's answer, whatever it is. The proxy keeps `note`,
/// which says why and may be empty, with the version that comes of it.
///
/// # Errors
/// [`TransportFailure`], where there is no answer of the tenant. All but
/// [`TransportFailure::NotSent`] may have been carried out.
pub async fn write_workflow(
    id: &WorkflowId,
    body: String,
    idempotency_key: &str,
    note: &str,
) -> Result<Response, TransportFailure> {
    let url = api::workflow(id.as_str());
    let note = note_header(note);
    let mut call = Call::put_json(&url, body).with_header("Idempotency-Key", idempotency_key);
    if let Some(note) = &note {
        call = call.with_header(NOTE_HEADER, note);
    }
    for_machine(call.send().await)
}

/// The value of [`NOTE_HEADER`] for a note as it is typed; `None` where it says nothing.
#[must_use]
pub fn note_header(note: &str) -> Option<String> {
    let note = note.trim();
    (!note.is_empty()).then(|| js_sys::encode_uri_component(note).into())
}

/// Tells the tenant's answers from the proxy's: where the proxy has no answer of the tenant, the
/// machine is told as if the connection had been its own.
fn for_machine(sent: Result<Answer, TransportFailure>) -> Result<Response, TransportFailure> {
    let answer = sent?;
    if let Some(problem) = answer.problem() {
        match (problem.delivery.as_str(), answer.status) {
            ("notSent", status) if status >= 500 => return Err(TransportFailure::NotSent),
            ("unclear", 504) => return Err(TransportFailure::Timeout),
            ("unclear", _) => return Err(TransportFailure::Broken),
            _ => {}
        }
    }
    // What is not UTF-8 cannot be written back as it came, so it is no answer to go on from.
    let body = String::from_utf8(answer.body).map_err(|_| TransportFailure::Broken)?;
    Ok(Response { status: answer.status, retry_after: answer.retry_after, body })
}
