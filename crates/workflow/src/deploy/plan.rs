//! What is to be deployed.

use crate::change::Change;
use crate::deploy::RetryPolicy;
use crate::document::{Document, WorkflowId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Names one deploy, so that a double click is one deploy. Made by the caller from its source of randomness.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OperationId(String);

impl OperationId {
    /// An id of 128 bits from the caller's source of randomness, in hex after `op_`.
    #[must_use]
    pub fn from_random(bits: u128) -> Self {
        Self(format!("op_{bits:032x}"))
    }

    /// The id's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is to be deployed, and how.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The operation's name.
    pub operation: OperationId,
    /// The workflow.
    pub workflow: WorkflowId,
    /// The document that the administrator edited and reviewed.
    pub base: Document,
    /// What the administrator wants changed.
    pub change: Change,
    /// When and how often to try again.
    pub policy: RetryPolicy,
    /// Seed of the jitter.
    pub seed: u64,
    /// The last save's time to write into the document, in ms since 1970.
    pub now_unix_ms: u64,
}
