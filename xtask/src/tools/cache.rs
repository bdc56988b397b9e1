//! The tool cache: `<user cache folder>/cxone-email-configurator/tools/<name>-<version>/bin`.
//!
//! A tool is put together in a folder of its own, then renamed into place: whoever looks sees it
//! whole or not at all. A lock file keeps two checkouts from building the same tool at once.

use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// A tool at one version.
#[derive(Clone, Debug)]
pub struct Tool {
    root: PathBuf,
    label: String,
    program: String,
}

impl Tool {
    /// The tool `name` whose main program is `program`.
    pub fn new(name: &str, version: &str, program: &str) -> Result<Self> {
        Ok(Self::under(root()?, name, version, program))
    }

    fn under(root: PathBuf, name: &str, version: &str, program: &str) -> Self {
        Self { root, label: format!("{name}-{version}"), program: program.to_owned() }
    }

    /// The folder of its programs.
    pub fn bin(&self) -> PathBuf {
        self.folder().join("bin")
    }

    /// Whether it is there.
    pub fn is_installed(&self) -> bool {
        let program = self.bin().join(&self.program);
        program.is_file() || program.with_extension(std::env::consts::EXE_EXTENSION).is_file()
    }

    /// Installs it: `make` puts a `bin` folder into the folder it is given.
    pub fn install(&self, make: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
        fs::create_dir_all(&self.root).with_context(|| format!("cannot create {}", self.root.display()))?;
        let lock = self.root.join(format!(".{}.lock", self.label));
        let lock = File::create(&lock).with_context(|| format!("cannot write {}", lock.display()))?;
        lock.lock().context("cannot lock the tool cache")?;
        if self.is_installed() {
            return Ok(());
        }
        let partial = self.root.join(format!(".{}.partial", self.label));
        remove(&partial)?;
        fs::create_dir(&partial).with_context(|| format!("cannot create {}", partial.display()))?;
        let made = make(&partial).and_then(|()| {
            remove(&self.folder())?;
            fs::rename(&partial, self.folder()).context("cannot move the tool into place")
        });
        if let Err(problem) = made {
            // The problem is worth more than the leftovers, which the next try removes.
            let _ = remove(&partial);
            return Err(problem);
        }
        if !self.is_installed() {
            bail!("{} was installed, but {} is not in {}", self.label, self.program, self.bin().display());
        }
        Ok(())
    }

    fn folder(&self) -> PathBuf {
        self.root.join(&self.label)
    }
}

/// The folder of all tools.
pub fn root() -> Result<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = if cfg!(windows) {
        set("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        set("HOME").map(|home| home.join("Library/Caches"))
    } else {
        set("XDG_CACHE_HOME").filter(|path| path.is_absolute()).or_else(|| set("HOME").map(|home| home.join(".cache")))
    };
    let cache = cache.context("no cache folder: neither HOME nor XDG_CACHE_HOME (Windows: LOCALAPPDATA) is set")?;
    Ok(cache.join("cxone-email-configurator").join("tools"))
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Ok(()) => Ok(()),
        Err(problem) if problem.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(problem) => Err(problem).with_context(|| format!("cannot remove {}", folder.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tool(test: &str) -> Tool {
        let root = std::env::temp_dir().join(format!("xtask-cache-{}-{test}", std::process::id()));
        Tool::under(root, "sample", "1.2.3", "sample")
    }

    fn make(folder: &Path) -> Result<()> {
        fs::create_dir(folder.join("bin"))?;
        fs::write(folder.join("bin/sample"), "")?;
        Ok(())
    }

    #[test]
    fn a_tool_is_made_once() {
        let tool = tool("once");
        assert!(!tool.is_installed());
        tool.install(make).unwrap();
        assert!(tool.is_installed());
        tool.install(|_| bail!("made again")).unwrap();
        fs::remove_dir_all(&tool.root).unwrap();
    }

    #[test]
    fn a_failed_install_leaves_nothing_and_can_be_tried_again() {
        let tool = tool("failed");
        let failed = tool.install(|folder| {
            make(folder)?;
            bail!("no compiler")
        });
        assert_eq!(failed.unwrap_err().to_string(), "no compiler");
        assert!(!tool.is_installed());
        tool.install(make).unwrap();
        assert!(tool.is_installed());
        fs::remove_dir_all(&tool.root).unwrap();
    }

    #[test]
    fn two_at_once_make_one() {
        let tool = tool("two");
        let made = std::sync::atomic::AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    tool.install(|folder| {
                        made.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                        make(folder)
                    })
                    .unwrap();
                });
            }
        });
        assert_eq!(made.into_inner(), 1);
        fs::remove_dir_all(&tool.root).unwrap();
    }
}
