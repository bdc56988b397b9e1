//! The token endpoint and the check of bearer tokens (RFC 6749, RFC 6750).

use crate::error::Refusal;
use crate::openid;
use crate::reply::Reply;
use crate::speech::{ClientAuth, Grant};
use crate::tenant::{Tenant, lock};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::header::{AUTHORIZATION, CACHE_CONTROL, HeaderValue};
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use url::form_urlencoded;

/// The scopes that this tenant knows.
const SCOPES: [&str; 5] = ["workflow:edit", "workflow:view", "email:template", "interaction:read", "webhook:manage"];

/// The tokens given out.
#[derive(Debug, Default)]
pub(crate) struct Tokens(Mutex<HashMap<String, Given>>);

#[derive(Debug)]
struct Given {
    scopes: BTreeSet<String>,
    expires: Instant,
}

impl Tokens {
    /// Ends every token.
    pub(crate) fn expire_all(&self) {
        lock(&self.0).clear();
    }

    fn issue(&self, scopes: BTreeSet<String>, lifetime: Duration) -> Result<String, getrandom::Error> {
        let mut random = [0; 32];
        getrandom::fill(&mut random)?;
        let token = URL_SAFE_NO_PAD.encode(random);
        let now = Instant::now();
        let mut grants = lock(&self.0);
        grants.retain(|_, grant| grant.expires > now);
        grants.insert(token.clone(), Given { scopes, expires: now + lifetime });
        Ok(token)
    }

    fn check(&self, token: &str, scope: &'static str) -> Result<(), Refusal> {
        let grants = lock(&self.0);
        let grant = grants.get(token).filter(|grant| grant.expires > Instant::now()).ok_or(Refusal::TokenInvalid)?;
        if grant.scopes.contains(scope) { Ok(()) } else { Err(Refusal::ScopeMissing { scope }) }
    }
}

/// Whether a request carries a token that is good for a scope.
pub(crate) fn authorize(tenant: &Tenant, headers: &HeaderMap, scope: &'static str) -> Result<(), Refusal> {
    let header = headers.get(AUTHORIZATION).ok_or(Refusal::TokenMissing)?;
    let token = header.to_str().ok().and_then(|text| text.strip_prefix("Bearer ")).ok_or(Refusal::TokenInvalid)?;
    tenant.tokens.check(token, scope)
}

/// `POST /oauth2/token`.
pub(crate) fn token(tenant: &Tenant, headers: &HeaderMap, body: &[u8]) -> Result<Reply, Refusal> {
    #[derive(Serialize)]
    struct Answer {
        access_token: String,
        token_type: &'static str,
        expires_in: u64,
        scope: String,
    }

    let form: HashMap<String, String> = form_urlencoded::parse(body).into_owned().collect();
    let speech = &tenant.options.speech;
    let person = form.get("grant_type").is_some_and(|grant| grant == "authorization_code");
    if !person {
        check_grant(&speech.grant, &form)?;
    }
    let in_form = || Some((form.get("client_id")?.clone(), form.get("client_secret")?.clone()));
    let (id, secret) = match speech.client_auth {
        ClientAuth::Any => basic(headers).or_else(in_form),
        ClientAuth::Form => in_form(),
        ClientAuth::Basic => basic(headers),
    }
    .unwrap_or_default();
    if id != tenant.options.client_id || secret != tenant.options.client_secret {
        let description = "The client id or the client secret is wrong.".to_owned();
        return Err(Refusal::oauth(StatusCode::UNAUTHORIZED, "invalid_client", description));
    }
    if person {
        return openid::exchange(tenant, headers, &form);
    }
    let scopes = scopes(form.get("scope").map(String::as_str).unwrap_or_default())?;
    let lifetime = tenant.options.token_lifetime;
    let answer = Answer {
        scope: scopes.iter().map(String::as_str).collect::<Vec<_>>().join(" "),
        access_token: tenant.tokens.issue(scopes, lifetime).map_err(|error| Refusal::Internal(error.to_string()))?,
        token_type: "Bearer",
        expires_in: lifetime.as_secs(),
    };
    Ok(Reply::json(StatusCode::OK, &answer).with_header(CACHE_CONTROL, HeaderValue::from_static("no-store")))
}

/// Whether the grant is the one that is taken here, and good.
fn check_grant(grant: &Grant, form: &HashMap<String, String>) -> Result<(), Refusal> {
    let expected = match grant {
        Grant::ClientCredentials => "client_credentials",
        Grant::AccessKey { .. } => "password",
    };
    match form.get("grant_type") {
        Some(given) if given == expected => {}
        Some(other) => {
            let description = format!("The grant type {other} is not supported; use {expected}.");
            return Err(Refusal::oauth(StatusCode::BAD_REQUEST, "unsupported_grant_type", description));
        }
        None => {
            let description = "The form has no grant_type.".to_owned();
            return Err(Refusal::oauth(StatusCode::BAD_REQUEST, "invalid_request", description));
        }
    }
    match grant {
        Grant::AccessKey { id, secret } if form.get("username") != Some(id) || form.get("password") != Some(secret) => {
            let description = "The access key is wrong.".to_owned();
            Err(Refusal::oauth(StatusCode::BAD_REQUEST, "invalid_grant", description))
        }
        _ => Ok(()),
    }
}

/// `GET /.well-known/openid-configuration`, under the name that it was asked by.
pub(crate) fn discovery(tenant: &Tenant, headers: &HeaderMap) -> Reply {
    let issuer = openid::issuer(headers);
    let mut described = openid::described(&issuer);
    described["token_endpoint"] = format!("{issuer}{}", tenant.options.speech.token).into();
    described["issuer"] = issuer.into();
    Reply::json(StatusCode::OK, &described)
}

/// The scopes asked for; all of them where none is named (RFC 6749, section 3.3: a default).
fn scopes(text: &str) -> Result<BTreeSet<String>, Refusal> {
    let asked: BTreeSet<String> = text.split_whitespace().map(str::to_owned).collect();
    if asked.is_empty() {
        return Ok(SCOPES.iter().map(|&scope| scope.to_owned()).collect());
    }
    match asked.iter().find(|scope| !SCOPES.contains(&scope.as_str())) {
        None => Ok(asked),
        Some(unknown) => {
            let description = format!("The scope {unknown} is unknown to this organisation.");
            Err(Refusal::oauth(StatusCode::BAD_REQUEST, "invalid_scope", description))
        }
    }
}

/// Client id and secret by HTTP Basic (RFC 6749, section 2.3.1: each form-encoded first).
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let encoded = headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
    let pair = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (id, secret) = pair.split_once(':')?;
    Some((form_decode(id), form_decode(secret)))
}

fn form_decode(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}
