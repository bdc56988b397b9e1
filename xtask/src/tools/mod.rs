//! The tools that the builds need beyond Cargo, each at one pinned version.
//!
//! They live in the user's cache folder, one folder per tool and version (see [`cache`]), so that a
//! second checkout does not build them again.

pub mod binaryen;
pub mod browser;
pub mod cache;
pub mod node;
pub mod postgres;
pub mod rust;
pub mod system;
pub mod traffic;

use crate::progress::Progress;
use crate::workspace::Workspace;
use anyhow::Result;
use cache::Tool;
use std::ffi::OsString;
use std::path::PathBuf;

/// What [`set_up`] announces as steps.
pub const STEPS: usize = 5;

/// The tools that build the app.
pub struct Toolbox {
    folders: Vec<PathBuf>,
    /// Whether the app is made smaller by wasm-opt.
    pub wasm_opt: bool,
}

impl Toolbox {
    /// `PATH` with the tools in front.
    pub fn path(&self) -> Result<OsString> {
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        Ok(std::env::join_paths(self.folders.iter().cloned().chain(std::env::split_paths(&inherited)))?)
    }

    /// What the tools are, as part of a fingerprint of what they build.
    pub fn identity(&self) -> String {
        let folders: Vec<_> = self.folders.iter().filter_map(|f| f.parent()?.file_name()?.to_str()).collect();
        format!("{folders:?} wasm-opt:{}", self.wasm_opt)
    }
}

/// Gets what is missing.
pub fn set_up(workspace: &Workspace, progress: &mut Progress) -> Result<Toolbox> {
    rust::add_wasm_target(workspace, progress)?;
    let trunk = rust::install_trunk(workspace, progress)?;
    let wasm_bindgen = rust::install_wasm_bindgen(workspace, progress)?;
    let wasm_split = rust::install_wasm_split(workspace, progress)?;
    let wasm_opt = binaryen::install(workspace, progress)?;
    let found = wasm_opt.is_some();
    let folders = [Some(trunk), Some(wasm_bindgen), Some(wasm_split), wasm_opt.flatten()].into_iter().flatten();
    Ok(Toolbox { folders: folders.map(|tool: Tool| tool.bin()).collect(), wasm_opt: found })
}
