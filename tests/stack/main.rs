//! Proxy, simulated tenant and deployment machine together, over real HTTP: what the app does, without
//! a browser.
//!
//! Waits are skipped by telling the machine that their time has come; nothing sleeps. What the tenant
//! holds is read from the tenant itself and compared without the core.
#![allow(clippy::unwrap_used, reason = "a test stops where its setting fails")]
#![cfg(not(target_arch = "wasm32"))]

mod driver;
mod gate;
mod main_job;
mod refusals;
mod round_trips;
mod stored;
mod tutorial_bugs;
mod unclear;
mod world;
