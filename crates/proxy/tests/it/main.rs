//! The proxy between real connections: a stub or simulated tenant on one side, an HTTP client on the other.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on should say where")]

mod app;
mod attack;
mod audit;
#[cfg(unix)]
mod canaries;
mod checks;
mod config;
mod connections;
mod dialects;
mod events;
mod failures;
#[cfg(unix)]
mod faults;
mod forwarding;
mod guards;
#[cfg(unix)]
mod history;
mod hooks;
#[cfg(unix)]
mod journal;
#[cfg(unix)]
mod killed;
mod lifecycle;
mod metrics;
mod observatory;
#[cfg(all(unix, feature = "oidc"))]
mod oidc;
mod openapi;
mod preview;
#[cfg(unix)]
mod program;
mod secrets;
#[cfg(unix)]
mod shared;
#[cfg(unix)]
mod signing_in;
mod simulated;
#[cfg(unix)]
mod stored;
mod streaming;
mod support;
mod token;
mod uploads;
mod webhooks;
