//! One call of the token endpoint.

use crate::secret::Secret;
use crate::upstream::{Client, Frames, TransportFailure, send};
use http::{HeaderValue, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use std::time::Duration;
use tokio::time::Instant;
use url::form_urlencoded;
use workflow::wire::TokenResponse;

/// Largest answer that is read, in bytes.
const MAX_ANSWER: usize = 64 * 1024;

/// Longest lifetime that is believed.
const MAX_LIFETIME: Duration = Duration::from_secs(7 * 24 * 3600);

/// The error codes of RFC 6749, section 5.2. Only these are repeated: free text may hold the credentials.
const CODES: [&str; 6] = [
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_scope",
    "unauthorized_client",
    "unsupported_grant_type",
];

/// The token endpoint and what it is sent.
pub(super) struct Endpoint {
    pub(super) client: Client,
    pub(super) url: String,
    pub(super) client_id: String,
    pub(super) client_secret: Secret,
    pub(super) scope: String,
    pub(super) time: Duration,
}

/// Why there is no token. Nothing was sent to the tenant's API then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// The endpoint says no.
    #[error("the token endpoint answered {status}{}", .code.map(|code| format!(" {code}")).unwrap_or_default())]
    Refused {
        /// Its status.
        status: u16,
        /// One of the codes of RFC 6749, section 5.2, where it gave one. Its own words are not repeated.
        code: Option<&'static str>,
    },
    /// Another status.
    #[error("the token endpoint answered {0}")]
    Status(u16),
    /// An answer that is no token.
    #[error("the token endpoint's answer is no token")]
    Unusable,
    /// No answer.
    #[error("the token endpoint: {0}")]
    NoAnswer(TransportFailure),
    /// The program is stopping.
    #[error("the program is stopping")]
    Stopped,
}

impl TokenError {
    /// Whether the client id or the secret is what the endpoint does not take.
    #[must_use]
    pub fn blames_credentials(&self) -> bool {
        matches!(self, Self::Refused { code: Some("invalid_client" | "unauthorized_client" | "invalid_grant"), .. })
    }
}

impl Endpoint {
    /// The ready header and the token's lifetime.
    pub(super) async fn fetch(&self) -> Result<(HeaderValue, Duration), TokenError> {
        let deadline = Instant::now() + self.time;
        let response = send(&self.client, self.request()?, self.time).await.map_err(TokenError::NoAnswer)?;
        let status = response.status();
        let body = tokio::time::timeout_at(deadline, Limited::new(response.into_body(), MAX_ANSWER).collect())
            .await
            .map_err(|_| TokenError::NoAnswer(TransportFailure::Timeout(self.time)))?
            .map_err(|error| TokenError::NoAnswer(TransportFailure::Broken(error.to_string())))?
            .to_bytes();
        match status {
            StatusCode::OK => token(&body),
            StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                Err(TokenError::Refused { status: status.as_u16(), code: error_code(&body) })
            }
            other => Err(TokenError::Status(other.as_u16())),
        }
    }

    fn request(&self) -> Result<Request<Frames>, TokenError> {
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("client_id", &self.client_id)
            .append_pair("client_secret", self.client_secret.expose())
            .append_pair("scope", &self.scope)
            .finish();
        Request::builder()
            .method(Method::POST)
            .uri(&self.url)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json")
            .body(Frames::from(form.into_bytes()))
            .map_err(|_| TokenError::Unusable)
    }
}

fn token(body: &[u8]) -> Result<(HeaderValue, Duration), TokenError> {
    let answer: TokenResponse = serde_json::from_slice(body).map_err(|_| TokenError::Unusable)?;
    if answer.access_token.is_empty() {
        return Err(TokenError::Unusable);
    }
    let mut header =
        HeaderValue::try_from(format!("Bearer {}", answer.access_token)).map_err(|_| TokenError::Unusable)?;
    header.set_sensitive(true);
    Ok((header, Duration::from_secs(answer.expires_in).min(MAX_LIFETIME)))
}

fn error_code(body: &[u8]) -> Option<&'static str> {
    let answer: serde_json::Value = serde_json::from_slice(body).ok()?;
    let given = answer.get("error")?.as_str()?;
    CODES.into_iter().find(|code| *code == given)
}
