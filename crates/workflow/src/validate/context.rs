//! What a rule sees.

use super::{Facts, Limits};
use crate::document::{Document, NodeRef};
use crate::email::EmailView;

/// What a rule about one email node sees.
#[derive(Debug)]
pub struct EmailContext<'a> {
    /// The document that the node stands in.
    pub document: &'a Document,
    /// The node.
    pub node: NodeRef<'a>,
    /// The node, read.
    pub email: EmailView<'a>,
    /// What is known about the tenant.
    pub facts: &'a Facts,
    /// The tenant's limits.
    pub limits: &'a Limits,
}

/// What a rule about the whole document sees.
#[derive(Debug)]
pub struct DocumentContext<'a> {
    /// The document.
    pub document: &'a Document,
}
