//! The core beside JSON libraries of the npm registry: all in one page of a headless Chromium, the core
//! as wasm, its peers as they ship, on the same workload.

mod table;

use crate::app::WASM_OPT;
use crate::process::quiet;
use crate::progress::Progress;
use crate::tools::rust::WASM_TARGET;
use crate::tools::{self, Toolbox, browser, node};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use clap::Args;
use std::fs;
use std::path::Path;
use std::process::Command;
use table::{Measured, Table};

/// What the app is built with.
const PROFILE: &str = "wasm-release";

/// Options of `cargo xtask bench json`.
#[derive(Args)]
pub struct Options {
    /// Rounds to take the median of. What takes long stops earlier.
    #[arg(long, default_value_t = 21)]
    rounds: u32,
}

/// Builds the core, lets Chromium measure, prints and writes the table. An error means that it could not be
/// measured or that something is slower than it must be at least.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let packages = workspace.path("bench/json");
    let mut progress = Progress::new(tools::STEPS + 5);
    let tools = tools::set_up(workspace, &mut progress)?;
    node::require(workspace, &mut progress)?;
    node::install_packages(workspace, &mut progress, &packages, "Node packages of the JSON bench")?;
    let browser = browser::set_up(workspace, &mut progress, &packages)?;
    let folder = workspace.path("target/bench/json");
    progress.work("The core, built as the app is", Some("about 1 min"), || build_core(workspace, &tools, &folder))?;
    let path = folder.join("measured.json");
    progress.work("Measure in Chromium", Some("about 4 min"), || {
        let mut node = Command::new("node");
        node.current_dir(&packages)
            .arg("run.mjs")
            .env("CONFIGURATOR_CORE", &folder)
            .env("CONFIGURATOR_BENCH", &path)
            .env("ROUNDS", options.rounds.to_string());
        if let Some(program) = &browser.program {
            node.env("CHROME", program);
        }
        quiet(&mut node, &workspace.log("bench-json"))
    })?;

    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let measured: Measured = serde_json::from_str(&text).context("cannot parse what was measured")?;
    let table = Table::of(&measured)?;
    println!("\n{table}");
    let report = workspace.path("target/bench/json.json");
    fs::write(&report, table.json(&text)?).with_context(|| format!("cannot write {}", report.display()))?;
    println!("Written to {}.", report.display());
    let missed = table.missed();
    if !missed.is_empty() {
        bail!("not reached: {}", missed.join(", "));
    }
    Ok(())
}

/// Builds the core for the web: the app's profile, wasm-bindgen, and wasm-opt as for the app.
fn build_core(workspace: &Workspace, tools: &Toolbox, folder: &Path) -> Result<()> {
    let log = |name: &str| workspace.log(&format!("bench-json-{name}"));
    let mut cargo =
        workspace.cargo(&["build", "--package", "json-bench", "--target", WASM_TARGET, "--profile", PROFILE]);
    quiet(&mut cargo, &log("cargo"))?;
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let path = tools.path()?;
    let mut bindgen = Command::new("wasm-bindgen");
    bindgen
        .args(["--target", "web", "--no-typescript", "--out-dir"])
        .arg(folder)
        .arg(workspace.programs(WASM_TARGET).join(PROFILE).join("json_bench.wasm"))
        .env("PATH", &path);
    quiet(&mut bindgen, &log("bindgen"))?;
    if tools.wasm_opt {
        let wasm = folder.join("json_bench_bg.wasm");
        let mut optimise = Command::new("wasm-opt");
        optimise.args(WASM_OPT).arg(&wasm).arg("-o").arg(&wasm).env("PATH", &path);
        quiet(&mut optimise, &log("wasm-opt"))?;
    }
    Ok(())
}
