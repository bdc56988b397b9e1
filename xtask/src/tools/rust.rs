//! What comes from the Rust world: the wasm32 target, Trunk, wasm-bindgen and wasm-split.

use crate::process::{answer, quiet, succeeds};
use crate::progress::Progress;
use crate::tools::cache::Tool;
use crate::workspace::{Workspace, cargo};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// The target that the browser runs.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

const TRUNK_VERSION: &str = "0.21.14";
const WASM_SPLIT_VERSION: &str = "0.2.4";

/// Adds the wasm32 target to the active toolchain.
pub fn add_wasm_target(workspace: &Workspace, progress: &mut Progress) -> Result<()> {
    const WHAT: &str = "Rust's wasm32 target";
    if has_wasm_target(workspace) {
        progress.present(WHAT, "already there");
        return Ok(());
    }
    if !succeeds(Command::new("rustup").arg("--version")) {
        bail!(
            "this Rust toolchain has no {WASM_TARGET} target and there is no rustup to add it. Install rustup \
             (or the target's standard library from your distribution) and try again; nothing was changed"
        );
    }
    progress.work(WHAT, Some("about 10 s"), || {
        let mut rustup = Command::new("rustup");
        rustup.current_dir(workspace.path(".")).args(["target", "add", WASM_TARGET]);
        quiet(&mut rustup, &workspace.log("wasm-target"))
    })
}

/// Installs Trunk, which builds the app.
pub fn install_trunk(workspace: &Workspace, progress: &mut Progress) -> Result<Tool> {
    let tool = Tool::new("trunk", TRUNK_VERSION, "trunk")?;
    install(workspace, progress, tool, &format!("Trunk {TRUNK_VERSION}"), "about 3 min", |command| {
        // It spends its time waiting for Cargo: an unoptimised build is as good and there much sooner.
        command
            .args(["trunk", "--locked", "--debug", "--version", &format!("={TRUNK_VERSION}")])
            .env("CARGO_PROFILE_DEV_DEBUG", "0");
    })
}

/// Installs wasm-bindgen in the version that Cargo.lock names; the two must be the same.
pub fn install_wasm_bindgen(workspace: &Workspace, progress: &mut Progress) -> Result<Tool> {
    let version = workspace.locked_version("wasm-bindgen")?;
    let tool = Tool::new("wasm-bindgen-cli", &version, "wasm-bindgen")?;
    install(workspace, progress, tool, &format!("wasm-bindgen {version}"), "about 3 min", |command| {
        // Without --locked: the lock file it is published with names a withdrawn version.
        command
            .args(["wasm-bindgen-cli", "--version", &format!("={version}")])
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    })
}

/// Installs wasm-split, which cuts the app into chunks.
pub fn install_wasm_split(workspace: &Workspace, progress: &mut Progress) -> Result<Tool> {
    let tool = Tool::new("wasm-split-cli", WASM_SPLIT_VERSION, "wasm-split-cli")?;
    install(workspace, progress, tool, &format!("wasm-split {WASM_SPLIT_VERSION}"), "about 1 min", |command| {
        let version = format!("={WASM_SPLIT_VERSION}");
        command
            .args(["wasm_split_cli_support", "--locked", "--features", "build-binary", "--version", &version])
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    })
}

fn install(
    workspace: &Workspace,
    progress: &mut Progress,
    tool: Tool,
    what: &str,
    estimate: &str,
    configure: impl FnOnce(&mut Command),
) -> Result<Tool> {
    if tool.is_installed() {
        progress.present(what, "already there");
        return Ok(tool);
    }
    progress.work(what, Some(estimate), || {
        tool.install(|folder| cargo_install(folder, &workspace.log(&what.replace(' ', "-")), configure))
    })?;
    Ok(tool)
}

fn cargo_install(folder: &Path, log: &Path, configure: impl FnOnce(&mut Command)) -> Result<()> {
    let build = folder.join("build");
    let mut command = cargo();
    // Started in the cache, so that no setting of the checkout's reaches the tools.
    command.current_dir(folder).args(["install", "--root"]).arg(folder).env("CARGO_TARGET_DIR", &build);
    configure(&mut command);
    quiet(&mut command, log)?;
    std::fs::remove_dir_all(&build).with_context(|| format!("cannot remove {}", build.display()))
}

fn has_wasm_target(workspace: &Workspace) -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(rustc);
    command.current_dir(workspace.path(".")).args(["--print", "target-libdir", "--target", WASM_TARGET]);
    let Some(folder) = answer(&mut command) else { return false };
    std::fs::read_dir(folder).is_ok_and(|entries| {
        entries.filter_map(Result::ok).any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
    })
}
