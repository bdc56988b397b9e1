//! Findings: at once for the nodes being edited, after a pause for everything else.

use super::base::Base;
use super::refused::TENANT_REFUSED;
use crate::words::workspace as words;
use std::collections::HashSet;
use workflow::change::{Applied, ApplyError, Change, Edit};
use workflow::document::{Document, NodeId};
use workflow::email::Draft;
use workflow::json;
use workflow::validate::{Facts, Field, Finding, Limits, Severity, validate_node};

/// The code of the finding that tells why a change cannot be applied.
pub const NOT_APPLICABLE: &str = "change.not-applicable";

/// Rules that look beyond a node, so that a node by itself cannot answer them. They wait for a pause
/// in the typing.
const BEYOND_THE_NODE: [&str; 4] =
    ["node.unreachable", "node.dead-end", "node.id-duplicate", "document.transition-dangling"];

/// Whether a finding says something about a node by itself.
fn is_own(finding: &Finding) -> bool {
    !BEYOND_THE_NODE.contains(&finding.code)
}

/// The findings about one draft's node by itself, as the change would leave it. Work is proportional
/// to the node, not to the document, and one mistake elsewhere in the change does not hide the others.
#[must_use]
pub fn own_findings(
    draft: &Draft,
    base: &Base,
    applied: &Result<Applied, ApplyError>,
    facts: &Facts,
    limits: &Limits,
) -> Vec<Finding> {
    let node = NodeId::from(draft.id.as_str());
    let found = applied.as_ref().ok().and_then(|applied| applied.document.node(&node));
    let (text, index) = match &found {
        Some(found) => (found.text.to_owned(), found.index),
        None => (draft.to_node_text(), base.nodes.len()),
    };
    let dialect = base.document.dialect();
    let (nodes, transitions) = (json::quote(&dialect.nodes), json::quote(&dialect.transitions));
    let Ok(alone) = Document::parse_with(&format!("{{{nodes}:[{text}],{transitions}:[]}}"), dialect) else {
        return Vec::new();
    };
    let (from, to) = (format!("/{}/0", dialect.nodes), format!("/{}/{index}", dialect.nodes));
    let mut findings = validate_node(&alone, &node, facts, limits);
    findings.retain(is_own);
    for finding in &mut findings {
        if let Some(inside) = finding.pointer.strip_prefix(&from) {
            finding.pointer = format!("{to}{inside}");
        }
    }
    findings
}

/// The finding that tells why the change cannot be applied: the first edit that fails, at the field
/// that can mend it.
#[must_use]
pub fn not_applicable(change: &Change, base: &Document, error: &ApplyError) -> Finding {
    let culprit = (1..=change.edits.len())
        .find(|&count| Change { edits: change.edits[..count].to_vec() }.apply(base).is_err())
        .and_then(|count| change.edits.get(count - 1));
    let is_move = matches!(culprit, Some(Edit::MoveNode { .. }));
    let field = match error {
        ApplyError::IdTaken(_) | ApplyError::BadNode(_) => Field::Id,
        ApplyError::NoSuchTransition { .. } | ApplyError::PlacedAtItself(_) | ApplyError::BeginsWith(_) => {
            Field::Placement
        }
        ApplyError::CannotRejoin { .. } if is_move => Field::Placement,
        ApplyError::NoSuchNode(node) | ApplyError::AmbiguousNode(node) => match culprit {
            Some(edit) if edit.node() == node => Field::Document,
            _ => Field::Placement,
        },
        _ => Field::Document,
    };
    Finding {
        code: NOT_APPLICABLE,
        severity: Severity::Error,
        pointer: String::new(),
        node: culprit.map(|edit| known_as(edit.node(), change)),
        field,
        message: words::apply_error(error),
        fix: None,
    }
}

/// The id that a node is being given, which is how its form knows it.
fn known_as(node: &NodeId, change: &Change) -> NodeId {
    let renamed = change.edits.iter().find_map(|edit| match edit {
        Edit::RenameNode { id, to } if id == node => Some(to),
        _ => None,
    });
    renamed.unwrap_or(node).clone()
}

