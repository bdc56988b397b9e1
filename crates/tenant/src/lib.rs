//! A CXone tenant, reached: its configuration, its access tokens and its routes. The proxy and the
//! command line stand on it, so that both read the same settings, send the same requests and renew
//! tokens the same way.
//!
//! [`config`] makes a [`TenantConfig`] from flags, environment and file; [`Tenant`] sends a [`Call`] to
//! a typed [`Route`] with a token that is fetched once however many requests wait, renewed early, and
//! once more when the tenant no longer accepts it.
//!
//! Deliberately absent: words for people (each program has its own reader to tell), retries (the
//! deployment's machine decides those), a log, and any redirect: the base URL is the configuration's.

pub mod config;
mod secret;
mod token;
mod upstream;
pub mod webhook;

pub use config::{ConfigErrors, TenantConfig};
pub use secret::Secret;
pub use token::{Token, TokenError, TokenSource, TokenStatus};
pub use upstream::{
    Answer, AnswerError, Bounds, BrokenOff, Call, Feeder, Frames, IDEMPOTENCY_KEY, InvalidSegment, Route, Segment,
    Tenant, TenantError, TransportFailure, Web, WebError,
};

/// The error and its causes, in one line.
#[must_use]
pub fn error_chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
