//! Views of a document's nodes and transitions.

use crate::document::text::Text;

/// A node of the document.
#[derive(Clone, Copy, Debug)]
pub struct NodeRef<'a> {
    /// Its place in the array, first is 0.
    pub index: usize,
    /// Its `id`, where it has one that is a string.
    pub id: Option<&'a str>,
    /// Its `type`, where it has one that is a string.
    pub kind: Option<&'a str>,
    /// Its JSON, as the vendor sent it.
    pub text: &'a str,
}

/// A transition of the document.
#[derive(Clone, Copy, Debug)]
pub struct TransitionRef<'a> {
    /// Its place in the array, first is 0.
    pub index: usize,
    /// Its id, where it has one that is a string.
    pub id: Option<&'a str>,
    /// The id of the node it leaves.
    pub from: Option<&'a str>,
    /// The id of the node it enters.
    pub to: Option<&'a str>,
    /// Its condition's JSON, where it has one.
    pub condition: Option<&'a str>,
    /// Its JSON, as the vendor sent it.
    pub text: &'a str,
}
