//! nginx, HAProxy and wrk, which the proxy is measured beside: the system's own, else Debian's packages.

use crate::progress::Progress;
use crate::tools::system;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

const PROGRAMS: [&str; 3] = ["nginx", "haproxy", "wrk"];

/// Finds them, or gets them.
pub fn set_up(workspace: &Workspace, progress: &mut Progress) -> Result<()> {
    const WHAT: &str = "nginx, HAProxy and wrk";
    let missing: Vec<&str> = PROGRAMS.into_iter().filter(|name| program(name).is_err()).collect();
    if missing.is_empty() {
        progress.present(WHAT, "already there");
        return Ok(());
    }
    if !system::can_install() {
        bail!("{} are needed and were not found on the PATH; install them and try again", missing.join(", "));
    }
    progress.work(WHAT, Some("about 30 s"), || system::install(workspace, &missing))
}

/// One of them.
pub fn program(name: &str) -> Result<PathBuf> {
    // Debian keeps servers where only root's PATH leads.
    let sbin = Path::new("/usr/sbin").join(name);
    system::find(&[name]).or_else(|| sbin.is_file().then_some(sbin)).with_context(|| format!("there is no {name}"))
}
