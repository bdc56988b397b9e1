//! The document: parsing and printing.

use crate::document::{Dialect, NodeId, NodeRef, TransitionRef, Version};
use crate::json::SyntaxError;

/// Why a text is not a workflow document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// It is not JSON.
    #[error("this is not valid JSON: {0}")]
    Syntax(#[from] SyntaxError),
    /// It is not UTF-8.
    #[error("this is not UTF-8 text: byte {0} cannot be read")]
    NotUtf8(usize),
    /// It is JSON, but no object.
    #[error("a workflow is a JSON object, but this is {0}")]
    NotAnObject(&'static str),
    /// A key that the document is split at stands twice.
    #[error("the key `{0}` stands twice, so it is not clear which one counts")]
    DuplicateKey(String),
    /// It is larger than 4 GiB.
    #[error("the document is larger than 4 GiB")]
    TooLarge,
}

/// A workflow document. Cloning is cheap: text is shared.
#[derive(Clone, Debug)]
pub struct Document {}

impl Document {
    /// Parses a document in the tutorial's dialect.
    ///
    /// # Errors
    /// [`ParseError`], with line and column where it is a matter of syntax.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        Self::parse_with(text, &Dialect::default())
    }

    /// Parses a document in a tenant's dialect. A missing or wrong-typed `nodes` or `transitions`
    /// is no error here: it is a finding (see [`crate::validate`]).
    ///
    /// # Errors
    /// [`ParseError`], with line and column where it is a matter of syntax.
    pub fn parse_with(text: &str, dialect: &Dialect) -> Result<Self, ParseError> {
        todo!()
    }

    /// The document's text: byte for byte the vendor's, but for applied patches.
    #[must_use]
    pub fn to_text(&self) -> String {
        todo!()
    }

    /// The length of [`Document::to_text`] in bytes.
    #[must_use]
    pub fn text_len(&self) -> usize {
        todo!()
    }

    /// The dialect that it was parsed with.
    #[must_use]
    pub fn dialect(&self) -> &Dialect {
        todo!()
    }

    /// The workflow's `id`.
    #[must_use]
    pub fn id(&self) -> Option<String> {
        todo!()
    }

    /// The workflow's `name`.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        todo!()
    }

    /// The version, where it is a number.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        todo!()
    }

    /// The JSON text of a top-level member's value.
    #[must_use]
    pub fn member(&self, key: &str) -> Option<&str> {
        todo!()
    }

    /// The top-level members in order: unescaped key and the value's JSON text. `nodes` and
    /// `transitions` have `None` where they are arrays (see [`Document::nodes`]).
    pub fn members(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        std::iter::empty()
    }

    /// Whether there is an array of nodes.
    #[must_use]
    pub fn has_nodes(&self) -> bool {
        todo!()
    }

    /// Whether there is an array of transitions.
    #[must_use]
    pub fn has_transitions(&self) -> bool {
        todo!()
    }

    /// The nodes in order.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = NodeRef<'_>> + DoubleEndedIterator {
        std::iter::empty()
    }

    /// The transitions in order.
    pub fn transitions(&self) -> impl ExactSizeIterator<Item = TransitionRef<'_>> + DoubleEndedIterator {
        std::iter::empty()
    }

    /// The first node with this id.
    #[must_use]
    pub fn node(&self, id: &NodeId) -> Option<NodeRef<'_>> {
        self.nodes().find(|node| node.id == Some(id.as_str()))
    }
}

impl PartialEq for Document {
    /// Equal text.
    fn eq(&self, other: &Self) -> bool {
        todo!()
    }
}
