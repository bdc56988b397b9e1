//! What a rule reports.

use crate::change::Edit;
use crate::document::NodeId;
use serde::Serialize;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Deploying would fail, or send a broken email. Blocks the deploy.
    Error,
    /// Probably not what is wanted. Does not block.
    Warning,
    /// Worth knowing.
    Hint,
}

/// The part of the email node form (or of the document) that a finding belongs to. Row numbers
/// count from 0 in the order of the node's JSON, which is the order of the draft's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "field", content = "row", rename_all = "camelCase")]
pub enum Field {
    /// The node's id.
    Id,
    /// The node's type.
    Type,
    /// Where the node stands.
    Placement,
    /// The template.
    TemplateId,
    /// The variables as a whole.
    Variables,
    /// The placeholder of one variable.
    VariableName(usize),
    /// The scope path of one variable.
    VariablePath(usize),
    /// The attachments as a whole.
    Attachments,
    /// The file id of one attachment.
    AttachmentId(usize),
    /// The file name of one attachment.
    AttachmentName(usize),
    /// The delivery mode.
    DeliveryMode,
    /// Open tracking.
    TrackOpens,
    /// Click tracking.
    TrackClicks,
    /// No form field: the document itself.
    Document,
}

/// A way out that can be applied with one click.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What it does, for a button: "Use `orderTotal`".
    pub label: String,
    /// The edit that does it.
    pub edit: Edit,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The rule's stable code: `variable.path-malformed`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// RFC 6901 pointer into the document: `/nodes/3/properties/variables/orderTotal`.
    pub pointer: String,
    /// The node it is about, where it is about one.
    pub node: Option<NodeId>,
    /// The form field it belongs to.
    pub field: Field,
    /// What is wrong and what to do, in plain words.
    pub message: String,
    /// A way out, where there is one.
    pub fix: Option<Fix>,
}

impl Finding {
    /// The same finding with a way out, where there is one.
    pub(super) fn with_fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }
}
