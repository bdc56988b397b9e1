//! The intents: one row for each write, from before it is sent.

use super::answer::FirstAnswer;
use super::packed::Packed;
use super::verdict::Verdict;
use super::versions::{self, NewVersion};
use super::{Journal, ms};
use crate::store::StoreError;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};
use std::time::Duration;

/// A write that is about to be sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewIntent<'a> {
    /// The `Idempotency-Key`.
    pub(super) operation: &'a str,
    pub(super) operator: &'a str,
    pub(super) workflow: &'a str,
    pub(super) base_version: Option<&'a str>,
    pub(super) base_digest: Option<&'a str>,
    pub(super) sent: &'a Packed,
    pub(super) note: Option<&'a str>,
    pub(super) rollback_to: Option<&'a str>,
}

/// A write that was noted down.
#[derive(Clone, Debug)]
pub(super) struct Intent {
    pub(super) operation: String,
    pub(super) operator: String,
    pub(super) workflow: String,
    pub(super) base_version: Option<String>,
    pub(super) sent_digest: String,
    pub(super) sent_bytes: u64,
    pub(super) note: Option<String>,
    pub(super) rollback_to: Option<String>,
    pub(super) begun_at: i64,
    /// How long ago that was, in ms.
    pub(super) age: i64,
    pub(super) due_at: i64,
    pub(super) looks: u32,
    pub(super) answer: Option<FirstAnswer>,
    pub(super) verdict: Option<Verdict>,
    /// The number of the kept version that it made.
    pub(super) kept: Option<i64>,
}

/// What became of a write.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settled<'a> {
    pub(super) verdict: Verdict,
    /// The version that it made, where that is known.
    pub(super) version: Option<&'a str>,
    /// That version's bytes.
    pub(super) kept: Option<&'a NewVersion<'a>>,
    /// The first answer, and its body unless that is the kept version; `None` leaves what is there.
    pub(super) answer: Option<&'a FirstAnswer>,
    pub(super) body: Option<&'a Packed>,
}

const COLUMNS: &str = "operation, operator, workflow, base_version, sent_digest, sent_bytes, note, rollback_to, begun_at, due_at, \
     looks, answer, verdict, kept";

