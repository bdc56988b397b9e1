//! The versions of workflows that are kept, byte for byte.

use super::packed::Packed;
use crate::store::{Store, StoreError, now_ms};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use workflow::wire::{KeptOrigin, KeptVersion};

/// A version that is to be kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewVersion<'a> {
    pub(crate) workflow: &'a str,
    pub(crate) version: &'a str,
    pub(crate) origin: KeptOrigin,
    pub(crate) by: Option<&'a str>,
    pub(crate) operation: Option<&'a str>,
    pub(crate) note: Option<&'a str>,
    pub(crate) base_version: Option<&'a str>,
    pub(crate) changes: Option<&'a str>,
    pub(crate) rollback_to: Option<&'a str>,
    pub(crate) body: &'a Packed,
}

/// Keeps a version and answers its number. What is known of it already stays, but one that was only
/// found becomes the deployed one where it is known who made it.
pub(super) async fn keep(connection: &mut AnyConnection, org: &str, new: &NewVersion<'_>) -> Result<i64, sqlx::Error> {
    let row = sqlx::query(
        "INSERT INTO workflow_versions (org, workflow, version, origin, kept_at, saved_by, operation, note, \
         base_version, changes, rollback_to, bytes, digest, body) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
         ON CONFLICT (org, workflow, version, digest) DO UPDATE SET \
         saved_by = CASE WHEN excluded.origin = 'deployed' AND workflow_versions.origin = 'found' \
             THEN excluded.saved_by ELSE workflow_versions.saved_by END, \
         operation = COALESCE(workflow_versions.operation, excluded.operation), \
         note = COALESCE(workflow_versions.note, excluded.note), \
         base_version = COALESCE(workflow_versions.base_version, excluded.base_version), \
         changes = COALESCE(workflow_versions.changes, excluded.changes), \
         rollback_to = COALESCE(workflow_versions.rollback_to, excluded.rollback_to), \
         origin = CASE WHEN excluded.origin = 'deployed' THEN excluded.origin ELSE workflow_versions.origin END \
         RETURNING sequence",
    )
    .bind(org)
    .bind(new.workflow)
    .bind(new.version)
    .bind(new.origin.name())
    .bind(now_ms())
    .bind(new.by)
    .bind(new.operation)
    .bind(new.note)
    .bind(new.base_version)
    .bind(new.changes)
    .bind(new.rollback_to)
    .bind(i64::try_from(new.body.bytes).unwrap_or(i64::MAX))
    .bind(&new.body.digest)
    .bind(&new.body.gzip)
    .fetch_one(connection)
    .await?;
    row.try_get("sequence")
}

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

/// The bytes of the version with this number.
pub(super) async fn bytes_at(store: &Store, sequence: i64) -> Result<Option<Packed>, StoreError> {
    let row = sqlx::query("SELECT bytes, digest, body FROM workflow_versions WHERE sequence = $1")
        .bind(sequence)
        .fetch_optional(store.pool())
        .await?;
    Ok(row.as_ref().map(packed).transpose()?)
}

/// What is known of a version: its digest, and the write that made it where one of ours did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) digest: String,
    pub(super) operation: Option<String>,
}

/// What is known of a version.
pub(super) async fn known(
    store: &Store,
    org: &str,
    workflow: &str,
    version: &str,
) -> Result<Option<Known>, StoreError> {
    let row = sqlx::query(
        "SELECT digest, operation FROM workflow_versions WHERE org = $1 AND workflow = $2 AND version = $3 \
         ORDER BY sequence DESC LIMIT 1",
    )
    .bind(org)
    .bind(workflow)
    .bind(version)
    .fetch_optional(store.pool())
    .await?;
    let known = |row: &AnyRow| Ok(Known { digest: row.try_get("digest")?, operation: row.try_get("operation")? });
    row.as_ref().map(known).transpose()
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
