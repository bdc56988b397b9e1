//! The difference of two documents by meaning: nodes and transitions keyed by id.

use crate::diff::Summary;
use crate::document::{Document, NodeId};
use serde::Serialize;

/// One value that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldChange {
    /// RFC 6901 pointer from the node, transition or document.
    pub pointer: String,
    /// JSON text before; `None` where there was none.
    pub before: Option<String>,
    /// JSON text after; `None` where it is gone.
    pub after: Option<String>,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DiffEntry {
    /// A node is new.
    NodeAdded {
        /// Its id.
        id: NodeId,
        /// Its type, where given.
        kind: Option<String>,
        /// The nodes that lead to it.
        after: Vec<NodeId>,
        /// Its JSON.
        json: String,
    },
    /// A node is gone.
    NodeRemoved {
        /// Its id.
        id: NodeId,
        /// Its type, where given.
        kind: Option<String>,
        /// Its JSON.
        json: String,
    },
    /// A node's values differ.
    NodeChanged {
        /// Its id.
        id: NodeId,
        /// Its type after, where given.
        kind: Option<String>,
        /// What differs.
        fields: Vec<FieldChange>,
    },
    /// A node stands elsewhere in the array, relative to the others.
    NodeMoved {
        /// Its id.
        id: NodeId,
        /// Its index before.
        from: usize,
        /// Its index after.
        to: usize,
    },
    /// A transition is new.
    TransitionAdded {
        /// The node it leaves.
        from: Option<NodeId>,
        /// The node it enters.
        to: Option<NodeId>,
        /// Its JSON.
        json: String,
    },
    /// A transition is gone.
    TransitionRemoved {
        /// The node it left.
        from: Option<NodeId>,
        /// The node it entered.
        to: Option<NodeId>,
        /// Its JSON.
        json: String,
    },
    /// A transition's values differ; `fields` with `from` or `to` mean that it was rewired.
    TransitionChanged {
        /// The node it leaves, after.
        from: Option<NodeId>,
        /// The node it enters, after.
        to: Option<NodeId>,
        /// What differs.
        fields: Vec<FieldChange>,
    },
    /// A top-level value differs.
    DocumentChanged {
        /// What differs.
        field: FieldChange,
        /// Whether every save changes it anyway (version, timestamps).
        noise: bool,
    },
}

/// The differences of two documents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// Nodes, then transitions, then top-level values, each in the order of the later document.
    pub entries: Vec<DiffEntry>,
}

impl Diff {
    /// Whether the documents say the same, saving noise aside.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        todo!()
    }

    /// Counts for a status line.
    #[must_use]
    pub fn summary(&self) -> Summary {
        todo!()
    }

    /// One sentence per difference: "Email node `email_send_01` added after `start_node`".
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        todo!()
    }
}

/// Compares two documents. Never fails: what has no id is compared by position.
#[must_use]
pub fn diff(before: &Document, after: &Document) -> Diff {
    todo!()
}
