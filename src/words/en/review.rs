//! The words of the review.

use workflow::change::Conflict;
use workflow::deploy::StepKind;

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
