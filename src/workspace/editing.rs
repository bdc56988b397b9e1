//! What an administrator does in a workspace: show, add, duplicate, place, rename, remove, take back. Each is
//! one step that can be undone.

use super::base::Base;
use super::form::Form;
use super::form::FormStoreFields;
use super::node_text;
use super::steps::{DraftKey, OpenDraft, Removal, Step};
use super::{Load, Selection, Workspace};
use crate::words::nodes as words;
use leptos::prelude::*;
use std::sync::Arc;
use workflow::change::{Change, Edit, Placement};
use workflow::document::{Document, NodeId};
use workflow::email::{Draft, DraftOrigin, EMAIL_NODE_TYPE, suggest_id_like, suggest_node_id};
use workflow::validate::Fix;

impl Workspace {
    /// Shows a node: an email node in the form, any other to be looked at.
    pub fn select(self, node: &NodeId) {
        let open = self.open_draft(node).map(|draft| draft.key);
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

    /// The open draft of a node, by its id in the base or as it is typed.
    pub(super) fn open_draft(self, node: &NodeId) -> Option<OpenDraft> {
        let is_of = |draft: &OpenDraft| {
            draft.existing_untracked().as_ref() == Some(node) || draft.id.with_untracked(|id| id == node)
        };
        self.steps.with_untracked(|steps| steps.iter().filter_map(Step::draft).find(is_of))
    }

    /// Closes the drafts that ask for nothing, so that looking through a workflow leaves nothing behind.
    fn close_untouched(self, except: Option<DraftKey>) {
        let untouched =
            |step: &Step| step.draft().is_some_and(|draft| Some(draft.key) != except && !draft.is_changed_untracked());
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
        let draft = Draft::new(&self.current_document(), placement);
        self.step(words::add(&draft.id), || self.begin_shown(Form::from(draft)))
    }

    /// Begins an email node that says what another one says, behind it and under an id of its own, and shows it.
    /// `None` where there is no such email node.
    pub fn duplicate(self, node: &NodeId) -> Option<DraftKey> {
        let open = self.open_draft(node);
        let base = self.base.get_untracked();
        let original = open.and_then(|draft| draft.existing_untracked()).unwrap_or_else(|| node.clone());
        let source = match open {
            Some(draft) => draft.draft.get_untracked(),
            None => {
                base.kind(node).filter(|kind| *kind == EMAIL_NODE_TYPE)?;
                Draft::of_node(&base.document, node)?
            }
        };
        let placement = Placement::After { node: original };
        let copy = source.copy(&base.document, &self.free_id_like(&source.id), placement)?;
        let form = Form::from(copy);
        Some(self.step(words::duplicate(node.as_str()), || {
            self.close_untouched(None);
            self.begin_shown(form)
        }))
    }

    /// An id for a draft's node that nothing else has.
    #[must_use]
    pub fn free_id_for(self, draft: OpenDraft) -> String {
        let id = draft.id.get_untracked();
        if id.as_str().trim().is_empty() {
            return suggest_node_id(&self.current_document()).to_string();
        }
        self.free_id_like(id.as_str())
    }

    /// An id like `id` that no node has, nor any draft.
    fn free_id_like(self, id: &str) -> String {
        let document = self.current_document();
        let mut taken: Vec<String> = document.nodes().filter_map(|node| node.id.map(str::to_owned)).collect();
        self.steps.with_untracked(|steps| {
            taken.extend(steps.iter().filter_map(Step::draft).map(|draft| draft.id.get_untracked().to_string()));
        });
        suggest_id_like(id, |id| taken.iter().any(|taken| taken == id))
    }

    /// Puts a draft's node elsewhere; `None` leaves an existing one where it is.
    pub fn place(self, key: DraftKey, placement: Option<Placement>) {
        let Some(draft) = untrack(|| self.draft(key)) else { return };
        let origin = match (draft.form.origin().get_untracked(), placement) {
            (DraftOrigin::Existing { node, .. }, None) => DraftOrigin::of_base(node),
            (origin, Some(placement)) => origin.placed(placement),
            (origin @ DraftOrigin::New(_), None) => origin,
        };
        if origin == draft.form.origin().get_untracked() {
            return;
        }
        let name = draft.id.get_untracked();
        self.step(words::place(name.as_str()), || {
            draft.form.origin().set(origin);
            // What was placed last is placed among all else.
            self.steps.update(|steps| {
                if let Some(at) = steps.iter().position(|step| step.draft() == Some(draft)) {
                    let step = steps.remove(at);
                    steps.push(step);
                }
            });
        });
    }

    /// Gives a draft's node another id. What is placed at a new node stays there; all else knows an
    /// existing node by the id that it has in the base.
    pub fn rename(self, key: DraftKey, id: &str) {
        let Some(draft) = untrack(|| self.draft(key)) else { return };
        let was = draft.id.get_untracked();
        draft.form.id().set(id.to_owned());
        if draft.existing_untracked().is_none() && !self.base.with_untracked(|base| base.has(&was)) {
            let now = NodeId::from(id);
            self.replace_placements(key, |placement| {
                placement
                    .nodes()
                    .contains(&&was)
                    .then(|| placement.map(|node| if *node == was { &now } else { node }.clone()))
            });
        }
    }

    /// Gives other drafts another place, where `new` says one.
    fn replace_placements(self, except: DraftKey, new: impl Fn(&Placement) -> Option<Placement>) {
        let drafts: Vec<OpenDraft> = self.steps.with_untracked(|steps| steps.iter().filter_map(Step::draft).collect());
        for draft in drafts.into_iter().filter(|draft| draft.key != except) {
            let origin = draft.form.origin().get_untracked();
            if let Some(placement) = origin.placement().and_then(&new) {
                draft.form.origin().set(origin.placed(placement));
            }
        }
    }

    /// Removes a node: a new one is dropped, one of the base is marked for removal.
    pub fn remove(self, node: &NodeId) {
        let open = self.open_draft(node);
        if let Some(draft) = open.filter(|draft| draft.existing_untracked().is_none()) {
            self.drop_draft(draft.key);
            return;
        }
        let node = open.and_then(|draft| draft.existing_untracked()).unwrap_or_else(|| node.clone());
        let base = self.base.get_untracked();
        let Some(was) = node_text(&base.document, &node) else { return };
        self.step(words::remove(node.as_str()), || {
            self.steps.update(|steps| {
                steps.retain(|step| match step {
                    Step::Draft(draft) => draft.existing_untracked().as_ref() != Some(&node),
                    Step::Removal(removal) => removal.id != node,
                });
                steps.push(Step::Removal(Removal { id: node.clone(), was }));
            });
            self.selected.set(Selection::Node(node.clone()));
        });
    }

    /// Drops one draft; the node is as the base has it, or not there if it was new. What was placed at a
    /// new one goes where that was to go.
    pub fn drop_draft(self, key: DraftKey) {
        let Some(draft) = untrack(|| self.draft(key)) else { return };
        let (existing, id) = (draft.existing_untracked(), draft.id.get_untracked());
        let name = if existing.is_some() { words::revert(id.as_str()) } else { words::discard_new(id.as_str()) };
        self.step(name, || {
            if let DraftOrigin::New(place) = draft.form.origin().get_untracked() {
                self.replace_placements(key, |placement| placement.nodes().contains(&&id).then(|| place.clone()));
            }
            self.steps.update(|steps| steps.retain(|step| step.draft().is_none_or(|draft| draft.key != key)));
            match existing {
                Some(node) => self.select(&node),
                None => self.selected.set(Selection::Nothing),
            }
        });
    }

    /// Takes a removal back.
    pub fn restore(self, node: &NodeId) {
        self.step(words::restore(node.as_str()), || {
            self.steps.update(|steps| {
                steps.retain(|step| !matches!(step, Step::Removal(removal) if removal.id == *node));
            });
            self.select(node);
        });
    }

    /// Shows no node.
    pub fn select_nothing(self) {
        self.close_untouched(None);
        self.selected.set(Selection::Nothing);
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
        self.step(words::DISCARD, || {
            self.steps.set(Vec::new());
            match node {
                Some(node) => self.select(&node),
                None => self.selected.set(Selection::Nothing),
            }
        });
        self.forget_kept();
    }

    /// Applies a finding's way out.
    pub fn apply_fix(self, fix: &Fix) {
        self.step(words::fix(&fix.label), || self.take_fix(fix));
    }

    fn take_fix(self, fix: &Fix) {
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
            Edit::MoveNode { id, placement } => {
                self.select(id);
                if let Some(draft) = self.selected_draft_untracked() {
                    self.place(draft.key, Some(placement.clone()));
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
        self.forget_kept();
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
        self.opened_before.update_value(|drafts| drafts.push(draft));
        self.steps.update(|steps| steps.push(Step::Draft(draft)));
        draft
    }

    fn begin_shown(self, form: Form) -> DraftKey {
        let key = self.begin(form).key;
        self.selected.set(Selection::Draft(key));
        key
    }
}
