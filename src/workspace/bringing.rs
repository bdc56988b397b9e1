//! Bringing what is under way onto another version: one that others have saved, or the one that a deploy has made.
//!
//! The core moves the change ([`rebase`]); the forms then say what came of it. Where both sides changed the same
//! thing nothing is done before the administrator has decided: [`Resolving`] is what the screen needs for that.

use super::base::Base;
use super::form::Form;
use super::steps::{DraftKey, OpenDraft, Removal, Step};
use super::{Selection, Workspace};
use crate::words::nodes as words;
use leptos::prelude::*;
use std::sync::Arc;
use workflow::change::file::ChangeFile;
use workflow::change::{Change, Conflict, Decision, Edit, Placement, Rebased, rebase};
use workflow::document::{Document, NodeId};
use workflow::email::{Draft, DraftOrigin, EMAIL_NODE_TYPE};
use workflow::json::Value;

/// A version that is to be brought in, and the decisions that it takes.
#[derive(Clone, Debug)]
pub struct Resolving {
    /// The version that the change is to be put on.
    pub head: Document,
    /// The change, where it is not the one that is under way.
    pub change: Option<Change>,
    /// What was decided so far.
    pub decided: Vec<(Conflict, Decision)>,
}

impl Resolving {
    /// The decision about a conflict.
    #[must_use]
    pub fn about(&self, conflict: &Conflict) -> Option<Decision> {
        self.decided.iter().rev().find(|(known, _)| known == conflict).map(|(_, decision)| decision.clone())
    }

    /// Decides a conflict.
    pub fn decide(&mut self, conflict: &Conflict, decision: Option<Decision>) {
        self.decided.retain(|(known, _)| known != conflict);
        self.decided.extend(decision.map(|decision| (conflict.clone(), decision)));
    }
}

impl PartialEq for Resolving {
    fn eq(&self, other: &Self) -> bool {
        self.decided == other.decided && self.change == other.change && self.head == other.head
    }
}

impl Workspace {
    /// Goes on from another version, with everything under way brought onto it: at once, or after the
    /// administrator has decided what both sides changed.
    pub fn bring_onto(self, head: Document) {
        self.bring(Resolving { head, change: None, decided: Vec::new() });
    }

    /// Puts a change that was made elsewhere on `head`, in place of what is under way.
    pub(super) fn bring_change(self, change: Change, head: Document) {
        self.bring(Resolving { head, change: Some(change), decided: Vec::new() });
    }

    fn bring(self, resolving: Resolving) {
        let rebased = self.rebased(&resolving);
        if rebased.open == 0 && rebased.met.is_empty() {
            self.settle(&rebased, resolving);
        } else {
            self.resolving.set(Some(resolving));
        }
    }

    /// What comes of the decisions so far, with what is under way now.
    #[must_use]
    pub fn rebased(self, resolving: &Resolving) -> Rebased {
        let decide = |conflict: &Conflict| resolving.about(conflict);
        let base = self.base.get_untracked();
        match &resolving.change {
            Some(change) => rebase(change, &resolving.head, &resolving.head, &decide),
            None => {
                let change = self.change.get_untracked();
                rebase(&change, &base.document, &resolving.head, &decide)
            }
        }
    }

    /// Does what was decided. Where something is still open, because more was typed meanwhile, nothing is done.
    pub fn bring_in_decided(self) -> bool {
        let Some(resolving) = self.resolving.get_untracked() else { return false };
        let rebased = self.rebased(&resolving);
        if rebased.open > 0 {
            self.resolving.set(Some(resolving));
            return false;
        }
        self.resolving.set(None);
        self.settle(&rebased, resolving);
        true
    }

    fn settle(self, rebased: &Rebased, resolving: Resolving) {
        let base = Arc::new(Base::new(resolving.head));
        let version = base.document.version().map(|version| format!("v{version}")).unwrap_or_default();
        self.step(words::bring_in(&version), || {
            if resolving.change.is_some() {
                self.clear();
                self.base.set(Arc::clone(&base));
                self.show_change(&rebased.change, &base);
            } else {
                self.follow(rebased, &base);
            }
        });
        self.upstream.is_shown(&base.document);
        self.keep_now();
    }

    /// Takes a change out of a file, on the version that is shown. What is under way is put aside.
    pub fn take_file(self, file: &ChangeFile) {
        if self.has_work() {
            self.put_aside();
        }
        self.bring_change(file.change.clone(), self.base.with_untracked(|base| base.document.clone()));
    }

    /// What a change does to the version that is shown, one sentence each, as far as it fits.
    #[must_use]
    pub fn what_it_does(self, change: &Change) -> Vec<String> {
        self.base.with_untracked(|base| {
            let rebased = rebase(change, &base.document, &base.document, &|_| Some(Decision::Theirs));
            workflow::diff::diff(&base.document, &rebased.document).sentences()
        })
    }

