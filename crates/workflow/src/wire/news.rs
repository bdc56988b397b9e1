//! What `/api/events` tells: each event's data. Its name is the shape's, in lower case and without
//! "news": `workflow`, `deploy`, `tenant`. An event `reset` (no data) says that some were missed.

use serde::{Deserialize, Serialize};

/// Event `workflow`: somebody saved it, through this proxy or elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkflowNews {
    /// Its id.
    pub workflow: String,
    /// The version that it has now; absent where only that it was saved is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// When it was saved, ms since 1970, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_updated_timestamp: Option<u64>,
    /// Who saved it, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// Event `deploy`: a write that goes through the proxy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeployNews {
    /// The workflow's id.
    pub workflow: String,
    /// The write's `Idempotency-Key`, by which a page knows its own.
    pub key: String,
    /// Who writes.
    pub by: String,
    /// How far it is.
    pub state: DeployStage,
    /// The tenant's status, once it has answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
}

/// How far a write is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DeployStage {
    /// The tenant is being asked.
    Sent,
    /// The tenant has answered.
    Answered,
    /// There was no answer: it may have been carried out or not.
    Unanswered,
}

/// Event `tenant`: it is in trouble, or well again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TenantNews {
    /// Which of both.
    pub state: TenantState,
    /// What the trouble is: `/problems/upstream-unreachable`, or `/problems/upstream-status` for an answer
    /// that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// The status of such an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
}

/// How the tenant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TenantState {
    /// It does not answer, or only that it cannot.
    Trouble,
    /// It answers.
    Well,
}
