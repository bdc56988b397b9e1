//! `/api/v2/interactions/attachments`: metadata of the files that emails may carry.

use crate::error::Refusal;
use crate::reply::Reply;
use crate::tenant::Tenant;
use http::StatusCode;
use workflow::wire::AttachmentList;

/// Largest attachment, in bytes. Tutorial: 10 MiB.
pub(crate) const LIMIT: u64 = 10 * 1024 * 1024;

/// All attachments of a node together, in bytes. Tutorial: 25 MiB.
pub(crate) const TOTAL_LIMIT: u64 = 25 * 1024 * 1024;

/// `GET /api/v2/interactions/attachments`.
pub(crate) fn list(tenant: &Tenant) -> Reply {
    let attachments = tenant.store().attachments.values().cloned().collect();
    Reply::json(StatusCode::OK, &AttachmentList { attachments })
}

/// `GET /api/v2/interactions/attachments/{fileId}`.
pub(crate) fn get(tenant: &Tenant, id: &str) -> Result<Reply, Refusal> {
    match tenant.store().attachments.get(id) {
        Some(attachment) => Ok(Reply::json(StatusCode::OK, attachment)),
        None => Err(Refusal::NotFound { kind: "attachment", id: id.to_owned() }),
    }
}
