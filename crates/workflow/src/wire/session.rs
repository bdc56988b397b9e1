//! The proxy's own shapes.

use crate::deploy::RetryPolicy;
use crate::document::Dialect;
use crate::validate::Limits;
use crate::wire::{Role, Way};
use serde::{Deserialize, Serialize};

/// Answer of `GET /api/session`: what the app must know before it starts. Holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// Whether the tenant is the embedded simulated one.
    pub demo: bool,
    /// The organisation's name, `CXONE_ORG`.
    pub org: String,
    /// The workflow to open first, `CXONE_WORKFLOW_ID`.
    #[serde(default)]
    pub workflow_id: Option<String>,
    /// Where `workflow.updated` deliveries should go, `CXONE_WEBHOOK_URL`.
    #[serde(default)]
    pub webhook_url: Option<String>,
    /// The operator's name.
    pub operator: String,
    /// What the operator may do.
    #[serde(default = "administrator")]
    pub role: Role,
    /// How the operator is known.
    #[serde(default = "nobody_signs_in")]
    pub way: Way,
    /// The tenant's key names.
    #[serde(default)]
    pub dialect: Dialect,
    /// The tenant's limits.
    #[serde(default)]
    pub limits: Limits,
    /// When to try again.
    #[serde(default)]
    pub retry: RetryPolicy,
    /// Known scope paths to suggest, sorted.
    #[serde(default)]
    pub scope_paths: Vec<String>,
    /// What is known about some of them, sorted by path.
    #[serde(default)]
    pub scope_catalogue: Vec<CataloguePath>,
    /// What the tenant offers.
    #[serde(default)]
    pub features: Features,
}

/// A scope path that people are told more about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CataloguePath {
    /// `$contact.firstName`.
    pub path: String,
    /// What stands there, in a few words.
    #[serde(default)]
    pub description: String,
    /// What it may hold.
    #[serde(default)]
    pub sample: String,
}

fn administrator() -> Role {
    Role::Administrator
}

fn nobody_signs_in() -> Way {
    Way::None
}

/// What a tenant offers beyond the tutorial's contract. The proxy tells what it has learned of it: an
/// address that answers 404 or 405 is not there. What is not known yet counts as offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Features {
    /// Whether webhooks can be registered.
    pub webhooks: bool,
    /// Whether registered webhooks can be listed, read and deleted.
    pub webhook_list: bool,
    /// Whether there is a list of workflows.
    pub workflow_list: bool,
    /// Whether there is a list of templates.
    pub template_list: bool,
    /// Whether there is a list of attachments.
    pub attachment_list: bool,
    /// Whether files can be uploaded as attachments.
    pub upload: bool,
    /// Whether the proxy tells by events what others save.
    pub events: bool,
}

impl Default for Features {
    fn default() -> Self {
        Self {
            webhooks: true,
            webhook_list: true,
            workflow_list: true,
            template_list: true,
            attachment_list: true,
            upload: true,
            events: false,
        }
    }
}

/// The proxy's own errors, `application/problem+json` (RFC 9457).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Problem {
    /// Stable, relative: `/problems/upstream-unreachable`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The same for all of this type.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time, whether anything was changed, and what to do next.
    pub detail: String,
    /// The request's id, as in the proxy's log.
    pub request_id: String,
    /// Whether the request may have reached the tenant: `notSent`, `unclear` or `answered`.
    pub delivery: String,
}

impl Problem {
    /// Whether it says that nobody is signed in (any more).
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        matches!(self.kind.as_str(), "/problems/signed-out" | "/problems/session-expired" | "/problems/session-revoked")
    }
}

/// Body of `POST /api/webhooks`. The proxy adds events, headers and a secret of its own making.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewWebhook {
    /// A name for people.
    pub name: String,
    /// Where deliveries go.
    pub url: String,
    /// The deploy after which it is registered, for the audit.
    #[serde(default)]
    pub operation: Option<String>,
    /// The workflow that it was registered for, for the audit.
    #[serde(default)]
    pub workflow_id: Option<String>,
}

/// Answer of `POST /api/webhooks`. The secret that signs the deliveries stays with the proxy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredWebhook {
    /// The webhook's id.
    pub id: String,
}

/// Answer of `POST /api/preview`: where the posted HTML can be shown for a while, as a document of
/// its own whose policy allows inline styles and no script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewLink {
    /// Relative: `/api/preview/…`.
    pub url: String,
}
