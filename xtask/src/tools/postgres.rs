//! PostgreSQL for the tests: the system's own, else Debian's package. The tests start a server of their
//! own from it.

use crate::progress::Progress;
use crate::tools::system;
use crate::workspace::Workspace;
use anyhow::{Result, bail};
use std::path::Path;

/// Debian keeps each version in a folder of its own.
const DEBIAN: &str = "/usr/lib/postgresql";

/// Finds PostgreSQL's programs, or gets them.
pub fn set_up(workspace: &Workspace, progress: &mut Progress) -> Result<()> {
    const WHAT: &str = "PostgreSQL";
    if is_there() {
        progress.present(WHAT, "already there");
        return Ok(());
    }
    if !system::can_install() {
        bail!("the tests need PostgreSQL: put the folder with its initdb and postgres on the PATH");
    }
    progress.work(WHAT, Some("about 1 min"), || system::install(workspace, &["postgresql"]))
}

fn is_there() -> bool {
    system::find(&["initdb"]).is_some()
        || std::fs::read_dir(DEBIAN).is_ok_and(|versions| {
            versions.flatten().any(|version| Path::new(&version.path()).join("bin/initdb").is_file())
        })
}