/// Notes a write down. `false` where its key was used before.
pub(super) async fn begin(journal: &Journal, new: &NewIntent<'_>) -> Result<bool, StoreError> {
    let now = journal.now();
    let sql = format!(
        "INSERT INTO write_intents (org, operation, operator, workflow, base_version, base_digest, sent_digest, sent_bytes, \
         sent, note, rollback_to, begun_at, state, owner, due_at, looks) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, {now}, 'running', $12, {now} + $13, 0) ON CONFLICT DO NOTHING"
    );
    let done = sqlx::query(AssertSqlSafe(sql))
        .bind(&journal.org)
        .bind(new.operation)
        .bind(new.operator)
        .bind(new.workflow)
        .bind(new.base_version)
        .bind(new.base_digest)
        .bind(&new.sent.digest)
        .bind(i64::try_from(new.sent.bytes).unwrap_or(i64::MAX))
        .bind(&new.sent.gzip)
        .bind(new.note)
        .bind(new.rollback_to)
        .bind(&journal.run)
        .bind(ms(journal.times.lease))
        .execute(journal.store.pool())
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Says that this proxy goes on with a write.
pub(super) async fn renew(journal: &Journal, operation: &str) -> Result<(), StoreError> {
    let sql = format!(
        "UPDATE write_intents SET due_at = {} + $1 WHERE org = $2 AND operation = $3 AND owner = $4 AND state = 'running'",
        journal.now()
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(ms(journal.times.lease))
        .bind(&journal.org)
        .bind(operation)
        .bind(&journal.run)
        .execute(journal.store.pool())
        .await?;
    Ok(())
}

/// Notes the first answer of a write of which it is not known what became of it.
pub(super) async fn unclear(
    journal: &Journal,
    operation: &str,
    answer: &FirstAnswer,
    body: Option<&Packed>,
) -> Result<(), StoreError> {
    let sql = format!(
        "UPDATE write_intents SET state = 'unclear', due_at = {}, answer = $1, body = $2 \
         WHERE org = $3 AND operation = $4 AND state <> 'settled'",
        journal.now()
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(answer.to_json())
        .bind(body.map(|body| body.gzip.as_slice()))
        .bind(&journal.org)
        .bind(operation)
        .execute(journal.store.pool())
        .await?;
    journal.changed();
    journal.look.notify_one();
    Ok(())
}

/// Settles a write together with the version that it made.
pub(super) async fn settle(journal: &Journal, operation: &str, settled: &Settled<'_>) -> Result<(), StoreError> {
    let mut write = journal.store.write().await?;
    let kept = match settled.kept {
        Some(version) => Some(versions::keep(&mut write, &journal.org, version).await?),
        None => None,
    };
    let sql = format!(
        "UPDATE write_intents SET state = 'settled', settled_at = {}, verdict = $1, version = $2, kept = $3, sent = NULL, \
         answer = COALESCE($4, answer), body = COALESCE($5, body) WHERE org = $6 AND operation = $7",
        journal.now()
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(settled.verdict.name())
        .bind(settled.version)
        .bind(kept)
        .bind(settled.answer.map(FirstAnswer::to_json))
        .bind(settled.body.map(|body| body.gzip.as_slice()))
        .bind(&journal.org)
        .bind(operation)
        .execute(&mut *write)
        .await?;
    write.commit().await?;
    journal.changed();
    Ok(())
}

/// The write with this key.
pub(super) async fn find(journal: &Journal, operation: &str) -> Result<Option<Intent>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS}, {} AS now FROM write_intents WHERE org = $1 AND operation = $2", journal.now());
    let row =
        sqlx::query(AssertSqlSafe(sql)).bind(&journal.org).bind(operation).fetch_optional(journal.store.pool()).await?;
    row.as_ref().map(intent).transpose()
}

/// What was sent, until it is settled.
pub(super) async fn sent(journal: &Journal, operation: &str) -> Result<Option<Vec<u8>>, StoreError> {
    bytes(journal, "sent", operation).await
}

/// The body of the first answer, where it is not the kept version.
pub(super) async fn body(journal: &Journal, operation: &str) -> Result<Option<Vec<u8>>, StoreError> {
    bytes(journal, "body", operation).await
}

async fn bytes(journal: &Journal, column: &str, operation: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let sql = format!("SELECT {column} AS found FROM write_intents WHERE org = $1 AND operation = $2");
    let row =
        sqlx::query(AssertSqlSafe(sql)).bind(&journal.org).bind(operation).fetch_optional(journal.store.pool()).await?;
    Ok(row.map(|row| row.try_get("found")).transpose()?.flatten())
}

/// Writes that somebody has to look into now.
pub(super) async fn due(journal: &Journal, limit: i64) -> Result<Vec<Intent>, StoreError> {
    let now = journal.now();
    let sql = format!(
        "SELECT {COLUMNS}, {now} AS now FROM write_intents \
         WHERE org = $1 AND state IN ('running', 'unclear') AND due_at <= {now} ORDER BY due_at LIMIT $2"
    );
    let rows = sqlx::query(AssertSqlSafe(sql)).bind(&journal.org).bind(limit).fetch_all(journal.store.pool()).await?;
    rows.iter().map(intent).collect()
}

/// How long until the next write is due.
pub(super) async fn next_due(journal: &Journal) -> Result<Option<Duration>, StoreError> {
    let sql = format!(
        "SELECT MIN(due_at) - {} AS pause FROM write_intents WHERE org = $1 AND state IN ('running', 'unclear')",
        journal.now()
    );
    let row = sqlx::query(AssertSqlSafe(sql)).bind(&journal.org).fetch_one(journal.store.pool()).await?;
    let pause: Option<i64> = row.try_get("pause")?;
    Ok(pause.map(|pause| Duration::from_millis(u64::try_from(pause).unwrap_or(0))))
}

/// Whether another write on the same version must be settled first: one that is running may turn out to
/// have made what looks like this one's, and of those that are looked into the oldest comes first.
pub(super) async fn must_wait(journal: &Journal, intent: &Intent) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS found FROM write_intents WHERE org = $1 AND workflow = $2 AND base_version = $3 \
         AND operation <> $4 AND (state = 'running' OR (state = 'unclear' \
         AND (begun_at < $5 OR (begun_at = $5 AND operation < $4))))",
    )
    .bind(&journal.org)
    .bind(&intent.workflow)
    .bind(intent.base_version.as_deref())
    .bind(&intent.operation)
    .bind(intent.begun_at)
    .fetch_one(journal.store.pool())
    .await?;
    Ok(row.try_get::<i64, _>("found")? > 0)
}

