//! The three-way merge: named cases, its laws as properties, and its relation to replay.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

mod cases;
mod laws;
mod model;
mod replaying;
mod settling;
