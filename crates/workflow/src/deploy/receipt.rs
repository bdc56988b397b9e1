//! What a finished deployment leaves behind.

use crate::change::Conflict;
use crate::deploy::OperationId;
use crate::document::{NodeId, Version, WorkflowId};
use serde::Serialize;

/// How a deployment ended. Each says whether the workflow was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The change is in the workflow.
    Deployed {
        /// The version that holds it.
        version: Option<Version>,
    },
    /// The workflow already said what the change asks for; nothing was written.
    AlreadyThere {
        /// The version that was read.
        version: Option<Version>,
    },
    /// Someone else's edit touches the same things. Nothing was written.
    Conflicts(Vec<Conflict>),
    /// The tenant refuses (400, 401, 403, 404, 413, …). Nothing was written.
    Refused {
        /// The status code.
        status: u16,
        /// The tenant's own body.
        body: String,
    },
    /// The attempts are used up, and the last read-back shows that the change is not in the workflow.
    GaveUp {
        /// The last problem, in words.
        last: String,
    },
    /// Cancelled before anything was written.
    Cancelled,
    /// A write was sent, its outcome is unclear, and reading back did not work either.
    Unknown {
        /// The last problem, in words.
        last: String,
    },
    /// The change cannot be applied or the tenant's document cannot be read. Nothing was written.
    Unusable {
        /// Why, in words.
        reason: String,
    },
}

/// The receipt of a finished deployment, to show and to download.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// The operation's name.
    pub operation: OperationId,
    /// The workflow.
    pub workflow_id: WorkflowId,
    /// The nodes that the change touches.
    pub node_ids: Vec<NodeId>,
    /// `deployed`, `alreadyThere`, `conflict`, `refused`, `gaveUp`, `cancelled`, `unknown`, `unusable`.
    pub outcome: &'static str,
    /// Whether the workflow was changed by this operation; `None` where that is not known.
    pub changed: Option<bool>,
    /// The outcome in a sentence.
    pub message: String,
    /// The status of the last write's answer, where there was one.
    pub status: Option<u16>,
    /// The version that was edited.
    pub base_version: Option<Version>,
    /// The version that holds the change.
    pub version: Option<Version>,
    /// Writes sent.
    pub attempts: u32,
    /// From the first action to the end, in ms.
    pub latency_ms: u64,
    /// When it ended, in ms since 1970.
    pub finished_at: u64,
    /// The timeline, one line a step.
    pub timeline: Vec<String>,
}
