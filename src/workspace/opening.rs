//! Going on from a version: one that was just opened, with work of an earlier visit, or a newer one.

use super::base::Base;
use super::form::Form;
use super::kept::{Kept, Reopened, node_text};
use super::steps::Step;
use super::{Ask, Selection, Workspace};
use crate::words::nodes as words;
use leptos::prelude::*;
use std::sync::Arc;
use workflow::document::{Document, NodeId};
use workflow::email::{Draft, DraftOrigin};
use workflow::json::Value;

impl Workspace {
    /// Does what was asked for before or beside the workspace.
    pub fn act(self, ask: Ask) {
        match ask {
            Ask::Show(node) => self.select(&node),
            Ask::ShowNothing => self.select_nothing(),
            Ask::ShowDraft(key) => self.select_draft(key),
            Ask::Add(placement) => drop(self.start_new(placement)),
        }
    }

    /// Goes on from a newer version, with everything under way brought onto it.
    pub fn bring_onto(self, document: Document) {
        let old = self.base.get_untracked();
        let new = Arc::new(Base::new(document));
        let version = crate::words::editor::version(new.document.version().as_ref());
        self.step(words::bring_in(&version), || self.put_on(&old, new));
    }

    fn put_on(self, old: &Base, new: Arc<Base>) {
        let steps = self.steps.get_untracked();
        for draft in steps.iter().filter_map(Step::draft) {
            if let Some(node) = draft.existing_untracked()
                && let Some(was) = Draft::of_node(&old.document, &node)
                && let Some(now) = Draft::of_node(&new.document, &node)
                && was != now
            {
                Form::change(draft.form, |form| {
                    form.bring_onto(&was, &now);
                });
            }
        }
        self.base.set(new);
    }

    /// Brings back the work of an earlier visit.
    pub(super) fn bring_back(self) {
        let Some(kept) = Kept::read(&self.id.get_untracked()) else { return };
        let base = self.base.get_untracked();
        let (steps, restored) = kept.reopen(&base);
        let mut shown = None;
        for step in steps {
            match step {
                Reopened::Draft(form) => {
                    // A node that landed although nobody heard of it is no longer new.
                    let node = NodeId::from(form.id.as_str());
                    let landed = matches!(form.origin, DraftOrigin::New(_))
                        && node_text(&base.document, &node)
                            .is_some_and(|there| same_json(there.as_str(), &form.to_draft().to_node_text()));
                    if !landed {
                        shown = Some(self.begin(*form).key);
                    }
                }
                Reopened::Removal(removal) => {
                    if base.has(&removal.id) {
                        self.steps.update(|steps| steps.push(Step::Removal(removal)));
                    }
                }
            }
        }
        if self.steps.with_untracked(|steps| !steps.is_empty()) {
            self.restored.set(Some(restored));
        }
        if let Some(key) = shown {
            self.selected.set(Selection::Draft(key));
        }
    }
}

fn same_json(one: &str, other: &str) -> bool {
    match (Value::parse(one), Value::parse(other)) {
        (Ok(one), Ok(other)) => one.same_as(&other),
        _ => false,
    }
}
