//! `/api/v2/interactions/attachments`: metadata of the files that emails may carry, and their upload.

use crate::error::Refusal;
use crate::reply::Reply;
use crate::tenant::Tenant;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use url::form_urlencoded;
use workflow::wire::{Attachment, AttachmentList};

/// Largest attachment, in bytes. Tutorial: 10 MiB.
pub(crate) const LIMIT: u64 = 10 * 1024 * 1024;

/// All attachments of a node together, in bytes. Tutorial: 25 MiB.
pub(crate) const TOTAL_LIMIT: u64 = 25 * 1024 * 1024;

/// Longest file name, in characters.
const MAX_NAME: usize = 255;

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

/// `POST /api/v2/interactions/attachments?fileName=NAME` with the file's bytes. Only its metadata is
/// kept: nothing reads the bytes again.
pub(crate) fn upload(tenant: &Tenant, query: Option<&str>, headers: &HeaderMap, body: &[u8]) -> Result<Reply, Refusal> {
    let mut pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let name = pairs.find_map(|(key, value)| (key == "fileName").then(|| value.trim().to_owned())).unwrap_or_default();
    if name.is_empty() || name.chars().count() > MAX_NAME || name.chars().any(|c| c.is_control() || "/\\".contains(c)) {
        return Err(Refusal::FileUnusable("fileName must have 1 to 255 characters, without slashes"));
    }
    let size = body.len() as u64;
    if size == 0 {
        return Err(Refusal::FileUnusable("it is empty"));
    }
    if size > LIMIT {
        return Err(Refusal::FileTooLarge { name, size, limit: LIMIT });
    }
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let mut store = tenant.store();
    store.uploads_made += 1;
    let file_id = format!("att_up_{:04}", store.uploads_made);
    let attachment = Attachment {
        file_id: file_id.clone(),
        file_name: Some(name),
        size,
        content_type: content_type.or_else(|| Some("application/octet-stream".to_owned())),
    };
    store.attachments.insert(file_id, attachment.clone());
    Ok(Reply::json(StatusCode::CREATED, &attachment))
}
