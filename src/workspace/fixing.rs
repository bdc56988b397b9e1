//! Many fixes at once, and one edit taken back alone.

use super::form::Form;
use super::steps::OpenDraft;
use super::{FindingIdentity, Selection, Workspace, findings};
use crate::words::preview as words;
use leptos::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;
use workflow::diff::{FieldChange, taken_back};
use workflow::document::NodeId;
use workflow::email::Draft;
use workflow::validate::{Finding, settle};

/// Nodes that are mended at once at most: each of them becomes a draft.
const MOST_NODES: usize = 200;

/// What became of fixes that were applied together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fixed {
    /// How many were applied.
    pub fixes: usize,
    /// In how many nodes.
    pub nodes: usize,
    /// How many nodes are left because there were too many for one time.
    pub nodes_left: usize,
}

/// Which findings belong to the change: they are about what it touches, or were not there before.
#[derive(Clone, Debug)]
pub struct OfChange {
    touched: HashSet<NodeId>,
    before: Arc<HashSet<FindingIdentity>>,
}

impl OfChange {
    /// Whether a finding does.
    #[must_use]
    pub fn has(&self, finding: &Finding) -> bool {
        finding.node.as_ref().is_some_and(|node| self.touched.contains(node))
            || !self.before.contains(&findings::identity(finding))
    }
}

impl Workspace {
    /// Which findings belong to the change; subscribes.
    #[must_use]
    pub fn of_change(self) -> OfChange {
        let touched = self.change.with(|change| change.touched().into_iter().cloned().collect());
        OfChange { touched, before: self.before.get() }
    }

    /// Applies the certain fixes of these findings' nodes as one step: in each node one after another, each to what
    /// the one before has left. A fix that is a guess is left to the administrator.
    pub fn apply_certain_fixes(self, of: &[Finding]) -> Fixed {
        let mut nodes: Vec<&NodeId> = Vec::new();
        let mut seen = HashSet::new();
        for finding in of.iter().filter(|finding| is_certain(finding)) {
            if let Some(node) = finding.node.as_ref().filter(|node| seen.insert(*node)) {
                nodes.push(node);
            }
        }
        let mut fixed = Fixed { nodes_left: nodes.len().saturating_sub(MOST_NODES), ..Fixed::default() };
        self.step(words::STEP_FIX_ALL, || {
            for node in nodes.into_iter().take(MOST_NODES) {
                let fixes = self.settle_node(node).unwrap_or_default();
                fixed.fixes += fixes;
                fixed.nodes += usize::from(fixes > 0);
            }
        });
        fixed
    }

    /// Applies one node's certain fixes. Answers how many there were.
    fn settle_node(self, node: &NodeId) -> Option<usize> {
        let base = self.base.get_untracked();
        let open = self.draft_to_edit(node)?;
        let draft = open.draft.get_untracked();
        let settle_draft = |draft: &Draft| {
            let text = draft.text_in(&base.document);
            self.tenant.facts.with_untracked(|facts| {
                self.limits.with_untracked(|limits| settle(&text, base.document.dialect(), facts, limits))
            })
        };
        let settled = settle_draft(&draft);
        if settled.fixes.is_empty() {
            return Some(0);
        }
        let fixed = draft.with_text(&base.document, &settled.text).ok()?;
        // What the form cannot say, such as an empty list in the place of `null`, stays as it is.
        let left = settle_draft(&fixed).fixes.len();
        Form::change(open.form, |form| form.take(fixed));
        Some(settled.fixes.len().saturating_sub(left))
    }

    /// Takes back one value of an existing node, and leaves its other edits. Answers whether that could be done.
    pub fn take_back(self, node: &NodeId, field: &FieldChange) -> bool {
        let base = self.base.get_untracked();
        let Some(open) = self.draft_to_edit(node) else { return false };
        let draft = open.draft.get_untracked();
        let Some(existing) = draft.origin.node() else { return false };
        let Some(before) = base.document.node(existing).map(|found| found.text.to_owned()) else { return false };
        let text = taken_back(&before, &draft.text_in(&base.document), field);
        let Some(back) = text.and_then(|text| draft.with_text(&base.document, &text).ok()) else { return false };
        self.step(words::step_take_back(node.as_str()), || {
            if back.id != draft.id {
                self.rename(open.key, &back.id);
            }
            Form::change(open.form, |form| form.take(back));
        });
        true
    }

    /// The draft of a node, opened where there is none yet; what is shown stays.
    fn draft_to_edit(self, node: &NodeId) -> Option<OpenDraft> {
        if let Some(open) = self.open_draft(node) {
            return Some(open);
        }
        let base = self.base.get_untracked();
        let draft = Draft::of_node(&base.document, node)?;
        // A node that is looked at changes into one that is edited.
        let is_shown = self.selected.with_untracked(|selected| *selected == Selection::Node(node.clone()));
        let open = self.begin(Form::from(draft));
        if is_shown {
            self.selected.set(Selection::Draft(open.key));
        }
        Some(open)
    }
}

/// Whether a finding can be settled without anybody looking.
#[must_use]
pub fn is_certain(finding: &Finding) -> bool {
    finding.fix.as_ref().is_some_and(|fix| fix.certain)
}
