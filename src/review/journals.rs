//! The journals of deploys, in the browser's database: they survive a closed tab, and other tabs see them.
//!
//! A journal holds the whole base, which is more than the small storage takes. What stands there is a mark, so that
//! the page knows that there is one before the database is opened; it is set before the journal is written.

use crate::browser::database::{self, Trouble, Write};
use crate::browser::storage;
use crate::workspace::{DEPLOYS, SHAPE};
use std::sync::Arc;
use workflow::deploy::{Journal, Journaled, OperationId};
use workflow::document::WorkflowId;

/// The key in the database.
fn key(org: &str, workflow: &WorkflowId, operation: &str) -> String {
    format!("{org}\n{workflow}\n{operation}")
}

fn mark(org: &str, workflow: &WorkflowId, operation: &str) -> String {
    format!("journal:{}", key(org, workflow, operation))
}

/// Where earlier versions of the app kept the journals themselves.
fn earlier(workflow: &WorkflowId) -> String {
    format!("deploy:{workflow}:")
}

/// Keeps a journal, unless another tab has kept a later one of the same operation. When this is done, it is on
/// the disk: only then may what it names be sent.
pub(super) async fn keep(org: &str, journal: &Journal) -> Journaled {
    let (workflow, operation) = (&journal.plan.workflow, journal.plan.operation.as_str());
    storage::write(&mark(org, workflow, operation), "1");
    let key = key(org, workflow, operation);
    match database::exchange(&SHAPE, DEPLOYS, &key, |kept| journal.to_keep(kept.as_deref())).await {
        Ok(Ok(())) => Journaled::Kept,
        Ok(Err(other)) => Journaled::Elsewhere(other),
        Err(_) => Journaled::Failed,
    }
}

/// Whether a deploy of this workflow has come to no end here. The page that is opened must know before
/// the code to look into it is here.
#[must_use]
pub fn was_interrupted(org: &str, workflow: &WorkflowId) -> bool {
    storage::has(&mark(org, workflow, "")) || storage::has(&earlier(workflow))
}

/// The journal of a deploy of this workflow that has come to no end here.
pub(super) async fn left(org: &str, workflow: &WorkflowId) -> Result<Option<Arc<Journal>>, Trouble> {
    take_in_earlier(org, workflow).await?;
    let texts = database::read_all(&SHAPE, DEPLOYS, &key(org, workflow, "")).await?;
    let journal = texts.iter().find_map(|text| Journal::parse(text).ok());
    if journal.is_none() {
        storage::keys(&mark(org, workflow, "")).iter().for_each(|mark| storage::remove(mark));
    }
    Ok(journal.map(Arc::new))
}

/// Forgets the journal of a deploy that is over and told.
pub(super) async fn forget(org: &str, workflow: &WorkflowId, operation: &OperationId) {
    let key = key(org, workflow, operation.as_str());
    if database::write(&SHAPE, vec![Write::Delete(DEPLOYS, key)]).await.is_ok() {
        storage::remove(&mark(org, workflow, operation.as_str()));
    }
}

async fn take_in_earlier(org: &str, workflow: &WorkflowId) -> Result<(), Trouble> {
    for place in storage::keys(&earlier(workflow)) {
        let journal = storage::read(&place).and_then(|text| Journal::parse(&text).ok());
        if let Some(journal) = journal.filter(|journal| journal.plan.workflow == *workflow) {
            let operation = journal.plan.operation.as_str();
            storage::write(&mark(org, workflow, operation), "1");
            let text = journal.to_text();
            database::write(&SHAPE, vec![Write::Put(DEPLOYS, key(org, workflow, operation), text)]).await?;
        }
        storage::remove(&place);
    }
    Ok(())
}
