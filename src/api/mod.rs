//! The only HTTP code: one async function per endpoint of the proxy.
//!
//! Everything that can go wrong is a [`Failure`], which [`crate::words`] turns into words. Nothing
//! is retried here: reads are repeated by whoever shows a "try again" button, writes only by the
//! deploy machine, which needs the raw answers ([`read_workflow_raw`], [`write_workflow`]).

mod access;
mod attachments;
mod audit;
mod failure;
mod http;
mod preview;
mod session;
mod templates;
mod webhooks;
mod workflows;

pub use access::{end_session, new_start_link, sessions, sign_in, sign_in_options, sign_out};
pub use attachments::{attachment, list_attachments, upload_attachment};
pub use audit::{audit, post_audit};
pub use failure::Failure;
pub use http::{on_signed_in, on_signed_out};
pub use preview::upload_preview;
pub use session::session;
pub use templates::{list_templates, template};
pub use webhooks::register_webhook;
pub use workflows::{list_workflows, note_header, read_workflow, read_workflow_raw, write_workflow};
