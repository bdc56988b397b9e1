//! What a deployment has done so far, for a timeline on the screen.

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
    /// Waiting before the next attempt.
    Wait {
        /// When the wait ends, in ms of the caller's clock.
        until: u64,
        /// Why, in words: "the tenant asked for 7 s".
        reason: String,
    },
}

/// What came of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepResult {
    /// Still going on.
    Running,
    /// As hoped, in words: "read version 4".
    Done(String),
    /// A setback that the machine deals with, in words: "409: someone saved version 4 in between".
    Setback(String),
    /// The end of the deployment, in words.
    Failed(String),
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
