//! The audit trail.

use crate::deploy::Receipt;
use crate::document::Version;
use serde::{Deserialize, Serialize};

/// An email node was added, edited or removed by a deploy, or the deploy failed.
pub const EVENT_NODE_CONFIGURED: &str = "workflow_email_node_configured";

/// A `workflow.updated` webhook was registered.
pub const EVENT_WEBHOOK_REGISTERED: &str = "workflow_webhook_registered";

/// Answer of `GET /api/audit`: newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditList {
    /// The events.
    pub events: Vec<AuditEvent>,
}

/// An audited event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditEvent {
    /// Counts up from 1.
    pub sequence: u64,
    /// [`EVENT_NODE_CONFIGURED`] or [`EVENT_WEBHOOK_REGISTERED`].
    pub event: String,
    /// When the proxy recorded it, ms since 1970.
    pub timestamp: u64,
    /// Who.
    pub operator: String,
    /// The organisation.
    pub org: String,
    /// For a deploy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deploy: Option<DeployAudit>,
    /// For a webhook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<WebhookAudit>,
}

/// A finished deploy. The body of `POST /api/audit`, and a part of its event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct DeployAudit {
    /// The operation's name; one event per operation, a repeated post answers the first.
    pub operation: String,
    /// The workflow.
    pub workflow_id: String,
    /// The nodes touched.
    pub node_ids: Vec<String>,
    /// Their templates.
    pub template_ids: Vec<String>,
    /// As in the receipt: `deployed`, `alreadyThere`, `conflict`, `refused`, `gaveUp`, `cancelled`, `unknown`, `unusable`.
    pub outcome: String,
    /// The status of the last write's answer.
    pub status: Option<u16>,
    /// The version edited.
    pub base_version: Option<String>,
    /// The version that holds the change.
    pub version: Option<String>,
    /// Writes sent.
    pub attempts: u32,
    /// From start to end, in ms.
    pub latency_ms: u64,
    /// What changed, in words.
    pub summary: String,
    /// Whether a webhook was registered for this workflow after this deploy. Filled in by the proxy.
    pub webhook_registered: bool,
}

impl DeployAudit {
    /// The entry of a finished deployment. `template_ids` are those of its nodes; `summary` says in words what it
    /// changes.
    #[must_use]
    pub fn of(receipt: &Receipt, template_ids: Vec<String>, summary: String) -> Self {
        let text = |version: &Option<Version>| version.as_ref().map(ToString::to_string);
        Self {
            operation: receipt.operation.to_string(),
            workflow_id: receipt.workflow_id.to_string(),
            node_ids: receipt.node_ids.iter().map(ToString::to_string).collect(),
            template_ids,
            outcome: receipt.outcome.to_owned(),
            status: receipt.status,
            base_version: text(&receipt.base_version),
            version: text(&receipt.version),
            attempts: receipt.attempts,
            latency_ms: receipt.latency_ms,
            summary,
            webhook_registered: false,
        }
    }
}

/// A registered webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WebhookAudit {
    /// The webhook's id.
    pub id: String,
    /// Where its deliveries go (scheme, host and path; no query, no credentials).
    pub url: String,
    /// The deploy after which it was registered.
    #[serde(default)]
    pub operation: Option<String>,
    /// The workflow it was registered for.
    #[serde(default)]
    pub workflow_id: Option<String>,
}
