//! The versions of workflows that are kept, byte for byte.

use super::packed::Packed;
use crate::store::{Store, StoreError};
use sqlx::Row;
use sqlx::any::AnyRow;
use workflow::wire::{KeptOrigin, KeptVersion};

/// The newest versions of a workflow that were kept before this one.
pub(crate) async fn list(
    store: &Store,
    org: &str,
    workflow: &str,
    before: Option<u64>,
    limit: u32,
) -> Result<Vec<KeptVersion>, StoreError> {
    let before = before.and_then(|before| i64::try_from(before).ok()).unwrap_or(i64::MAX);
    let rows = sqlx::query(
        "SELECT sequence, version, origin, kept_at, saved_by, operation, note, base_version, changes, rollback_to, \
         bytes, digest FROM workflow_versions WHERE org = $1 AND workflow = $2 AND sequence < $3 \
         ORDER BY sequence DESC LIMIT $4",
    )
    .bind(org)
    .bind(workflow)
    .bind(before)
    .bind(i64::from(limit))
    .fetch_all(store.pool())
    .await?;
    Ok(rows.iter().map(kept).collect::<Result<_, _>>()?)
}

/// The bytes of a version, the ones that were kept last where a tenant began to count anew.
pub(crate) async fn bytes_of(
    store: &Store,
    org: &str,
    workflow: &str,
    version: &str,
) -> Result<Option<Packed>, StoreError> {
    let row = sqlx::query(
        "SELECT bytes, digest, body FROM workflow_versions WHERE org = $1 AND workflow = $2 AND version = $3 \
         ORDER BY sequence DESC LIMIT 1",
    )
    .bind(org)
    .bind(workflow)
    .bind(version)
    .fetch_optional(store.pool())
    .await?;
    Ok(row.as_ref().map(packed).transpose()?)
}

fn packed(row: &AnyRow) -> Result<Packed, sqlx::Error> {
    Ok(Packed {
        bytes: row.try_get::<i64, _>("bytes")?.unsigned_abs(),
        digest: row.try_get("digest")?,
        gzip: row.try_get("body")?,
    })
}

fn kept(row: &AnyRow) -> Result<KeptVersion, sqlx::Error> {
    let origin: String = row.try_get("origin")?;
    Ok(KeptVersion {
        sequence: row.try_get::<i64, _>("sequence")?.unsigned_abs(),
        version: row.try_get("version")?,
        origin: KeptOrigin::named(&origin).unwrap_or(KeptOrigin::Found),
        kept_at: row.try_get::<i64, _>("kept_at")?.unsigned_abs(),
        by: row.try_get("saved_by")?,
        operation: row.try_get("operation")?,
        note: row.try_get("note")?,
        base_version: row.try_get("base_version")?,
        changes: row.try_get("changes")?,
        rollback_to: row.try_get("rollback_to")?,
        bytes: row.try_get::<i64, _>("bytes")?.unsigned_abs(),
        digest: row.try_get("digest")?,
    })
}
