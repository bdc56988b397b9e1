//! `cargo xtask soak`: plays many more seeds of the deployment simulation than a test run does.

use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use clap::Args;

/// Options of `cargo xtask soak`.
#[derive(Args)]
pub struct Options {
    /// How many seeds to play.
    #[arg(long, default_value_t = 100_000)]
    seeds: u64,
    /// The first of them.
    #[arg(long, default_value_t = 0)]
    from: u64,
}

/// Plays the seeds. An error means that one of them breaks a promise; its trace has been printed.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    println!("Building the simulation (about a minute the first time).");
    let mut cargo = workspace.cargo(&["test", "--quiet", "--release", "--package", "workflow", "--test", "simulation"]);
    cargo.args(["--", "--exact", "every_seed_keeps_the_promises", "--nocapture"]);
    cargo.env("SOAK_SEEDS", options.seeds.to_string()).env("SOAK_FROM", options.from.to_string());
    // The trace of a seed says more than the harness's own stack.
    let status = cargo.env("RUST_BACKTRACE", "0").status().context("cannot start cargo")?;
    if !status.success() {
        bail!("a seed breaks a promise; what happened is told above");
    }
    Ok(())
}
