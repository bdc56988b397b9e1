//! One request, answered as the machine takes it.

use tenant::{AnswerError, Call, Tenant, TenantError, TransportFailure as Transport};
use workflow::deploy::{Response, TransportFailure};

/// Why there is no response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoResponse {
    /// There was no answer.
    #[error(transparent)]
    Tenant(#[from] TenantError),
    /// It could not be read to its end.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// It was no text.
    #[error("the tenant's answer is not UTF-8 text")]
    NotText,
}

/// Sends a request and reads the whole answer.
pub(super) async fn ask(tenant: &Tenant, call: &Call) -> Result<Response, NoResponse> {
    let answer = tenant.exchange(call).await?;
    let status = answer.status();
    let (headers, body) = answer.read().await?;
    let retry_after = headers.get(http::header::RETRY_AFTER).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let body = match String::from_utf8(body.to_vec()) {
        Ok(body) => body,
        // What is to be read as a document must not be altered; of a refusal only the words count.
        Err(_) if status.is_success() => return Err(NoResponse::NotText),
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    };
    Ok(Response { status: status.as_u16(), retry_after, body })
}

impl NoResponse {
    /// What the machine needs to know of it.
    pub(super) fn for_machine(&self) -> TransportFailure {
        match self {
            Self::Tenant(
                TenantError::Token(_) | TenantError::Address | TenantError::NoAnswer(Transport::NotSent(_)),
            ) => TransportFailure::NotSent,
            Self::Tenant(TenantError::NoAnswer(Transport::Timeout(_))) | Self::Answer(AnswerError::Timeout) => {
                TransportFailure::Timeout
            }
            Self::Tenant(TenantError::NoAnswer(Transport::Broken(_)))
            | Self::Answer(AnswerError::Broken)
            | Self::NotText => TransportFailure::Broken,
        }
    }
}
