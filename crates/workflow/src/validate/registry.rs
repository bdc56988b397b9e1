//! Rules, and running them.

use super::graph::Graph;
use super::{DocumentContext, EmailContext, Facts, Finding, Limits, Severity, rules};
use crate::document::{Document, NodeId};
use crate::email::EMAIL_NODE_TYPE;
use crate::json::Pointer;

/// One rule, and what is told about it.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable code: `variable.path-malformed`.
    pub code: &'static str,
    /// The severity of its findings.
    pub severity: Severity,
    /// What it demands and why, in a sentence or two, with the source of the rule. For `docs/rules.md`, which
    /// a test writes; the app does not carry it.
    #[cfg(test)]
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
    rules::ALL
}

/// All findings of a document, in document order, then in registry order.
#[must_use]
pub fn validate(document: &Document, facts: &Facts, limits: &Limits) -> Vec<Finding> {
    run(registry(), document, None, facts, limits)
}

/// The findings about one node only: what depends on it when a field is edited. Exactly those of
/// [`validate`] that name the node, in the same order.
#[must_use]
pub fn validate_node(document: &Document, node: &NodeId, facts: &Facts, limits: &Limits) -> Vec<Finding> {
    run(registry(), document, Some(node), facts, limits)
}

pub(super) fn run(
    rules: &[Rule],
    document: &Document,
    focus: Option<&NodeId>,
    facts: &Facts,
    limits: &Limits,
) -> Vec<Finding> {
    let graph = Graph::of(document);
    let whole = DocumentContext { document, graph: &graph, focus: focus.map(NodeId::as_str) };
    let mut findings = Vec::new();
    for rule in rules {
        if let Check::Document(check) = rule.check {
            check(&whole, &mut findings);
        }
    }
    for node in whole.nodes().filter(|node| node.kind == Some(EMAIL_NODE_TYPE)) {
        let Some(context) = EmailContext::read(document, &graph, node, facts, limits) else { continue };
        for rule in rules {
            if let Check::Email(check) = rule.check {
                check(&context, &mut findings);
            }
        }
    }
    if focus.is_some() {
        findings.retain(|finding| finding.node.as_ref() == focus);
    }
    let rank = |finding: &Finding| rules.iter().position(|rule| rule.code == finding.code);
    findings.sort_by_cached_key(|finding| (place(document, &finding.pointer), rank(finding)));
    findings
}

/// The document itself, then its nodes, then its transitions.
fn place(document: &Document, pointer: &str) -> (u8, usize) {
    let Some(pointer) = Pointer::parse(pointer) else { return (0, 0) };
    let mut tokens = pointer.tokens();
    let (Some(list), Some(index)) = (tokens.next(), tokens.next().and_then(|index| index.parse().ok())) else {
        return (0, 0);
    };
    let dialect = document.dialect();
    (
        if list == dialect.nodes {
            1
        } else if list == dialect.transitions {
            2
        } else {
            0
        },
        index,
    )
}
