//! Where the journal of a deploy under way is kept, so that an interrupted one is looked into by the next.
//!
//! One slot per tenant and workflow, locked while it is in use: on one machine a workflow has one deploy
//! at a time. A journal holds the workflow's whole text, so only its owner may read it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tenant::Segment;
use workflow::deploy::{Hash, Journal, JournalError, Journaled};

/// A folder of journals.
#[derive(Clone, Debug)]
pub struct Journals {
    folder: PathBuf,
}

/// The place of one workflow's journal, locked.
#[derive(Debug)]
pub struct Slot {
    path: PathBuf,
    folder: PathBuf,
    /// Locked as long as it is open.
    _lock: File,
}

/// Why a slot cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SlotError {
    /// Another deploy of the workflow is under way on this machine.
    #[error("another deploy of this workflow is under way on this machine")]
    Busy,
    /// The folder cannot be used.
    #[error("the folder {folder} cannot be used: {source}")]
    Folder {
        /// Which.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Journals {
    /// The journals in a folder, which is made where it is missing.
    #[must_use]
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Takes the slot of a workflow.
    ///
    /// # Errors
    /// Where it is in use, or the folder cannot be.
    pub fn open(&self, base_url: &str, workflow: &Segment) -> Result<Slot, SlotError> {
        let failed = |source| SlotError::Folder { folder: self.folder.clone(), source };
        private_folder(&self.folder).map_err(failed)?;
        let name = Hash::of_text(&format!("{base_url}\n{}", workflow.plain())).to_string();
        let lock = private_file(&self.folder.join(format!("{name}.lock"))).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(SlotError::Busy),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        Ok(Slot { path: self.folder.join(format!("{name}.journal")), folder: self.folder.clone(), _lock: lock })
    }
}

impl Slot {
    /// The journal that an earlier deploy has left.
    ///
    /// # Errors
    /// Where there is one that cannot be read.
    pub fn kept(&self) -> Result<Option<Journal>, JournalError> {
        self.text().map(|text| Journal::parse(&text)).transpose()
    }

    /// Keeps a journal, on the disk when this returns.
    #[must_use]
    pub fn keep(&self, journal: &Journal) -> Journaled {
        match journal.to_keep(self.text().as_deref()) {
            Err(other) => Journaled::Elsewhere(other),
            Ok(text) => match self.replace(&text) {
                Ok(()) => Journaled::Kept,
                Err(_) => Journaled::Failed,
            },
        }
    }

    /// The deploy is over and told.
    pub fn forget(&self) {
        // One that stays says that the deploy is over, which does no harm.
        let _ = fs::remove_file(&self.path);
    }

    /// Where the journal is, for messages.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn text(&self) -> Option<String> {
        fs::read_to_string(&self.path).ok()
    }

    /// Either the old text or the new one is there, whenever the power fails.
    fn replace(&self, text: &str) -> io::Result<()> {
        let fresh = self.path.with_extension("new");
        let mut file = private_file(&fresh)?;
        file.set_len(0)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, &self.path)?;
        sync_folder(&self.folder)
    }
}

fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
