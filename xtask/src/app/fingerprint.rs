//! A fingerprint of what a build is made of, to leave it out when nothing changed.

use crate::process::answer;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The fingerprint of the files under `inputs` (those that exist), the compiler and the `tools`.
pub fn of(workspace: &Workspace, inputs: &[&str], tools: &str) -> Result<String> {
    let mut hash = Sha256::new();
    for input in inputs {
        let mut files = Vec::new();
        collect(&workspace.path(input), &mut files)?;
        files.sort();
        for file in files {
            let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            let name = file.strip_prefix(workspace.path("")).unwrap_or(&file).to_string_lossy().into_owned();
            part(&mut hash, name.as_bytes());
            part(&mut hash, &bytes);
        }
    }
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let compiler = answer(Command::new(rustc).current_dir(workspace.path(".")).arg("-Vv")).unwrap_or_default();
    part(&mut hash, compiler.as_bytes());
    part(&mut hash, tools.as_bytes());
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Adds one part and its length, so that bytes cannot move from one part into the next unseen.
fn part(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_path_buf());
    }
    Ok(())
}
