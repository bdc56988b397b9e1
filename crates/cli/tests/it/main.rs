//! The program as a user has it: the real binary, files, and a simulated tenant over real HTTP on a port
//! of its own.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on should say where")]

mod command_line;
mod deploys;
mod documents;
mod findings;
#[cfg(unix)]
mod interrupted;
mod program;
mod secrets;
#[cfg(unix)]
mod terminal;
mod trouble;
mod unusable;
mod webhooks;
mod world;
