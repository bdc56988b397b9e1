//! Signing in at an OpenID provider: `GET /api/sign-in/oidc` leaves for it, `GET /sign-in/callback` is
//! where it sends the browser back. Both are gone to by the browser itself, so failures are pages.

use super::sign_in::{begin, not_offered, too_many};
use crate::access::{
    Client, CookieName, Denied, OidcError, OidcRefusal, OpenId, expired_cookie, fresh_cookie, store_unavailable,
};
use crate::problem::{Failure, Kind};
use crate::state::AppState;
use crate::target::is_own_page;
use axum::extract::{Extension, RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use std::collections::BTreeMap;
use tenant::error_chain;
use url::form_urlencoded;
use workflow::wire::Way;

/// Leaves for the provider.
pub(super) async fn depart(
    State(state): State<AppState>,
    Extension(client): Extension<Client>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let openid = offered(&state).map_err(Failure::on_page)?;
    let public_url = public_url(&state, &headers).map_err(Failure::on_page)?;
    state.access.try_sign_in(&client, None).map_err(|wait| too_many(wait).on_page())?;
    let back = parameters(query).remove("back").filter(|back| is_own_page(back)).unwrap_or_else(|| "/".to_owned());
    let departure = openid.depart(&public_url, &back).await.map_err(|error| told(&error).on_page())?;
    let cookie = fresh_cookie(&CookieName::of_departure(&headers), &departure.browser);
    Ok(go_to(&departure.url, cookie))
}

/// Comes back from the provider.
pub(super) async fn arrive(
    State(state): State<AppState>,
    Extension(client): Extension<Client>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    come_back(&state, &client, parameters(query), &headers).await.map_err(Failure::on_page)
}

async fn come_back(
    state: &AppState,
    client: &Client,
    mut parameters: BTreeMap<String, String>,
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    let openid = offered(state)?;
    let public_url = public_url(state, headers)?;
    let departed = CookieName::of_departure(headers);
    let begun = match (parameters.remove("state"), departed.read(headers)) {
        (Some(given), Some(browser)) => openid.begun(&given, browser).await,
        _ => Err(OidcError::Unknown),
    };
    let begun = match begun {
        Ok(begun) => begun,
        Err(error) => {
            // Guesses are counted; whoever comes back from where they left to is not.
            state.access.try_sign_in(client, None).map_err(too_many)?;
            return Err(told(&error));
        }
    };
    let code = match (parameters.remove("code"), parameters.remove("error")) {
        (Some(code), None) => code,
        (_, error) => return Err(not_let_in(error.as_deref())),
    };
    let arrival = openid.arrive(&public_url, begun, code, &state.access.config.roles).await;
    let arrival = arrival.map_err(|error| told(&error))?;
    let signed_in = begin(state, client, headers, &arrival.operator, arrival.role, Way::Oidc).await?;
    let mut response = go_to(&arrival.back, expired_cookie(&departed));
    for cookie in signed_in.headers().get_all(header::SET_COOKIE) {
        response.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    Ok(response)
}

fn offered(state: &AppState) -> Result<&OpenId, Failure> {
    state.access.oidc.as_ref().filter(|_| state.access.offers(Way::Oidc)).ok_or_else(not_offered)
}

/// Our own address, which the provider sends the browser back to. The cookie that binds the browser to what
/// it began is that address's, so one has to leave from there.
fn public_url(state: &AppState, headers: &HeaderMap) -> Result<String, Failure> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    match &state.access.config.public_url {
        None if CookieName::of(headers).is_secure() => Err(Failure::new(
            Kind::NotSupported,
            "The proxy does not know its public address, so the single sign-on could not send you back. Nobody was signed in. Whoever runs the proxy can set public_url (CXONE_PUBLIC_URL).",
        )),
        // A host of this machine, from the list of those that are served.
        None => Ok(format!("http://{host}")),
        Some(url) if url.split_once("://").is_some_and(|(_, own)| own.eq_ignore_ascii_case(host)) => Ok(url.clone()),
        Some(url) => Err(Failure::new(
            Kind::NotSupported,
            format!(
                "One signs in at {url}, where the single sign-on sends you back to. Nobody was signed in. Open the configurator there."
            ),
        )),
    }
}

fn parameters(query: Option<String>) -> BTreeMap<String, String> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect()
}

fn go_to(url: &str, cookie: Option<HeaderValue>) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    // It was built by the parser of addresses, or checked to be a path.
    headers.extend(HeaderValue::try_from(url).ok().map(|url| (header::LOCATION, url)));
    headers.extend(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn not_let_in(error: Option<&str>) -> Failure {
    // What came back stands in the address, so anybody may have written it: it is not repeated.
    let what = match error {
        Some("access_denied") => "The single sign-on did not let you in, or you have cancelled.",
        Some("temporarily_unavailable" | "server_error") => "The single sign-on has trouble at the moment.",
        _ => "The single sign-on came back without saying who you are.",
    };
    Failure::new(Kind::SsoRefused, format!("{what} Nobody was signed in. Try again, or ask whoever runs it."))
}

/// What went wrong, for people; the reason goes into the log.
fn told(error: &OidcError) -> Failure {
    let failure = match error {
        OidcError::Provider(_) => Failure::new(
            Kind::SignInUnavailable,
            "The single sign-on cannot be reached, or does not answer as it should. Nobody was signed in. Try again in a moment; whoever runs the proxy finds the reason in its log.",
        ),
        OidcError::Exchange(_) => Failure::new(
            Kind::SsoRefused,
            "The single sign-on does not take back what it gave you. Nobody was signed in. Try again; if it stays, whoever runs the proxy finds the reason in its log.",
        ),
        OidcError::Token(_) => Failure::new(
            Kind::SsoRefused,
            "What the single sign-on says about you is not believed. Nobody was signed in. Try again; if it stays, whoever runs the proxy finds the reason in its log.",
        ),
        OidcError::Refused(OidcRefusal::NoName(claim)) => Failure::new(
            Kind::SsoRefused,
            format!("The single sign-on does not say who you are: its claim {claim} is no name in one word. Nobody was signed in. Whoever runs the proxy can choose another one (oidc.operator_claim)."),
        ),
        OidcError::Refused(OidcRefusal::NoRole(name)) => Failure::new(
            Kind::SsoRefused,
            "The single sign-on knows you, but you have no role here. Nobody was signed in. Ask whoever runs the proxy for one.",
        )
        .denied(Denied::by(name)),
        OidcError::Unknown => Failure::new(
            Kind::SignInStale,
            "This sign-in took more than ten minutes, was finished before, or was begun in another browser. Nobody was signed in. Begin again.",
        ),
        OidcError::Store(error) => return store_unavailable(error),
    };
    failure.log(error_chain(error))
}
