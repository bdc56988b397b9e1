//! The audit trail.

use crate::deploy::Receipt;
use crate::document::Version;
use serde::{Deserialize, Serialize};

/// An email node was added, edited or removed by a deploy, or the deploy failed.
pub const EVENT_NODE_CONFIGURED: &str = "workflow_email_node_configured";

/// A `workflow.updated` webhook was registered.
pub const EVENT_WEBHOOK_REGISTERED: &str = "workflow_webhook_registered";

/// A webhook was deleted.
pub const EVENT_WEBHOOK_DELETED: &str = "workflow_webhook_deleted";

/// An operator signed in.
pub const EVENT_SIGNED_IN: &str = "operator_signed_in";

/// An operator signed out.
pub const EVENT_SIGNED_OUT: &str = "operator_signed_out";

/// A session was ended from elsewhere.
pub const EVENT_SESSION_REVOKED: &str = "operator_session_revoked";

/// A request was not carried out: nobody was signed in, the role does not allow it, it came from elsewhere, or it was one
/// too many.
pub const EVENT_DENIED: &str = "request_denied";

/// A workflow was read.
pub const EVENT_WORKFLOW_READ: &str = "workflow_read";

/// A write of a workflow was sent to the tenant, and this is how it ended.
pub const EVENT_WORKFLOW_WRITTEN: &str = "workflow_written";

/// A rollback: a write that deploys the content of an earlier version again was sent to the tenant, and this is how it
/// ended.
pub const EVENT_WORKFLOW_ROLLED_BACK: &str = "workflow_rolled_back";

/// A write had no clear answer, and reading the workflow back has shown what became of it: the reason is `landed`,
/// `notLanded`, `superseded` or `unknown`.
pub const EVENT_WRITE_RESOLVED: &str = "workflow_write_resolved";

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
    /// [`EVENT_NODE_CONFIGURED`], [`EVENT_SIGNED_IN`], ….
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
    /// For whatever is about who came in and what was read or refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<AccessAudit>,
    /// A hash over this event and the seal of the one before it, in lower-case hex.
    #[serde(default)]
    pub seal: String,
}

/// A finished deploy. The body of `POST /api/audit`, and a part of its event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

/// Who came in, was turned away, or read or wrote what. Never holds a body, a token or a password.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct AccessAudit {
    /// The request's method.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub method: String,
    /// The request's route: `/api/workflows/{id}`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub route: String,
    /// Where the request came from, an IP address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Why it was denied, the problem's type: `/problems/role`. Of a sign-in: by which means. Of a write that was looked into:
    /// what became of it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The workflow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflow_id: Option<String>,
    /// The status of the tenant's answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// How long the tenant took, in ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency_ms: Option<u64>,
    /// The session that it is about, by its public id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// Of a rollback: the version whose content was deployed again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rollback_to: Option<String>,
    /// How many of the same this stands for: the same thing again within a minute is counted.
    pub times: u32,
}

impl Default for AccessAudit {
    fn default() -> Self {
        Self {
            method: String::new(),
            route: String::new(),
            address: String::new(),
            reason: String::new(),
            workflow_id: None,
            status: None,
            latency_ms: None,
            session: None,
            rollback_to: None,
            times: 1,
        }
    }
}
