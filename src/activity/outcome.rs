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

/// A duration in ms for people: "840 ms", "12.4 s".
pub(super) fn duration(ms: u64) -> String {
    if ms < 1_000 { format!("{ms} ms") } else { format!("{}.{} s", ms / 1_000, ms % 1_000 / 100) }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_are_told_in_a_unit_that_fits() {
        assert_eq!(
            [duration(0), duration(999), duration(1_000), duration(12_449)],
            ["0 ms", "999 ms", "1.0 s", "12.4 s"]
        );
    }
}
