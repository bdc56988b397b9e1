//! What the app must know before it starts.

use crate::api::{Failure, http::Call};
use crate::routes::api;
use workflow::wire::Session;

/// Reads the session.
///
/// # Errors
/// [`Failure`], where the proxy cannot be reached or answers something else.
pub async fn session() -> Result<Session, Failure> {
    Call::get(api::SESSION).read().await
}
