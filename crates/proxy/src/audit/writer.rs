//! The task that writes entries: all that wait at once go to the disk together.

use super::chain::{Head, Sealed};
use super::entry::Entry;
use crate::store::{Store, StoreError, Turn, Write, now_ms};
use indexmap::IndexMap;
use sqlx::Row;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, interval};

/// Entries written together at most.
const BATCH: usize = 256;
/// The same thing within this time is counted.
const WINDOW: Duration = Duration::from_secs(60);
/// How often the counts whose time is over are written.
const TICK: Duration = Duration::from_secs(5);
/// Different things counted at a time; with more, all counts are written.
const MOST_COUNTED: usize = 10_000;

/// Whether the entry was written now, and the number of it or of the one that was there.
type Written = Result<(bool, i64), StoreError>;

/// What the task is told.
pub(super) enum Message {
    /// To be answered once it is on the disk.
    Append(Entry, oneshot::Sender<Written>),
    /// Nobody waits.
    Note(Entry),
    /// To be answered once all that came before is on the disk.
    Flush(oneshot::Sender<()>),
    /// Write all, and end.
    Close,
}

pub(super) struct Writer {
    store: Store,
    org: String,
    counted: IndexMap<Entry, Counted>,
}

/// When a thing was written, and how often it came again since.
struct Counted {
    since: Instant,
    more: u32,
}

/// What goes to the disk together.
#[derive(Default)]
struct Batch {
    entries: Vec<(Entry, Option<oneshot::Sender<Written>>)>,
    flushed: Vec<oneshot::Sender<()>>,
    closing: bool,
}

impl Writer {
    pub(super) fn new(store: Store, org: String) -> Self {
        Self { store, org, counted: IndexMap::new() }
    }

    pub(super) async fn run(mut self, mut queue: mpsc::Receiver<Message>) {
        let mut messages = Vec::with_capacity(BATCH);
        let mut tick = interval(TICK);
        loop {
            let mut batch = Batch::default();
            let mut ticked = false;
            tokio::select! {
                received = queue.recv_many(&mut messages, BATCH) => batch.closing = received == 0,
                _ = tick.tick() => ticked = true,
            }
            for message in messages.drain(..) {
                self.sort(message, &mut batch);
            }
            let all = batch.closing || self.counted.len() > MOST_COUNTED;
            if all || ticked {
                self.take_counts(&mut batch, all);
            }
            let closing = batch.closing;
            self.write(batch).await;
            if closing {
                return;
            }
        }
    }

    fn sort(&mut self, message: Message, batch: &mut Batch) {
        match message {
            Message::Append(entry, done) => batch.entries.push((entry, Some(done))),
            Message::Note(entry) => {
                if let Some(counted) = self.counted.get_mut(&entry) {
                    counted.more += 1;
                    return;
                }
                self.counted.insert(entry.clone(), Counted { since: Instant::now(), more: 0 });
                batch.entries.push((entry, None));
            }
            Message::Flush(done) => batch.flushed.push(done),
            Message::Close => batch.closing = true,
        }
    }

    /// Moves the counts whose time is over into the batch.
    fn take_counts(&mut self, batch: &mut Batch, all: bool) {
        let over = |counted: &Counted| all || counted.since.elapsed() >= WINDOW;
        for (entry, counted) in self.counted.extract_if(.., |_, counted| over(counted)) {
            if counted.more > 0 {
                batch.entries.push((entry.times(counted.more), None));
            }
        }
    }

    async fn write(&self, batch: Batch) {
        let Batch { entries, flushed, .. } = batch;
        if !entries.is_empty() {
            let written = self.append_all(entries.iter().map(|(entry, _)| entry)).await;
            answer(entries, written);
        }
        for done in flushed {
            // Who asked may have left.
            let _ = done.send(());
        }
    }

    async fn append_all(&self, entries: impl Iterator<Item = &Entry>) -> Result<Vec<(bool, i64)>, StoreError> {
        let mut write = self.store.write_in_turn(Turn::Audit).await?;
        let mut head = head(&mut write).await?;
        let mut written = Vec::new();
        for entry in entries {
            written.push(self.append(&mut write, &mut head, entry).await?);
        }
        write.commit().await?;
        Ok(written)
    }

    async fn append(&self, write: &mut Write, head: &mut Head, entry: &Entry) -> Result<(bool, i64), StoreError> {
        let unreadable = |source| StoreError::Unreadable { what: format!("a new {} entry", entry.event), source };
        let detail = entry.detail.to_json().map_err(unreadable)?;
        let (sequence, timestamp) = (head.sequence + 1, now_ms());
        let seal = Sealed {
            sequence,
            event: entry.event,
            timestamp,
            operator: &entry.operator,
            org: &self.org,
            operation: entry.operation.as_deref(),
            detail: &detail,
        }
        .seal(&head.seal);
        let done = sqlx::query(
            "INSERT INTO audit_entries (sequence, event, timestamp, operator, org, operation, detail, seal) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        )
        .bind(sequence)
        .bind(entry.event)
        .bind(timestamp)
        .bind(&entry.operator)
        .bind(&self.org)
        .bind(entry.operation.as_deref())
        .bind(&detail)
        .bind(&seal)
        .execute(&mut **write)
        .await?;
        if done.rows_affected() > 0 {
            *head = Head { sequence, seal };
            return Ok((true, sequence));
        }
        let row = sqlx::query("SELECT sequence FROM audit_entries WHERE event = $1 AND operation = $2")
            .bind(entry.event)
            .bind(entry.operation.as_deref())
            .fetch_one(&mut **write)
            .await?;
        Ok((false, row.try_get("sequence")?))
    }
}

async fn head(write: &mut Write) -> Result<Head, sqlx::Error> {
    let row = sqlx::query("SELECT sequence, seal FROM audit_entries ORDER BY sequence DESC LIMIT 1")
        .fetch_optional(&mut **write)
        .await?;
    Ok(match row {
        Some(row) => Head { sequence: row.try_get("sequence")?, seal: row.try_get("seal")? },
        None => Head { sequence: 0, seal: String::new() },
    })
}

fn answer(entries: Vec<(Entry, Option<oneshot::Sender<Written>>)>, written: Result<Vec<(bool, i64)>, StoreError>) {
    let failure = written.as_ref().err().map(|error| tenant::error_chain(error));
    let mut written = written.unwrap_or_default().into_iter();
    for (entry, done) in entries {
        let result = match (&failure, written.next()) {
            (None, Some(written)) => Ok(written),
            (failure, _) => Err(StoreError::NotWritten { reason: failure.clone().unwrap_or_default() }),
        };
        match (done, result) {
            // Who asked may have left.
            (Some(done), result) => drop(done.send(result)),
            (None, Err(error)) => {
                tracing::error!(
                    event = entry.event,
                    operator = entry.operator,
                    error = tenant::error_chain(&error),
                    "not in the audit"
                );
            }
            (None, Ok(_)) => {}
        }
    }
}
