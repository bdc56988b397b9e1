//! The lossless workflow document.
//!
//! A [`Document`] is split at exactly three places: the members of the top-level object, the
//! elements of its `nodes` array and the elements of its `transitions` array. Everything between
//! and inside those pieces is a slice of the vendor's own text, so an unedited document prints
//! byte for byte as it came, and an edited one differs only in the pieces that a [`Patch`] names.

mod dialect;
#[allow(clippy::module_inception, reason = "the document is what this folder is about")]
mod document;
mod element;
mod ids;
mod parse;
mod patch;
#[cfg(test)]
mod tests;
mod text;

pub use dialect::Dialect;
pub use document::{Document, START_NODE_TYPE};
pub(crate) use element::Element;
pub(crate) use element::GraphNames;
pub use element::{NodeRef, TransitionRef};
pub use ids::{FileId, NodeId, TemplateId, TransitionId, Version, WorkflowId};
pub use parse::ParseError;
pub(crate) use parse::{Elements, Member, MemberValue};
pub(crate) use patch::{Editor, Splice};
pub use patch::{List, Patch, PatchError};
pub(crate) use text::Text;
