//! The access token: fetched once however many requests wait, renewed early, and once more when the
//! tenant no longer accepts it.

mod fetch;

use crate::config::RemoteTenant;
use crate::secret::Secret;
use crate::upstream::Client;
use fetch::Endpoint;
pub use fetch::TokenError;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use http::HeaderValue;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long before its expiry a token is renewed.
const EARLY: Duration = Duration::from_secs(60);

/// A token as a ready header.
#[derive(Clone)]
pub struct Token {
    header: HeaderValue,
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
}

impl TokenSource {
    pub(crate) fn new(client: Client, tenant: &RemoteTenant, scope: &str, time: Duration) -> Self {
        let endpoint = Endpoint {
            client,
            url: tenant.token_url.clone(),
            client_id: tenant.client_id.clone(),
            client_secret: Secret::clone(&tenant.client_secret),
            scope: scope.to_owned(),
            time,
        };
        Self { endpoint: Arc::new(endpoint), state: Arc::default() }
    }

    /// A token that is good for a while.
    ///
    /// # Errors
    /// Where the token endpoint gives none. Nothing was sent to the tenant's API then.
    pub async fn get(&self) -> Result<Token, TokenError> {
        let flight = {
            let mut state = lock(&self.state);
            match &state.held {
                Some(token) if Instant::now() < token.stale => return Ok(token.clone()),
                _ => self.join_flight(&mut state),
            }
        };
        flight.await
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
                stale: asked + usable_for(lifetime),
                number,
            });
            let mut state = lock(&shared);
            state.flight = None;
            state.held = result.as_ref().ok().cloned();
            result
        });
        let flight = async move { task.await.unwrap_or(Err(TokenError::Stopped)) }.boxed().shared();
        state.flight = Some(flight.clone());
        flight
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    // The state is whole after each statement, so a panic elsewhere does not spoil it.
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A token is renewed 60 s early; one that lives for less than two minutes at half its life, or each
/// request would fetch its own.
fn usable_for(lifetime: Duration) -> Duration {
    lifetime - EARLY.min(lifetime / 2)
}

#[cfg(test)]
mod tests {
    use super::usable_for;
    use std::time::Duration;

    #[test]
    fn tokens_are_renewed_early() {
        for (lifetime, usable) in [(3600, 3540), (121, 61), (120, 60), (60, 30), (0, 0)] {
            assert_eq!(usable_for(Duration::from_secs(lifetime)), Duration::from_secs(usable), "{lifetime} s");
        }
    }
}
