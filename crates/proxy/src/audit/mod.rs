//! The audit trail: append-only, each entry sealed with a hash over itself and the one before it.
//!
//! Entries go through one task ([`writer`]), so that many at once cost one write to the disk. What must
//! be on the disk before the answer goes out is [appended](AuditLog::append); what only has to be
//! recorded (denials, reads) is [noted](AuditLog::note), and the same thing again within a minute is
//! counted instead of written, so that nobody can fill the disk with it.

mod chain;
mod entry;
mod export;
mod row;
mod writer;

pub(crate) use chain::{Verdict, verify};
pub(crate) use entry::Entry;
pub(crate) use export::{csv, csv_headings, json_lines};

use crate::store::{Store, StoreError};
use row::{event, select};
use std::sync::Arc;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinHandle;
use workflow::wire::AuditEvent;
use writer::{Message, Writer};

/// Entries that may wait to be written; who brings more waits.
const QUEUE: usize = 1_024;

/// Events after this one, the oldest first.
pub(crate) async fn events_after(store: &Store, sequence: u64, limit: u32) -> Result<Vec<AuditEvent>, StoreError> {
    let rows = sqlx::query(select!("WHERE a.sequence > $1 ORDER BY a.sequence LIMIT $2"))
        .bind(i64::try_from(sequence).unwrap_or(i64::MAX))
        .bind(i64::from(limit))
        .fetch_all(store.pool())
        .await?;
    rows.iter().map(event).collect()
}

/// The audit trail. A handle: copies share its writer.
#[derive(Clone, Debug)]
pub(crate) struct AuditLog {
    store: Store,
    queue: mpsc::Sender<Message>,
    writer: Arc<Mutex<Option<JoinHandle<()>>>>,
}

/// Which events a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Deploys and webhooks.
    Changes,
    /// Every event.
    All,
}

/// Whether an event is new.
#[derive(Debug)]
pub(crate) enum Appended {
    /// It was written now.
    New(AuditEvent),
    /// Its operation was written before; this is the first event.
    Repeated(AuditEvent),
}

impl AuditLog {
    /// Begins to write into the database.
    pub(crate) fn start(store: Store, org: &str) -> Self {
        let (queue, entries) = mpsc::channel(QUEUE);
        let task = tokio::spawn(Writer::new(store.clone(), org.to_owned()).run(entries));
        Self { store, queue, writer: Arc::new(Mutex::new(Some(task))) }
    }

    /// Appends an entry and waits until it is on the disk. A deploy is appended once per operation.
    pub(crate) async fn append(&self, entry: Entry) -> Result<Appended, StoreError> {
        let (written, sequence) = self.ask(|done| Message::Append(entry, done)).await??;
        let row = sqlx::query(select!("WHERE a.sequence = $1")).bind(sequence).fetch_one(self.store.pool()).await?;
        let event = event(&row)?;
        Ok(if written { Appended::New(event) } else { Appended::Repeated(event) })
    }

    /// Records an entry; that it could not be written is told in the log only.
    pub(crate) async fn note(&self, entry: Entry) {
        if self.queue.send(Message::Note(entry)).await.is_err() {
            tracing::error!("an entry came too late for the audit: the proxy is stopping");
        }
    }

    /// The newest events, newest first.
    pub(crate) async fn newest(&self, wanted: Wanted, limit: u32) -> Result<Vec<AuditEvent>, StoreError> {
        self.ask(Message::Flush).await?;
        let query = match wanted {
            Wanted::Changes => sqlx::query(select!(
                "WHERE a.event IN ('workflow_email_node_configured', 'workflow_webhook_registered', 'workflow_webhook_deleted') \
                 ORDER BY a.sequence DESC LIMIT $1"
            )),
            Wanted::All => sqlx::query(select!("ORDER BY a.sequence DESC LIMIT $1")),
        };
        let rows = query.bind(i64::from(limit)).fetch_all(self.store.pool()).await?;
        rows.iter().map(event).collect()
    }

    /// How many messages wait for the writer.
    pub(crate) fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    /// Writes what still waits. Nothing can be appended afterwards.
    pub(crate) async fn close(&self) {
        // Where the writer is gone already, nothing waits.
        let _ = self.queue.send(Message::Close).await;
        if let Some(task) = self.writer.lock().await.take()
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the audit's writer ended early");
        }
    }

    async fn ask<T>(&self, message: impl FnOnce(oneshot::Sender<T>) -> Message) -> Result<T, StoreError> {
        let (done, is_done) = oneshot::channel();
        let closed = |_| StoreError::Query(sqlx::Error::PoolClosed);
        self.queue.send(message(done)).await.map_err(|_| StoreError::Query(sqlx::Error::PoolClosed))?;
        is_done.await.map_err(closed)
    }
}
