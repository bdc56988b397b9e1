//! Programs of the system's: finding them, and asking its package manager for them where we may.

use crate::process::{answer, quiet, succeeds};
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The first of `names` on the `PATH`.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    names.iter().find_map(|name| {
        std::env::split_paths(&path)
            .map(|folder| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
            .find(|program| program.is_file())
    })
}

/// A program named by an environment variable.
pub fn named_by(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from).filter(|program| program.is_file())
}

/// Whether packages can be installed without asking anyone: root on Debian or a system built on it.
pub fn can_install() -> bool {
    Path::new("/etc/debian_version").exists()
        && answer(Command::new("id").arg("-u")).as_deref() == Some("0")
        && succeeds(Command::new("apt-get").arg("--version"))
}

/// Installs Debian packages.
pub fn install(workspace: &Workspace, packages: &[&str]) -> Result<()> {
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    quiet(apt().arg("update"), &workspace.log("apt-update")).context("cannot read the package lists")?;
    quiet(
        apt().args(["install", "--yes", "--no-install-recommends"]).args(packages),
        &workspace.log(&format!("apt-{}", packages.first().copied().unwrap_or_default())),
    )
    .with_context(|| format!("cannot install {}", packages.join(", ")))
}
