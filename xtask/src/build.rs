//! `cargo xtask build`: one executable with the app inside.

use crate::app;
use crate::process::quiet;
use crate::progress::Progress;
use crate::tools;
use crate::workspace::Workspace;
use anyhow::{Context, Result};

/// The environment variable that names the app's folder to the proxy's compilation.
pub const APP: &str = "CONFIGURATOR_APP";

/// The feature that puts the app into the proxy.
pub const EMBEDDED: &str = "cxone-proxy/embedded";

/// Builds the app, then the proxy with it, and says where the program is.
pub fn build(workspace: &Workspace) -> Result<()> {
    let mut progress = Progress::new(tools::STEPS + app::STEPS + 1);
    let tools = tools::set_up(workspace, &mut progress)?;
    app::build(workspace, &tools, &mut progress)?;
    let program = workspace.path("target").join(format!("cxone-proxy{}", std::env::consts::EXE_SUFFIX));
    progress.work("The proxy with the app inside, in release", Some("about 6 min"), || {
        let mut cargo = workspace.cargo(&["build", "--release", "--package", "cxone-proxy", "--features", EMBEDDED]);
        cargo.env(APP, workspace.app());
        quiet(&mut cargo, &workspace.log("build"))?;
        let built = workspace.binary("release", "cxone-proxy");
        std::fs::copy(&built, &program)
            .with_context(|| format!("cannot copy {} to {}", built.display(), program.display()))
    })?;
    let bytes = std::fs::metadata(&program).with_context(|| format!("cannot read {}", program.display()))?.len();
    println!(
        "\n  {} ({:.1} MiB): the proxy, the app and the simulated tenant in one file.\n",
        program.display(),
        mib(bytes)
    );
    Ok(())
}

#[allow(clippy::cast_precision_loss, reason = "a size for people, of one decimal")]
fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
