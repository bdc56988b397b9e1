//! Exact, reversible edits of a document's pieces.

use crate::document::Document;

/// A list that the document is split at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// The nodes.
    Nodes,
    /// The transitions.
    Transitions,
}

/// One step. Positions are those at the time of the step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ElementOp {}

/// Steps, first to last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    /// The steps.
    pub ops: Vec<ElementOp>,
}

/// The patch belongs to another document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the patch does not fit this document")]
pub struct PatchError;

impl Patch {
    /// The patch that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        todo!()
    }

    /// Applies the steps.
    ///
    /// # Errors
    /// Where a step does not find what it expects; nothing is half done.
    pub fn apply(&self, document: &Document) -> Result<Document, PatchError> {
        todo!()
    }
}
