//! One call of the token endpoint, and what its failures mean in plain words.

use crate::problem::{Failure, Kind};
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

/// Why there is no token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenError {
    /// The endpoint says no, with one of the known codes or none.
    Refused { status: u16, code: Option<&'static str> },
    /// Another status.
    Status(u16),
    /// An answer that is no token.
    Unusable,
    /// No answer.
    NoAnswer(TransportFailure),
    /// The proxy is stopping.
    Stopped,
}

impl Endpoint {
    /// The ready header and the token's lifetime.
    pub(super) async fn fetch(&self) -> Result<(HeaderValue, Duration), TokenError> {
        let deadline = Instant::now() + self.time;
        let response = send(&self.client, self.request()?, self.time).await.map_err(TokenError::NoAnswer)?;
        let status = response.status();
        let body = tokio::time::timeout_at(deadline, Limited::new(response.into_body(), MAX_ANSWER).collect())
            .await
            .map_err(|_| TokenError::NoAnswer(TransportFailure::Timeout))?
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

impl TokenError {
    pub(super) fn failure(&self, time: Duration) -> Failure {
        const NOTHING: &str = "Nothing was sent to its workflows, nothing was changed.";
        match self {
            Self::Refused { status, code: Some(code @ ("invalid_client" | "unauthorized_client" | "invalid_grant")) } => Failure::new(
                Kind::CredentialsRefused,
                format!("The tenant refuses the client id or secret ({code}). {NOTHING} Check CXONE_CLIENT_ID and CXONE_CLIENT_SECRET, then restart the proxy."),
            )
            .log(format!("the token endpoint answered {status} {code}")),
            Self::Refused { status, code } => {
                let code = code.map_or_else(|| format!("status {status}"), str::to_owned);
                Failure::new(
                    Kind::CredentialsRefused,
                    format!("The tenant's token endpoint refuses the proxy ({code}). {NOTHING} Check the client id, the secret and the scopes, then restart the proxy."),
                )
                .log(format!("the token endpoint answered {status} {code}"))
            }
            Self::Status(status) => Failure::new(
                Kind::TokenUnavailable,
                format!("The tenant's token endpoint answered with status {status}. {NOTHING} Try again in a while; if it stays, check CXONE_TOKEN_URL."),
            )
            .log(format!("the token endpoint answered {status}")),
            Self::Unusable => Failure::new(
                Kind::TokenUnavailable,
                format!("The tenant's token endpoint answered with something that is not a token. {NOTHING} Check CXONE_TOKEN_URL."),
            )
            .log("the token endpoint's answer is no token"),
            Self::NoAnswer(TransportFailure::Timeout) => Failure::new(
                Kind::TokenTimeout,
                format!("The tenant's token endpoint did not answer within {} s. {NOTHING} Try again in a while.", time.as_secs_f32()),
            ),
            Self::NoAnswer(TransportFailure::NotSent(reason)) => Failure::new(
                Kind::TokenUnavailable,
                format!("The proxy could not connect to the tenant's token endpoint. {NOTHING} Check the tenant's address and the network, then try again."),
            )
            .log(format!("cannot connect to the token endpoint: {reason}")),
            Self::NoAnswer(TransportFailure::Broken(reason)) => Failure::new(
                Kind::TokenUnavailable,
                format!("The connection to the tenant's token endpoint broke. {NOTHING} Try again."),
            )
            .log(format!("the connection to the token endpoint broke: {reason}")),
            Self::Stopped => Failure::new(Kind::TokenUnavailable, format!("The proxy is stopping. {NOTHING}")),
        }
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
