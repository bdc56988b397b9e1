//! What an administrator does in a workspace: show, add, edit, remove, take back.

use super::base::Base;
use super::form::Form;
use super::kept::{Kept, node_text};
use super::steps::{DraftKey, OpenDraft, Removal, Step};
use super::{Load, Selection, Workspace};
use leptos::prelude::*;
use std::sync::Arc;
use workflow::change::{Change, Edit, Placement};
use workflow::document::{Document, NodeId};
use workflow::email::{Draft, DraftOrigin, EMAIL_NODE_TYPE};
use workflow::validate::Fix;

impl Workspace {
    /// Shows a node: an email node in the form, any other to be looked at.
    pub fn select(self, node: &NodeId) {
        let open = self.steps.with_untracked(|steps| {
            steps
                .iter()
                .filter_map(Step::draft)
                .find(|draft| {
                    draft.existing_untracked().as_ref() == Some(node) || draft.id.with_untracked(|id| id == node)
                })
                .map(|draft| draft.key)
        });
        self.close_untouched(open);
        if let Some(key) = open {
            self.selected.set(Selection::Draft(key));
            return;
        }
        let removed = self.is_removed(node);
        let base = self.base.get_untracked();
        let draft = base
            .kind(node)
            .filter(|kind| *kind == EMAIL_NODE_TYPE && !removed)
            .and_then(|_| Draft::of_node(&base.document, node));
        self.selected.set(match draft {
            Some(draft) => Selection::Draft(self.begin(Form::from(draft)).key),
            None => Selection::Node(node.clone()),
        });
    }

    /// Closes the drafts that ask for nothing, so that looking through a workflow leaves nothing behind.
    fn close_untouched(self, except: Option<DraftKey>) {
        let untouched = |step: &Step| {
            step.draft().is_some_and(|draft| Some(draft.key) != except && draft.edit.with_untracked(Option::is_none))
        };
        if self.steps.with_untracked(|steps| steps.iter().any(untouched)) {
            self.steps.update(|steps| steps.retain(|step| !untouched(step)));
        }
    }

    /// Shows an open draft.
    pub fn select_draft(self, key: DraftKey) {
        self.close_untouched(Some(key));
        self.selected.set(Selection::Draft(key));
    }

    /// The draft that is shown; subscribes.
    #[must_use]
    pub fn selected_draft(self) -> Option<OpenDraft> {
        match self.selected.get() {
            Selection::Draft(key) => self.draft(key),
            Selection::Nothing | Selection::Node(_) => None,
        }
    }

    /// The same, without subscribing.
    #[must_use]
    pub fn selected_draft_untracked(self) -> Option<OpenDraft> {
        untrack(|| self.selected_draft())
    }

    /// An open draft; subscribes.
    #[must_use]
    pub fn draft(self, key: DraftKey) -> Option<OpenDraft> {
        self.steps.with(|steps| steps.iter().filter_map(Step::draft).find(|draft| draft.key == key))
    }

    /// Begins a new email node and shows it.
    pub fn start_new(self, placement: Placement) -> DraftKey {
        self.close_untouched(None);
        let document = self.current_document();
        let key = self.begin(Form::from(Draft::new(&document, placement))).key;
        self.selected.set(Selection::Draft(key));
        key
    }

    /// Removes a node: a new one is dropped, one of the base is marked for removal.
    pub fn remove(self, node: &NodeId) {
        let base = self.base.get_untracked();
        let was_new = self.steps.with_untracked(|steps| {
            steps
                .iter()
                .filter_map(Step::draft)
                .any(|draft| draft.existing_untracked().is_none() && draft.id.with_untracked(|id| id == node))
        });
        let removal = (!was_new).then(|| node_text(&base.document, node)).flatten();
        self.steps.update(|steps| {
            steps.retain(|step| match step {
                Step::Draft(draft) => match draft.existing_untracked() {
                    Some(existing) => was_new || existing != *node,
                    None => draft.id.with_untracked(|id| id != node),
                },
                Step::Removal(removal) => removal.id != *node,
            });
            if let Some(was) = removal {
                steps.push(Step::Removal(Removal { id: node.clone(), was }));
            }
        });
        self.selected.set(if was_new { Selection::Nothing } else { Selection::Node(node.clone()) });
    }

