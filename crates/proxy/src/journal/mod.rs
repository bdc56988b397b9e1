//! The memory of writes: what is about to be sent to the tenant, what became of it, and every version
//! that was deployed.
//!
//! A write is noted down ([`intent`]) before a byte of it goes to the tenant, and settled once it is known
//! what became of it, together with the version that it made ([`versions`]). Where that is not known (no
//! answer, a 5xx, a proxy that died) the workflow is read back until it is ([`resolving`], by the rules of
//! [`verdict`]). The same `Idempotency-Key` is answered from here ([`again`]).
//!
//! Of several proxies on one database, each says of its running writes that it goes on with them: another
//! one looks into a write only when its owner has been silent for a lease. Times are the database's, so
//! that it does not matter how the proxies' clocks stand.

mod again;
mod answer;
mod base;
mod intent;
mod packed;
mod resolving;
mod verdict;
mod versions;
mod writing;

pub(crate) use packed::{Damaged, Packed};
pub(crate) use resolving::resolve;
pub(crate) use versions::{bytes_of as kept_bytes, list as kept_versions};
pub(crate) use writing::{Order, write};

use crate::config::JournalTimes;
use crate::store::{Engine, Store, StoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, watch};
use workflow::document::Document;

/// How long a settled write is remembered, in ms: so long its key answers as it did.
const REMEMBERED_MS: i64 = 30 * 24 * 3_600 * 1_000;

/// The journal of this proxy.
#[derive(Debug)]
pub(crate) struct Journal {
    store: Store,
    org: String,
    /// Tells this run of the proxy from others.
    run: String,
    times: JournalTimes,
    /// Counts up with whatever changes in it.
    changes: watch::Sender<u64>,
    /// There is something to look into.
    look: Notify,
    unresolved: AtomicUsize,
    /// Places for large writes that are packed and noted down: what they are packed into is not to add up
    /// in memory beside them.
    noting: Arc<Semaphore>,
    /// Whole documents are compared one pair at a time, so that they do not add up in memory.
    comparing: Semaphore,
}

impl Journal {
    pub(crate) fn new(store: Store, org: &str, times: JournalTimes) -> Self {
        Self {
            store,
            org: org.to_owned(),
            run: format!("{:016x}", getrandom::u64().unwrap_or_default()),
            times,
            changes: watch::Sender::new(0),
            look: Notify::new(),
            unresolved: AtomicUsize::new(0),
            noting: Arc::new(Semaphore::new(2)),
            comparing: Semaphore::new(1),
        }
    }

    /// How many writes are unresolved, as far as it was found out last.
    pub(crate) fn unresolved(&self) -> usize {
        self.unresolved.load(Ordering::Relaxed)
    }

    /// Counts the writes that are unresolved: nobody is at them any more, and what became of them is not
    /// known yet.
    pub(crate) async fn count(&self) -> Result<usize, StoreError> {
        let count = intent::unresolved(self).await?;
        self.unresolved.store(count, Ordering::Relaxed);
        Ok(count)
    }

    /// Forgets the keys of writes that were settled long ago. Versions stay.
    pub(crate) async fn forget(&self) -> Result<(), StoreError> {
        intent::forget(self, REMEMBERED_MS).await
    }

    /// Wakes whoever waits for a write.
    fn changed(&self) {
        self.changes.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// A place to pack so many bytes and note them down; small ones need none.
    async fn place(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        if bytes < packed::LARGE {
            return None;
        }
        Arc::clone(&self.noting).acquire_owned().await.ok()
    }

    /// Works with whole documents, away from the threads that serve.
    async fn compare<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let _place = self.comparing.acquire().await.ok()?;
        tokio::task::spawn_blocking(work).await.ok()
    }

    /// The database's time, in ms since 1970.
    fn now(&self) -> &'static str {
        match self.store.engine() {
            Engine::Sqlite => "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
            Engine::Postgres => "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
        }
    }
}

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// A kept document, where it is one.
fn document(bytes: &[u8], dialect: &workflow::document::Dialect) -> Option<Document> {
    Document::parse_bytes(bytes, dialect).ok()
}
