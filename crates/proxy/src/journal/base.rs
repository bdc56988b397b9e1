//! The version that a write is made on: it is kept too, so that what the write changes can be told and
//! taken back.

use super::Journal;
use super::packed::Packed;
use super::versions::{self, NewVersion};
use crate::events::Heading;
use crate::state::AppState;
use crate::store::StoreError;
use crate::upstream::ask;
use bytes::Bytes;
use http::StatusCode;
use std::time::Duration;
use tenant::{Call, Route, Segment};
use workflow::wire::KeptOrigin;

/// How long the write waits for its base: what it changes is good to know, but no reason not to write.
const PATIENCE: Duration = Duration::from_secs(5);

/// The digest of this version of a workflow. Where it is not kept yet the tenant is asked for it; `None`
/// where that does not hold it any more.
pub(super) async fn digest(state: &AppState, id: &Segment, version: &str) -> Result<Option<String>, StoreError> {
    let journal = &state.journal;
    if let Some(known) = versions::known(&journal.store, &journal.org, id.plain(), version).await? {
        return Ok(Some(known.digest));
    }
    let Some(bytes) = read(state, id).await else { return Ok(None) };
    let (heading, body) = Packed::of(&bytes, &state.config.tenant.rules.dialect).await;
    if heading.version() != Some(version) {
        return Ok(None);
    }
    keep_found(journal, id.plain(), &heading, &body).await?;
    Ok(Some(body.digest))
}

/// Reads a workflow whole; `None` where it cannot be read now.
async fn read(state: &AppState, id: &Segment) -> Option<Bytes> {
    let read = async {
        let answer = ask(state, &Call::get(Route::Workflow(id.clone()))).await.ok()?;
        let whole = if answer.status() == StatusCode::OK { answer.read().await.ok() } else { None };
        whole.map(|(_, bytes)| bytes)
    };
    tokio::time::timeout(PATIENCE, read).await.ok().flatten()
}

/// Keeps a version that somebody saved elsewhere.
async fn keep_found(journal: &Journal, workflow: &str, heading: &Heading, body: &Packed) -> Result<(), StoreError> {
    let Some(version) = heading.version() else { return Ok(()) };
    let by = heading.saved_by();
    let found = NewVersion {
        workflow,
        version,
        origin: KeptOrigin::Found,
        by: by.as_deref(),
        operation: None,
        note: None,
        base_version: None,
        changes: None,
        rollback_to: None,
        body,
    };
    let mut write = journal.store.write().await?;
    versions::keep(&mut write, &journal.org, &found).await?;
    write.commit().await?;
    Ok(())
}
