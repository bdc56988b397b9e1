//! One call of the token endpoint.

use super::discovery::Discovery;
use crate::config::{Auth, ClientAuth, RemoteTenant};
use crate::secret::Secret;
use crate::upstream::{Client, Frames, TransportFailure, send};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
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
    client: Client,
    url: TokenUrl,
    client_id: String,
    client_secret: Secret,
    auth: Auth,
    scope: String,
    time: Duration,
}

/// Where the endpoint is.
enum TokenUrl {
    Known(String),
    Discovered(Discovery),
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
    /// The tenant's OpenID discovery does not tell where the endpoint is.
    #[error("the tenant's OpenID discovery {0}")]
    Discovery(&'static str),
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
    pub(super) fn new(client: Client, tenant: &RemoteTenant, auth: &Auth, scope: &str, time: Duration) -> Self {
        let url = match &auth.discovery_url {
            Some(url) => TokenUrl::Discovered(Discovery::new(url)),
            None => TokenUrl::Known(tenant.token_url.clone()),
        };
        Self {
            client,
            url,
            client_id: tenant.client_id.clone(),
            client_secret: Secret::clone(&tenant.client_secret),
            auth: auth.clone(),
            scope: scope.to_owned(),
            time,
        }
    }

    /// The ready header and the token's lifetime.
    pub(super) async fn fetch(&self) -> Result<(HeaderValue, Duration), TokenError> {
        let deadline = Instant::now() + self.time;
        let fetched = match &self.url {
            TokenUrl::Known(url) => self.fetch_from(url, deadline).await,
            TokenUrl::Discovered(discovery) => {
                let url = discovery.token_url(&self.client, deadline).await?;
                let fetched = self.fetch_from(&url, deadline).await;
                if matches!(fetched, Err(TokenError::Status(_) | TokenError::NoAnswer(_))) {
                    // It may have moved.
                    discovery.forget();
                }
                fetched
            }
        };
        fetched.map_err(|error| match error {
            TokenError::NoAnswer(TransportFailure::Timeout(_)) => {
                TokenError::NoAnswer(TransportFailure::Timeout(self.time))
            }
            other => other,
        })
    }

    async fn fetch_from(&self, url: &str, deadline: Instant) -> Result<(HeaderValue, Duration), TokenError> {
        let (status, body) = exchange(&self.client, self.request(url)?, deadline).await?;
        match status {
            StatusCode::OK => token(&body),
            StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                Err(TokenError::Refused { status: status.as_u16(), code: error_code(&body) })
            }
            other => Err(TokenError::Status(other.as_u16())),
        }
    }

    /// RFC 6749, sections 4.3.2 (password), 4.4.2 (client credentials) and 2.3.1 (how the client proves
    /// itself).
    fn request(&self, url: &str) -> Result<Request<Frames>, TokenError> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        match &self.auth.access_key {
            None => form.append_pair("grant_type", "client_credentials"),
            Some(key) => form
                .append_pair("grant_type", "password")
                .append_pair("username", &key.id)
                .append_pair("password", key.secret.expose()),
        };
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(url)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json");
        match self.auth.client {
            ClientAuth::Form => {
                form.append_pair("client_id", &self.client_id)
                    .append_pair("client_secret", self.client_secret.expose());
            }
            ClientAuth::Basic => request = request.header(header::AUTHORIZATION, self.basic()?),
        }
        let form = form.append_pair("scope", &self.scope).finish();
        request.body(Frames::from(form.into_bytes())).map_err(|_| TokenError::Unusable)
    }

    /// Id and secret are form-encoded first.
    fn basic(&self) -> Result<HeaderValue, TokenError> {
        let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let pair = format!("{}:{}", encoded(&self.client_id), encoded(self.client_secret.expose()));
        let mut header =
            HeaderValue::try_from(format!("Basic {}", STANDARD.encode(pair))).map_err(|_| TokenError::Unusable)?;
        header.set_sensitive(true);
        Ok(header)
    }
}

/// Sends a request and reads its answer, which is a short one.
pub(super) async fn exchange(
    client: &Client,
    request: Request<Frames>,
    deadline: Instant,
) -> Result<(StatusCode, Bytes), TokenError> {
    let time = deadline.saturating_duration_since(Instant::now());
    let response = send(client, request, time).await.map_err(TokenError::NoAnswer)?;
    let status = response.status();
    let body = tokio::time::timeout_at(deadline, Limited::new(response.into_body(), MAX_ANSWER).collect())
        .await
        .map_err(|_| TokenError::NoAnswer(TransportFailure::Timeout(time)))?
        .map_err(|error| TokenError::NoAnswer(TransportFailure::Broken(error.to_string())))?;
    Ok((status, body.to_bytes()))
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
