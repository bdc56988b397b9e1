//! Webhooks.

use crate::api::{Failure, http::Call};
use crate::routes::api;
use workflow::wire::{NewWebhook, RegisteredWebhook};

/// Registers a `workflow.updated` webhook. Its secret stays with the proxy.
///
/// # Errors
/// [`Failure`].
pub async fn register_webhook(webhook: &NewWebhook) -> Result<RegisteredWebhook, Failure> {
    Call::post_json(api::WEBHOOKS, webhook).read().await
}
