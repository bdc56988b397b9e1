//! wasm-opt, which makes the app a quarter smaller: Binaryen's npm package where there is npm, else a
//! wasm-opt of the system's, else the app is built without it.

use crate::process::{answer, quiet, succeeds};
use crate::progress::Progress;
use crate::tools::cache::Tool;
use crate::tools::node::npm;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::process::Command;

const VERSION: &str = "132.0.0";

/// The oldest Binaryen that understands what today's rustc emits.
const OLDEST_USABLE: u32 = 116;

/// Gets wasm-opt. `None`: it cannot be had; `Some(None)`: the system's own is used.
pub fn install(workspace: &Workspace, progress: &mut Progress) -> Result<Option<Option<Tool>>> {
    let what = format!("wasm-opt (Binaryen {VERSION})");
    let tool = Tool::new("binaryen", VERSION, "wasm-opt")?;
    let node = succeeds(Command::new("node").arg("--version"));
    if node && tool.is_installed() {
        progress.present(&what, "already there");
        return Ok(Some(Some(tool)));
    }
    if node && succeeds(npm().arg("--version")) {
        let installed = progress.work(&what, Some("about 20 s"), || {
            tool.install(|folder| {
                let mut command = npm();
                command
                    .current_dir(folder)
                    .args(["install", "--global", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix"])
                    .arg(folder)
                    .arg(format!("binaryen@{VERSION}"));
                quiet(&mut command, &workspace.log("binaryen")).context("npm cannot install binaryen")
            })
        });
        match installed {
            Ok(()) => return Ok(Some(Some(tool))),
            Err(problem) => println!("      {problem:#}"),
        }
    } else if system_version().is_some_and(|version| version >= OLDEST_USABLE) {
        progress.present("wasm-opt", "the system's own");
        return Ok(Some(None));
    } else {
        progress.present("wasm-opt", "not available");
    }
    println!("      The app is built without wasm-opt and is about a quarter larger. Node.js with npm brings it.");
    Ok(None)
}

fn system_version() -> Option<u32> {
    parse_version(&answer(Command::new("wasm-opt").arg("--version"))?)
}

/// The number in `wasm-opt version 116 (version_116)`.
fn parse_version(text: &str) -> Option<u32> {
    text.strip_prefix("wasm-opt version ")?.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_version() {
        assert_eq!(parse_version("wasm-opt version 116 (version_116-36-g1e4a)"), Some(116));
        assert_eq!(parse_version("wasm-opt version 132"), Some(132));
        assert_eq!(parse_version("wasm-opt: not found"), None);
    }
}
