//! The simulated tenant over HTTP, as a client sees it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod client;
mod compile;
mod control;
mod faults;
mod lossless;
mod oauth;
mod seed;
mod uploads;
mod webhooks;
mod workflows;
