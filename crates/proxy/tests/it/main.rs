//! The proxy between real connections: a stub or simulated tenant on one side, an HTTP client on the other.

mod app;
mod audit;
mod config;
mod failures;
mod forwarding;
mod guards;
mod lifecycle;
mod preview;
mod secrets;
mod simulated;
mod support;
mod token;
mod webhooks;
