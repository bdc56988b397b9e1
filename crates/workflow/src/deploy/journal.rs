//! The journal: what has to survive when whoever drives a deployment dies.
//!
//! The machine asks for it to be kept before each write is sent, before a last look and at the end
//! ([`Action::Journal`](crate::deploy::Action::Journal)). From it a later run goes on with the same operation
//! ([`Deployment::resume`](crate::deploy::Deployment::resume)), and a second run at the same time (a
//! second tab, a double click) finds out that it is not alone: each journal has a revision, and only
//! the next revision may be kept.

use crate::change::Change;
use crate::deploy::{Attempt, Credentials, Hash, OperationId, Outcome, Plan, RetryPolicy};
use crate::document::{Dialect, Document, WorkflowId};
use serde::{Deserialize, Serialize};

/// Counts changes of the journal's format, so that what another release has kept is not misread.
const FORMAT: u32 = 1;

/// What an operation intends and what is known of its writes.
#[derive(Clone, Debug, PartialEq)]
pub struct Journal {
    /// Counts the times that it was kept, from 1.
    pub revision: u64,
    /// What is to be deployed: operation, base, change.
    pub plan: Plan,
    /// The writes that were sent, or are about to be.
    pub attempts: Vec<Attempt>,
    /// How the operation ended, or will end unless a last look shows that the change is there. `None`
    /// while it still tries, and where it had to stop without knowing what has become of a write: then it
    /// may be resumed.
    pub ended: Option<Outcome>,
}

/// What came of keeping a journal.
#[derive(Clone, Debug, PartialEq)]
pub enum Journaled {
    /// It is kept.
    Kept,
    /// Another run of the same operation has kept this one since. Ours was not kept.
    Elsewhere(Box<Journal>),
    /// It could not be kept.
    Failed,
}

/// Why a text is not a journal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// The text is not what was written: cut short, or altered.
    #[error("the journal is damaged: its text does not match its hash")]
    Damaged,
    /// It is whole, but this release does not understand it.
    #[error("the journal cannot be read: {0}")]
    Unreadable(String),
}

/// The journal as it is written down.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    format: u32,
    revision: u64,
    operation: OperationId,
    workflow: WorkflowId,
    base: String,
    base_hash: Hash,
    dialect: Dialect,
    change: Change,
    policy: RetryPolicy,
    credentials: Credentials,
    seed: u64,
    now_unix_ms: u64,
    attempts: Vec<Attempt>,
    ended: Option<Outcome>,
}

impl Journal {
    /// The journal as text: its hash on the first line, JSON on the second.
    #[must_use]
    pub fn to_text(&self) -> String {
        let base = self.plan.base.to_text();
        let record = Record {
            format: FORMAT,
            revision: self.revision,
            operation: self.plan.operation.clone(),
            workflow: self.plan.workflow.clone(),
            base_hash: Hash::of_text(&base),
            base,
            dialect: self.plan.base.dialect().clone(),
            change: self.plan.change.clone(),
            policy: self.plan.policy.clone(),
            credentials: self.plan.credentials,
            seed: self.plan.seed,
            now_unix_ms: self.plan.now_unix_ms,
            attempts: self.attempts.clone(),
            ended: self.ended.clone(),
        };
        let json = serde_json::to_string(&record).unwrap_or_default();
        format!("{}\n{json}", Hash::of_text(&json))
    }

    /// Reads a journal's text.
    ///
    /// # Errors
    /// [`JournalError`]. What cannot be read is as good as not kept: a new deployment reads the
    /// workflow before it writes, too.
    pub fn parse(text: &str) -> Result<Self, JournalError> {
        let (hash, json) = text.split_once('\n').ok_or(JournalError::Damaged)?;
        if hash != Hash::of_text(json).to_string() {
            return Err(JournalError::Damaged);
        }
        let record: Record = serde_json::from_str(json).map_err(|error| JournalError::Unreadable(error.to_string()))?;
        if record.format != FORMAT {
            return Err(JournalError::Unreadable(format!("it has format {}, not {FORMAT}", record.format)));
        }
        let base = Document::parse_with(&record.base, &record.dialect)
            .map_err(|error| JournalError::Unreadable(error.to_string()))?;
        Ok(Self {
            revision: record.revision,
            plan: Plan {
                operation: record.operation,
                workflow: record.workflow,
                base,
                change: record.change,
                policy: record.policy,
                credentials: record.credentials,
                seed: record.seed,
                now_unix_ms: record.now_unix_ms,
            },
            attempts: record.attempts,
            ended: record.ended,
        })
    }

    /// What to do with this journal, given the text that is kept under its operation now: `Ok` with
    /// the text to keep in its place, or what another run has kept since. To be asked and acted on
    /// without anything in between.
    ///
    /// # Errors
    /// The other run's journal.
    pub fn to_keep(&self, kept: Option<&str>) -> Result<String, Box<Self>> {
        match kept.and_then(|text| Self::parse(text).ok()) {
            Some(other) if other.plan.operation == self.plan.operation && other.revision >= self.revision => {
                Err(Box::new(other))
            }
            _ => Ok(self.to_text()),
        }
    }
}
