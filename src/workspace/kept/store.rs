//! Records and their bases in the browser's database, and the way there for what earlier versions kept elsewhere.

use super::marks;
use super::record::{ASIDE_MS, Record};
use crate::browser::database::{self, Shape, Trouble, Write};
use crate::browser::{clock, locks, random, storage};
use workflow::document::{Dialect, WorkflowId};

const WORK: &str = "work";
const BASES: &str = "bases";
/// The journals of deploys.
pub const DEPLOYS: &str = "deploys";

/// The app's database.
pub static SHAPE: Shape = Shape { name: "configurator", version: 1, stores: &[WORK, BASES, DEPLOYS] };

fn key(record: &Record) -> String {
    format!("{}\n{}\n{}", record.org, record.workflow, record.id)
}

/// The key under which the newest edits stand when the page goes away before the database has them.
fn last_key(record: &Record) -> String {
    format!("last:{}", key(record))
}

/// A name for a new record.
pub(super) fn fresh_id() -> String {
    format!("w{:016x}", random::random_u64())
}

/// The lock of the page that works on a record.
pub(super) fn lock_name(id: &str) -> String {
    format!("work:{id}")
}

/// Tells the first load of a record.
pub(super) fn mark(record: &Record) {
    marks::set(&record.org, &record.mark());
}

/// Keeps a record, and its base where that is another than before.
pub(super) async fn keep(record: &Record, base: Option<String>) -> Result<(), Trouble> {
    let mut writes = vec![Write::Put(WORK, key(record), record.to_text())];
    writes.extend(base.map(|base| Write::Put(BASES, key(record), base)));
    database::write(&SHAPE, writes).await?;
    storage::remove(&last_key(record));
    marks::set(&record.org, &record.mark());
    Ok(())
}

/// Forgets a record and its base.
pub(super) async fn forget(record: &Record) -> Result<(), Trouble> {
    storage::remove(&last_key(record));
    marks::remove(&record.org, record.workflow.as_str(), &record.id);
    let writes = [WORK, BASES].map(|store| Write::Delete(store, key(record)));
    database::write(&SHAPE, writes.into()).await
}

/// Keeps a record at once, while the page goes away and nothing can be waited for. Answers whether it is kept.
pub(super) fn keep_at_last(record: &Record) -> bool {
    let kept = storage::write(&last_key(record), &record.to_text());
    if kept {
        marks::set(&record.org, &record.mark());
    }
    kept
}

/// The base of a record, as text.
pub(super) async fn base(record: &Record) -> Result<Option<String>, Trouble> {
    database::read(&SHAPE, BASES, &key(record)).await
}

/// What is kept of a workflow, newest first; what was put aside long ago is forgotten. What earlier versions of
/// the app kept, and what a page kept at the last moment, is brought into the database first.
pub(super) async fn records(about: &Record, dialect: &Dialect) -> Result<Vec<Record>, Trouble> {
    take_in_earlier(about, dialect).await?;
    take_in_last(&about.org, &about.workflow).await?;
    let prefix = format!("{}\n{}\n", about.org, about.workflow);
    let texts = database::read_all(&SHAPE, WORK, &prefix).await?;
    let mut all: Vec<Record> = texts.iter().filter_map(|text| Record::parse(text)).collect();
    let now = clock::now_unix_ms();
    let is_old = |record: &Record| record.aside_at.is_some_and(|at| now.saturating_sub(at) > ASIDE_MS);
    for record in all.iter().filter(|record| is_old(record)) {
        forget(record).await?;
    }
    all.retain(|record| !is_old(record));
    all.sort_by_key(|record| std::cmp::Reverse(record.saved_at));
    for record in &all {
        marks::set(&record.org, &record.mark());
    }
    let ids: Vec<&str> = all.iter().map(|record| record.id.as_str()).collect();
    marks::retain(&about.org, about.workflow.as_str(), &ids);
    Ok(all)
}

/// The work that versions before the database kept in the small storage.
async fn take_in_earlier(about: &Record, dialect: &Dialect) -> Result<(), Trouble> {
    let place = marks::earlier(&about.workflow);
    let Some(text) = storage::read(&place) else { return Ok(()) };
    let about = Record { id: fresh_id(), ..about.clone() };
    if let Some(record) = Record::of_earlier(&text, &about, dialect) {
        keep(&record, None).await?;
    }
    storage::remove(&place);
    Ok(())
}

/// The edits that pages kept at the last moment, where the database has older ones.
async fn take_in_last(org: &str, workflow: &WorkflowId) -> Result<(), Trouble> {
    for place in storage::keys(&format!("last:{org}\n{workflow}\n")) {
        let Some(record) = storage::read(&place).and_then(|text| Record::parse(&text)) else {
            storage::remove(&place);
            continue;
        };
        // A page that is alive will keep it itself.
        let Some(_lock) = locks::take(&lock_name(&record.id)).await else { continue };
        let known = database::read(&SHAPE, WORK, &key(&record)).await?.and_then(|text| Record::parse(&text));
        if known.is_none_or(|known| known.saved_at < record.saved_at) {
            keep(&record, None).await?;
        }
        storage::remove(&place);
    }
    Ok(())
}
