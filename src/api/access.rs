//! Signing in and out, and sessions.

use crate::api::Failure;
use crate::api::http::{Call, signed_in};
use crate::routes::api;
use workflow::wire::{SessionList, SignIn, SignInOptions};

/// How one can sign in.
///
/// # Errors
/// [`Failure`].
pub async fn sign_in_options() -> Result<SignInOptions, Failure> {
    Call::get(api::SIGN_IN).read().await
}

/// Signs in; the browser keeps the session's cookie.
///
/// # Errors
/// [`Failure`].
pub async fn sign_in(with: &SignIn) -> Result<(), Failure> {
    Call::post_json(api::SIGN_IN, with).send().await?.ok()?;
    signed_in();
    Ok(())
}

/// Has a new start link printed where the proxy runs.
///
/// # Errors
/// [`Failure`].
pub async fn new_start_link() -> Result<(), Failure> {
    Call::post(api::START_LINK, "application/json", String::new()).send().await?.ok().map(drop)
}

/// Ends this session.
///
/// # Errors
/// [`Failure`].
pub async fn sign_out() -> Result<(), Failure> {
    Call::post(api::SIGN_OUT, "application/json", String::new()).send().await?.ok().map(drop)
}

/// The sessions that are not over.
///
/// # Errors
/// [`Failure`].
pub async fn sessions() -> Result<SessionList, Failure> {
    Call::get(api::SESSIONS).read().await
}

/// Ends a session.
///
/// # Errors
/// [`Failure`].
pub async fn end_session(id: &str) -> Result<(), Failure> {
    Call::delete(&api::session(id)).send().await?.ok().map(drop)
}
