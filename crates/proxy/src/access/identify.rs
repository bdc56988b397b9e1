//! Who it is that asks.

use super::client::Client;
use super::cookie::CookieName;
use super::denial::Denied;
use super::roles::needed;
use super::sessions::{Ended, Session};
use crate::config::SsoRole;
use crate::problem::{Failure, Kind};
use crate::state::AppState;
use crate::store::StoreError;
use axum::extract::{FromRequestParts, MatchedPath, Request};
use http::HeaderMap;
use http::request::Parts;
use std::sync::Arc;
use workflow::wire::{Role, Way};

/// Who asks. Routes that need somebody take it as an argument.
#[derive(Clone, Debug)]
pub(crate) struct Operator {
    pub(crate) name: Arc<str>,
    pub(crate) role: Role,
    pub(crate) way: Way,
    /// The session's public id, where there is one.
    pub(crate) session: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Operator {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        // Missing only where a route is open to anybody and yet asks who it is.
        parts.extensions.get::<Self>().cloned().ok_or_else(signed_out)
    }
}

/// Finds out who asks and lets the request pass.
///
/// # Errors
/// Where nobody is signed in, the role does not allow it, or it is one request too many.
pub(crate) async fn identify(state: &AppState, client: Client, request: &mut Request) -> Result<(), Failure> {
    request.extensions_mut().insert(client);
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default();
    let Some(role) = needed(request.method(), route) else { return Ok(()) };
    let operator = operator(state, request.headers(), client).await?;
    tracing::Span::current().record("operator", &*operator.name);
    let denied = Denied::by(&operator.name);
    if let Err(wait) = state.access.requests.take(&operator.name) {
        let seconds = wait.as_secs() + 1;
        return Err(Failure::new(
            Kind::TooManyRequests,
            format!("{} has sent more requests than the proxy allows in a minute. Nothing was sent, nothing was changed. Wait {seconds} s, then try again.", operator.name),
        )
        .retry_after(seconds)
        .denied(denied));
    }
    if operator.role < role {
        return Err(not_allowed(operator.role, role).denied(denied));
    }
    request.extensions_mut().insert(operator);
    Ok(())
}

/// That a role does not allow something.
pub(crate) fn not_allowed(role: Role, needed: Role) -> Failure {
    Failure::new(
        Kind::Role,
        format!(
            "Your role is {}; this needs the role {}. Nothing was sent, nothing was changed. Ask whoever runs the proxy for that role.",
            role.name(),
            needed.name()
        ),
    )
}

async fn operator(state: &AppState, headers: &HeaderMap, client: Client) -> Result<Operator, Failure> {
    let access = &state.access;
    if access.is_open() {
        let name = access.local().into();
        return Ok(Operator { name, role: Role::Administrator, way: Way::None, session: None });
    }
    if let Some(token) = CookieName::of(headers).read(headers) {
        return match access.sessions.find(token).await.map_err(|error| unavailable(&error))? {
            Some(Ok(session)) => of_session(state, &session).await,
            Some(Err(ended)) => Err(over(ended)),
            None => Err(signed_out()),
        };
    }
    if access.offers(Way::Header) {
        return of_header(state, headers, client);
    }
    Err(signed_out())
}

/// Whether somebody whom the proxy began to tell news to may still be told them. Where that cannot be
/// found out, nobody is.
pub(crate) async fn is_still_in(state: &AppState, operator: &Operator) -> bool {
    let Some(id) = &operator.session else { return true };
    let Ok(Some(session)) = state.access.sessions.running(id).await else { return false };
    of_session(state, &session).await.is_ok()
}

async fn of_session(state: &AppState, session: &Session) -> Result<Operator, Failure> {
    let role = match session.way {
        // What the file says now counts: a role that was taken away is gone at once.
        Way::Password => {
            let role = state.access.passwords.role(&session.operator);
            role.map_err(|error| {
                Failure::new(
                    Kind::SignInUnavailable,
                    "The operators' file cannot be read, so nobody can be let in. Nothing was sent, nothing was changed. Whoever runs the proxy finds the reason in its log.",
                )
                .log(tenant::error_chain(&error))
            })?
        }
        _ => Some(session.role),
    };
    // A way that is no longer offered lets nobody in.
    let Some(role) = role.filter(|_| state.access.offers(session.way)) else {
        state.access.sessions.end(&session.id, Ended::Revoked).await.map_err(|error| unavailable(&error))?;
        return Err(over(Ended::Revoked));
    };
    Ok(Operator { name: session.operator.as_str().into(), role, way: session.way, session: Some(session.id.clone()) })
}

/// The operator that a single-sign-on proxy names. Only from a listed address, and only named once.
fn of_header(state: &AppState, headers: &HeaderMap, client: Client) -> Result<Operator, Failure> {
    let config = &state.access.config;
    let mut values = headers.get_all(&config.sso_header).iter();
    let Some(value) = values.next() else { return Err(signed_out()) };
    let refused = |why: &str| {
        Failure::new(
            Kind::SsoRefused,
            format!(
                "The single sign-on in front of the proxy is not believed: {why}. Nothing was sent, nothing was changed. Whoever runs the proxy can mend that."
            ),
        )
    };
    if !client.through_proxy {
        return Err(refused("the request does not come from an address in trusted_proxies"));
    }
    let name = value.to_str().ok().filter(|name| super::is_name(name)).filter(|_| values.next().is_none());
    let name = name.ok_or_else(|| refused("it does not name exactly one operator, in one word"))?;
    match config.roles.of(name) {
        SsoRole::Is(role) => Ok(Operator { name: name.into(), role, way: Way::Header, session: None }),
        SsoRole::None => Err(refused("this operator has no role here").denied(Denied::by(name))),
    }
}

pub(crate) fn signed_out() -> Failure {
    Failure::new(
        Kind::SignedOut,
        "Nobody is signed in. Nothing was sent, nothing was changed. Sign in, then try again.",
    )
}

fn over(ended: Ended) -> Failure {
    match ended {
        Ended::SignedOut => signed_out(),
        Ended::Expired => Failure::new(
            Kind::SessionExpired,
            "Your session has expired. Nothing was sent, nothing was changed. Sign in again: what you have entered is kept.",
        ),
        Ended::Revoked => Failure::new(
            Kind::SessionRevoked,
            "Your session was ended by you from elsewhere or by an administrator. Nothing was sent, nothing was changed. Sign in again: what you have entered is kept.",
        ),
    }
}

pub(crate) fn unavailable(error: &StoreError) -> Failure {
    Failure::new(
        Kind::SignInUnavailable,
        "The proxy's database cannot be reached, so it is not known who is signed in. Nothing was sent, nothing was changed. Try again in a moment.",
    )
    .log(tenant::error_chain(error))
}
