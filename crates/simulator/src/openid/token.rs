//! A code for an ID token, with the flaw that was asked for.

use super::keys::Key;
use super::{Asked, State, TokenFlaw, issuer};
use crate::clock::unix_ms;
use crate::error::Refusal;
use crate::reply::Reply;
use crate::tenant::{Tenant, lock};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use http::header::{CACHE_CONTROL, HeaderValue};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// How long a token is good, in seconds.
const LIFETIME: u64 = 300;

/// `POST /oauth2/token` with a code. The client has proved itself already.
pub(crate) fn exchange(tenant: &Tenant, headers: &HeaderMap, form: &HashMap<String, String>) -> Result<Reply, Refusal> {
    let mut state = lock(&tenant.openid.0);
    // A code counts once, whatever comes of it.
    let asked = form.get("code").and_then(|code| state.codes.remove(code));
    let asked = asked.filter(|asked| {
        let verifier = form.get("code_verifier").map(String::as_str).unwrap_or_default();
        form.get("redirect_uri") == Some(&asked.redirect_uri)
            && URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == asked.challenge
    });
    let Some(asked) = asked else {
        let description = "The code, its address or its verifier is wrong.".to_owned();
        return Err(Refusal::oauth(StatusCode::BAD_REQUEST, "invalid_grant", description));
    };
    let mut answer = json!({ "access_token": "opaque", "token_type": "Bearer", "expires_in": LIFETIME });
    if state.flaw != Some(TokenFlaw::Missing) {
        let claims = claims(tenant, &issuer(headers), &state, asked);
        answer["id_token"] = signed(tenant, &mut state, claims)?.into();
    }
    Ok(Reply::json(StatusCode::OK, &answer).with_header(CACHE_CONTROL, HeaderValue::from_static("no-store")))
}

fn claims(tenant: &Tenant, issuer: &str, state: &State, asked: Asked) -> Value {
    let now = unix_ms() / 1_000;
    let mut claims = state.person.clone();
    let mut set = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    set("iss", if state.flaw == Some(TokenFlaw::Issuer) { "http://127.0.0.1:1".into() } else { issuer.into() });
    let audience = if state.flaw == Some(TokenFlaw::Audience) { "another-client" } else { &tenant.options.client_id };
    set("aud", audience.into());
    let began = if state.flaw == Some(TokenFlaw::Expired) { now - 2 * LIFETIME } else { now };
    set("iat", began.into());
    set("exp", (began + LIFETIME).into());
    match (state.flaw, asked.nonce) {
        (Some(TokenFlaw::NoNonce), _) | (_, None) => {}
        (Some(TokenFlaw::Nonce), _) => drop(set("nonce", "of-another-sign-in".into())),
        (_, Some(nonce)) => drop(set("nonce", nonce.into())),
    }
    claims.into()
}

fn signed(tenant: &Tenant, state: &mut State, claims: Value) -> Result<String, Refusal> {
    let (flaw, algorithm) = (state.flaw, state.algorithm);
    let key = state.key()?;
    let (header, stranger) = match flaw {
        Some(TokenFlaw::Unsigned) => (json!({ "alg": "none" }), None),
        Some(TokenFlaw::ClientSecret) => (json!({ "alg": "HS256" }), None),
        Some(flaw @ (TokenFlaw::UnknownKey | TokenFlaw::StolenName)) => {
            let stranger = Key::make(algorithm).map_err(Refusal::Internal)?;
            let name = if flaw == TokenFlaw::UnknownKey { &stranger.name } else { &key.name };
            (json!({ "alg": stranger.algorithm(), "kid": name }), Some(stranger))
        }
        _ => (json!({ "alg": key.algorithm(), "kid": key.name }), None),
    };
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(&header), part(&claims));
    let signature = match flaw {
        Some(TokenFlaw::Unsigned) => Vec::new(),
        Some(TokenFlaw::ClientSecret) => {
            let mac = Hmac::<Sha256>::new_from_slice(tenant.options.client_secret.as_bytes());
            let mut mac = mac.map_err(|error| Refusal::Internal(error.to_string()))?;
            mac.update(text.as_bytes());
            mac.finalize().into_bytes().to_vec()
        }
        _ => stranger.as_ref().unwrap_or(key).sign(text.as_bytes()).map_err(Refusal::Internal)?,
    };
    let text = match flaw {
        Some(TokenFlaw::Changed) => {
            let mut changed = claims;
            changed["preferred_username"] = "mallory".into();
            format!("{}.{}", part(&header), part(&changed))
        }
        _ => text,
    };
    Ok(format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature)))
}
