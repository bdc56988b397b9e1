//! How an audited event ended, in a word and a tone.

use crate::ui::Tone;
use crate::words::activity as words;
use workflow::wire::AuditEvent;

/// The word for an event's outcome, and its tone.
pub(super) fn outcome(event: &AuditEvent) -> (&str, Tone) {
    let Some(deploy) = &event.deploy else {
        return if event.webhook.is_some() { (words::WEBHOOK, Tone::Success) } else { (&event.event, Tone::Neutral) };
    };
    match deploy.outcome.as_str() {
        "deployed" => (words::DEPLOYED, Tone::Success),
        "alreadyThere" => (words::ALREADY_THERE, Tone::Success),
        "conflict" => (words::CONFLICT, Tone::Warning),
        "cancelled" => (words::CANCELLED, Tone::Neutral),
        "unknown" => (words::UNKNOWN, Tone::Danger),
        "refused" => (words::REFUSED, Tone::Danger),
        "gaveUp" => (words::GAVE_UP, Tone::Danger),
        "unusable" => (words::UNUSABLE, Tone::Danger),
        other => (other, Tone::Neutral),
    }
}
