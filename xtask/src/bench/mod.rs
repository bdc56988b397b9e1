//! `cargo xtask bench`: measurements that a claim of the project's rests on.

mod app;
mod bundle;
mod claims;
mod deploy;
mod json;
mod proxy;
mod report;
mod sides;

use crate::workspace::Workspace;
use anyhow::Result;
use clap::{Args, Subcommand};

/// Options of `cargo xtask bench`.
#[derive(Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Times the app beside a React stack: ready, keystroke to paint, scrolling; and weighs both.
    App(app::Options),
    /// Weighs every file that the browser loads before the first interaction, beside a React stack.
    Bundle,
    /// Times the core beside JSON libraries: parse, diff, validation, merge.
    Json(json::Options),
    /// Counts the round trips of a deploy that depend on each other, against a tenant that is slow on purpose.
    Deploy,
    /// Times the proxy beside nginx, HAProxy and a plain axum + reqwest one; measures the memory of writes under way.
    Proxy(proxy::Options),
}

/// Measures. An error means that it could not be measured or that a budget is exceeded.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    match &options.what {
        What::App(options) => app::run(workspace, options),
        What::Bundle => bundle::run(workspace),
        What::Json(options) => json::run(workspace, options),
        What::Deploy => deploy::run(workspace),
        What::Proxy(options) => proxy::run(workspace, options),
    }
}
