//! Chromium for the tests: the system's own, else Debian's package, else Playwright's download.

use crate::process::quiet;
use crate::progress::Progress;
use crate::tools::{node, system};
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC_APP: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// With a font: without one, Chromium draws no text and every line has no height.
const PACKAGES: &[&str] = &["chromium", "chromium-driver", "fonts-liberation"];

/// What the tests drive.
pub struct Browser {
    /// Chromium itself; `None` means the one that Playwright has downloaded.
    pub program: Option<PathBuf>,
    /// chromedriver, which the component tests need.
    pub driver: Option<PathBuf>,
}

/// Finds Chromium and its driver, or gets them. `packages` is where Playwright is installed.
pub fn set_up(workspace: &Workspace, progress: &mut Progress, packages: &Path) -> Result<Browser> {
    const WHAT: &str = "Chromium";
    let found = find();
    if found.program.is_some() && found.driver.is_some() {
        progress.present(WHAT, "already there");
        return Ok(found);
    }
    if system::can_install() {
        progress.work(WHAT, Some("about 1 min"), || system::install(workspace, PACKAGES))?;
        return Ok(find());
    }
    if found.program.is_some() {
        progress.present(WHAT, "already there, without chromedriver");
        return Ok(found);
    }
    progress.work("Chromium, downloaded by Playwright", Some("about 1 min"), || {
        quiet(node::npx(packages).args(["playwright", "install", "chromium"]), &workspace.log("chromium"))
            .context("there is no Chromium on the PATH and Playwright cannot download one")
    })?;
    Ok(found)
}

/// Writes the options that wasm-bindgen-test-runner starts Chromium with; the path of the file.
pub fn webdriver_options(workspace: &Workspace, browser: &Browser) -> Result<PathBuf> {
    let mut options = serde_json::json!({
        "args": [
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ]
    });
    if let Some(program) = &browser.program {
        options["binary"] = serde_json::json!(program);
    }
    let path = workspace.path("target/xtask/webdriver.json");
    let text = serde_json::json!({ "goog:chromeOptions": options }).to_string();
    fs::create_dir_all(workspace.path("target/xtask")).context("cannot create target/xtask")?;
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

fn find() -> Browser {
    let mac = Some(PathBuf::from(MAC_APP)).filter(|program| program.is_file());
    Browser {
        program: system::named_by("CHROME").or_else(|| system::find(NAMES)).or(mac),
        driver: system::named_by("CHROMEDRIVER").or_else(|| system::find(&["chromedriver"])),
    }
}
