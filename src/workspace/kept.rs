//! What the browser keeps of the work under way, so that a reload or a crash loses nothing.

use super::base::Base;
use super::form::Form;
use super::steps::{Removal, Step};
use super::{Load, Pause, Workspace};
use crate::browser::{clock, storage, unload};
use crate::reactive::{effect, memo};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use workflow::change::RawJson;
use workflow::document::{Document, NodeId, Version, WorkflowId};
use workflow::email::Draft;
use workflow::json;

/// How long typing must pause before the browser keeps the work, in ms.
const KEEP_MS: u64 = 300;

/// Grows with every incompatible change of the shape; other formats are ignored.
const FORMAT: u32 = 2;

/// The work under way in one workflow.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Kept {
    format: u32,
    /// When it was last edited, ms since 1970.
    pub saved_at: u64,
    /// The version it was made on.
    pub base_version: Option<Version>,
    steps: Vec<KeptStep>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum KeptStep {
    /// A draft, with the base's JSON of the node where it edits one.
    Draft { form: Box<Form>, was: Option<RawJson> },
    /// A removal.
    Removal { id: NodeId, was: RawJson },
}

/// Work of an earlier visit that was brought back, for the banner that tells so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// When it was last edited, ms since 1970.
    pub saved_at: u64,
    /// The version it was made on.
    pub from: Option<Version>,
    /// The version it was brought onto.
    pub onto: Option<Version>,
    /// Nodes in which the same values were changed on both sides.
    pub clashes: Vec<NodeId>,
}

/// A kept step, ready to be opened on a base.
pub(super) enum Reopened {
    /// A draft.
    Draft(Box<Form>),
    /// A removal.
    Removal(Removal),
}

impl Kept {
    /// The work that `steps` hold on `base`; `None` where nothing is changed.
    #[must_use]
    pub fn of(steps: &[Step], base: &Base) -> Option<Self> {
        let steps: Vec<KeptStep> = steps
            .iter()
            .filter_map(|step| match step {
                Step::Draft(draft) => draft.is_changed_untracked().then(|| {
                    let form = Box::new(draft.form.get_untracked());
                    let was = form.origin.node().and_then(|node| node_text(&base.document, node));
                    KeptStep::Draft { form, was }
                }),
                Step::Removal(removal) => Some(KeptStep::Removal { id: removal.id.clone(), was: removal.was.clone() }),
            })
            .collect();
        (!steps.is_empty()).then(|| Self {
            format: FORMAT,
            saved_at: clock::now_unix_ms(),
            base_version: base.document.version(),
            steps,
        })
    }

    /// Reads what is kept of a workflow.
    #[must_use]
    pub fn read(workflow: &WorkflowId) -> Option<Self> {
        let kept: Self = serde_json::from_str(&storage::read(&key(workflow))?).ok()?;
        (kept.format == FORMAT).then_some(kept)
    }

    /// Keeps it. Answers whether the browser took it.
    pub fn write(&self, workflow: &WorkflowId) -> bool {
        serde_json::to_string(self).is_ok_and(|text| storage::write(&key(workflow), &text))
    }

    /// Forgets what is kept of a workflow.
    pub fn forget(workflow: &WorkflowId) {
        storage::remove(&key(workflow));
    }

    /// Brings the steps onto a base, which may be another version than they were made on.
    pub(super) fn reopen(self, base: &Base) -> (Vec<Reopened>, Restored) {
        let mut clashes = Vec::new();
        let steps = self
            .steps
            .into_iter()
            .map(|step| match step {
                KeptStep::Removal { id, was } => Reopened::Removal(Removal { id, was }),
                KeptStep::Draft { mut form, was } => {
                    if let (Some(node), Some(was)) = (form.origin.node().cloned(), was)
                        && let Some(was) = lone_draft(&was, &node, &base.document)
                        && let Some(now) = Draft::of_node(&base.document, &node)
                        && form.bring_onto(&was, &now)
                    {
                        clashes.push(node);
                    }
                    Reopened::Draft(form)
                }
            })
            .collect();
        let restored =
            Restored { saved_at: self.saved_at, from: self.base_version, onto: base.document.version(), clashes };
        (steps, restored)
    }
}

impl Workspace {
    /// Keeps the work in the browser shortly after every edit, and when the page goes away.
    pub(super) fn keep_work(self) {
        let changed = memo(move |_| self.change.with(|change| !change.is_empty()));
        unload::guard(changed.into());
        let pause = Pause::of_ms(KEEP_MS);
        effect(move || {
            self.change.track();
            self.steps.with(|steps| {
                for draft in steps.iter().filter_map(Step::draft) {
                    draft.draft.track();
                }
            });
            pause.then(move || self.keep_now());
        });
        let leaving = window_event_listener_untyped("pagehide", move |_| self.keep_now());
        on_cleanup(move || {
            leaving.remove();
            self.keep_now();
        });
    }

    fn keep_now(self) {
        if !matches!(self.load.try_get_untracked(), Some(Load::Ready)) {
            return;
        }
        let (Some(id), Some(base)) = (self.id.try_get_untracked(), self.base.try_get_untracked()) else { return };
        match self.steps.try_with_untracked(|steps| Kept::of(steps, &base)).flatten() {
            Some(kept) => drop(self.not_kept.try_set(!kept.write(&id))),
            None => Kept::forget(&id),
        }
    }
}

/// Whether anything is kept of a workflow.
#[must_use]
pub fn is_kept(workflow: &WorkflowId) -> bool {
    storage::read(&key(workflow)).is_some()
}

/// A node's JSON in a document.
pub(super) fn node_text(document: &Document, node: &NodeId) -> Option<RawJson> {
    RawJson::parse(document.node(node)?.text).ok()
}

/// The draft of a node that is at hand as text only.
fn lone_draft(text: &RawJson, node: &NodeId, like: &Document) -> Option<Draft> {
    let dialect = like.dialect();
    let document = format!("{{{}:[{}]}}", json::quote(&dialect.nodes), text.as_str());
    Draft::of_node(&Document::parse_with(&document, dialect).ok()?, node)
}

fn key(workflow: &WorkflowId) -> String {
    format!("change:{workflow}")
}
