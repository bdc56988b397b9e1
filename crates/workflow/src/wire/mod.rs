//! The JSON shapes that travel: the vendor's and the proxy's own. Plain data, no behaviour.
//!
//! The workflow document itself is not here: it travels as text (see [`crate::document`]).
//! Unknown fields are ignored everywhere, because tenants differ.

mod access;
mod audit;
mod history;
mod news;
mod read;
mod session;
mod vendor;

pub use access::{APP_HEADER, Role, SessionInfo, SessionList, SignIn, SignInOptions, Way};
pub use audit::{
    AccessAudit, AuditEvent, AuditList, DeployAudit, EVENT_DENIED, EVENT_NODE_CONFIGURED, EVENT_SESSION_REVOKED,
    EVENT_SIGNED_IN, EVENT_SIGNED_OUT, EVENT_WEBHOOK_DELETED, EVENT_WEBHOOK_REGISTERED, EVENT_WORKFLOW_READ,
    EVENT_WORKFLOW_ROLLED_BACK, EVENT_WORKFLOW_WRITTEN, EVENT_WRITE_RESOLVED, WebhookAudit,
};
pub use history::{HistoryPage, KeptOrigin, KeptVersion, MAX_NOTE, NOTE_HEADER, REPLAYED_HEADER, ROLLBACK_HEADER};
pub use news::{DeployNews, DeployStage, TenantNews, TenantState, WorkflowNews};
pub use read::{FromJson, Misshapen};
pub use session::{CataloguePath, Features, NewWebhook, PreviewLink, Problem, RegisteredWebhook, Session};
pub use vendor::{
    Attachment, AttachmentList, SchemaError, Template, TemplateList, TemplateSummary, TokenResponse, UnresolvedMacro,
    VendorError, WebhookCreated, WebhookRequest, WorkflowList, WorkflowSummary,
};
