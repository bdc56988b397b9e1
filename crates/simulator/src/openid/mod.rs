//! An OpenID provider (OpenID Connect Core 1.0, authorization code with PKCE): whoever comes is signed in
//! at once as the person that was set. Its tokens have flaws on request, and its keys change.

mod keys;
mod token;

pub use keys::Algorithm;
pub(crate) use token::exchange;

use crate::error::Refusal;
use crate::reply::Reply;
use crate::tenant::{Tenant, lock};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::{HOST, HeaderValue, LOCATION};
use http::{HeaderMap, StatusCode};
use keys::Key;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::sync::Mutex;
use url::{Url, form_urlencoded};

/// What is wrong with the ID tokens that are given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenFlaw {
    /// Another nonce than the one that was asked with.
    Nonce,
    /// None at all.
    NoNonce,
    /// It is for another client.
    Audience,
    /// It is from another issuer.
    Issuer,
    /// It has expired.
    Expired,
    /// Its header says `alg: none`, and there is no signature.
    Unsigned,
    /// It is signed with the client secret (HS256).
    ClientSecret,
    /// It is signed with a key that is never published, under a name of its own.
    UnknownKey,
    /// It is signed with a key that is never published, under the name of one that is.
    StolenName,
    /// A claim was changed after it was signed.
    Changed,
    /// There is no ID token in the answer.
    Missing,
}

/// The provider's state.
#[derive(Debug)]
pub(crate) struct OpenId(Mutex<State>);

#[derive(Debug)]
struct State {
    person: Map<String, Value>,
    flaw: Option<TokenFlaw>,
    /// Made when it is first needed.
    key: Option<Key>,
    algorithm: Algorithm,
    codes: HashMap<String, Asked>,
}

/// What a code was asked with.
#[derive(Debug)]
struct Asked {
    redirect_uri: String,
    nonce: Option<String>,
    challenge: String,
}

impl Default for OpenId {
    fn default() -> Self {
        let mut person = Map::new();
        person.insert("sub".to_owned(), "person-1".into());
        person.insert("preferred_username".to_owned(), "ada".into());
        let algorithm = Algorithm::Es256;
        Self(Mutex::new(State { person, flaw: None, key: None, algorithm, codes: HashMap::new() }))
    }
}

impl OpenId {
    /// Who signs in from now on: the claims, `sub` among them.
    pub(crate) fn set_person(&self, claims: Map<String, Value>) {
        lock(&self.0).person = claims;
    }

    pub(crate) fn set_flaw(&self, flaw: Option<TokenFlaw>) {
        lock(&self.0).flaw = flaw;
    }

    /// From now on there is another key, and the one before is no longer published.
    pub(crate) fn change_key(&self, algorithm: Algorithm) {
        let mut state = lock(&self.0);
        state.algorithm = algorithm;
        state.key = None;
    }
}

impl State {
    fn key(&mut self) -> Result<&Key, Refusal> {
        if self.key.is_none() {
            self.key = Some(Key::make(self.algorithm).map_err(Refusal::Internal)?);
        }
        self.key.as_ref().ok_or_else(|| Refusal::Internal("there is no key".to_owned()))
    }
}

/// `http://HOST`, by the name that it was asked by.
pub(crate) fn issuer(headers: &HeaderMap) -> String {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    format!("http://{host}")
}

/// What the discovery document says beyond the token endpoint.
pub(crate) fn described(issuer: &str) -> Value {
    json!({
        "authorization_endpoint": format!("{issuer}/oauth2/authorize"),
        "jwks_uri": format!("{issuer}/oauth2/keys"),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "client_credentials"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "profile", "email"],
    })
}

/// `GET /oauth2/keys`.
pub(crate) fn keys(tenant: &Tenant) -> Result<Reply, Refusal> {
    let mut state = lock(&tenant.openid.0);
    Ok(Reply::json(StatusCode::OK, &json!({ "keys": [state.key()?.published()] })))
}

/// `GET /oauth2/authorize`: sends the browser back with a code.
pub(crate) fn authorize(tenant: &Tenant, query: Option<&str>) -> Result<Reply, Refusal> {
    let mut asked: HashMap<String, String> =
        form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect();
    let mut take = |name: &str| asked.remove(name).unwrap_or_default();
    // Where either is wrong, the browser must not be sent there (RFC 6749, section 4.1.2.1).
    let (client, redirect_uri) = (take("client_id"), take("redirect_uri"));
    let redirect = Url::parse(&redirect_uri).ok().filter(|_| client == tenant.options.client_id);
    let Some(mut redirect) = redirect else {
        let description = "The client or the address to come back to is not known.".to_owned();
        return Err(Refusal::oauth(StatusCode::BAD_REQUEST, "invalid_request", description));
    };
    let (state, challenge) = (take("state"), take("code_challenge"));
    let sound = take("response_type") == "code"
        && take("scope").split(' ').any(|scope| scope == "openid")
        && take("code_challenge_method") == "S256"
        && !challenge.is_empty();
    let nonce = Some(take("nonce")).filter(|nonce| !nonce.is_empty());
    if sound {
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|error| Refusal::Internal(error.to_string()))?;
        let code = URL_SAFE_NO_PAD.encode(random);
        redirect.query_pairs_mut().append_pair("code", &code).append_pair("state", &state);
        lock(&tenant.openid.0).codes.insert(code, Asked { redirect_uri, nonce, challenge });
    } else {
        redirect.query_pairs_mut().append_pair("error", "invalid_request").append_pair("state", &state);
    }
    let location = HeaderValue::from_str(redirect.as_str()).map_err(|error| Refusal::Internal(error.to_string()))?;
    Ok(Reply::empty(StatusCode::SEE_OTHER).with_header(LOCATION, location))
}
