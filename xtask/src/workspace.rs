//! Where things are, and which versions the lock file names.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The checkout.
pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Finds the checkout that this command was started from.
    pub fn find() -> Result<Self> {
        // Asked at run time first: a target folder shared by two checkouts may hold the other's binary.
        let manifest = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest).parent().context("the xtask folder has no parent")?.to_path_buf();
        let target = target_directory(&root)?;
        Ok(Self { root, target })
    }

    /// A path inside the checkout.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Where the built app lies (`dist` in Trunk.toml).
    pub fn app(&self) -> PathBuf {
        self.path("target/app")
    }

    /// Where the app lies as it is built for development, with the gallery of its parts.
    pub fn gallery(&self) -> PathBuf {
        self.path("target/gallery")
    }

    /// Where the end-to-end tests and their packages are.
    pub fn browser_tests(&self) -> PathBuf {
        self.path("tests/browser")
    }

    /// Where the output of quiet child processes is kept.
    pub fn log(&self, name: &str) -> PathBuf {
        self.path("target/xtask").join(format!("{name}.log"))
    }

    /// The app as the linker left it.
    pub fn wasm(&self) -> PathBuf {
        self.target.join("wasm32-unknown-unknown/wasm-release/cxone-email-configurator.wasm")
    }

    /// The folder of the programs that Cargo has built.
    pub fn programs(&self, profile: &str) -> PathBuf {
        self.target.join(profile)
    }

    /// A program that Cargo has built.
    pub fn binary(&self, profile: &str, name: &str) -> PathBuf {
        self.programs(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Cargo, to be run in the checkout.
    pub fn cargo(&self, args: &[&str]) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root).args(args);
        command
    }

    /// The version of a package in Cargo.lock.
    pub fn locked_version(&self, package: &str) -> Result<String> {
        let path = self.path("Cargo.lock");
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let lock: Lock = toml::from_str(&text).with_context(|| format!("cannot parse {}", path.display()))?;
        let mut versions = lock.package.into_iter().filter(|p| p.name == package).map(|p| p.version);
        match (versions.next(), versions.next()) {
            (Some(version), None) => Ok(version),
            (None, _) => bail!("Cargo.lock names no {package}"),
            (Some(_), Some(_)) => bail!("Cargo.lock names more than one version of {package}"),
        }
    }
}

/// Cargo, without what `cargo run` told this process about the package `xtask`: build scripts that
/// watch these variables would run again with every change between `cargo` and `cargo xtask`.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<LockedPackage>,
}

#[derive(Deserialize)]
struct LockedPackage {
    name: String,
    version: String,
}

#[derive(Deserialize)]
struct Metadata {
    target_directory: PathBuf,
}

fn target_directory(root: &Path) -> Result<PathBuf> {
    let output = cargo()
        .current_dir(root)
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .output()
        .context("cannot start cargo")?;
    if !output.status.success() {
        bail!("cargo cannot read the workspace:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    let metadata: Metadata = serde_json::from_slice(&output.stdout).context("cannot parse cargo's metadata")?;
    Ok(metadata.target_directory)
}
