//! Previews of emails.
//!
//! An email's HTML is a stranger's: it is shown in a sandboxed frame with a content security
//! policy of its own, which only a document with its own URL can have.

use crate::api::{Failure, http::Call};
use crate::routes::api;
use workflow::wire::PreviewLink;

/// Hands the proxy an email's HTML and answers the URL to show in the frame. Without `with_pictures` the
/// frame fetches nothing.
///
/// # Errors
/// [`Failure`].
pub async fn upload_preview(html: String, with_pictures: bool) -> Result<String, Failure> {
    let url = if with_pictures { api::PREVIEW_WITH_PICTURES } else { api::PREVIEW };
    let preview: PreviewLink = Call::post(url, "text/html; charset=utf-8", html).read().await?;
    Ok(preview.url)
}
