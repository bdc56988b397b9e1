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

/// Who holds the tenant's credentials, and so who renews the token after a 401.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Credentials {
    /// Somebody on the way, as the proxy does: it has renewed the token once itself before it passes
    /// a 401 on, so a 401 is final.
    OnTheWay,
    /// The caller: the machine asks it for a fresh token, once.
    Caller,
}

/// What is to be deployed, and how.
#[derive(Clone, Debug, PartialEq)]
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
    /// Who renews the token.
    pub credentials: Credentials,
    /// Seed of the jitter.
    pub seed: u64,
    /// The time at the beginning, in ms since 1970: what the time of the last save and an HTTP date in
    /// `Retry-After` are counted from.
    pub now_unix_ms: u64,
}
