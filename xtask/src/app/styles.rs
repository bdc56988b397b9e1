//! Joins the style sheets: one for what the browser shows at first, one for what it loads when it is
//! needed (`style/work`).

use crate::app::page::Page;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

/// The name in the page under which the app finds the sheet that it loads later.
const LATER: &str = "later-style";

/// Joins the sheets that the page links to.
pub fn join(workspace: &Workspace, page: &mut Page) -> Result<()> {
    let later = stems(&workspace.path("style/work"))?;
    let app = workspace.app();
    let links = page.styles();
    let (mut at_first, mut work) = (String::new(), String::new());
    for link in &links {
        let path = app.join(&link.file);
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        let stem = link.file.rsplit_once('-').map_or(link.file.as_str(), |(stem, _)| stem);
        if later.iter().any(|later| later == stem) { &mut work } else { &mut at_first }.push_str(&text);
    }
    let (at_first, work) = (write(&app, "style", &at_first)?, write(&app, "work", &work)?);
    page.replace_styles(&links, &format!("<link href=/{at_first} rel=stylesheet><meta content=/{work} name={LATER}>"))
}

/// Writes a sheet under a name with a hash of its content.
fn write(folder: &Path, stem: &str, text: &str) -> Result<String> {
    let hash: String = Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let name = format!("{stem}-{hash}.css");
    let path = folder.join(&name);
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(name)
}

fn stems(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    Ok(entries
        .filter_map(Result::ok)
        .filter_map(|entry| entry.path().file_stem().and_then(OsStr::to_str).map(str::to_owned))
        .collect())
}
