//! What the browser loads before the first interaction, and at it: our app and the same features on a
//! React stack.
//!
//! Chromium itself says which files these are; each is weighed as brotli, quality 11.

use crate::app;
use crate::app::precompress::brotli;
use crate::bench::report::{File, Report, Side};
use crate::process::quiet;
use crate::progress::Progress;
use crate::tools::{self, browser, node};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

/// What our app may weigh, in bytes: what the same features weigh on the React stack.
const BUDGET: usize = 182 * 1024;

/// Builds both, lets Chromium load both, prints and writes the report.
pub fn run(workspace: &Workspace) -> Result<()> {
    let packages = workspace.browser_tests();
    let peer = workspace.path("bench/peer");
    let mut progress = Progress::new(tools::STEPS + app::STEPS + 7);
    let tools = tools::set_up(workspace, &mut progress)?;
    node::require(workspace, &mut progress)?;
    node::install_packages(workspace, &mut progress, &packages, "Node packages of the browser tests")?;
    node::install_packages(workspace, &mut progress, &peer, "Node packages of the React stack")?;
    let browser = browser::set_up(workspace, &mut progress, &packages)?;
    app::build(workspace, &tools, &mut progress)?;
    progress.work("The React stack, in production mode", Some("about 10 s"), || {
        quiet(node::npx(&peer).args(["vite", "build"]), &workspace.log("peer"))
    })?;
    progress.work("The proxy and the simulated tenant", Some("about 4 min"), || {
        let mut cargo = workspace.cargo(&["build", "--package", "cxone-proxy", "--package", "cxone-simulator"]);
        quiet(&mut cargo, &workspace.log("servers"))
    })?;
    let results = workspace.path("target/bench");
    progress.work("Load both in Chromium", Some("about 10 s"), || {
        let mut playwright = node::npx(&packages);
        playwright
            .args(["playwright", "test", "--config", "bench.config.ts"])
            .env("CONFIGURATOR_APP", workspace.app())
            .env("CONFIGURATOR_PROGRAMS", workspace.programs("debug"))
            .env("CONFIGURATOR_BENCH", &results);
        if let Some(program) = &browser.program {
            playwright.env("CHROME", program);
        }
        quiet(&mut playwright, &workspace.log("bench-bundle"))
    })?;

    let side = |name: &str| weigh(&results.join(name));
    let report = Report {
        budget: BUDGET,
        home: side("home-loads")?,
        workflow: side("workflow-loads")?,
        work: side("work-loads")?,
        peer: side("peer-loads")?,
    };
    println!("\n{report}");
    let path = results.join("bundle.json");
    fs::write(&path, report.json()?).with_context(|| format!("cannot write {}", path.display()))?;
    println!("Written to {}.", path.display());
    if report.heaviest() > BUDGET {
        bail!("a page weighs {} bytes, its budget is {BUDGET}", report.heaviest());
    }
    Ok(())
}

fn weigh(folder: &Path) -> Result<Side> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let bytes = fs::read(entry.path()).with_context(|| format!("cannot read {}", entry.path().display()))?;
        let compressed = brotli(&bytes)?.len();
        // What does not shrink is sent as it is.
        let brotli = compressed.min(bytes.len());
        files.push(File { name: entry.file_name().to_string_lossy().into_owned(), bytes: bytes.len(), brotli });
    }
    files.sort_by(|a, b| b.brotli.cmp(&a.brotli).then_with(|| a.name.cmp(&b.name)));
    Ok(Side { files })
}
