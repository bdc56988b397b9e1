//! The vendor's shapes ("workflow v2" dialect).

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Answer of the token endpoint (RFC 6749, section 5.1).
#[derive(Clone, Serialize, Deserialize)]
pub struct TokenResponse {
    /// The bearer token.
    pub access_token: String,
    /// Seconds until it expires.
    pub expires_in: u64,
}

/// Answer of `GET /api/v2/workflows` (optional; the simulator has it).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkflowList {
    /// The workflows, in the tenant's order.
    pub workflows: Vec<WorkflowSummary>,
}

/// A workflow in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkflowSummary {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its version.
    #[serde(default)]
    pub version: Option<u64>,
    /// Last save, ms since 1970.
    #[serde(default)]
    pub last_updated_timestamp: Option<u64>,
    /// Who saved last, where the tenant tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_updated_by: Option<String>,
}

/// Answer of `GET /api/v2/interactions/templates` (optional).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateList {
    /// The templates, in the tenant's order.
    pub templates: Vec<TemplateSummary>,
}

/// A template in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TemplateSummary {
    /// Its id.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Its subject line, placeholders unfilled.
    #[serde(default)]
    pub subject: String,
    /// Last change, ms since 1970.
    #[serde(default)]
    pub last_updated_timestamp: Option<u64>,
    /// The names of its placeholders in the order of first use, where the tenant tells them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholders: Option<Vec<String>>,
    /// Why it does not compile, in the tenant's words, where the tenant tells that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compile_error: Option<String>,
}

/// Answer of `GET /api/v2/interactions/templates/{id}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Template {
    /// Its id.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// The subject line, with placeholders.
    #[serde(default)]
    pub subject: String,
    /// The preheader (the line that a mailbox shows behind the subject), with placeholders.
    #[serde(default)]
    pub preheader: String,
    /// The HTML body, with placeholders.
    #[serde(default)]
    pub html: String,
    /// The plain text body, with placeholders.
    #[serde(default)]
    pub text: String,
    /// Last change, ms since 1970.
    #[serde(default)]
    pub last_updated_timestamp: Option<u64>,
    /// The names of its placeholders in the order of first use, where the tenant tells them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholders: Option<Vec<String>>,
    /// Why it does not compile, in the tenant's words, where the tenant tells that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compile_error: Option<String>,
}

/// Answer of `GET /api/v2/interactions/attachments` (optional).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentList {
    /// The attachments, in the tenant's order.
    pub attachments: Vec<Attachment>,
}

/// Answer of `GET /api/v2/interactions/attachments/{fileId}`, and of an upload (201).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    /// Its id, `att_…`.
    pub file_id: String,
    /// Its name in the storage.
    #[serde(default)]
    pub file_name: Option<String>,
    /// In bytes.
    pub size: u64,
    /// Media type.
    #[serde(default)]
    pub content_type: Option<String>,
}

/// Body of `POST /api/v2/webhooks`.
#[derive(Clone, Serialize, Deserialize)]
pub struct WebhookRequest {
    /// A name for people.
    pub name: String,
    /// Where deliveries go.
    pub url: String,
    /// `workflow.updated`.
    pub events: Vec<String>,
    /// Whether deliveries are sent.
    pub enabled: bool,
    /// Headers that each delivery carries.
    pub headers: BTreeMap<String, String>,
    /// `whsec_` and base64 of at least 24 random bytes.
    pub secret: String,
}

/// Answer of `POST /api/v2/webhooks`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookCreated {
    /// The webhook's id.
    pub id: String,
}

/// The vendor's error body, as far as it is known. Everything is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct VendorError {
    /// A short code, `TEMPLATE_COMPILE_ERROR`.
    pub error: String,
    /// The vendor's words.
    pub message: String,
    /// The node that it is about, where it is about one.
    pub node_id: String,
    /// The problems of a document that does not have the right shape.
    pub errors: Vec<SchemaError>,
    /// Macros that could not be resolved: `{"macro":"orderTotl","line":3,"column":14}`.
    pub unresolved_macros: Vec<UnresolvedMacro>,
}

/// A place where a document does not have the right shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemaError {
    /// RFC 6901 pointer into the document.
    #[serde(default)]
    pub pointer: String,
    /// What is wrong, in the vendor's words.
    pub message: String,
}

/// A macro that the template compiler could not resolve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnresolvedMacro {
    /// Its name.
    #[serde(rename = "macro")]
    pub name: String,
    /// In the template's body, first is 1.
    #[serde(default)]
    pub line: Option<u32>,
    /// First is 1.
    #[serde(default)]
    pub column: Option<u32>,
}
