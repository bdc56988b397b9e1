//! Sign-ins under way: between leaving for the provider and coming back.

use crate::access::sessions::{hash, random_token};
use crate::store::{Store, StoreError, now_ms};
use sqlx::Row;

/// How long one may take at the provider.
const PATIENCE_MS: i64 = 10 * 60_000;

/// What has to be known when the browser comes back. Never printed.
pub(crate) struct Begun {
    pub(super) nonce: String,
    pub(super) verifier: String,
    pub(super) back: String,
}

/// The sign-ins under way.
pub(super) struct Pending(Store);

impl Pending {
    pub(super) fn new(store: Store) -> Self {
        Self(store)
    }

    /// Keeps what was begun; the text is for the browser to keep.
    pub(super) async fn keep(&self, state: &str, begun: &Begun) -> Result<String, StoreError> {
        let browser = random_token().map_err(|error| StoreError::NotWritten { reason: error.to_string() })?;
        let now = now_ms();
        let old = sqlx::query("DELETE FROM sign_ins WHERE began_at < $1").bind(now - PATIENCE_MS);
        old.execute(self.0.pool()).await?;
        sqlx::query(
            "INSERT INTO sign_ins (state, browser, nonce, verifier, back, began_at) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(hash(state))
        .bind(hash(&browser))
        .bind(&begun.nonce)
        .bind(&begun.verifier)
        .bind(&begun.back)
        .bind(now)
        .execute(self.0.pool())
        .await?;
        Ok(browser)
    }

    /// Takes out what was begun with this state by this browser, unless it is too old.
    pub(super) async fn take(&self, state: &str, browser: &str) -> Result<Option<Begun>, StoreError> {
        let row = sqlx::query(
            "DELETE FROM sign_ins WHERE state = $1 AND browser = $2 AND began_at >= $3 RETURNING nonce, verifier, back",
        )
        .bind(hash(state))
        .bind(hash(browser))
        .bind(now_ms() - PATIENCE_MS)
        .fetch_optional(self.0.pool())
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Begun { nonce: row.try_get("nonce")?, verifier: row.try_get("verifier")?, back: row.try_get("back")? }))
    }
}
