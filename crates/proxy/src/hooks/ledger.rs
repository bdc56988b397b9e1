//! The deliveries that were taken, so that each counts once.

use crate::store::{Store, StoreError};
use workflow::wire::WorkflowNews;

/// How long a delivery is remembered, in ms: far longer than a signed time is believed.
const REMEMBERED_MS: i64 = 7 * 24 * 3_600 * 1_000;

/// A delivery that was verified.
#[derive(Debug)]
pub(super) struct Delivery<'a> {
    /// What tells it from others.
    pub(super) id: &'a str,
    /// The webhook whose secret signed it.
    pub(super) webhook: &'a str,
    /// What it says, where it is about a save.
    pub(super) news: Option<&'a WorkflowNews>,
}

/// Keeps a delivery. Whether it is a new one.
pub(super) async fn keep(store: &Store, delivery: &Delivery<'_>, now_ms: i64) -> Result<bool, StoreError> {
    let version = delivery.news.and_then(|news| i64::try_from(news.version?).ok());
    let done = sqlx::query(
        "INSERT INTO deliveries (id, webhook, received_at, workflow, version, saved_by) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
    )
    .bind(delivery.id)
    .bind(delivery.webhook)
    .bind(now_ms)
    .bind(delivery.news.map(|news| news.workflow.as_str()))
    .bind(version)
    .bind(delivery.news.and_then(|news| news.by.as_deref()))
    .execute(store.pool())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Forgets what is too old to be repeated.
pub(super) async fn forget(store: &Store, now_ms: i64) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM deliveries WHERE received_at < $1")
        .bind(now_ms.saturating_sub(REMEMBERED_MS))
        .execute(store.pool())
        .await?;
    Ok(())
}
