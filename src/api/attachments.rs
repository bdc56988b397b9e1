//! Attachments' metadata.

use crate::api::{Failure, http::Call};
use crate::browser::upload::{self, Ending, Sending};
use crate::routes::api;
use web_sys::File;
use workflow::document::FileId;
use workflow::wire::{APP_HEADER, Attachment, AttachmentList, FromJson};

/// How long an upload may take, in ms: the largest file that tenants take, over a slow line.
const UPLOAD_TIMEOUT_MS: u32 = 300_000;

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

/// Puts a file into the tenant's storage. `on_progress` is told how many bytes are sent; `on_end` gets its metadata,
/// or `None` where the tenant takes no uploads. Dropping the answer takes the upload back.
pub fn upload_attachment(
    file: &File,
    on_progress: impl Fn(u64) + 'static,
    on_end: impl FnOnce(Result<Option<Attachment>, Failure>) + 'static,
) -> Option<Sending> {
    let kind = file.type_();
    let kind = if kind.is_empty() { "application/octet-stream" } else { &kind };
    let url = api::upload(&file.name());
    upload::post(
        &url,
        &[("Content-Type", kind), (APP_HEADER, "1")],
        file,
        UPLOAD_TIMEOUT_MS,
        on_progress,
        move |ending| on_end(read(ending)),
    )
}

fn read(ending: Ending) -> Result<Option<Attachment>, Failure> {
    match ending {
        Ending::Answered { status: 404 | 405, .. } => Ok(None),
        Ending::Answered { status: 200..=299, text, .. } => {
            Attachment::from_text(&text).map(Some).map_err(|error| Failure::Malformed { detail: error.to_string() })
        }
        Ending::Answered { status, media_type, retry_after, text } => {
            Err(Failure::from_answer(status, &media_type, retry_after, &text))
        }
        Ending::NotSent => Err(Failure::Offline),
        Ending::Broken => Err(Failure::ConnectionLost),
        Ending::TimedOut => Err(Failure::TimedOut),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upload_that_is_not_offered_is_no_failure() {
        let answered = |status, text: &str| Ending::Answered {
            status,
            media_type: "application/json".to_owned(),
            retry_after: None,
            text: text.to_owned(),
        };
        assert_eq!(read(answered(404, "{}")), Ok(None));
        assert_eq!(read(answered(405, "")), Ok(None));
        let file = read(answered(201, r#"{"fileId":"att_9","fileName":"a.pdf","size":3,"contentType":"a/b"}"#));
        assert_eq!(file.ok().flatten().map(|file| (file.file_id, file.size)), Some(("att_9".to_owned(), 3)));
        assert!(matches!(read(answered(201, "<html>")), Err(Failure::Malformed { .. })));
        assert!(matches!(read(answered(413, "{}")), Err(Failure::Tenant { status: 413, .. })));
        assert_eq!(read(Ending::Broken), Err(Failure::ConnectionLost));
    }
}
