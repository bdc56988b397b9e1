//! The project's own commands: `cargo xtask run | build | test | pictures | soak | bench | clean-tools`.
//!
//! They need nothing installed by hand beyond rustup, a C compiler and git. What else is needed goes
//! into a tool cache of the project's own (see [`tools`]) or is asked of the system's package manager.
#![allow(clippy::print_stdout, reason = "a command-line program talks on stdout")]

mod app;
mod bench;
mod build;
mod process;
mod progress;
mod run;
mod soak;
mod suite;
mod tools;
mod workspace;

use clap::{Parser, Subcommand};
use progress::Progress;
use std::process::ExitCode;
use workspace::Workspace;

/// Builds, starts, tests and measures the configurator.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds everything that is needed and starts the configurator.
    ///
    /// Without CXONE_CLIENT_ID it runs against the embedded simulated tenant (DEMO).
    Run(run::Options),
    /// Builds one executable with the app inside: `target/cxone-proxy`.
    Build,
    /// Sets up what the tests need and runs all of them.
    Test(suite::Options),
    /// Takes the guide's pictures anew.
    Pictures,
    /// Plays more seeds of the deployment simulation than `test` does.
    Soak(soak::Options),
    /// Measures.
    Bench(bench::Options),
    /// Removes the tools that this project has installed into the user's cache folder.
    CleanTools,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = Workspace::find().and_then(|workspace| match cli.command {
        Command::Run(options) => run::run(&workspace, &options),
        Command::Build => build::build(&workspace),
        Command::Test(options) => suite::run(&workspace, &options),
        Command::Pictures => suite::take_pictures(&workspace),
        Command::Soak(options) => soak::run(&workspace, &options),
        Command::Bench(options) => bench::run(&workspace, &options),
        Command::CleanTools => clean_tools(),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\nerror: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

fn clean_tools() -> anyhow::Result<()> {
    let mut progress = Progress::new(1);
    let root = tools::cache::root()?;
    if root.exists() {
        progress.work("Remove the tool cache", None, || std::fs::remove_dir_all(&root))?;
    } else {
        progress.present("Tool cache", "there is none");
    }
    Ok(())
}
