//! Everything that can go wrong with a request, as data. The words are in [`crate::words`].

use workflow::deploy::TransportFailure;
use workflow::wire::{FromJson, Problem, UnresolvedMacro, VendorError};

/// Why a request did not bring what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// There is no network, or no connection could be made. The request never left.
    Offline,
    /// Nothing came in time.
    TimedOut,
    /// The connection to the proxy could not be made or broke.
    ConnectionLost,
    /// The proxy itself refuses, or could not reach the tenant.
    Proxy(Box<Problem>),
    /// The tenant answered with an error.
    Tenant {
        /// The status code.
        status: u16,
        /// The tenant's own words; empty where it gave none.
        message: String,
        /// The `Retry-After` header, as it came.
        retry_after: Option<String>,
        /// Macros that the template compiler could not resolve.
        macros: Vec<UnresolvedMacro>,
    },
    /// A web page came where JSON was expected: something between the app and the tenant answered.
    NotJson {
        /// The status code.
        status: u16,
    },
    /// The answer cannot be read.
    Malformed {
        /// What is wrong with it, for the curious.
        detail: String,
    },
}

impl Failure {
    /// Reads an answer that is no success. Also for the answers that the deploy machine hands back.
    #[must_use]
    pub fn from_answer(status: u16, media_type: &str, retry_after: Option<String>, body: &str) -> Self {
        let looks_like_problem = media_type.starts_with("application/problem+json") || media_type.is_empty();
        if looks_like_problem
            && let Ok(problem) = Problem::from_text(body)
            && problem.kind.starts_with("/problems/")
        {
            return Self::Proxy(Box::new(problem));
        }
        if body.trim_start().starts_with('<') {
            return Self::NotJson { status };
        }
        let vendor = VendorError::from_text(body).unwrap_or_default();
        let message = if vendor.message.is_empty() { vendor.error } else { vendor.message };
        Self::Tenant { status, message, retry_after, macros: vendor.unresolved_macros }
    }

    /// Whether the proxy says that nobody is signed in (any more).
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        matches!(self, Self::Proxy(problem) if problem.needs_sign_in())
    }

    /// Whether the administrator may not have it: the session has ended, or a right is missing.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        self.is_signed_out()
            || matches!(self, Self::Tenant { status: 403, .. })
            || matches!(self, Self::Proxy(problem) if problem.status == 403)
    }

    /// Whether the session with the proxy has ended.
    #[must_use]
    pub fn is_signed_out(&self) -> bool {
        matches!(self, Self::Proxy(problem) if problem.status == 401)
    }

    /// Whether the tenant says that there is no such thing.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Tenant { status: 404, .. })
    }
}

impl From<TransportFailure> for Failure {
    fn from(failure: TransportFailure) -> Self {
        match failure {
            TransportFailure::NotSent => Self::Offline,
            TransportFailure::Timeout => Self::TimedOut,
            TransportFailure::Broken => Self::ConnectionLost,
        }
    }
}
