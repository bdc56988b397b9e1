//! The words of the review.

use workflow::change::Conflict;
use workflow::deploy::StepKind;

/// A duration for people: "340 ms", "2.1 s", "1 min 5 s".
pub fn duration(ms: u64) -> String {
    match ms {
        ..1_000 => format!("{ms} ms"),
        1_000..60_000 => format!("{}.{} s", ms / 1_000, ms % 1_000 / 100),
        _ => format!("{} min {} s", ms / 60_000, ms % 60_000 / 1_000),
    }
}

/// What a step does.
pub fn step(kind: &StepKind) -> String {
    match kind {
        StepKind::Read => "Read the newest version".to_owned(),
        StepKind::ReadBack => "Read back whether the change has arrived".to_owned(),
        StepKind::Write { attempt: 1 } => "Write the workflow".to_owned(),
        StepKind::Write { attempt } => format!("Write the workflow, attempt {attempt}"),
        StepKind::Replay => "Put the change on the newest version".to_owned(),
        StepKind::Resume => "Take up the interrupted deploy".to_owned(),
        StepKind::Journal => "Keep a journal of this deploy".to_owned(),
        StepKind::RenewToken => "Get a fresh token".to_owned(),
        StepKind::Wait { reason, .. } => format!("Wait: {reason}"),
    }
}

/// That the base has been overtaken and the change fits on top.
pub fn overtaken(newer: &str, base: &str) -> String {
    format!("Somebody saved version {newer} after version {base} was opened. Your change fits on top; theirs stays.")
}

/// That the change does not fit on the newest version.
pub fn in_conflict(newer: &str, conflicts: &[Conflict]) -> String {
    let messages: Vec<&str> = conflicts.iter().map(|conflict| conflict.message.as_str()).collect();
    format!("Version {newer} changes the same things. {}", messages.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_told_in_a_fitting_unit() {
        assert_eq!(
            ["0 ms", "999 ms", "1.0 s", "59.9 s", "1 min 5 s"],
            [0, 999, 1_000, 59_999, 65_000].map(duration).each_ref().map(String::as_str)
        );
    }
}
