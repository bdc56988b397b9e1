//! The three-way merge: named cases, its laws as properties, and its relation to replay.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

mod cases;
mod laws;
mod model;
mod replaying;
mod settling;
mod size;
#[allow(dead_code, reason = "the bench uses more of it")]
#[path = "../../../../bench/json/core/src/workload.rs"]
mod workload;
