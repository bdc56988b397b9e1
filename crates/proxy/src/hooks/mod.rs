//! The vendor's webhook deliveries: verified on the raw bytes, stored, then told to browsers.
//!
//! A delivery is taken only where its signature is right under a secret of ours, and its signed time is
//! near. What was taken before is answered well and ignored, so that the sender stops sending it, and
//! that somebody who has recorded it gains nothing by sending it again.

mod ledger;
mod message;
mod secrets;
mod signature;

pub(crate) use secrets::Keys;

use crate::config::Hooks as Config;
use crate::state::AppState;
use crate::store::{Store, StoreError, now_ms};
use http::HeaderMap;
use ledger::Delivery;
use message::Message;
use std::sync::atomic::{AtomicBool, Ordering};

/// Why a delivery is not taken. The words are for the log: whoever sent it is only told that it was not.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// A header is missing or is not what it should be.
    #[error("the delivery has no usable {0}")]
    Missing(&'static str),
    /// It was signed too long ago, or in the future.
    #[error("the delivery was signed {seconds} s away from now")]
    OutOfTime {
        /// How far.
        seconds: u64,
    },
    /// No secret of ours signs it so.
    #[error("the delivery's signature is wrong")]
    Signature,
    /// It could not be stored; the sender should try again.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What became of a delivery that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// It was news.
    Accepted,
    /// It was taken before.
    Duplicate,
    /// It is about something else.
    Ignored,
}

/// What is known of webhooks in general.
#[derive(Debug, Default)]
pub(crate) struct Hooks {
    live: AtomicBool,
}

impl Hooks {
    /// Looks up whether deliveries have come for a webhook that is still registered.
    pub(crate) async fn load(keys: &Keys) -> Result<Self, StoreError> {
        let hooks = Self::default();
        hooks.set_live(keys.have_delivered().await?);
        Ok(hooks)
    }

    /// Whether saves are told by webhooks: one is registered and has delivered.
    pub(crate) fn are_live(&self) -> bool {
        self.live.load(Ordering::Relaxed)
    }

    pub(crate) fn set_live(&self, live: bool) {
        self.live.store(live, Ordering::Relaxed);
    }
}

/// Takes a delivery: verifies it, stores it, tells it.
///
/// # Errors
/// Where it is not ours, or cannot be stored.
pub(crate) async fn take(state: &AppState, headers: &HeaderMap, body: &[u8]) -> Result<Taken, Refusal> {
    let config = &state.config.hooks;
    let now = now_ms();
    let signed = signature::read(config, headers, body)?;
    check_time(config, signed.at_ms, now)?;
    let keys = state.keys.all(config.secret.as_ref()).await?;
    let key = keys.iter().find(|key| signed.is_by(&key.secret)).ok_or(Refusal::Signature)?;
    let message = Message::read(body, &state.config.tenant.rules.dialect);
    let news = message.as_ref().map(|message| &message.news);
    let delivery = Delivery { id: &signed.id, webhook: &key.handle, news };
    if !ledger::keep(&state.store, &delivery, now).await? {
        return Ok(Taken::Duplicate);
    }
    state.keys.delivered(&key.handle, now).await?;
    state.hooks.set_live(true);
    match message {
        Some(message) => {
            state.news.workflow(message.news);
            Ok(Taken::Accepted)
        }
        None => Ok(Taken::Ignored),
    }
}

/// Forgets deliveries that are too old to be repeated.
pub(crate) async fn tidy(store: &Store) {
    if let Err(error) = ledger::forget(store, now_ms()).await {
        tracing::warn!(error = tenant::error_chain(&error), "old deliveries could not be forgotten");
    }
}

fn check_time(config: &Config, at_ms: i64, now_ms: i64) -> Result<(), Refusal> {
    let away = at_ms.abs_diff(now_ms);
    let tolerance = u64::try_from(config.tolerance.as_millis()).unwrap_or(u64::MAX);
    if away <= tolerance { Ok(()) } else { Err(Refusal::OutOfTime { seconds: away / 1_000 }) }
}
