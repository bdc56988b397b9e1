//! What the machine asks for, and what it is told.

use crate::deploy::{Journal, Journaled, OperationId};

/// What the machine asks its caller to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Read the workflow (`GET`), then answer [`Event::Read`].
    Read,
    /// Keep this journal where it survives the caller ([`Journal::to_keep`]), then answer
    /// [`Event::Journaled`].
    Journal(Box<Journal>),
    /// Write the workflow (`PUT`) with this body, then answer [`Event::Written`].
    Write {
        /// The whole document.
        body: String,
        /// The value of the `Idempotency-Key` header: the operation and the attempt, so that a
        /// replayed body is never taken for the earlier one.
        idempotency_key: String,
    },
    /// Do nothing until this time (ms), then answer [`Event::Timer`].
    WaitUntil(u64),
    /// Get a fresh token, then answer [`Event::TokenRenewed`]. Asked for only where the caller holds
    /// the credentials ([`Credentials::Caller`](crate::deploy::Credentials::Caller)).
    RenewToken,
}

/// An HTTP response as far as the machine needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The `Retry-After` header, as it came.
    pub retry_after: Option<String>,
    /// The body, as text.
    pub body: String,
}

/// Why there was no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportFailure {
    /// The request never left: no connection could be made.
    NotSent,
    /// Nothing came in time. The request may have been carried out.
    Timeout,
    /// The connection broke, or the response was cut short. The request may have been carried out.
    Broken,
}

/// What came of an action, or what the administrator did.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// What came of [`Action::Read`].
    Read(Result<Response, TransportFailure>),
    /// What came of [`Action::Journal`].
    Journaled(Journaled),
    /// What came of [`Action::Write`].
    Written(Result<Response, TransportFailure>),
    /// The time of [`Action::WaitUntil`] has come.
    Timer,
    /// What came of [`Action::RenewToken`]; in words, where there is no fresh token.
    TokenRenewed(Result<(), String>),
    /// The administrator cancels. A write that is under way is not taken back: the machine waits for
    /// its answer and reports what is true.
    Cancel,
}

/// Makes the key of one attempt.
#[must_use]
pub(crate) fn idempotency_key(operation: &OperationId, write: u32) -> String {
    format!("{operation}.{write}")
}