    /// Drops one draft; the node is as the base has it, or not there if it was new.
    pub fn drop_draft(self, key: DraftKey) {
        let existing = self.steps.with_untracked(|steps| {
            steps
                .iter()
                .filter_map(Step::draft)
                .find(|draft| draft.key == key)
                .and_then(|draft| draft.existing_untracked())
        });
        self.steps.update(|steps| steps.retain(|step| step.draft().is_none_or(|draft| draft.key != key)));
        match existing {
            Some(node) => self.select(&node),
            None => self.selected.set(Selection::Nothing),
        }
    }

    /// Takes a removal back.
    pub fn restore(self, node: &NodeId) {
        self.steps.update(|steps| steps.retain(|step| !matches!(step, Step::Removal(removal) if removal.id == *node)));
        self.select(node);
    }

    /// Whether a node is to be removed; does not subscribe.
    #[must_use]
    pub fn is_removed(self, node: &NodeId) -> bool {
        self.steps.with_untracked(|steps| {
            steps.iter().any(|step| matches!(step, Step::Removal(removal) if removal.id == *node))
        })
    }

    /// Drops everything under way.
    pub fn discard(self) {
        let shown = self.selected.get_untracked();
        let node = match shown {
            Selection::Draft(key) => self.steps.with_untracked(|steps| {
                steps
                    .iter()
                    .filter_map(Step::draft)
                    .find(|draft| draft.key == key)
                    .and_then(|draft| draft.existing_untracked())
            }),
            Selection::Node(node) => Some(node),
            Selection::Nothing => None,
        };
        self.steps.set(Vec::new());
        self.restored.set(None);
        Kept::forget(&self.id.get_untracked());
        match node {
            Some(node) => self.select(&node),
            None => self.selected.set(Selection::Nothing),
        }
    }

    /// Applies a finding's way out.
    pub fn apply_fix(self, fix: &Fix) {
        let document = self.current_document();
        match &fix.edit {
            Edit::RemoveNode { id, .. } => self.remove(id),
            Edit::AddNode { id, placement, .. } => {
                if let Ok(applied) = Change::of(fix.edit.clone()).apply(&document)
                    && let Some(mut draft) = Draft::of_node(&applied.document, id)
                {
                    draft.origin = DraftOrigin::New(placement.clone());
                    let key = self.begin(Form::from(draft)).key;
                    self.selected.set(Selection::Draft(key));
                }
            }
            Edit::EditNode { id, .. } | Edit::RenameNode { id, .. } => {
                self.select(id);
                let Some(open) = self.steps.with_untracked(|steps| {
                    let Selection::Draft(key) = self.selected.get_untracked() else { return None };
                    steps.iter().filter_map(Step::draft).find(|draft| draft.key == key)
                }) else {
                    return;
                };
                let Ok(applied) = Change::of(fix.edit.clone()).apply(&document) else { return };
                let fixed =
                    [id.clone(), open.id.get_untracked()].iter().find_map(|id| Draft::of_node(&applied.document, id));
                if let Some(fixed) = fixed {
                    Form::change(open.form, |form| form.take(fixed));
                }
            }
        }
    }

    /// Goes on from a new version that holds the change already: after a deploy.
    pub fn rebase(self, document: Document) {
        let shown = match self.selected.get_untracked() {
            Selection::Draft(key) => self.steps.with_untracked(|steps| {
                steps
                    .iter()
                    .filter_map(Step::draft)
                    .find(|draft| draft.key == key)
                    .map(|draft| draft.id.get_untracked())
            }),
            Selection::Node(node) => Some(node),
            Selection::Nothing => None,
        };
        self.selected.set(Selection::Nothing);
        self.steps.set(Vec::new());
        self.restored.set(None);
        Kept::forget(&self.id.get_untracked());
        self.base.set(Arc::new(Base::new(document)));
        self.load.set(Load::Ready);
        if let Some(node) = shown {
            self.select(&node);
        }
    }

    /// Opens a draft of this form; everything reactive about it lives as long as the workspace.
    pub(super) fn begin(self, form: Form) -> OpenDraft {
        let key = self.next_key.try_update_value(|next| {
            *next += 1;
            *next
        });
        let key = DraftKey(key.unwrap_or_default());
        let around = self.around.get_value();
        let draft = self.owner.with_value(|owner| owner.with(|| OpenDraft::open(key, form, around)));
        self.steps.update(|steps| steps.push(Step::Draft(draft)));
        draft
    }
}
