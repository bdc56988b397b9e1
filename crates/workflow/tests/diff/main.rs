//! The differences of documents: complete, minimal, and true in each of their forms.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

mod counts;
mod noise;
mod properties;
#[allow(dead_code, reason = "the bench uses more of it")]
#[path = "../../../../bench/json/core/src/workload.rs"]
mod workload;
