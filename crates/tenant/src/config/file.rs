//! The configuration file: where it is looked for, and reading it.

use std::path::{Path, PathBuf};

/// The file that is read from the working folder when `--config` names no other.
pub const FILE_NAME: &str = "cxone-proxy.toml";

/// A configuration file as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFile {
    /// Its name, for messages.
    pub path: PathBuf,
    /// Its text, or why it cannot be read.
    pub text: Result<String, String>,
}

impl ConfigFile {
    /// A file whose text is known already.
    pub fn from_text(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: Ok(text.into()) }
    }

    /// The file named by `--config` among the arguments, else [`FILE_NAME`] in the folder if it is there.
    #[must_use]
    pub fn find(args: &[String], folder: &Path) -> Option<Self> {
        if let Some(named) = named_in(args) {
            return Some(Self::read(folder.join(named)));
        }
        let usual = folder.join(FILE_NAME);
        usual.exists().then(|| Self::read(usual))
    }

    fn read(path: PathBuf) -> Self {
        let text = std::fs::read_to_string(&path).map_err(|error| format!("it cannot be read: {error}"));
        Self { path, text }
    }
}

fn named_in(args: &[String]) -> Option<&str> {
    args.iter().enumerate().find_map(|(index, arg)| match arg.strip_prefix("--config") {
        Some("") => args.get(index + 1).map(String::as_str),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    })
}
