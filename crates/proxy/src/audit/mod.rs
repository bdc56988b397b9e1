//! The audit trail: append-only, in SQLite.

mod export;
mod row;

pub(crate) use export::{csv, json_lines};

use crate::config::Database;
use row::{event, select};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Executor, SqlitePool};
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use workflow::wire::{AuditEvent, DeployAudit, EVENT_NODE_CONFIGURED, EVENT_WEBHOOK_REGISTERED, WebhookAudit};

/// The layout's number, kept in SQLite's `user_version`.
const LAYOUT: i64 = 1;

const CREATE: &str = "
    CREATE TABLE IF NOT EXISTS audit (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        event TEXT NOT NULL,
        timestamp INTEGER NOT NULL,
        operator TEXT NOT NULL,
        org TEXT NOT NULL,
        operation TEXT,
        detail TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX IF NOT EXISTS audit_deploy ON audit (operation) WHERE event = 'workflow_email_node_configured';
    CREATE INDEX IF NOT EXISTS audit_operation ON audit (operation);
    PRAGMA user_version = 1;
";

/// Why the audit cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// Its folder cannot be made.
    #[error("the folder for the database {path} cannot be made")]
    Folder {
        /// The database file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It cannot be opened.
    #[error("the database {place} cannot be opened; check CXONE_DATABASE_URL and the rights on the file")]
    Open {
        /// Where it is.
        place: String,
        /// Why.
        source: sqlx::Error,
    },
    /// A newer program made it.
    #[error("the database has layout {found}, this program knows {LAYOUT}; use the newer program, or another database")]
    Newer {
        /// Its layout.
        found: i64,
    },
    /// It cannot be read or written.
    #[error("the audit database failed")]
    Query(#[from] sqlx::Error),
    /// An entry cannot be understood.
    #[error("entry {sequence} of the audit cannot be understood")]
    Entry {
        /// Which.
        sequence: i64,
        /// Why.
        source: serde_json::Error,
    },
}

/// The audit trail.
#[derive(Clone, Debug)]
pub(crate) struct AuditLog {
    pool: SqlitePool,
    org: String,
}

/// Whether an event is new.
#[derive(Debug)]
pub(crate) enum Appended {
    /// It was written now.
    New(AuditEvent),
    /// Its operation was written before; this is the first event.
    Repeated(AuditEvent),
}

impl AuditLog {
    /// Opens the database, making it where it is missing.
    pub(crate) async fn open(database: &Database, org: &str) -> Result<Self, AuditError> {
        let pool = match database {
            Database::Memory => memory().await,
            Database::Sqlite(path) => {
                let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
                folder.map_err(|source| AuditError::Folder { path: path.clone(), source })?;
                file(path).await
            }
        };
        let place = match database {
            Database::Memory => "in memory".to_owned(),
            Database::Sqlite(path) => path.display().to_string(),
        };
        let opening = |source| AuditError::Open { place: place.clone(), source };
        let pool = pool.map_err(opening)?;
        let (found,): (i64,) = sqlx::query_as("PRAGMA user_version").fetch_one(&pool).await.map_err(opening)?;
        if found > LAYOUT {
            return Err(AuditError::Newer { found });
        }
        pool.execute(CREATE).await.map_err(opening)?;
        Ok(Self { pool, org: org.to_owned() })
    }

    /// Appends a deploy, once per operation.
    pub(crate) async fn deploy(&self, operator: &str, deploy: &DeployAudit) -> Result<Appended, AuditError> {
        let detail = serde_json::to_string(deploy).map_err(|source| AuditError::Entry { sequence: 0, source })?;
        let written = self.append(EVENT_NODE_CONFIGURED, operator, Some(&deploy.operation), &detail).await?;
        let row = sqlx::query(select!("WHERE event = 'workflow_email_node_configured' AND operation = ?"))
            .bind(&deploy.operation)
            .fetch_one(&self.pool)
            .await?;
        let event = event(&row)?;
        Ok(if written { Appended::New(event) } else { Appended::Repeated(event) })
    }

    /// Appends a registered webhook.
    pub(crate) async fn webhook(&self, operator: &str, webhook: &WebhookAudit) -> Result<(), AuditError> {
        let detail = serde_json::to_string(webhook).map_err(|source| AuditError::Entry { sequence: 0, source })?;
        self.append(EVENT_WEBHOOK_REGISTERED, operator, webhook.operation.as_deref(), &detail).await?;
        Ok(())
    }

    /// The newest events, newest first.
    pub(crate) async fn newest(&self, limit: u32) -> Result<Vec<AuditEvent>, AuditError> {
        let rows = sqlx::query(select!("ORDER BY sequence DESC LIMIT ?")).bind(limit).fetch_all(&self.pool).await?;
        rows.iter().map(event).collect()
    }

    /// Whether it can be read.
    pub(crate) async fn check(&self) -> Result<(), AuditError> {
        sqlx::query("SELECT 1 FROM audit LIMIT 1").fetch_optional(&self.pool).await?;
        Ok(())
    }

    /// Writes what is still in the write-ahead log and closes the file.
    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }

    async fn append(
        &self,
        event: &str,
        operator: &str,
        operation: Option<&str>,
        detail: &str,
    ) -> Result<bool, AuditError> {
        let done = sqlx::query(
            "INSERT INTO audit (event, timestamp, operator, org, operation, detail) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(event)
        .bind(now_ms())
        .bind(operator)
        .bind(&self.org)
        .bind(operation)
        .bind(detail)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() > 0)
    }
}

/// One connection that never ends: with it the database would.
async fn memory() -> Result<SqlitePool, sqlx::Error> {
    let options = SqliteConnectOptions::new().in_memory(true);
    SqlitePoolOptions::new()
        .max_connections(1)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options)
        .await
}

async fn file(path: &std::path::Path) -> Result<SqlitePool, sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5));
    SqlitePoolOptions::new().max_connections(4).acquire_timeout(Duration::from_secs(10)).connect_with(options).await
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
