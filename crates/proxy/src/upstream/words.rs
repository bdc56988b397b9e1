//! What it means for people that the tenant, or its token endpoint, gives no answer.

use crate::problem::{Failure, Kind};
use http::Method;
use tenant::{TenantError, TokenError, TransportFailure};

/// No answer to a request.
pub(crate) fn no_answer(method: &Method, error: &TenantError) -> Failure {
    let changed = if method.is_safe() {
        "Nothing was changed. Try again."
    } else {
        "Whether it was carried out is not known. Read the workflow again before you decide."
    };
    let failure = match error {
        TenantError::Token(error) => return no_token(error),
        TenantError::Address => {
            return Failure::new(
                Kind::InvalidId,
                "The address for the tenant cannot be built from this id. Nothing was sent. Check the id.",
            );
        }
        TenantError::NoAnswer(failure) => failure,
    };
    let (kind, detail) = match failure {
        TransportFailure::NotSent(_) => (
            Kind::Unreachable,
            "The proxy could not connect to the tenant. Nothing was sent, nothing was changed. Check the tenant's address and the network, then try again.".to_owned(),
        ),
        TransportFailure::Timeout(time) => {
            (Kind::Timeout, format!("The tenant did not answer within {} s. {changed}", time.as_secs_f32()))
        }
        TransportFailure::Broken(_) => {
            (Kind::Broken, format!("The connection to the tenant broke before its answer came. {changed}"))
        }
    };
    Failure::new(kind, detail).log(error.to_string())
}

/// No token.
fn no_token(error: &TokenError) -> Failure {
    const NOTHING: &str = "Nothing was sent to its workflows, nothing was changed.";
    let (kind, detail) = match error {
        TokenError::Refused { code: Some(code), .. } if error.blames_credentials() => (
            Kind::CredentialsRefused,
            format!(
                "The tenant refuses the client id or secret ({code}). {NOTHING} Check CXONE_CLIENT_ID and CXONE_CLIENT_SECRET, then restart the proxy."
            ),
        ),
        TokenError::Refused { status, code } => {
            let code = code.map_or_else(|| format!("status {status}"), str::to_owned);
            (
                Kind::CredentialsRefused,
                format!(
                    "The tenant's token endpoint refuses the proxy ({code}). {NOTHING} Check the client id, the secret and the scopes, then restart the proxy."
                ),
            )
        }
        TokenError::Status(status) => (
            Kind::TokenUnavailable,
            format!(
                "The tenant's token endpoint answered with status {status}. {NOTHING} Try again in a while; if it stays, check CXONE_TOKEN_URL."
            ),
        ),
        TokenError::Unusable => (
            Kind::TokenUnavailable,
            format!(
                "The tenant's token endpoint answered with something that is not a token. {NOTHING} Check CXONE_TOKEN_URL."
            ),
        ),
        TokenError::NoAnswer(TransportFailure::Timeout(time)) => (
            Kind::TokenTimeout,
            format!(
                "The tenant's token endpoint did not answer within {} s. {NOTHING} Try again in a while.",
                time.as_secs_f32()
            ),
        ),
        TokenError::NoAnswer(TransportFailure::NotSent(_)) => (
            Kind::TokenUnavailable,
            format!(
                "The proxy could not connect to the tenant's token endpoint. {NOTHING} Check the tenant's address and the network, then try again."
            ),
        ),
        TokenError::NoAnswer(TransportFailure::Broken(_)) => (
            Kind::TokenUnavailable,
            format!("The connection to the tenant's token endpoint broke. {NOTHING} Try again."),
        ),
        TokenError::Discovery(reason) => (
            Kind::TokenUnavailable,
            format!(
                "The tenant's OpenID discovery {reason}, so the token endpoint is not known. {NOTHING} Check CXONE_DISCOVERY_URL."
            ),
        ),
        TokenError::Stopped => (Kind::TokenUnavailable, format!("The proxy is stopping. {NOTHING}")),
    };
    Failure::new(kind, detail).log(error.to_string())
}
