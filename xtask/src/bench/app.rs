//! The app beside a React stack, in Chromium: weight, ready time, keystroke to paint, scrolling.
//!
//! What is measured how is told where it is measured, in `tests/browser/bench/`; what the React stack is, in
//! `bench/peer/README.md`.

mod table;

use crate::bench::bundle;
use crate::bench::sides::Sides;
use crate::process::quiet;
use crate::progress::Progress;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use clap::Args;
use serde::de::DeserializeOwned;
use std::fs;
use table::Table;

/// Options of `cargo xtask bench app`.
#[derive(Args)]
pub struct Options {
    /// Rounds of the ready time on each side.
    #[arg(long, default_value_t = 15)]
    rounds: u32,
}

/// Builds both sides, lets Chromium measure, prints and writes the table. An error means that it could not be
/// measured or that something is not as good as it must be at least.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let mut progress = Progress::new(Sides::STEPS + 4);
    let sides = Sides::build(workspace, &mut progress, "release")?;
    let bundle = bundle::measure(workspace, &sides, &mut progress)?;
    for (spec, what, estimate) in [
        ("ready", "Ready time of both", "about 3 min"),
        ("typing", "Keystroke to paint of both", "about 4 min"),
        ("scrolling", "Scrolling", "about 30 s"),
    ] {
        progress.work(what, Some(estimate), || {
            let mut playwright = sides.playwright(workspace, spec);
            playwright.env("ROUNDS", options.rounds.to_string());
            quiet(&mut playwright, &workspace.log(&format!("bench-{spec}")))
        })?;
    }
    let table = Table::of(&bundle, &read(&sides, "ready")?, &read(&sides, "typing")?, &read(&sides, "scrolling")?)?;
    println!("\n{table}");
    let path = sides.results.join("app.json");
    fs::write(&path, table.json()?).with_context(|| format!("cannot write {}", path.display()))?;
    println!("Written to {}; each single time beside it in app/.", path.display());
    let missed = table.missed();
    if !missed.is_empty() {
        bail!("not reached: {}", missed.join(", "));
    }
    Ok(())
}

fn read<T: DeserializeOwned>(sides: &Sides, name: &str) -> Result<T> {
    let path = sides.results.join("app").join(format!("{name}.json"));
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("cannot parse {}", path.display()))
}
