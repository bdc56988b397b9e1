//! The email node: what it looks like, how it is read, built and edited.
//!
//! [`EmailView`] reads a node that is already in a document and never fails; [`Draft`] is what a
//! form edits; [`template`] is the one placeholder engine, for checks and preview alike.

mod draft;
pub mod template;
mod view;

pub use draft::{AttachmentRow, Draft, DraftOrigin, VariableRow, suggest_node_id};
pub use view::{AttachmentView, EmailView, VariableView};

/// The node type that this project edits.
pub const EMAIL_NODE_TYPE: &str = "email";

/// The delivery mode of the tutorial, and the only one known to every tenant.
pub const DEFAULT_DELIVERY_MODE: &str = "standard";
