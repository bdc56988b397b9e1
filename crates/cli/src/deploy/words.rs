//! What it means for people that a deploy could not begin: what happened, whether anything was changed,
//! what to do next.

use super::Order;
use super::asking::NoResponse;
use super::journals::SlotError;
use super::reading::ReadingError;
use crate::failure::{Failure, Unusable};
use tenant::{TenantError, TokenError, TransportFailure};
use workflow::wire::VendorError;

/// Why a request got no response, in a few words.
pub(super) fn no_response(problem: &NoResponse) -> String {
    let (whom, failure) = match problem {
        NoResponse::Tenant(TenantError::Token(TokenError::NoAnswer(failure))) => ("the token endpoint", failure),
        NoResponse::Tenant(TenantError::NoAnswer(failure)) => ("the tenant", failure),
        other => return other.to_string(),
    };
    match failure {
        TransportFailure::NotSent(reason) => format!("no connection to {whom} could be made ({reason})"),
        TransportFailure::Timeout(time) => format!("{whom} did not answer within {} s", time.as_secs_f32()),
        TransportFailure::Broken(reason) => format!("the connection to {whom} broke ({reason})"),
    }
}

/// The workflow could not be read.
pub(super) fn not_read(error: &ReadingError, order: &Order) -> Failure {
    let id = order.workflow.plain();
    match error {
        ReadingError::Refused { status: 404, .. } => Unusable::new(format!(
            "the tenant has no workflow `{id}`. Nothing was written; check --workflow-id and CXONE_ORG"
        ))
        .into(),
        ReadingError::Refused { status: 403, .. } => Unusable::new(format!(
            "the tenant does not let this client see the workflow `{id}`. Nothing was written; ask for the scope workflow:view"
        ))
        .into(),
        ReadingError::Refused { status: 401, .. } => Unusable::new(
            "the tenant does not accept the token that it gave. Nothing was written; check CXONE_BASE_URL and CXONE_TOKEN_URL",
        )
        .into(),
        ReadingError::Refused { status, body } => Failure::NotDone(format!(
            "the tenant refuses to show the workflow `{id}`: {status}{}. Nothing was written",
            own_words(body)
        )),
        ReadingError::Credentials(error @ TokenError::Refused { code, .. }) if error.blames_credentials() => {
            Unusable::new(format!(
                "the tenant refuses the client id or secret ({}). Nothing was sent to its workflows; check CXONE_CLIENT_ID and CXONE_CLIENT_SECRET",
                code.unwrap_or_default()
            ))
            .into()
        }
        ReadingError::Credentials(error) => Unusable::new(format!(
            "no access token: {error}. Nothing was sent to the tenant's workflows; check the client id, the secret and the scopes"
        ))
        .into(),
        ReadingError::Unavailable(problem) => Failure::NotDone(format!(
            "the workflow `{id}` could not be read: {problem}. Nothing was written; try again later"
        )),
        ReadingError::NotAWorkflow(problem) => Failure::NotDone(format!(
            "the tenant answered, but not with the workflow `{id}`: {problem}. Nothing was written; check CXONE_BASE_URL, and cxone-email --help for the dialect"
        )),
    }
}

/// The journal's slot cannot be used.
pub(super) fn no_slot(error: &SlotError) -> Failure {
    match error {
        SlotError::Busy => Failure::NotDone(format!("{error}. Nothing was sent; wait for it to end, then try again")),
        SlotError::Folder { .. } => {
            Unusable::new(format!("{error}. Nothing was sent; name another folder with --state-dir")).into()
        }
    }
}

/// `: the vendor's words`, where the body has some.
pub(super) fn own_words(body: &str) -> String {
    match serde_json::from_str::<VendorError>(body) {
        Ok(VendorError { message, .. }) if !message.is_empty() => format!(": {}", message.trim_end_matches('.')),
        _ => String::new(),
    }
}
