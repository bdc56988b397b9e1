//! What the browser loads before the first interaction, and at it: our app and the same features on a
//! React stack.
//!
//! Chromium itself says which files these are; each is weighed as brotli, quality 11.

use crate::app::precompress::brotli;
use crate::bench::report::{File, Report, Side};
use crate::bench::sides::Sides;
use crate::process::quiet;
use crate::progress::Progress;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

/// What our app may weigh, in bytes: what the same features weigh on the React stack.
pub const BUDGET: usize = 182 * 1024;

/// Builds both, lets Chromium load both, prints and writes the report.
pub fn run(workspace: &Workspace) -> Result<()> {
    let mut progress = Progress::new(Sides::STEPS + 1);
    let sides = Sides::build(workspace, &mut progress, "debug")?;
    let report = measure(workspace, &sides, &mut progress)?;
    println!("\n{report}");
    let path = sides.results.join("bundle.json");
    fs::write(&path, report.json()?).with_context(|| format!("cannot write {}", path.display()))?;
    println!("Written to {}.", path.display());
    if report.heaviest() > BUDGET {
        bail!("a page weighs {} bytes, its budget is {BUDGET}", report.heaviest());
    }
    Ok(())
}

/// Lets Chromium load both sides, and weighs what it has loaded. One step.
pub fn measure(workspace: &Workspace, sides: &Sides, progress: &mut Progress) -> Result<Report> {
    progress.work("Load both in Chromium", Some("about 10 s"), || {
        quiet(&mut sides.playwright(workspace, "bundle"), &workspace.log("bench-bundle"))
    })?;
    let side = |name: &str| weigh(&sides.results.join(name));
    let shell = side("peer-shell-loads")?;
    let mut peer = side("peer-later-loads")?;
    peer.files.extend(shell.files.iter().cloned());
    Ok(Report {
        budget: BUDGET,
        home: side("home-loads")?,
        workflow: side("workflow-loads")?,
        work: side("work-loads")?,
        peer_shell: shell,
        peer,
    })
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
