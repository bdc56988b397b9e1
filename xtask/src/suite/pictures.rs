//! `cargo xtask pictures`: takes the guide's pictures anew. `cargo xtask test` compares them.

use crate::app;
use crate::process::quiet;
use crate::progress::Progress;
use crate::suite::steps::{self, Need, Prepared};
use crate::workspace::Workspace;
use anyhow::Result;

/// Walks through the app as the tests do, and writes what it looks like to `docs/guide/pictures`.
pub fn take(workspace: &Workspace) -> Result<()> {
    let needs = |need| matches!(need, Need::Tools | Need::Browser);
    let mut progress = Progress::new(steps::set_up_steps(needs) + app::STEPS + 2);
    let prepared = Prepared::new(workspace, &mut progress, needs, 1)?;
    app::build(workspace, prepared.tools()?, &mut progress)?;
    progress.work("The proxy and the simulated tenant", Some("about 4 min"), || {
        let mut cargo = workspace.cargo(&["build", "--package", "cxone-proxy", "--package", "cxone-simulator"]);
        quiet(&mut cargo, &workspace.log("servers"))
    })?;
    progress.work("The guide's pictures", Some("about 1 min"), || {
        let mut playwright = steps::playwright(workspace, &prepared)?;
        playwright.args(["guide", "--update-snapshots=changed"]);
        quiet(&mut playwright, &workspace.log("pictures"))
    })?;
    println!("\nThey are in docs/guide/pictures; look at each that git says is another one.");
    Ok(())
}
