//! The secrets that deliveries are signed with: made here, kept in the database, told to nobody but the
//! tenant that signs with them.

use crate::store::{Store, StoreError, now_ms};
use sqlx::Row;
use tenant::Secret;

/// Secrets that are tried for a delivery at most.
const MAX_TRIED: i64 = 100;

/// The name of the secret that comes from the configuration.
const CONFIGURED: &str = "configured";

/// The kept secrets.
#[derive(Clone, Debug)]
pub(crate) struct Keys(Store);

/// A secret that may sign.
#[derive(Debug)]
pub(super) struct Key {
    /// Its own name here, which is not the webhook's id.
    pub(super) handle: String,
    pub(super) secret: Secret,
}

/// A secret that is kept before its webhook has an id: from the moment that the tenant is told of it, a
/// delivery may come.
#[derive(Debug)]
pub(crate) struct NewKey {
    keys: Keys,
    handle: String,
}

impl Keys {
    pub(crate) fn new(store: Store) -> Self {
        Self(store)
    }

    /// Keeps a secret for a webhook that is about to be registered.
    pub(crate) async fn keep(&self, name: &str, url: &str, secret: &Secret) -> Result<NewKey, StoreError> {
        // Where two had one name, the second could not be written.
        let handle = format!("{:016x}", getrandom::u64().unwrap_or_default());
        sqlx::query("INSERT INTO webhooks (handle, name, url, secret, made_at) VALUES ($1, $2, $3, $4, $5)")
            .bind(&handle)
            .bind(name)
            .bind(url)
            .bind(secret.expose())
            .bind(now_ms())
            .execute(self.0.pool())
            .await?;
        Ok(NewKey { keys: self.clone(), handle })
    }

    /// Forgets the secret of a webhook that is no more.
    pub(crate) async fn forget(&self, id: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM webhooks WHERE id = $1").bind(id).execute(self.0.pool()).await?;
        Ok(())
    }

    /// Whether a delivery has come for a webhook that is still registered.
    pub(crate) async fn have_delivered(&self) -> Result<bool, StoreError> {
        let found = sqlx::query("SELECT 1 FROM webhooks WHERE delivered_at IS NOT NULL LIMIT 1")
            .fetch_optional(self.0.pool())
            .await?;
        Ok(found.is_some())
    }

    /// Every secret that may sign, the newest first, and the one from the configuration.
    pub(super) async fn all(&self, configured: Option<&Secret>) -> Result<Vec<Key>, StoreError> {
        let rows = sqlx::query("SELECT handle, secret FROM webhooks ORDER BY made_at DESC LIMIT $1")
            .bind(MAX_TRIED)
            .fetch_all(self.0.pool())
            .await?;
        let mut keys = Vec::with_capacity(rows.len() + 1);
        for row in rows {
            keys.push(Key { handle: row.try_get("handle")?, secret: Secret::new(row.try_get::<String, _>("secret")?) });
        }
        keys.extend(configured.map(|secret| Key { handle: CONFIGURED.to_owned(), secret: secret.clone() }));
        Ok(keys)
    }

    /// A delivery came that this secret signs.
    pub(super) async fn delivered(&self, handle: &str, now_ms: i64) -> Result<(), StoreError> {
        sqlx::query("UPDATE webhooks SET delivered_at = $1 WHERE handle = $2 AND delivered_at IS NULL")
            .bind(now_ms)
            .bind(handle)
            .execute(self.0.pool())
            .await?;
        Ok(())
    }
}

impl NewKey {
    /// The tenant has registered the webhook under this id.
    pub(crate) async fn registered(self, id: &str) -> Result<(), StoreError> {
        sqlx::query("UPDATE webhooks SET id = $1 WHERE handle = $2")
            .bind(id)
            .bind(&self.handle)
            .execute(self.keys.0.pool())
            .await?;
        Ok(())
    }

    /// The tenant has refused it.
    pub(crate) async fn refused(self) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM webhooks WHERE handle = $1").bind(&self.handle).execute(self.keys.0.pool()).await?;
        Ok(())
    }
}
