//! Who may do what: how operators are known, their roles, their sessions, and how much they may ask for.
//!
//! A request comes with a session's cookie, or from a single-sign-on proxy that names the operator in a
//! header. [`identify`] finds out who it is, what the route needs ([`needed`]), and lets it pass or
//! answers it. Routes take the [`Operator`] as an argument, so that none can forget to ask.

mod client;
mod cookie;
mod denial;
mod identify;
mod limiter;
#[cfg(feature = "oidc")]
mod oidc;
mod operators;
mod password;
mod roles;
mod sessions;
mod start_link;

pub(crate) use client::{Client, Peer};
pub(crate) use cookie::{CookieName, expired as expired_cookie, fresh as fresh_cookie};
pub(crate) use denial::Denied;
pub(crate) use identify::{Operator, identify, is_still_in, not_allowed, unavailable as store_unavailable};
#[cfg(feature = "oidc")]
pub(crate) use oidc::{OidcError, OpenId, Refusal as OidcRefusal};
pub use operators::OperatorsError;
pub(crate) use operators::{Known, Operators, is_name};
pub use password::PasswordError;
pub(crate) use password::{MIN_PASSWORD, hash as hash_password, is_long_enough};
pub(crate) use sessions::{Ended, NewSession, Sessions};
pub(crate) use start_link::{LinkProblem, StartLinks};

use crate::config::AccessConfig;
use crate::store::Store;
use limiter::Limiter;
use password::Passwords;
use std::time::Duration;
use workflow::wire::Way;

/// Tries to sign in from one address: ten at once, then one in six seconds.
const TRIES_BY_ADDRESS: (u32, Duration) = (10, Duration::from_secs(6));
/// Tries to sign in as one operator: five at once, then one in twelve seconds.
const TRIES_BY_NAME: (u32, Duration) = (5, Duration::from_secs(12));

/// What is needed to know who asks.
pub(crate) struct Access {
    pub(crate) config: AccessConfig,
    pub(crate) sessions: Sessions,
    pub(crate) links: StartLinks,
    pub(crate) passwords: Passwords,
    /// The OpenID provider.
    #[cfg(feature = "oidc")]
    pub(crate) oidc: Option<OpenId>,
    tries_by_address: Limiter,
    tries_by_name: Limiter,
    requests: Limiter,
    /// Who it is where nobody signs in, and behind a start link.
    local: String,
}

impl Access {
    pub(crate) fn new(config: AccessConfig, store: &Store, local: &str) -> Self {
        let limiter = |(burst, pause): (u32, Duration)| Limiter::new(burst, pause);
        let pause = Duration::from_secs(60).div_f64(f64::from(config.requests_per_minute.max(1)));
        Self {
            sessions: Sessions::new(store.clone(), config.sessions),
            links: StartLinks::default(),
            #[cfg(feature = "oidc")]
            oidc: config.oidc.clone().map(|oidc| OpenId::new(oidc, store)),
            passwords: Passwords::new(Operators::at(&config.operators_file)),
            tries_by_address: limiter(TRIES_BY_ADDRESS),
            tries_by_name: limiter(TRIES_BY_NAME),
            requests: Limiter::new(config.requests_per_minute, pause),
            local: local.to_owned(),
            config,
        }
    }

    /// What the OpenID provider is called, where one is offered.
    pub(crate) fn provider(&self) -> Option<&str> {
        self.config.oidc.as_ref().filter(|_| self.offers(Way::Oidc)).map(|oidc| oidc.name.as_str())
    }

    /// Whether nobody signs in.
    pub(crate) fn is_open(&self) -> bool {
        self.offers(Way::None)
    }

    /// Whether one can be known in this way.
    pub(crate) fn offers(&self, way: Way) -> bool {
        self.config.ways.contains(&way)
    }

    /// The name of whoever is known by being at this machine.
    pub(crate) fn local(&self) -> &str {
        &self.local
    }

    /// Counts a try to sign in; the error is how long to wait before the next.
    pub(crate) fn try_sign_in(&self, client: &Client, name: Option<&str>) -> Result<(), Duration> {
        self.tries_by_address.take(&client.address())?;
        name.map_or(Ok(()), |name| self.tries_by_name.take(name))
    }
}
