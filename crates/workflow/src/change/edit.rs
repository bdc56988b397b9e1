//! A change and the edits that it consists of.

use crate::change::Placement;
use crate::document::NodeId;
use crate::json::RawJson;
use serde::{Deserialize, Serialize};

/// Everything that an administrator wants changed in one workflow, in order. Serialises to the
/// file that a change is exported as.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The edits, applied first to last.
    pub edits: Vec<Edit>,
}

impl Change {
    /// A change of one edit.
    #[must_use]
    pub fn of(edit: Edit) -> Self {
        Self { edits: vec![edit] }
    }

    /// Whether nothing is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// The nodes that the change adds, edits, moves or removes, in order, each once; a renamed one under both ids.
    #[must_use]
    pub fn touched(&self) -> Vec<&NodeId> {
        let mut touched = Vec::new();
        for edit in &self.edits {
            let new = match edit {
                Edit::RenameNode { to, .. } => Some(to),
                _ => None,
            };
            for node in std::iter::once(edit.node()).chain(new) {
                if !touched.contains(&node) {
                    touched.push(node);
                }
            }
        }
        touched
    }
}

/// One thing that an administrator wants changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Edit {
    /// Add a node and rewire transitions so that the workflow reaches it.
    AddNode {
        /// The new node's id; equal to the `id` inside `json`.
        id: NodeId,
        /// The whole node.
        json: RawJson,
        /// Where it goes.
        placement: Placement,
    },
    /// Set, add or remove values inside a node.
    EditNode {
        /// The node.
        id: NodeId,
        /// The fields, each at a pointer of its own.
        fields: Vec<FieldEdit>,
    },
    /// Lead the ways around a node, and through it at another place. The node itself stays as it is.
    MoveNode {
        /// The node.
        id: NodeId,
        /// Where it goes, read in the workflow without it: where its neighbours are joined already.
        placement: Placement,
    },
    /// Give a node another id, and lead the transitions to and from it there.
    RenameNode {
        /// The node.
        id: NodeId,
        /// Its new id.
        to: NodeId,
    },
    /// Remove a node and join the transitions around it.
    RemoveNode {
        /// The node.
        id: NodeId,
        /// The node's text when the administrator decided, so that a replay can tell whether
        /// somebody has edited it since.
        was: RawJson,
    },
}

impl Edit {
    /// The node that the edit is about.
    #[must_use]
    pub fn node(&self) -> &NodeId {
        match self {
            Self::AddNode { id, .. }
            | Self::EditNode { id, .. }
            | Self::MoveNode { id, .. }
            | Self::RenameNode { id, .. }
            | Self::RemoveNode { id, .. } => id,
        }
    }
}

/// One value inside a node: what it was on the base, and what it shall be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldEdit {
    /// RFC 6901 pointer from the node: `/properties/templateId`.
    pub pointer: String,
    /// The value on the base; `None` where there was none.
    pub before: Option<RawJson>,
    /// The value it shall have; `None` removes it.
    pub after: Option<RawJson>,
}
