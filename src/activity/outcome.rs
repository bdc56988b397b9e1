//! How an audited event ended, in a word and a tone.

use crate::ui::Tone;
use workflow::wire::AuditEvent;

/// The word for an event's outcome, and its tone.
pub(super) fn outcome(event: &AuditEvent) -> (&str, Tone) {
    let Some(deploy) = &event.deploy else {
        return if event.webhook.is_some() {
            ("Webhook registered", Tone::Success)
        } else {
            (&event.event, Tone::Neutral)
        };
    };
    match deploy.outcome.as_str() {
        "deployed" => ("Deployed", Tone::Success),
        "alreadyThere" => ("Already there", Tone::Success),
        "conflict" => ("Conflict", Tone::Warning),
        "cancelled" => ("Cancelled", Tone::Neutral),
        "unknown" => ("Outcome unknown", Tone::Danger),
        "refused" => ("Refused", Tone::Danger),
        "gaveUp" => ("Gave up", Tone::Danger),
        "unusable" => ("Not possible", Tone::Danger),
        other => (other, Tone::Neutral),
    }
}
