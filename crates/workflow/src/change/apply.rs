//! Applying a change to the document it was made on.

use crate::change::Change;
use crate::document::{Document, NodeId, Patch};

/// A change, applied.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The document with the change in it. Everything the patch does not name is byte for byte the same.
    pub document: Document,
    /// What was done, in pieces of the document. Its inverse gives back the first document, byte for byte.
    pub patch: Patch,
}

/// Why an edit cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// The id is taken by another node.
    #[error("a node `{0}` is already in the workflow")]
    IdTaken(NodeId),
    /// No node has this id.
    #[error("there is no node `{0}` in the workflow")]
    NoSuchNode(NodeId),
    /// Several nodes have this id, so which one is meant cannot be known.
    #[error("the id `{0}` is used by several nodes")]
    AmbiguousNode(NodeId),
    /// The transition that the node was to go on is not there.
    #[error("there is no transition from `{from}` to `{to}`")]
    NoSuchTransition {
        /// The node it would leave.
        from: NodeId,
        /// The node it would enter.
        to: NodeId,
    },
    /// The document has no array of nodes to add to.
    #[error("the workflow has no `nodes` array")]
    NoNodes,
    /// `transitions` is there and is not an array.
    #[error("the workflow's `transitions` is not an array")]
    TransitionsNotAnArray,
    /// A key on the path to the field stands twice, so which value counts cannot be known.
    #[error("`{pointer}` in node `{node}` cannot be edited safely: {reason}")]
    Unsafe {
        /// The node.
        node: NodeId,
        /// RFC 6901 pointer from the node.
        pointer: String,
        /// Why, in words.
        reason: String,
    },
    /// Removing the node would leave its neighbours unconnected or mix branch conditions.
    #[error("node `{node}` cannot be removed without losing a branch: {reason}")]
    CannotRejoin {
        /// The node.
        node: NodeId,
        /// Why, in words.
        reason: String,
    },
    /// The node's own JSON is not usable: no object, or another id than the edit's.
    #[error("the new node's JSON is not usable: {0}")]
    BadNode(String),
}

impl Change {
    /// Applies all edits in order.
    ///
    /// # Errors
    /// The first edit that cannot be applied; nothing is half done.
    pub fn apply(&self, document: &Document) -> Result<Applied, ApplyError> {
        todo!()
    }
}
