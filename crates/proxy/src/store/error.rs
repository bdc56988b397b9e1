//! Why the database cannot be used.

use std::path::PathBuf;

/// Why the database cannot be used. The words name its place without any password.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Its folder cannot be made.
    #[error("the folder for the database {path} cannot be made")]
    Folder {
        /// The database file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It cannot be opened.
    #[error("the database {place} cannot be opened; check CXONE_DATABASE_URL and the rights on it")]
    Open {
        /// Where it is.
        place: String,
        /// Why.
        source: sqlx::Error,
    },
    /// A newer program made it.
    #[error("the database has layout {found}, this program knows {known}; use the newer program, or another database")]
    Newer {
        /// Its layout.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// Its layout cannot be brought up to date.
    #[error("the layout of the database cannot be brought to {number} ({name})")]
    Migration {
        /// The layout that it should have had.
        number: i64,
        /// What that one is about.
        name: &'static str,
        /// Why.
        source: sqlx::Error,
    },
    /// It cannot be read or written.
    #[error("the database failed")]
    Query(#[from] sqlx::Error),
    /// What was to be written together with others could not be.
    #[error("it could not be written to the database: {reason}")]
    NotWritten {
        /// Why, in words: many wait for one write, and its error has no copies.
        reason: String,
    },
    /// Something in it cannot be understood.
    #[error("{what} in the database cannot be understood")]
    Unreadable {
        /// What.
        what: String,
        /// Why.
        source: serde_json::Error,
    },
}
