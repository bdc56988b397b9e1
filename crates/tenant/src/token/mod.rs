//! The access token: fetched once however many requests wait, renewed early in the background, and once
//! more when the tenant no longer accepts it. An endpoint that fails again and again is asked more and
//! more rarely; whoever comes in between gets its last answer.

mod discovery;
mod fetch;

use crate::config::{Auth, RemoteTenant};
use crate::upstream::Client;
use fetch::Endpoint;
pub use fetch::TokenError;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use http::HeaderValue;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long before its expiry a token is renewed, while it still serves.
const EARLY: Duration = Duration::from_secs(60);

/// How long before its expiry a token serves no more: it must still be good when it arrives.
const LATE: Duration = Duration::from_secs(10);

/// The pause after the second failure in a row, doubling up to [`LONGEST_PAUSE`]. The first one may be
/// chance.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// A token as a ready header.
#[derive(Clone)]
pub struct Token {
    header: HeaderValue,
    fetched: Instant,
    /// From here on a new one is fetched in the background.
    early: Instant,
    /// From here on it is no longer used.
    stale: Instant,
    /// Counts the fetches, so that a refused token is told from its successor.
    number: u64,
}

impl Token {
    /// The value of the `Authorization` header, marked as sensitive.
    pub(crate) fn header(&self) -> HeaderValue {
        self.header.clone()
    }
}

/// How the source does, for measurements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenStatus {
    /// Fetches so far.
    pub fetches: u64,
    /// Failures since the last token.
    pub failures_in_a_row: u32,
    /// How long ago the token was fetched, where there is one.
    pub age: Option<Duration>,
}

type Flight = Shared<BoxFuture<'static, Result<Token, TokenError>>>;

/// Where tokens come from.
pub struct TokenSource {
    endpoint: Arc<Endpoint>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    held: Option<Token>,
    flight: Option<Flight>,
    fetches: u64,
    failures: u32,
    /// The last failure, and until when it is answered instead of asking again.
    paused: Option<(Instant, TokenError)>,
}

impl TokenSource {
    pub(crate) fn new(client: Client, tenant: &RemoteTenant, auth: &Auth, scope: &str, time: Duration) -> Self {
        Self { endpoint: Arc::new(Endpoint::new(client, tenant, auth, scope, time)), state: Arc::default() }
    }

    /// A token that is good for a while.
    ///
    /// # Errors
    /// Where the token endpoint gives none. Nothing was sent to the tenant's API then.
    pub async fn get(&self) -> Result<Token, TokenError> {
        let flight = {
            let mut state = lock(&self.state);
            let now = Instant::now();
            if let Some(token) = state.held.clone().filter(|token| now < token.stale) {
                if now >= token.early && state.pause(now).is_none() {
                    // It goes on by itself.
                    drop(self.join_flight(&mut state));
                }
                return Ok(token);
            }
            if let Some(error) = state.pause(now) {
                return Err(error.clone());
            }
            self.join_flight(&mut state)
        };
        flight.await
    }

    /// How it does.
    #[must_use]
    pub fn status(&self) -> TokenStatus {
        let state = lock(&self.state);
        TokenStatus {
            fetches: state.fetches,
            failures_in_a_row: state.failures,
            age: state.held.as_ref().map(|token| token.fetched.elapsed()),
        }
    }

    /// A newer token than the one that the tenant refused.
    ///
    /// # Errors
    /// Where the token endpoint gives none.
    pub(crate) async fn renew(&self, refused: &Token) -> Result<Token, TokenError> {
        self.retire(refused);
        self.get().await
    }

    /// Has the next request fetch a token, unless that has happened since.
    pub(crate) fn retire(&self, token: &Token) {
        let mut state = lock(&self.state);
        if state.held.as_ref().is_some_and(|held| held.number == token.number) {
            state.held = None;
        }
    }

    /// The fetch that is under way, or a new one. It runs on its own, so that a caller that leaves
    /// does not take it along.
    fn join_flight(&self, state: &mut State) -> Flight {
        if let Some(flight) = &state.flight {
            return flight.clone();
        }
        state.fetches += 1;
        let number = state.fetches;
        let endpoint = Arc::clone(&self.endpoint);
        let shared = Arc::clone(&self.state);
        let task = tokio::spawn(async move {
            let asked = Instant::now();
            let result = endpoint.fetch().await.map(|(header, lifetime)| Token {
                header,
                fetched: asked,
                early: asked + (lifetime - EARLY.min(lifetime / 2)),
                stale: asked + (lifetime - LATE.min(lifetime / 4)),
                number,
            });
            let mut state = lock(&shared);
            state.flight = None;
            match &result {
                Ok(token) => {
                    state.held = Some(token.clone());
                    (state.failures, state.paused) = (0, None);
                }
                Err(error) => {
                    state.failures = state.failures.saturating_add(1);
                    state.paused = Some((Instant::now() + pause_after(state.failures), error.clone()));
                }
            }
            result
        });
        let flight = async move { task.await.unwrap_or(Err(TokenError::Stopped)) }.boxed().shared();
        state.flight = Some(flight.clone());
        flight
    }
}

impl State {
    /// The last failure, as long as it is answered instead of asking again.
    fn pause(&self, now: Instant) -> Option<&TokenError> {
        self.paused.as_ref().filter(|(until, _)| now < *until && self.flight.is_none()).map(|(_, error)| error)
    }
}

/// How long the endpoint is left alone after so many failures in a row.
fn pause_after(failures: u32) -> Duration {
    match failures.checked_sub(2) {
        None => Duration::ZERO,
        Some(more) => FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(more)).min(LONGEST_PAUSE),
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    // The state is whole after each statement, so a panic elsewhere does not spoil it.
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::pause_after;
    use std::time::Duration;

    #[test]
    fn an_endpoint_that_fails_is_left_alone_for_longer_and_longer() {
        for (failures, seconds) in [(1, 0), (2, 1), (3, 2), (6, 16), (7, 30), (u32::MAX, 30)] {
            assert_eq!(pause_after(failures), Duration::from_secs(seconds), "{failures} failures");
        }
    }
}
