//! Saves by other administrators, outside the vendor's API.

use super::{Stored, commit, counted_up, not_found};
use crate::error::Refusal;
use crate::json::{self, Members};
use crate::tenant::Tenant;

/// What another administrator notes down unless told otherwise.
pub(crate) const DEFAULT_NOTE: &str = "Reviewed with the floor managers";

/// Why another administrator could not save.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SaveError {
    /// There is no such workflow.
    #[error("there is no such workflow")]
    NotFound,
    /// The text is no JSON object with a whole number as its version.
    #[error("the document has no version that can be counted up")]
    Unreadable,
    /// Somebody else saved at the same moment.
    #[error("somebody else saved at the same moment")]
    Conflict,
}

/// Another administrator saves what `edit` makes of the stored text. Answers the new version.
pub(crate) fn save_as(
    tenant: &Tenant,
    operator: &str,
    id: &str,
    edit: impl FnOnce(&str) -> Result<String, SaveError>,
) -> Result<u64, SaveError> {
    let stored: Stored = tenant.store().workflows.get(id).cloned().ok_or(SaveError::NotFound)?;
    let base = stored.summary.version.ok_or(SaveError::Unreadable)?;
    let before = std::str::from_utf8(&stored.text).map_err(|_| SaveError::Unreadable)?;
    let text = edit(before)?;
    let members: Members<'_> = json::object(&text).ok_or(SaveError::Unreadable)?;
    let saved =
        counted_up(&tenant.options.speech, &text, &members, &stored.summary, operator).ok_or(SaveError::Unreadable)?;
    match commit(tenant, base, saved) {
        Ok(_) => Ok(base.saturating_add(1)),
        Err(refusal) if refusal == not_found(id) => Err(SaveError::NotFound),
        Err(Refusal::VersionConflict { .. }) => Err(SaveError::Conflict),
        Err(_) => Err(SaveError::Unreadable),
    }
}

/// Another administrator writes a note into the first node: an edit that touches nothing that an
/// email node or a transition depends on. A workflow without nodes is saved as it is.
pub(crate) fn save_note(tenant: &Tenant, operator: &str, id: &str, note: &str) -> Result<u64, SaveError> {
    save_as(tenant, operator, id, |text| {
        let members = json::object(text).ok_or(SaveError::Unreadable)?;
        let nodes = members.get("nodes").and_then(json::array).unwrap_or_default();
        let Some((first, node)) = nodes.first().and_then(|&node| Some((node, json::object(node)?))) else {
            return Ok(text.to_owned());
        };
        let note = serde_json::Value::from(format!("{operator}: {note}")).to_string();
        let part = match node.get("notes") {
            Some(old) => (json::span(text, old), note),
            None => {
                let end = json::span(text, first).end - 1;
                let comma = if node.is_empty() { "" } else { "," };
                (end..end, format!("{comma}\"notes\":{note}"))
            }
        };
        Ok(json::splice(text, vec![part]))
    })
}
