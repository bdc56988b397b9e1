//! `/api/sign-in` and `/api/sign-out`.

use crate::access::{
    Client, CookieName, Denied, Ended, LinkProblem, NewSession, Operator, expired_cookie, fresh_cookie,
    store_unavailable,
};
use crate::audit::Entry;
use crate::config::Connection;
use crate::log::announce_start_link;
use crate::problem::{Failure, Kind};
use crate::state::AppState;
use crate::upstream::read_body;
use axum::Json;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use std::time::Duration;
use workflow::wire::{AccessAudit, EVENT_SIGNED_IN, EVENT_SIGNED_OUT, Role, SignIn, SignInOptions, Way};

/// How one can sign in. Anybody may ask.
pub(super) async fn options(State(state): State<AppState>) -> Response {
    let demo = matches!(state.config.tenant.connection, Connection::Demo);
    let provider = state.access.provider().map(str::to_owned);
    let options = SignInOptions { ways: state.access.config.ways.clone(), demo, provider };
    ([(header::CACHE_CONTROL, "no-store")], Json(options)).into_response()
}

/// Begins a session.
pub(super) async fn sign_in(
    State(state): State<AppState>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let body = read_body(&headers, body, state.config.bodies.other, state.config.timeouts.body).await?;
    // serde's own words could repeat a part of the password.
    let asked: SignIn = serde_json::from_slice(&body).map_err(|_| unusable())?;
    secure_enough(&headers)?;
    let tried = state.access.try_sign_in(&client, asked.name.as_deref());
    tried.map_err(|wait| too_many(wait).denied(known(&state, asked.name.as_deref())))?;
    let (operator, role, way) = match asked {
        SignIn { token: Some(token), name: None, password: None } => by_link(&state, &token)?,
        SignIn { token: None, name: Some(name), password: Some(password) } => {
            by_password(&state, name, password).await?
        }
        _ => return Err(unusable()),
    };
    begin(&state, &client, &headers, &operator, role, way).await
}

/// Prints a new start link where the proxy runs: whoever can read it there may sign in.
pub(super) async fn new_link(
    State(state): State<AppState>,
    Extension(client): Extension<Client>,
) -> Result<Response, Failure> {
    if !state.access.offers(Way::Link) {
        return Err(not_offered());
    }
    state.access.try_sign_in(&client, None).map_err(too_many)?;
    let token = state.access.links.make().map_err(|error| {
        Failure::new(
            Kind::Internal,
            "The system's source of randomness failed, so there is no new link. Nothing was changed. Try again.",
        )
        .log(error.to_string())
    })?;
    announce_start_link(&state.config.log, &state.start_link(&token));
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Ends the session that asks.
pub(super) async fn sign_out(
    State(state): State<AppState>,
    operator: Operator,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Some(session) = operator.session else {
        return Err(Failure::new(
            Kind::NotSupported,
            "There is no session to sign out of: the proxy knows you without one. Nothing was changed.",
        ));
    };
    state.access.sessions.end(&session, Ended::SignedOut).await.map_err(|error| store_unavailable(&error))?;
    let access = AccessAudit { address: client.address(), session: Some(session), ..AccessAudit::default() };
    state.audit.note(Entry::access(EVENT_SIGNED_OUT, &operator.name, access)).await;
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Some(cookie) = expired_cookie(&CookieName::of(&headers)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    // Nothing that was read in this session stays in the browser's own cache.
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    Ok(response)
}

fn by_link(state: &AppState, token: &str) -> Result<(String, Role, Way), Failure> {
    if !state.access.offers(Way::Link) {
        return Err(not_offered());
    }
    let refused = |kind, what: &str| {
        Err(Failure::new(
            kind,
            format!("{what} Nothing was changed. Ask for a new one: it is printed where the proxy runs."),
        ))
    };
    match state.access.links.redeem(token) {
        Ok(()) => Ok((state.access.local().to_owned(), Role::Administrator, Way::Link)),
        Err(LinkProblem::Unknown) => refused(
            Kind::LinkInvalid,
            "This start link is not one of the proxy's, or the proxy was started again since.",
        ),
        Err(LinkProblem::Used) => {
            refused(Kind::LinkUsed, "Somebody has signed in with this start link already; each is good once.")
        }
        Err(LinkProblem::Expired) => refused(Kind::LinkExpired, "This start link is more than an hour old."),
    }
}

async fn by_password(state: &AppState, name: String, password: String) -> Result<(String, Role, Way), Failure> {
    if !state.access.offers(Way::Password) {
        return Err(not_offered());
    }
    let role = state.access.passwords.check(&name, password).await.map_err(|error| {
        Failure::new(
            Kind::SignInUnavailable,
            "The password could not be checked. Nobody was signed in. Whoever runs the proxy finds the reason in its log.",
        )
        .log(tenant::error_chain(&error))
    })?;
    match role {
        Some(role) => Ok((name, role, Way::Password)),
        None => Err(Failure::new(
            Kind::SignInRefused,
            "The name or the password is wrong. Nobody was signed in. Check both, then try again.",
        )
        .denied(known(state, Some(&name)))),
    }
}

/// Begins a session and hands its token to the browser.
pub(super) async fn begin(
    state: &AppState,
    client: &Client,
    headers: &HeaderMap,
    operator: &str,
    role: Role,
    way: Way,
) -> Result<Response, Failure> {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let new = NewSession { operator, role, way, address: client.address(), agent };
    let begun = state.access.sessions.begin(&new).await.map_err(|error| store_unavailable(&error))?;
    let (token, session) = begun;
    let access = AccessAudit {
        address: client.address(),
        reason: way.name().to_owned(),
        session: Some(session),
        ..AccessAudit::default()
    };
    // Nobody comes in without a trace.
    state
        .audit
        .append(Entry::access(EVENT_SIGNED_IN, operator, access))
        .await
        .map_err(|error| store_unavailable(&error))?;
    tracing::info!(operator, way = way.name(), "signed in");
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Some(cookie) = fresh_cookie(&CookieName::of(headers), &token) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// A name that the operators' file knows. What is typed into the field for names may be a password.
fn known(state: &AppState, name: Option<&str>) -> Denied {
    let known = |name: &&str| state.access.passwords.role(name).ok().flatten().is_some();
    name.filter(known).map(Denied::by).unwrap_or_default()
}

/// A page that came over plain HTTP from another machine must not send a password, and would not keep the cookie.
fn secure_enough(headers: &HeaderMap) -> Result<(), Failure> {
    let plain = headers.get(header::ORIGIN).is_some_and(|origin| origin.as_bytes().starts_with(b"http://"));
    if plain && CookieName::of(headers).is_secure() {
        return Err(Failure::new(
            Kind::HttpsNeeded,
            "This page came over plain HTTP, where anyone on the way can read along. Nobody was signed in. Open it with https://, through a proxy that ends TLS.",
        ));
    }
    Ok(())
}

pub(super) fn too_many(wait: Duration) -> Failure {
    let seconds = wait.as_secs() + 1;
    Failure::new(
        Kind::TooManySignIns,
        format!("There were too many tries to sign in. Nobody was signed in. Wait {seconds} s, then try again."),
    )
    .retry_after(seconds)
}

pub(super) fn not_offered() -> Failure {
    Failure::new(
        Kind::NotSupported,
        "This proxy does not let anybody in this way. Nobody was signed in. Load the page again to see how one can sign in.",
    )
}

fn unusable() -> Failure {
    Failure::new(Kind::InvalidBody, "To sign in, send a token, or a name and a password. Nobody was signed in.")
}
