//! What a finished deployment leaves behind.

use crate::change::Conflict;
use crate::deploy::{Deployment, Doubt, Evidence, OperationId, State};
use crate::document::{NodeId, Version, WorkflowId};
use crate::words::deploy as words;
use serde::{Deserialize, Serialize};

/// How a deployment ended. Each says whether the workflow was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// The change is in the workflow.
    Deployed {
        /// The version that holds it, where the tenant has told.
        version: Option<Version>,
        /// What tells that it has come from this operation.
        evidence: Evidence,
    },
    /// The workflow already said what the change asks for; nothing was written.
    AlreadyThere {
        /// The version that was read.
        version: Option<Version>,
    },
    /// Someone else's edit touches the same things. Nothing was written, but see [`Receipt::changed`].
    Conflicts(Vec<Conflict>),
    /// The tenant refuses (400, 401, 403, 404, 413, …). Nothing was written, but see [`Receipt::changed`].
    Refused {
        /// The status code.
        status: u16,
        /// The tenant's own body.
        body: String,
    },
    /// The attempts are used up, and the change was not in the workflow when it was last read.
    GaveUp {
        /// The last problem, in words.
        last: String,
    },
    /// Cancelled, and the change was not in the workflow when it was last read.
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
    /// Whether the workflow was changed by this operation, or by a save that is the same in every
    /// value. `None` where that is not known: a write got no clear answer, and it may still be carried
    /// out, or may have been and been overwritten, or someone else may have made the very same change.
    pub changed: Option<bool>,
    /// The outcome in a sentence.
    pub message: String,
    /// The status of the last write's answer or of the refusal, where there was one.
    pub status: Option<u16>,
    /// The version that was edited.
    pub base_version: Option<Version>,
    /// The version that holds the change, where it is in the workflow and the tenant has told.
    pub version: Option<Version>,
    /// Writes sent by this operation. The last one of a run that died may not have left.
    pub attempts: u32,
    /// From the operation's beginning to its end, in ms; over a crash, by the wall clock.
    pub latency_ms: u64,
    /// When it ended, in ms since 1970.
    pub finished_at: u64,
    /// The timeline, one line a step.
    pub timeline: Vec<String>,
}

impl Deployment {
    /// The receipt, once it is over.
    #[must_use]
    pub fn receipt(&self) -> Option<Receipt> {
        let State::Finished(outcome) = &self.state else { return None };
        let doubt = self.attempts.doubt();
        let version = match outcome {
            Outcome::Deployed { version, .. } | Outcome::AlreadyThere { version } => version.clone(),
            _ => None,
        };
        Some(Receipt {
            operation: self.plan.operation.clone(),
            workflow_id: self.plan.workflow.clone(),
            node_ids: self.plan.change.touched().into_iter().cloned().collect(),
            outcome: name(outcome),
            changed: changed(outcome, doubt),
            message: words::message(outcome, doubt, self.attempts()),
            status: self.status,
            base_version: self.plan.base.version(),
            version,
            attempts: self.attempts(),
            latency_ms: self.unix_ms(self.ended).saturating_sub(self.plan.now_unix_ms),
            finished_at: self.unix_ms(self.ended),
            timeline: self.timeline().iter().map(|step| step.line(self.started)).collect(),
        })
    }
}

/// The outcome's stable name, for machines.
pub(crate) fn name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Deployed { .. } => "deployed",
        Outcome::AlreadyThere { .. } => "alreadyThere",
        Outcome::Conflicts(_) => "conflict",
        Outcome::Refused { .. } => "refused",
        Outcome::GaveUp { .. } => "gaveUp",
        Outcome::Cancelled => "cancelled",
        Outcome::Unknown { .. } => "unknown",
        Outcome::Unusable { .. } => "unusable",
    }
}

/// Whether the workflow was changed by the operation, as far as it is known.
pub(crate) fn changed(outcome: &Outcome, doubt: Doubt) -> Option<bool> {
    match outcome {
        Outcome::Deployed { evidence: Evidence::Found, .. } => None,
        Outcome::Deployed { .. } => Some(true),
        Outcome::Unknown { .. } => None,
        _ if doubt == Doubt::None => Some(false),
        _ => None,
    }
}
