//! Rules, and which of them look at what.

use super::finding::Found;
use super::odd::Odd;
use super::{DocumentContext, EmailContext, NodeContext, Severity, TransitionContext, rules};

/// One rule, and what is told about it.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable code: `variable.path-malformed`.
    pub code: &'static str,
    /// The severity of its findings.
    pub severity: Severity,
    /// What it has to know beyond the document.
    pub needs: Needs,
    /// What it demands and why, in a sentence or two, with the source of the rule. For `docs/rules.md`, which
    /// a test writes; the app does not carry it.
    #[cfg(test)]
    pub doc: &'static str,
    /// The check itself.
    pub(super) check: Check,
}

/// What a rule has to know beyond the document. Where it does not know, it is silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: it holds offline.
    Nothing,
    /// What the tenant answers about the node's template.
    Template,
    /// What the tenant answers about the node's attachments.
    Attachments,
    /// Scope paths that are known to lead to a value.
    ScopePaths,
}

impl Rule {
    /// Whether the rule holds without anything known about the tenant.
    #[must_use]
    pub fn is_offline(&self) -> bool {
        self.needs == Needs::Nothing
    }
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Check {
    /// The document's top level.
    Document(fn(&DocumentContext<'_>, &mut Vec<Found>)),
    /// One node of any type, and what leads to and from it; where any of this is odd.
    Node(Odd, fn(&NodeContext<'_>, &mut Vec<Found>)),
    /// What stands inside one email node; where any of this is odd.
    Email(Odd, fn(&EmailContext<'_>, &mut Vec<Found>)),
    /// One transition and its ends.
    Transition(fn(&TransitionContext<'_>, &mut Vec<Found>)),
}

/// Every rule, in the order findings are reported.
#[must_use]
pub fn registry() -> &'static [Rule] {
    rules::ALL
}

/// The rules by what they look at. In the list, those that look at the same stand together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    pub(super) document: &'static [Rule],
    pub(super) node: &'static [Rule],
    pub(super) email: &'static [Rule],
    pub(super) transition: &'static [Rule],
}

impl Rules {
    /// Every rule.
    pub(super) fn all() -> Self {
        Self::of(rules::ALL)
    }

    /// These rules, which stand as they do in the list of all.
    pub(super) fn of(rules: &'static [Rule]) -> Self {
        let (document, rest) = split(rules, |check| matches!(check, Check::Document(_)));
        let (node, rest) = split(rest, |check| matches!(check, Check::Node(..)));
        let (email, transition) = split(rest, |check| matches!(check, Check::Email(..)));
        Self { document, node, email, transition }
    }
}

fn split(rules: &'static [Rule], belongs: fn(&Check) -> bool) -> (&'static [Rule], &'static [Rule]) {
    let end = rules.iter().position(|rule| !belongs(&rule.check)).unwrap_or(rules.len());
    rules.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn every_rule_stands_among_its_like() {
        let Rules { document, node, email, transition } = Rules::all();
        assert!(document.iter().all(|rule| matches!(rule.check, Check::Document(_))));
        assert!(node.iter().all(|rule| matches!(rule.check, Check::Node(..))));
        assert!(email.iter().all(|rule| matches!(rule.check, Check::Email(..))));
        assert!(transition.iter().all(|rule| matches!(rule.check, Check::Transition(_))));
        assert_eq!(document.len() + node.len() + email.len() + transition.len(), registry().len());
    }
}
