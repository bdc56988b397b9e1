//! Signing in at an OpenID provider (OpenID Connect Core 1.0, section 3.1): authorization code with PKCE,
//! state and nonce; the ID token is verified with the provider's published keys.
//!
//! The browser is bound to what it began by a cookie: a link with somebody else's code and state opens
//! nothing. What was begun is kept in the store, so that it may come back to another proxy, and counts once.

mod claims;
mod pending;
mod provider;

pub(crate) use claims::Refusal;
use pending::{Begun, Pending};

use crate::config::{OidcConfig, Roles};
use crate::store::{Store, StoreError};
use openidconnect::{AuthorizationCode, CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope};
use provider::Provider;
use workflow::wire::Role;

/// Where the provider sends browsers back to.
const CALLBACK: &str = "/sign-in/callback";

/// Signing in at an OpenID provider.
pub(crate) struct OpenId {
    config: OidcConfig,
    provider: Provider,
    pending: Pending,
}

/// Where the browser goes, and what it keeps until it comes back.
pub(crate) struct Departure {
    /// The provider's page.
    pub(crate) url: String,
    /// The cookie's value.
    pub(crate) browser: String,
}

/// Who came back.
#[derive(Debug)]
pub(crate) struct Arrival {
    pub(crate) operator: String,
    pub(crate) role: Role,
    /// The page that was left, a path of ours.
    pub(crate) back: String,
}

/// Why nobody is signed in. The words are for the log.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OidcError {
    /// The provider cannot be reached, or does not describe itself as it should.
    #[error("the OpenID provider cannot be used: {0}")]
    Provider(String),
    /// It does not take the code, or does not know the proxy.
    #[error("the OpenID provider refuses: {0}")]
    Exchange(String),
    /// Its token is not to be believed.
    #[error("the ID token is not believed: {0}")]
    Token(String),
    /// The token is right, and whom it names may not come in.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// What came back was not begun here, not by this browser, too long ago, or came back before.
    #[error("no sign-in under way has this state in this browser")]
    Unknown,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl OpenId {
    pub(super) fn new(config: OidcConfig, store: &Store) -> Self {
        Self { provider: Provider::new(&config), pending: Pending::new(store.clone()), config }
    }

    /// Begins to sign in: `public_url` is ours, `back` the page to come back to.
    pub(crate) async fn depart(&self, public_url: &str, back: &str) -> Result<Departure, OidcError> {
        let client = self.provider.client(&redirect(public_url)?).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let scopes = self.config.scopes.iter().filter(|scope| *scope != "openid").cloned().map(Scope::new);
        let (url, state, nonce) = client
            .authorize_url(provider::FLOW, CsrfToken::new_random, Nonce::new_random)
            .add_scopes(scopes)
            .set_pkce_challenge(challenge)
            .url();
        let begun = Begun { nonce: nonce.secret().clone(), verifier: verifier.into_secret(), back: back.to_owned() };
        let browser = self.pending.keep(state.secret(), &begun).await?;
        Ok(Departure { url: url.into(), browser })
    }

    /// What was begun with this state by the browser that holds this; it counts once.
    pub(crate) async fn begun(&self, state: &str, browser: &str) -> Result<Begun, OidcError> {
        self.pending.take(state, browser).await?.ok_or(OidcError::Unknown)
    }

    /// Ends what was begun: changes the code for a token and reads from it who it is.
    pub(crate) async fn arrive(
        &self,
        public_url: &str,
        begun: Begun,
        code: String,
        roles: &Roles,
    ) -> Result<Arrival, OidcError> {
        let redirect = redirect(public_url)?;
        let verifier = PkceCodeVerifier::new(begun.verifier);
        let token = self.provider.exchange(&redirect, AuthorizationCode::new(code), verifier).await?;
        let claims = self.provider.verified(&redirect, &token, &Nonce::new(begun.nonce)).await?;
        let (operator, role) = claims::operator(&claims, &self.config, roles)?;
        Ok(Arrival { operator, role, back: begun.back })
    }
}

fn redirect(public_url: &str) -> Result<RedirectUrl, OidcError> {
    RedirectUrl::new(format!("{public_url}{CALLBACK}")).map_err(|error| OidcError::Provider(error.to_string()))
}
