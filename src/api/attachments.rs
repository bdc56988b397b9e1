//! Attachments' metadata.

use crate::api::{Failure, http::Call};
use crate::routes::api;
use workflow::document::FileId;
use workflow::wire::{Attachment, AttachmentList};

/// The tenant's attachments; `None` where the tenant offers no list.
///
/// # Errors
/// [`Failure`].
pub async fn list_attachments() -> Result<Option<AttachmentList>, Failure> {
    Call::get(api::ATTACHMENTS).read_optional().await
}

/// One attachment's metadata. A 404 is a [`Failure::Tenant`]: there is no such file.
///
/// # Errors
/// [`Failure`].
pub async fn attachment(id: &FileId) -> Result<Attachment, Failure> {
    Call::get(&api::attachment(id.as_str())).read().await
}
