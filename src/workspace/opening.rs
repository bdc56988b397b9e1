//! Loading a workflow, loading it again, and bringing kept work back.

use super::base::Base;
use super::form::Form;
use super::kept::{Kept, Reopened, node_text};
use super::steps::Step;
use super::{Load, Selection, Workspace};
use crate::api::{self, Failure};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use workflow::document::{Document, ParseError, WorkflowId};
use workflow::email::{Draft, DraftOrigin};

/// Why a workflow cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadFailure {
    /// It could not be had.
    Request(Failure),
    /// It came, and cannot be read.
    Unreadable(ParseError),
}

impl Workspace {
    /// Opens a workflow, as for the first time.
    pub(super) fn open(self, id: WorkflowId) {
        untrack(move || {
            if self.id.with_untracked(|current| *current != id) {
                self.selected.set(Selection::Nothing);
                self.steps.set(Vec::new());
                self.restored.set(None);
                self.base.set(Arc::new(Base::empty()));
                self.id.set(id);
            }
            self.load.set(Load::Loading);
            self.reload_failure.set(None);
            self.fetch(move |loaded| match loaded {
                Ok(document) => {
                    self.base.set(Arc::new(Base::new(document)));
                    self.load.set(Load::Ready);
                    self.bring_back();
                    self.show_first();
                }
                Err(failure) => self.load.set(Load::Failed(failure)),
            });
        });
    }

    /// Fetches the workflow again. What is under way is brought onto the newer version; a failure
    /// leaves everything as it is.
    pub fn reload(self) {
        if !matches!(self.load.get_untracked(), Load::Ready) {
            self.open(self.id.get_untracked());
            return;
        }
        self.reloading.set(true);
        self.reload_failure.set(None);
        self.fetch(move |loaded| {
            self.reloading.set(false);
            match loaded {
                Ok(document) => self.bring_onto(document),
                Err(failure) => self.reload_failure.set(Some(failure)),
            }
        });
    }

    /// Goes on from a newer version, with everything under way brought onto it.
    pub fn bring_onto(self, document: Document) {
        let old = self.base.get_untracked();
        let new = Arc::new(Base::new(document));
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

    /// Fetches the document; only the latest fetch counts.
    fn fetch(self, done: impl FnOnce(Result<Document, LoadFailure>) + 'static) {
        let turn = self.loads.try_update_value(|loads| {
            *loads += 1;
            *loads
        });
        let id = self.id.get_untracked();
        let dialect = self.session.with_untracked(|session| session.dialect.clone());
        spawn_local(async move {
            let loaded = match api::read_workflow(&id).await {
                Ok(text) => Document::parse_with(&text, &dialect).map_err(LoadFailure::Unreadable),
                Err(failure) => Err(LoadFailure::Request(failure)),
            };
            if turn.is_some() && self.loads.try_get_value() == turn {
                done(loaded);
            }
        });
    }

    /// Brings back the work of an earlier visit.
    fn bring_back(self) {
        let Some(kept) = Kept::read(&self.id.get_untracked()) else { return };
        let base = self.base.get_untracked();
        let (steps, restored) = kept.reopen(&base);
        let mut shown = None;
        for step in steps {
            match step {
                Reopened::Draft(form) => {
                    // A node that landed although nobody heard of it is no longer new.
                    let node = workflow::document::NodeId::from(form.id.as_str());
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

    /// Shows something useful where nothing is selected: the first email node, else the first node.
    fn show_first(self) {
        if self.selected.with_untracked(|selected| *selected != Selection::Nothing) {
            return;
        }
        let base = self.base.get_untracked();
        let first = base.nodes.iter().find(|node| node.is_email()).or_else(|| base.nodes.first());
        if let Some(node) = first {
            self.select(&node.id);
        }
    }
}

fn same_json(one: &str, other: &str) -> bool {
    match (workflow::json::Value::parse(one), workflow::json::Value::parse(other)) {
        (Ok(one), Ok(other)) => one.same_as(&other),
        _ => false,
    }
}
