//! What the outline has to know of the work under way.

use super::steps::{DraftKey, Step};
use super::{Selection, Workspace};
use crate::reactive::memo;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use workflow::change::{Edit, Placement};
use workflow::document::NodeId;
use workflow::email::DraftOrigin;
use workflow::validate::{Finding, Severity};

/// A node that is new: its draft, its id as typed, and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNode {
    /// Its draft.
    pub key: DraftKey,
    /// Its id.
    pub id: NodeId,
    /// Where it goes.
    pub placement: Placement,
}

/// What is done with a node of the base.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Values in it are changed.
    pub edited: bool,
    /// It goes elsewhere: there.
    pub moved: Option<Placement>,
    /// It gets another id.
    pub renamed: Option<NodeId>,
    /// It is to be removed.
    pub removed: bool,
}

/// What is done with which node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Nodes to be added.
    pub new: Vec<NewNode>,
    /// Nodes of the base, sorted by id.
    pub changed: Vec<(NodeId, Mark)>,
}

impl Marks {
    /// What is done with a node of the base.
    #[must_use]
    pub fn of(&self, node: &NodeId) -> Option<&Mark> {
        self.changed.binary_search_by(|(id, _)| id.cmp(node)).ok().map(|at| &self.changed[at].1)
    }
}

/// The worst finding of each node that has an error or a warning, sorted by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Worst(Vec<(NodeId, Severity)>);

impl Worst {
    /// The worst finding of a node.
    #[must_use]
    pub fn of(&self, node: &NodeId) -> Option<Severity> {
        self.0.binary_search_by(|(id, _)| id.cmp(node)).ok().map(|at| self.0[at].1)
    }
}

/// What the middle of the screen shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// No node.
    #[default]
    Nothing,
    /// A node of the base.
    Node(NodeId),
    /// A new node.
    New(DraftKey),
}

impl Workspace {
    /// What is done with which node.
    pub(super) fn marks(self) -> Memo<Arc<Marks>> {
        memo(move |_| {
            let mut marks = Marks::default();
            self.steps.with(|steps| {
                for step in steps {
                    match step {
                        Step::Removal(removal) => {
                            marks.changed.push((removal.id.clone(), Mark { removed: true, ..Mark::default() }));
                        }
                        Step::Draft(draft) => match draft.form_origin() {
                            DraftOrigin::New(placement) => {
                                marks.new.push(NewNode { key: draft.key, id: draft.id.get(), placement });
                            }
                            DraftOrigin::Existing { node, moved } => {
                                let mark = draft.edits.with(|edits| mark_of(edits, moved));
                                if mark != Mark::default() {
                                    marks.changed.push((node, mark));
                                }
                            }
                        },
                    }
                }
            });
            marks.changed.sort_by(|(one, _), (other, _)| one.cmp(other));
            Arc::new(marks)
        })
    }

    /// The worst finding of each node.
    pub(super) fn worst(self) -> Memo<Arc<Worst>> {
        memo(move |_| {
            let mut worst: BTreeMap<NodeId, Severity> = BTreeMap::new();
            let mut take = |all: &Arc<Vec<Finding>>| {
                for finding in all.iter() {
                    if let (Some(node), true) = (&finding.node, finding.severity != Severity::Hint) {
                        let known = worst.entry(node.clone()).or_insert(finding.severity);
                        *known = (*known).min(finding.severity);
                    }
                }
            };
            self.live.with(&mut take);
            self.rest.with(&mut take);
            Arc::new(Worst(worst.into_iter().collect()))
        })
    }

    /// What the middle shows.
    #[must_use]
    pub fn shown(self) -> Memo<Shown> {
        memo(move |_| match self.selected.get() {
            Selection::Nothing => Shown::Nothing,
            Selection::Node(node) => Shown::Node(node),
            Selection::Draft(key) => {
                self.draft(key).and_then(|draft| draft.existing()).map_or(Shown::New(key), Shown::Node)
            }
        })
    }
}

/// What an existing node's edits do with it.
fn mark_of(edits: &[Edit], moved: Option<Placement>) -> Mark {
    let mut mark = Mark { moved, ..Mark::default() };
    for edit in edits {
        match edit {
            Edit::EditNode { .. } => mark.edited = true,
            Edit::RenameNode { to, .. } => mark.renamed = Some(to.clone()),
            _ => {}
        }
    }
    mark
}
