//! The email node: what it looks like, how it is read, built and edited.
//!
//! [`EmailView`] reads a node that is already in a document and never fails; [`Draft`] is what a
//! form edits, and can be edited as JSON too ([`Draft::with_text`]); [`template`] is the one placeholder
//! engine, for checks and preview alike; [`paste`] reads variables out of text.

mod draft;
mod node_json;
pub mod paste;
pub mod template;
mod view;

pub use draft::{AttachmentRow, Draft, DraftOrigin, VariableRow, suggest_id_like, suggest_node_id};
pub use node_json::{FORM_PROPERTIES, NodeJsonError, NodeJsonFault, OtherProperty};
pub use view::{AttachmentView, EmailView, VariableView};

/// The node type that this project edits.
pub const EMAIL_NODE_TYPE: &str = "email";

/// The delivery mode of the tutorial, and the only one known to every tenant.
pub const DEFAULT_DELIVERY_MODE: &str = "standard";
