//! Where the token endpoint is, as the tenant's OpenID discovery document says (OpenID Connect
//! Discovery 1.0, section 4).

use super::fetch::{TokenError, exchange};
use crate::config::parse::endpoint_url;
use crate::upstream::{Client, Frames};
use http::{Request, StatusCode, header};
use serde_json::Value;
use std::sync::{Mutex, PoisonError};
use tokio::time::Instant;

const DOCUMENT: &str = "/.well-known/openid-configuration";

/// A discovery document, read when it is first needed.
pub(super) struct Discovery {
    issuer: String,
    found: Mutex<Option<String>>,
}

impl Discovery {
    /// `url` is the issuer's, or the document's own.
    pub(super) fn new(url: &str) -> Self {
        let issuer = url.strip_suffix(DOCUMENT).unwrap_or(url).trim_end_matches('/').to_owned();
        Self { issuer, found: Mutex::default() }
    }

    /// The token endpoint.
    pub(super) async fn token_url(&self, client: &Client, deadline: Instant) -> Result<String, TokenError> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(found) = found {
            return Ok(found);
        }
        let request = Request::get(format!("{}{DOCUMENT}", self.issuer))
            .header(header::ACCEPT, "application/json")
            .body(Frames::default())
            .map_err(|_| TokenError::Discovery("has an address that cannot be used"))?;
        let (status, body) = exchange(client, request, deadline).await?;
        if status != StatusCode::OK {
            return Err(TokenError::Discovery("was not answered with 200"));
        }
        let url = self.read(&body)?;
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = Some(url.clone());
        Ok(url)
    }

    /// Has the next fetch look again.
    pub(super) fn forget(&self) {
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The credentials go to that address, so it must be the issuer's own word, and TLS.
    fn read(&self, body: &[u8]) -> Result<String, TokenError> {
        let document: Value = serde_json::from_slice(body)
            .map_err(|_| TokenError::Discovery("answers with something that is no JSON"))?;
        let text = |key: &str| document.get(key).and_then(Value::as_str);
        if text("issuer").map(|issuer| issuer.trim_end_matches('/')) != Some(&self.issuer) {
            return Err(TokenError::Discovery("names another issuer"));
        }
        let url = text("token_endpoint").ok_or(TokenError::Discovery("names no token endpoint"))?;
        endpoint_url(url).map_err(|_| TokenError::Discovery("names a token endpoint that cannot be used"))
    }
}

#[cfg(test)]
mod tests {
    use super::Discovery;

    #[test]
    fn only_the_issuers_own_word_counts() {
        for (url, body, expected) in [
            (
                "https://id.example.com/t/",
                r#"{"issuer":"https://id.example.com/t","token_endpoint":"https://id.example.com/token"}"#,
                Ok("https://id.example.com/token"),
            ),
            (
                "https://id.example.com/.well-known/openid-configuration",
                r#"{"issuer":"https://id.example.com/","token_endpoint":"https://other.example.com/token"}"#,
                Ok("https://other.example.com/token"),
            ),
            (
                "https://id.example.com",
                r#"{"issuer":"https://evil.example.com","token_endpoint":"https://a.b"}"#,
                Err("another issuer"),
            ),
            (
                "https://id.example.com",
                r#"{"issuer":"https://id.example.com","token_endpoint":"http://a.b"}"#,
                Err("cannot be used"),
            ),
            ("https://id.example.com", r#"{"issuer":"https://id.example.com"}"#, Err("no token endpoint")),
            ("https://id.example.com", "<html>", Err("no JSON")),
        ] {
            let read = Discovery::new(url).read(body.as_bytes()).map_err(|error| error.to_string());
            match (read, expected) {
                (Ok(url), Ok(expected)) => assert_eq!(url, expected),
                (Err(error), Err(words)) => assert!(error.contains(words), "{error}"),
                (read, expected) => panic!("{read:?} instead of {expected:?}"),
            }
        }
    }
}
