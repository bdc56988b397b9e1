//! Builds the app with Trunk, cuts it into chunks and compresses it, unless nothing changed since the last time.

mod cut;
mod fingerprint;
mod page;
pub mod precompress;
mod styles;
mod tighten;

use crate::process::quiet;
use crate::progress::Progress;
use crate::tools::Toolbox;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
pub use cut::WASM_OPT;
use page::Page;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// What [`build`] announces as steps.
pub const STEPS: usize = 1;

/// What the app is made of.
const INPUTS: &[&str] = &[
    "src",
    "crates/layout",
    "crates/workflow",
    "style",
    "public",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "build.rs",
    ".cargo/config.toml",
];

/// Builds the app in release into [`Workspace::app`], each file also as `.br` and `.gz`.
pub fn build(workspace: &Workspace, tools: &Toolbox, progress: &mut Progress) -> Result<()> {
    let what = "The app, in release";
    let stamp = Stamp::new(workspace, tools)?;
    if stamp.is_current() {
        progress.present(what, "unchanged");
        return Ok(());
    }
    progress.work(what, Some("about 3 min"), || {
        // Trunk runs Cargo without the network; what is missing is fetched before.
        quiet(&mut workspace.cargo(&["fetch"]), &workspace.log("fetch"))?;
        let mut trunk = Command::new("trunk");
        trunk
            .current_dir(workspace.path("."))
            .args(["build", "--release", "--offline", "--features", "split"])
            .env("PATH", tools.path()?)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", without_paths()?)
            // Trunk wants `true` or `false` here and stops at the customary `1`.
            .env_remove("NO_COLOR");
        quiet(&mut trunk, &workspace.log("app"))?;
        let mut page = Page::read(workspace.app().join("index.html"))?;
        cut::app(workspace, tools, &mut page)?;
        styles::join(workspace, &mut page)?;
        page.write()?;
        precompress::folder(&workspace.app())?;
        stamp.write()
    })
}

/// Builds the app for development, which has the gallery of its parts, into [`Workspace::gallery`].
pub fn build_gallery(workspace: &Workspace, tools: &Toolbox) -> Result<()> {
    quiet(&mut workspace.cargo(&["fetch"]), &workspace.log("fetch"))?;
    let mut trunk = Command::new("trunk");
    trunk
        .current_dir(workspace.path("."))
        .args(["build", "--offline", "--dist"])
        .arg(workspace.gallery())
        .env("PATH", tools.path()?)
        .env_remove("NO_COLOR");
    quiet(&mut trunk, &workspace.log("gallery"))
}

/// The compiler's flags that leave the paths of this machine out of the app's messages: they are nobody
/// else's business, and they weigh. Cargo adds them to those of its configuration.
fn without_paths() -> Result<String> {
    let home = match std::env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => std::env::home_dir().context("there is no home folder")?.join(".cargo"),
    };
    let mut flags = String::new();
    for entry in fs::read_dir(home.join("registry/src")).into_iter().flatten().filter_map(Result::ok) {
        if let Some(path) = entry.path().to_str().filter(|path| !path.contains(' ')) {
            flags.push_str(&format!("--remap-path-prefix={path}/= "));
        }
    }
    Ok(flags.trim_end().to_owned())
}

/// What lies beside the built app: what it was built from, and its page. The page names every other
/// file by its content, so that a build made by hand in between is noticed.
struct Stamp {
    path: PathBuf,
    page: PathBuf,
    fingerprint: String,
}

impl Stamp {
    fn new(workspace: &Workspace, tools: &Toolbox) -> Result<Self> {
        let fingerprint = fingerprint::of(workspace, INPUTS, &tools.identity())?;
        Ok(Self { path: workspace.path("target/app.stamp"), page: workspace.app().join("index.html"), fingerprint })
    }

    fn is_current(&self) -> bool {
        let compressed = self.page.with_extension("html.br").is_file();
        compressed && self.text().is_ok_and(|text| fs::read_to_string(&self.path).is_ok_and(|last| last == text))
    }

    fn write(&self) -> Result<()> {
        fs::write(&self.path, self.text()?).with_context(|| format!("cannot write {}", self.path.display()))
    }

    fn text(&self) -> Result<String> {
        let page = fs::read_to_string(&self.page).with_context(|| format!("cannot read {}", self.page.display()))?;
        Ok(format!("{}\n{page}", self.fingerprint))
    }
}
