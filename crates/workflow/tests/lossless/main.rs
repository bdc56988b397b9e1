//! Promise 2 as properties: bytes that were not edited leave exactly as they came, and what cannot be
//! edited safely is refused.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

mod changes;
mod coverage;
mod extremes;
mod forms;
mod moves;
mod odd;
mod pieces;
mod printing;
