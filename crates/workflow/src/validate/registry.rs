//! The list of rules, and running them.

use super::{DocumentContext, EmailContext, Facts, Finding, Limits, Severity};
use crate::document::{Document, NodeId};

/// One rule, and what is told about it.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable code: `variable.path-malformed`.
    pub code: &'static str,
    /// The severity of its findings.
    pub severity: Severity,
    /// What it demands and why, in a sentence or two, with the source of the rule.
    pub doc: &'static str,
    /// The check itself.
    pub check: Check,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// One email node.
    Email(fn(&EmailContext<'_>, &mut Vec<Finding>)),
    /// The document as a whole.
    Document(fn(&DocumentContext<'_>, &mut Vec<Finding>)),
}

/// Every rule, in the order findings are reported.
#[must_use]
pub fn registry() -> &'static [Rule] {
    todo!()
}

/// All findings of a document, in document order, then in registry order.
#[must_use]
pub fn validate(document: &Document, facts: &Facts, limits: &Limits) -> Vec<Finding> {
    todo!()
}

/// The findings about one node only: what depends on it when a field is edited.
#[must_use]
pub fn validate_node(document: &Document, node: &NodeId, facts: &Facts, limits: &Limits) -> Vec<Finding> {
    todo!()
}
