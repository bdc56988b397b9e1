//! The JSON shapes that travel: the vendor's and the proxy's own. Plain data, no behaviour.
//!
//! The workflow document itself is not here: it travels as text (see [`crate::document`]).
//! Unknown fields are ignored everywhere, because tenants differ.

mod audit;
mod read;
mod session;
mod vendor;

pub use audit::{AuditEvent, AuditList, DeployAudit, EVENT_NODE_CONFIGURED, EVENT_WEBHOOK_REGISTERED, WebhookAudit};
pub use read::{FromJson, Misshapen};
pub use session::{CataloguePath, Features, NewWebhook, PreviewLink, Problem, RegisteredWebhook, Session};
pub use vendor::{
    Attachment, AttachmentList, SchemaError, Template, TemplateList, TemplateSummary, TokenResponse, UnresolvedMacro,
    VendorError, WebhookCreated, WebhookRequest, WorkflowList, WorkflowSummary,
};
