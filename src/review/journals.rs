//! The journals of deploys, in the browser: they survive a closed tab, and other tabs see them.

use crate::browser::storage;
use std::sync::Arc;
use workflow::deploy::{Journal, Journaled, OperationId};
use workflow::document::WorkflowId;

fn key(workflow: &WorkflowId, operation: &str) -> String {
    format!("deploy:{workflow}:{operation}")
}

/// Keeps a journal, unless another tab has kept a later one of the same operation.
pub(super) fn keep(journal: &Journal) -> Journaled {
    let key = key(&journal.plan.workflow, journal.plan.operation.as_str());
    match journal.to_keep(storage::read(&key).as_deref()) {
        Ok(text) if storage::write(&key, &text) => Journaled::Kept,
        Ok(_) => Journaled::Failed,
        Err(other) => Journaled::Elsewhere(other),
    }
}

/// Whether a deploy of this workflow has come to no end here. The page that is opened must know before
/// the code to look into it is here.
#[must_use]
pub fn was_interrupted(workflow: &WorkflowId) -> bool {
    storage::has(&key(workflow, ""))
}

/// The journal of a deploy of this workflow that has come to no end here.
pub(super) fn left(workflow: &WorkflowId) -> Option<Arc<Journal>> {
    let keys = storage::keys(&key(workflow, ""));
    let journal = keys.into_iter().find_map(|key| Journal::parse(&storage::read(&key)?).ok())?;
    Some(Arc::new(journal))
}

/// Forgets the journal of a deploy that is over and told.
pub(super) fn forget(workflow: &WorkflowId, operation: &OperationId) {
    storage::remove(&key(workflow, operation.as_str()));
}
