//! What a deployment has done so far, for a timeline on the screen.

use std::fmt;

/// What a step was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// Reading the workflow's newest version.
    Read,
    /// Reading back after an unclear outcome.
    ReadBack,
    /// Writing, attempt number from 1.
    Write {
        /// First is 1.
        attempt: u32,
    },
    /// Putting the change on a newer head.
    Replay,
    /// Taking up an operation whose earlier run has died.
    Resume,
    /// Finding out that another run of the same operation is at work, or that no journal can be kept.
    Journal,
    /// Getting a fresh token.
    RenewToken,
    /// Waiting before the next attempt.
    Wait {
        /// When the wait ends, in ms of the caller's clock.
        until: u64,
        /// Why, in words: "the tenant asked for 7 s".
        reason: String,
    },
}

impl fmt::Display for StepKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read => f.write_str("read"),
            Self::ReadBack => f.write_str("read back"),
            Self::Write { attempt } => write!(f, "write {attempt}"),
            Self::Replay => f.write_str("replay"),
            Self::Resume => f.write_str("resume"),
            Self::Journal => f.write_str("journal"),
            Self::RenewToken => f.write_str("renew the token"),
            Self::Wait { reason, .. } => write!(f, "wait: {reason}"),
        }
    }
}

/// What came of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepResult {
    /// Still going on.
    Running,
    /// As hoped, in words: "version 4". Empty where there is nothing to add.
    Done(String),
    /// A setback that the machine deals with, in words: "409: someone saved in between".
    Setback(String),
    /// The end of the deployment, in words.
    Failed(String),
}

impl StepResult {
    /// The words; "…" while it is still going on.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Running => "…",
            Self::Done(words) | Self::Setback(words) | Self::Failed(words) => words,
        }
    }
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it was.
    pub kind: StepKind,
    /// When it began, in ms of the caller's clock.
    pub started: u64,
    /// When it ended.
    pub ended: Option<u64>,
    /// What came of it.
    pub result: StepResult,
}

impl Step {
    /// The step on one line, its time counted from `start` (ms of the caller's clock):
    /// `+0.0 s read: version 3`.
    #[must_use]
    pub fn line(&self, start: u64) -> String {
        let ms = self.started.saturating_sub(start);
        let mut line = format!("+{}.{} s {}", ms / 1_000, ms % 1_000 / 100, self.kind);
        let words = self.result.words();
        if !words.is_empty() {
            line.push_str(": ");
            line.push_str(words);
        }
        line
    }
}

/// The steps so far; at most the last one is running.
#[derive(Clone, Debug, Default)]
pub(super) struct Timeline(Vec<Step>);

impl Timeline {
    pub(super) fn steps(&self) -> &[Step] {
        &self.0
    }

    pub(super) fn begin(&mut self, now: u64, kind: StepKind) {
        self.0.push(Step { kind, started: now, ended: None, result: StepResult::Running });
    }

    /// Ends the running step, if there is one.
    pub(super) fn end(&mut self, now: u64, result: StepResult) {
        if let Some(step) = self.0.last_mut().filter(|step| step.ended.is_none()) {
            step.ended = Some(now);
            step.result = result;
        }
    }

    /// A step that takes no time.
    pub(super) fn note(&mut self, now: u64, kind: StepKind, result: StepResult) {
        self.0.push(Step { kind, started: now, ended: Some(now), result });
    }

    /// Takes the running step back, because it was never carried out.
    pub(super) fn take_back(&mut self) {
        self.0.pop_if(|step| step.ended.is_none());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_line_says_when_what_and_what_came_of_it() {
        let mut timeline = Timeline::default();
        timeline.begin(1_000, StepKind::Read);
        timeline.end(1_250, StepResult::Done("version 3".into()));
        timeline.begin(1_250, StepKind::Write { attempt: 1 });
        timeline.end(2_000, StepResult::Setback("429: too many requests".into()));
        timeline.begin(2_000, StepKind::Wait { until: 9_000, reason: "the tenant asked for 7 s".into() });
        timeline.end(9_000, StepResult::Done(String::new()));
        timeline.note(9_000, StepKind::Replay, StepResult::Done("the change is on version 4".into()));
        timeline.begin(9_999, StepKind::ReadBack);
        let lines: Vec<_> = timeline.steps().iter().map(|step| step.line(1_000)).collect();
        assert_eq!(
            lines,
            [
                "+0.0 s read: version 3",
                "+0.2 s write 1: 429: too many requests",
                "+1.0 s wait: the tenant asked for 7 s",
                "+8.0 s replay: the change is on version 4",
                "+8.9 s read back: …",
            ]
        );
    }

    #[test]
    fn only_a_running_step_ends_or_is_taken_back() {
        let mut timeline = Timeline::default();
        timeline.begin(0, StepKind::Read);
        timeline.end(1, StepResult::Done("version 3".into()));
        timeline.end(2, StepResult::Failed("cancelled".into()));
        timeline.take_back();
        assert_eq!(timeline.steps()[0].result, StepResult::Done("version 3".into()));
        timeline.begin(2, StepKind::Write { attempt: 1 });
        timeline.take_back();
        assert_eq!(timeline.steps().len(), 1);
    }
}