/// Takes a write over to look into it. `false` where another proxy was quicker.
pub(super) async fn claim(journal: &Journal, intent: &Intent) -> Result<bool, StoreError> {
    let sql = format!(
        "UPDATE write_intents SET state = 'unclear', owner = $1, due_at = {} + $2, looks = looks + 1 \
         WHERE org = $3 AND operation = $4 AND due_at = $5 AND state <> 'settled'",
        journal.now()
    );
    let done = sqlx::query(AssertSqlSafe(sql))
        .bind(&journal.run)
        .bind(ms(journal.times.lease))
        .bind(&journal.org)
        .bind(&intent.operation)
        .bind(intent.due_at)
        .execute(journal.store.pool())
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Has a write looked into again after this time.
pub(super) async fn put_off(journal: &Journal, operation: &str, time: Duration) -> Result<(), StoreError> {
    let sql = format!(
        "UPDATE write_intents SET due_at = {} + $1 WHERE org = $2 AND operation = $3 AND state <> 'settled'",
        journal.now()
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(ms(time))
        .bind(&journal.org)
        .bind(operation)
        .execute(journal.store.pool())
        .await?;
    Ok(())
}

pub(super) async fn unresolved(journal: &Journal) -> Result<usize, StoreError> {
    let sql = format!(
        "SELECT COUNT(*) AS found FROM write_intents \
         WHERE org = $1 AND (state = 'unclear' OR (state = 'running' AND due_at <= {}))",
        journal.now()
    );
    let row = sqlx::query(AssertSqlSafe(sql)).bind(&journal.org).fetch_one(journal.store.pool()).await?;
    Ok(usize::try_from(row.try_get::<i64, _>("found")?).unwrap_or(usize::MAX))
}

pub(super) async fn forget(journal: &Journal, age_ms: i64) -> Result<(), StoreError> {
    let sql = format!("DELETE FROM write_intents WHERE org = $1 AND settled_at < {} - $2", journal.now());
    sqlx::query(AssertSqlSafe(sql)).bind(&journal.org).bind(age_ms).execute(journal.store.pool()).await?;
    Ok(())
}

fn intent(row: &AnyRow) -> Result<Intent, StoreError> {
    let operation: String = row.try_get("operation")?;
    let answer: Option<String> = row.try_get("answer")?;
    let verdict: Option<String> = row.try_get("verdict")?;
    let answer = answer.map(|text| {
        let unreadable = |source| StoreError::Unreadable { what: format!("the answer to write {operation}"), source };
        FirstAnswer::from_json(&text).map_err(unreadable)
    });
    Ok(Intent {
        operator: row.try_get("operator")?,
        workflow: row.try_get("workflow")?,
        base_version: row.try_get("base_version")?,
        sent_digest: row.try_get("sent_digest")?,
        sent_bytes: row.try_get::<i64, _>("sent_bytes")?.unsigned_abs(),
        note: row.try_get("note")?,
        rollback_to: row.try_get("rollback_to")?,
        begun_at: row.try_get("begun_at")?,
        age: row.try_get::<i64, _>("now")? - row.try_get::<i64, _>("begun_at")?,
        due_at: row.try_get("due_at")?,
        looks: u32::try_from(row.try_get::<i64, _>("looks")?).unwrap_or(u32::MAX),
        answer: answer.transpose()?,
        verdict: verdict.as_deref().and_then(Verdict::named),
        kept: row.try_get("kept")?,
        operation,
    })
}
