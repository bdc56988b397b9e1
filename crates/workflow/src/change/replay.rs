//! Applying a change to a newer head than the base it was made on.

use crate::change::{Change, RawJson};
use crate::document::{Document, NodeId};

/// Why an edit cannot be replayed without the administrator's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConflictKind {
    /// A different node now has the id of the node to be added.
    IdTaken,
    /// The node that was to be edited or removed, or that the new node was to follow, is gone.
    NodeGone,
    /// The transition that the new node was to go on is gone.
    TransitionGone,
    /// The same field was given another value.
    FieldChanged,
    /// The node to be removed was edited.
    RemovedNodeChanged,
    /// The edit cannot be applied safely on the new head for a structural reason.
    NotApplicable,
}

/// One thing that the administrator must decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What kind of conflict.
    pub kind: ConflictKind,
    /// The node that the edit is about.
    pub node: NodeId,
    /// RFC 6901 pointer from the node, for a field.
    pub pointer: Option<String>,
    /// The value on the base.
    pub base: Option<RawJson>,
    /// The value the change asks for.
    pub ours: Option<RawJson>,
    /// The value on the head.
    pub theirs: Option<RawJson>,
    /// What happened, in plain words.
    pub message: String,
}

/// The outcome of a replay.
#[derive(Clone, Debug)]
pub enum Replayed {
    /// The change is on the head; every piece the change does not name was compared and is untouched.
    Clean(Document),
    /// The head already says what the change asks for: an earlier write has landed.
    AlreadyThere,
    /// Decisions are needed; nothing was done. All conflicts, not only the first.
    Conflicts(Vec<Conflict>),
}

/// Replays `change`, made on `base`, on `head`.
#[must_use]
pub fn replay(change: &Change, base: &Document, head: &Document) -> Replayed {
    todo!()
}
