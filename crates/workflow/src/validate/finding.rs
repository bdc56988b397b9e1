//! What a rule reports.

use super::Rule;
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
    /// Whether there is only one thing that can have been meant and nothing is lost by it, so that it can be
    /// applied without anybody looking. A guess never is.
    pub certain: bool,
}

impl Fix {
    /// A way out that a person decides about.
    pub(super) fn new(label: String, edit: Edit) -> Self {
        Self { label, edit, certain: false }
    }

    /// The same, as one that needs no decision.
    pub(super) fn certain(self) -> Self {
        Self { certain: true, ..self }
    }
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

/// How many findings there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Hints.
    pub hints: usize,
}

impl Counts {
    /// Errors, warnings and hints together.
    #[must_use]
    pub fn all(&self) -> usize {
        self.errors + self.warnings + self.hints
    }

    pub(super) fn of(&mut self, severity: Severity) -> &mut usize {
        match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Hint => &mut self.hints,
        }
    }
}

/// A problem as a rule finds it: without the element's place, which moves when its neighbours come and go.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) code: &'static str,
    pub(super) severity: Severity,
    /// RFC 6901 pointer inside the element.
    pub(super) at: String,
    pub(super) field: Field,
    pub(super) message: String,
    /// Whether the message goes on from the element's place: "Node 3 of the list".
    pub(super) is_numbered: bool,
    pub(super) fix: Option<Fix>,
}

impl Found {
    /// What a rule has found at a place inside the element.
    pub(super) fn new(rule: &Rule, at: &[&str], field: Field, message: String) -> Self {
        let mut pointer = String::new();
        for token in at {
            pointer.push('/');
            if token.contains(['~', '/']) {
                pointer.push_str(&token.replace('~', "~0").replace('/', "~1"));
            } else {
                pointer.push_str(token);
            }
        }
        let (code, severity) = (rule.code, rule.severity);
        Self { code, severity, at: pointer, field, message, is_numbered: false, fix: None }
    }

    /// The same with a way out, where there is one.
    pub(super) fn with_fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    /// The same, whose message goes on from the element's place.
    pub(super) fn numbered(mut self) -> Self {
        self.is_numbered = true;
        self
    }

    /// The finding in its place: `element` is the element's pointer, `numbered` what it is called by its place.
    pub(super) fn placed(&self, element: &str, numbered: &str, node: Option<NodeId>) -> Finding {
        Finding {
            code: self.code,
            severity: self.severity,
            pointer: [element, &self.at].concat(),
            node,
            field: self.field,
            message: if self.is_numbered { [numbered, &self.message].concat() } else { self.message.clone() },
            fix: self.fix.clone(),
        }
    }
}
