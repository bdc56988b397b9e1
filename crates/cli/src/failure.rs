//! Why a command could not do its work, with the words for people and the exit code.

use crate::place::Place;
use std::fmt;
use tenant::ConfigErrors;

/// Why a command ends before its result.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// What was given cannot be used. Exit code 2.
    #[error(transparent)]
    Unusable(#[from] Unusable),
    /// The settings cannot be used. Exit code 2.
    #[error("{0}\nNothing was sent, nothing was changed.")]
    Settings(#[from] ConfigErrors),
    /// What was given is fine, but the work could not be done. Says whether anything was changed. Exit code 1.
    #[error("{0}")]
    NotDone(String),
    /// The result cannot be written. Exit code 2, or silently 0 where the reader has left.
    #[error("the output cannot be written: {0}")]
    Output(#[from] std::io::Error),
}

/// Something given that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Unusable {
    /// The file, where it is about one.
    pub file: Option<String>,
    /// Where in it.
    pub place: Option<Place>,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Unusable {
    /// About no file.
    pub fn new(message: impl Into<String>) -> Self {
        Self { file: None, place: None, message: message.into() }
    }

    /// About a file as a whole.
    pub fn file(file: &str, message: impl Into<String>) -> Self {
        Self { file: Some(file.to_owned()), place: None, message: message.into() }
    }

    /// About a place in a file.
    pub fn at(file: &str, place: Place, message: impl Into<String>) -> Self {
        Self { file: Some(file.to_owned()), place: Some(place), message: message.into() }
    }

    /// `file:line:column`, as far as there is one: what editors jump to.
    #[must_use]
    pub fn location(&self) -> Option<String> {
        let file = self.file.as_ref()?;
        Some(self.place.map_or_else(|| file.clone(), |place| format!("{file}:{place}")))
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.location() {
            Some(location) => write!(f, "{location}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl Failure {
    /// The program's exit code.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::NotDone(_) => 1,
            Self::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe => 0,
            Self::Unusable(_) | Self::Settings(_) | Self::Output(_) => 2,
        }
    }
}
