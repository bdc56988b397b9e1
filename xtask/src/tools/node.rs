//! Node.js and the packages of the browser tests.

use crate::process::quiet;
use crate::progress::Progress;
use crate::tools::system;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Makes sure that there is Node.js with npm.
pub fn require(workspace: &Workspace, progress: &mut Progress) -> Result<()> {
    const WHAT: &str = "Node.js";
    if system::find(&["node"]).is_some() && system::find(&["npm"]).is_some() {
        progress.present(WHAT, "already there");
        return Ok(());
    }
    if !system::can_install() {
        bail!("Node.js 20 or newer with npm is needed and was not found on the PATH; install it and try again");
    }
    progress.work(WHAT, Some("about 1 min"), || system::install(workspace, &["nodejs", "npm"]))
}

/// Installs what `package-lock.json` of `folder` names, unless it is there.
pub fn install_packages(workspace: &Workspace, progress: &mut Progress, folder: &Path, what: &str) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let wanted = fs::read_to_string(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        progress.present(what, "already there");
        return Ok(());
    }
    progress.work(what, Some("about 20 s"), || {
        let mut command = npm();
        command.current_dir(folder).args(["ci", "--ignore-scripts"]);
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        quiet(&mut command, &workspace.log(&format!("npm-{name}")))?;
        fs::write(&stamp, &wanted).with_context(|| format!("cannot write {}", stamp.display()))
    })
}

/// npm.
pub fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// npx, to run a program of an installed package in `folder`.
pub fn npx(folder: &Path) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npx.cmd" } else { "npx" });
    command.current_dir(folder).arg("--no-install");
    command
}
