//! A key that was used before: the same write is answered as it was the first time, another one is
//! refused.

use super::answer::found_out;
use super::intent::{self, Intent};
use super::packed::{Damaged, Packed};
use super::verdict::Verdict;
use super::writing::Order;
use super::{Journal, versions};
use crate::problem::{Delivery, Failure, Kind};
use crate::state::AppState;
use crate::store::StoreError;
use axum::response::Response;
use std::time::Duration;
use tokio::time::Instant;

/// How often is looked whether another proxy has come to an end with a write.
const LOOK: Duration = Duration::from_millis(250);

/// When to come again, in s, where the first write takes long.
const COME_AGAIN: u64 = 5;

/// Answers a write whose key was used before. Where the first one is still under way, waits for it.
///
/// # Errors
/// Where it is another write, the first has not ended in time, or ended without an answer.
pub(super) async fn again(state: &AppState, order: &Order, sent: &Packed) -> Result<Response, Failure> {
    let journal = &state.journal;
    let timeouts = state.config.tenant.timeouts;
    let until = Instant::now() + timeouts.token + timeouts.write;
    loop {
        let mut changes = journal.changes.subscribe();
        let found = intent::find(journal, &order.key).await.map_err(|error| unavailable(&error))?;
        let Some(first) = found else { return Err(under_way()) };
        if !is_same(&first, order, sent) {
            return Err(another());
        }
        if let Some(reply) = reply(journal, &first).await {
            tracing::info!(workflow = first.workflow, key = first.operation, "write answered as before");
            return reply;
        }
        if Instant::now() >= until {
            return Err(under_way());
        }
        // Whether it changed here or elsewhere: the database tells.
        let _ = tokio::time::timeout(LOOK, changes.changed()).await;
    }
}

fn is_same(first: &Intent, order: &Order, sent: &Packed) -> bool {
    first.operator == *order.operator.name
        && first.workflow == order.id.plain()
        && first.sent_digest == sent.digest
        && first.rollback_to == order.rollback_to
}

/// The answer, once there is one.
async fn reply(journal: &Journal, first: &Intent) -> Option<Result<Response, Failure>> {
    let told = match (&first.answer, first.verdict) {
        // What became of a write without an answer is more than that there was none.
        (Some(super::answer::FirstAnswer::None(_)) | None, Some(verdict)) if verdict != Verdict::NotSent => {
            found(journal, first, verdict).await
        }
        (Some(answer), _) => match kept_body(journal, first).await {
            Ok(gzip) => answer.again(gzip),
            Err(error) => Err(unavailable(&error)),
        },
        (None, Some(_)) => Err(outcome(Verdict::NotLanded)),
        (None, None) => return None,
    };
    Some(told)
}

async fn kept_body(journal: &Journal, first: &Intent) -> Result<Vec<u8>, StoreError> {
    if let Some(gzip) = intent::body(journal, &first.operation).await? {
        return Ok(gzip);
    }
    // Where the answer is the version that the write made, it is kept once.
    let version = match first.kept {
        Some(kept) => versions::bytes_at(&journal.store, kept).await?,
        None => None,
    };
    Ok(version.map(|version| version.gzip).unwrap_or_default())
}

/// The answer to a write of which was found out later what became of it.
async fn found(journal: &Journal, first: &Intent, verdict: Verdict) -> Result<Response, Failure> {
    if verdict != Verdict::Landed {
        return Err(outcome(verdict));
    }
    let Some(kept) = first.kept else { return Err(outcome(Verdict::Unknown)) };
    let version = versions::bytes_at(&journal.store, kept).await.map_err(|error| unavailable(&error))?;
    let version = version.ok_or_else(|| unreadable(Damaged))?;
    Ok(found_out(version.unpack().map_err(unreadable)?))
}

fn outcome(verdict: Verdict) -> Failure {
    match verdict {
        Verdict::Superseded => Failure::new(
            Kind::WriteSuperseded,
            "The proxy was interrupted during this write. Reading the workflow back has shown that somebody else has saved it since, and that it does not say what was to be written. Read the workflow, then decide whether to deploy again.",
        ),
        Verdict::Landed | Verdict::Unknown => Failure::new(
            Kind::OutcomeUnknown,
            "The proxy was interrupted during this write, and what became of it could not be found out. Read the workflow before you decide.",
        ),
        Verdict::NotLanded | Verdict::NotSent | Verdict::Refused => Failure::new(
            Kind::WriteNotLanded,
            "The proxy was interrupted during this write. Reading the workflow back has shown that nothing was changed. Deploy again.",
        ),
    }
}

fn another() -> Failure {
    Failure::new(
        Kind::KeyReused,
        "This Idempotency-Key was used before, for another write: by another operator, of another workflow or with another body. Nothing was sent, nothing was changed. Send each write with a key of its own.",
    )
}

fn under_way() -> Failure {
    Failure::new(
        Kind::WriteUnderWay,
        "The first write with this Idempotency-Key has not come to its end yet. This one was not sent. Ask again with the same key, or read the workflow.",
    )
    .delivery(Delivery::Unclear)
    .retry_after(COME_AGAIN)
}

fn unavailable(error: &StoreError) -> Failure {
    Failure::new(
        Kind::StoreUnavailable,
        "The proxy's database failed, so it is not known whether this write was sent before. Nothing was sent now. Check the proxy's disk and its log, then try again with the same key.",
    )
    .log(tenant::error_chain(error))
}

pub(super) fn unreadable(error: Damaged) -> Failure {
    Failure::new(
        Kind::VersionDamaged,
        "This write was sent before, but its answer in the proxy's database was damaged. Nothing was sent now. Read the workflow before you decide.",
    )
    .log(error.to_string())
}
