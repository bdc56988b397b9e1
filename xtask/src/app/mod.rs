//! Builds the app with Trunk and compresses it, unless nothing changed since the last time.

mod fingerprint;
pub mod precompress;

use crate::process::quiet;
use crate::progress::Progress;
use crate::tools::Toolbox;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// What [`build`] announces as steps.
pub const STEPS: usize = 1;

/// What the app is made of.
const INPUTS: &[&str] = &[
    "src",
    "crates/workflow",
    "style",
    "public",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
];

const WITH_WASM_OPT: &str = r#"data-wasm-opt="z""#;
const WITHOUT_WASM_OPT: &str = r#"data-wasm-opt="0""#;

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
        let entry = Entry::new(workspace, tools.wasm_opt)?;
        let mut trunk = Command::new("trunk");
        trunk
            .current_dir(workspace.path("."))
            .arg("build")
            .arg(&entry.path)
            .args(["--release", "--offline"])
            .env("PATH", tools.path()?)
            // Trunk wants `true` or `false` here and stops at the customary `1`.
            .env_remove("NO_COLOR");
        quiet(&mut trunk, &workspace.log("app"))?;
        precompress::folder(&workspace.app())?;
        stamp.write()
    })
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

/// The page that Trunk starts from: index.html, or a copy of it that asks for no wasm-opt. Trunk
/// knows no option for that, and the copy has to lie beside the original for its links to work.
struct Entry {
    path: PathBuf,
    copied: bool,
}

impl Entry {
    fn new(workspace: &Workspace, wasm_opt: bool) -> Result<Self> {
        let original = workspace.path("index.html");
        if wasm_opt {
            return Ok(Self { path: original, copied: false });
        }
        let text = fs::read_to_string(&original).with_context(|| format!("cannot read {}", original.display()))?;
        let path = workspace.path(".index-without-wasm-opt.html");
        fs::write(&path, text.replace(WITH_WASM_OPT, WITHOUT_WASM_OPT))
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self { path, copied: true })
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        if self.copied {
            // A copy that stays behind is ignored by git and written anew the next time.
            let _ = fs::remove_file(&self.path);
        }
    }
}