    /// Shows a change of `base` as steps, in addition to those that are there.
    pub(super) fn show_change(self, change: &Change, base: &Base) {
        let Ok(applied) = change.apply(&base.document) else { return };
        let moved_to = |node: &NodeId| {
            change.edits.iter().find_map(|edit| match edit {
                Edit::MoveNode { id, placement } if id == node => Some(placement.clone()),
                _ => None,
            })
        };
        let named = |node: &NodeId| new_id(change, node);
        let mut shown: Option<DraftKey> = None;
        let mut known: Vec<NodeId> = Vec::new();
        for edit in &change.edits {
            match edit {
                Edit::RemoveNode { id, was } => {
                    let removal = Removal { id: id.clone(), was: was.clone() };
                    self.steps.update(|steps| steps.push(Step::Removal(removal)));
                }
                Edit::AddNode { id, placement, .. } => {
                    let draft = saying(&base.document, &applied.document, DraftOrigin::New(placement.clone()), id);
                    shown = draft.map(|draft| self.begin(Form::from(draft)).key).or(shown);
                }
                Edit::EditNode { id, .. } | Edit::MoveNode { id, .. } | Edit::RenameNode { id, .. } => {
                    if !base.has(id) || known.contains(id) {
                        continue;
                    }
                    known.push(id.clone());
                    let origin = DraftOrigin::Existing { node: id.clone(), moved: moved_to(id) };
                    let draft = saying(&base.document, &applied.document, origin, &named(id));
                    shown = draft.map(|draft| self.begin(Form::from(draft)).key).or(shown);
                }
            }
        }
        if let Some(key) = shown {
            self.selected.set(Selection::Draft(key));
        }
    }

    /// Has the open steps say what came of them on `base`.
    fn follow(self, rebased: &Rebased, base: &Arc<Base>) {
        let steps = self.steps.get_untracked();
        let kept: Vec<Step> = steps
            .into_iter()
            .filter_map(|step| match step {
                Step::Removal(removal) => rebased.change.edits.iter().find_map(|edit| match edit {
                    Edit::RemoveNode { id, was } if id == rebased.now(&removal.id) => {
                        Some(Step::Removal(Removal { id: id.clone(), was: was.clone() }))
                    }
                    _ => None,
                }),
                Step::Draft(draft) => follow_draft(draft, rebased, base).then_some(Step::Draft(draft)),
            })
            .collect();
        let gone = match self.selected.get_untracked() {
            Selection::Draft(key) => !kept.iter().filter_map(Step::draft).any(|draft| draft.key == key),
            Selection::Node(node) => !base.has(&node),
            Selection::Nothing => false,
        };
        if gone {
            self.selected.set(Selection::Nothing);
        }
        self.base.set(Arc::clone(base));
        self.steps.set(kept);
    }

    /// Goes on after a deploy during which more was typed: `landed` is what was deployed, made on the base that
    /// is shown; `head` is what the workflow is now.
    pub fn go_on_from(self, landed: Document, head: Document) {
        let landed = Arc::new(Base::new(landed));
        let before = self.base.get_untracked();
        for draft in self.steps.get_untracked().iter().filter_map(Step::draft) {
            let id = draft.id.get_untracked();
            if draft.existing_untracked().is_none() && landed.has(&id) && !before.has(&id) {
                Form::change(draft.form, |form| form.origin = DraftOrigin::of_base(id));
            }
        }
        self.steps.update(|steps| {
            steps.retain(|step| !matches!(step, Step::Removal(removal) if !landed.has(&removal.id)));
        });
        self.base.set(landed);
        self.bring_onto(head);
    }
}

/// Has a draft say what came of it. Answers whether there is anything left of it.
fn follow_draft(draft: OpenDraft, rebased: &Rebased, base: &Base) -> bool {
    let typed = draft.id.get_untracked();
    let existing = draft.existing_untracked();
    let id = rebased.now(existing.as_ref().unwrap_or(&typed));
    let added: Option<Placement> = rebased.change.edits.iter().find_map(|edit| match edit {
        Edit::AddNode { id: new, placement, .. } if new == id => Some(placement.clone()),
        _ => None,
    });
    let origin = match (added, &existing) {
        (Some(placement), _) => DraftOrigin::New(placement),
        (None, Some(_)) if base.has(id) => {
            let moved = rebased.change.edits.iter().find_map(|edit| match edit {
                Edit::MoveNode { id: node, placement } if node == id => Some(placement.clone()),
                _ => None,
            });
            DraftOrigin::Existing { node: id.clone(), moved }
        }
        (None, None) if rebased.change.edits.iter().any(|edit| edit.node() == id) => DraftOrigin::of_base(id.clone()),
        // Decided away, gone, or in the workflow already.
        (None, _) => return false,
    };
    let id = new_id(&rebased.change, id);
    let Some(now) = saying(&base.document, &rebased.document, origin, &id) else { return false };
    Form::change(draft.form, |form| {
        form.json_edits.clone_from(&now.json_edits);
        form.origin = now.origin.clone();
        form.take(now);
    });
    true
}

/// The id that a change gives to a node.
fn new_id(change: &Change, node: &NodeId) -> NodeId {
    let renamed = change.edits.iter().find_map(|edit| match edit {
        Edit::RenameNode { id, to } if id == node => Some(to.clone()),
        _ => None,
    });
    renamed.unwrap_or_else(|| node.clone())
}

/// A draft on `base` that says what node `id` says in `document`.
fn saying(base: &Document, document: &Document, origin: DraftOrigin, id: &NodeId) -> Option<Draft> {
    let text = document.node(id).filter(|node| node.kind == Some(EMAIL_NODE_TYPE))?.text;
    let plain = Draft { origin, ..Draft::of_node(document, id)? };
    let says = |draft: &Draft| match (Value::parse(&draft.text_in(base)), Value::parse(text)) {
        (Ok(one), Ok(other)) => one.same_as(&other),
        _ => false,
    };
    if says(&plain) { Some(plain) } else { plain.with_text(base, text).ok() }
}