/// What makes two findings of two versions the same finding: its pointer may move, its words do not.
pub type FindingIdentity = (&'static str, Option<NodeId>, String);

/// The identity of a finding.
#[must_use]
pub fn identity(finding: &Finding) -> FindingIdentity {
    (finding.code, finding.node.clone(), finding.message.clone())
}

/// The identities of all findings of a list.
#[must_use]
pub fn identities(findings: &[Finding]) -> HashSet<FindingIdentity> {
    findings.iter().map(identity).collect()
}

/// Adds the finding about a change that cannot be applied, unless a rule tells the same already.
#[must_use]
pub fn with_broken(mut own: Vec<Finding>, broken: Option<Finding>) -> Vec<Finding> {
    if let Some(broken) = broken {
        let told = own.iter().any(|finding| {
            finding.severity == Severity::Error && finding.node == broken.node && finding.field == broken.field
        });
        if !told {
            own.insert(0, broken);
        }
    }
    own
}

/// The findings that open drafts do not answer for themselves.
#[must_use]
pub fn others(settled: &[Finding], open: &[NodeId]) -> Vec<Finding> {
    let is_other =
        |finding: &&Finding| !is_own(finding) || finding.node.as_ref().is_none_or(|node| !open.contains(node));
    settled.iter().filter(is_other).cloned().collect()
}

/// All findings in one list, the most severe first.
#[must_use]
pub fn worst_first(live: &[Finding], rest: &[Finding]) -> Vec<Finding> {
    by_severity(&live.iter().chain(rest).collect::<Vec<_>>())
}

/// The most severe first, else in the order they stand in. Three passes are a fraction of a sort's code.
#[must_use]
pub fn by_severity(findings: &[&Finding]) -> Vec<Finding> {
    let mut sorted = Vec::with_capacity(findings.len());
    for severity in [Severity::Error, Severity::Warning, Severity::Hint] {
        sorted.extend(findings.iter().filter(|finding| finding.severity == severity).map(|finding| (*finding).clone()));
    }
    sorted
}

/// Whether a finding stands in the way of a deploy: an error about a node that the change touches, or
/// one that the base does not have.
#[must_use]
pub fn blocks(finding: &Finding, touched: &[NodeId], before: &HashSet<FindingIdentity>) -> bool {
    finding.severity == Severity::Error
        && finding.code != TENANT_REFUSED
        && (finding.node.as_ref().is_some_and(|node| touched.contains(node)) || !before.contains(&identity(finding)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(node: &str, severity: Severity, message: &str) -> Finding {
        Finding {
            code: "test.rule",
            severity,
            pointer: String::new(),
            node: Some(NodeId::from(node)),
            field: Field::Id,
            message: message.into(),
            fix: None,
        }
    }

    #[test]
    fn an_old_error_blocks_only_where_the_change_touches_it() {
        let old = finding("a", Severity::Error, "old");
        let before = identities(std::slice::from_ref(&old));
        assert!(!blocks(&old, &[], &before));
        assert!(blocks(&old, &[NodeId::from("a")], &before));
        assert!(blocks(&finding("a", Severity::Error, "new"), &[], &before));
        assert!(!blocks(&finding("a", Severity::Warning, "new"), &[NodeId::from("a")], &before));
    }

    #[test]
    fn open_drafts_answer_for_themselves() {
        let settled = [finding("a", Severity::Error, "stale"), finding("b", Severity::Warning, "kept")];
        let rest = others(&settled, &[NodeId::from("a")]);
        let live = [finding("a", Severity::Hint, "fresh")];
        let told: Vec<_> = worst_first(&live, &rest).into_iter().map(|found| found.message).collect();
        assert_eq!(told, ["kept", "fresh"]);
    }

    #[test]
    fn rules_that_look_beyond_the_node_are_known_by_their_names() {
        for code in BEYOND_THE_NODE {
            assert!(workflow::validate::registry().iter().any(|rule| rule.code == code), "{code}");
        }
    }

    #[test]
    fn a_node_by_itself_is_judged_as_in_its_document() {
        let text = r#"{"nodes":[{"id":"start","type":"start"},{"id":"mail","type":"email","properties":{"templateId":"","variables":{"a":"total"}}}],"transitions":[{"from":"start","to":"mail"}]}"#;
        let base = Base::new(Document::parse(text).expect("parses"));
        let node = NodeId::from("mail");
        let draft = Draft::of_node(&base.document, &node).expect("is there");
        let applied = Change::default().apply(&base.document);
        let (facts, limits) = (Facts::default(), Limits::default());
        let mut whole = validate_node(&base.document, &node, &facts, &limits);
        whole.retain(is_own);
        assert!(!whole.is_empty());
        assert_eq!(own_findings(&draft, &base, &applied, &facts, &limits), whole);
    }

    #[test]
    fn a_broken_change_is_told_once() {
        let mut broken = finding("a", Severity::Error, "taken");
        broken.code = NOT_APPLICABLE;
        let own = vec![finding("a", Severity::Error, "told by a rule")];
        assert_eq!(with_broken(own, Some(broken.clone())).len(), 1);
        assert_eq!(with_broken(Vec::new(), Some(broken)).len(), 1);
    }
}
