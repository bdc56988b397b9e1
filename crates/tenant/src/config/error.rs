//! What is wrong with a configuration, each problem with its place.

use std::fmt;
use std::path::PathBuf;

/// All problems of a configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigErrors {
    /// File first, then environment, flags, and what follows from them.
    pub problems: Vec<ConfigProblem>,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// Where it is.
    pub origin: Origin,
    /// What is wrong and what would be right. Never holds a secret.
    pub message: String,
}

/// Where a value came from. Later ones win.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A preset, by name.
    Preset(String),
    /// A key in the file.
    File {
        /// The file.
        file: PathBuf,
        /// The key, with its table: `timeouts.read_ms`; empty for the whole file.
        key: String,
    },
    /// An environment variable, by name.
    Environment(String),
    /// A flag, with its dashes.
    Flag(String),
    /// Nowhere: the value is missing. Holds the environment variable to set.
    Missing(String),
}

impl Origin {
    /// Whether both come from the file, both from the environment, and so on.
    pub(super) fn same_layer(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Preset(name) => write!(f, "preset {name}"),
            Self::File { file, key } if key.is_empty() => write!(f, "file {}", file.display()),
            Self::File { file, key } => write!(f, "file {}: {key}", file.display()),
            Self::Environment(name) => write!(f, "environment variable {name}"),
            Self::Flag(name) => write!(f, "flag {name}"),
            Self::Missing(name) => write!(f, "missing {name}"),
        }
    }
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.origin, self.message)
    }
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.problems.len();
        write!(f, "the configuration has {count} problem{}:", if count == 1 { "" } else { "s" })?;
        for problem in &self.problems {
            write!(f, "\n  - {problem}")?;
        }
        Ok(())
    }
}
