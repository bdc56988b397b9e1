//! What the proxy keeps: one database behind one type, SQLite or PostgreSQL.
//!
//! All SQL is written once, in what both speak: parameters as `$1`, `BIGINT` and `TEXT` columns, `ON
//! CONFLICT`. What they do not share is written as a word in braces in the migrations (see
//! [`migrations`]). Whoever keeps something has a module of its own with its statements; tables are
//! made in [`migrations`] alone.

mod error;
mod migrations;

pub use error::StoreError;

use crate::config::Database;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions, install_default_drivers};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Any, AnyPool, ConnectOptions, Executor, Transaction};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long to wait for a connection to the database.
const ACQUIRE: Duration = Duration::from_secs(10);

/// What every connection to SQLite begins with: changes are on the disk before they count, and whoever
/// waits for a lock waits 5 s.
const SQLITE_BEGIN: &str =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON;";

/// What every connection to PostgreSQL begins with: whoever waits for a lock waits as long.
const POSTGRES_BEGIN: &str = "SET lock_timeout = '5s'";

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// Something of which one thing happens at a time, whichever proxy does it. The number is PostgreSQL's
/// advisory lock; SQLite has one writer in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub(crate) enum Turn {
    Migrations = 0x0063_786f_6e65_0001,
    Audit = 0x0063_786f_6e65_0002,
}

/// A write that is under way. Dropping it takes it back.
pub(crate) type Write = Transaction<'static, Any>;

/// The database. A handle: copies share its connections.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    pool: AnyPool,
    engine: Engine,
}

impl Store {
    /// Opens the database, makes it where it is missing, and brings its layout up to date.
    pub(crate) async fn open(database: &Database) -> Result<Self, StoreError> {
        install_default_drivers();
        let engine = match database {
            Database::Memory | Database::Sqlite(_) => Engine::Sqlite,
            Database::Postgres(_) => Engine::Postgres,
        };
        let opening = |source| StoreError::Open { place: database.to_string(), source };
        let options = options(database)?;
        let pool = pool(database, engine).connect_with(options).await.map_err(opening)?;
        let store = Self { pool, engine };
        migrations::run(&store).await?;
        Ok(store)
    }

    /// For reads, and for writes of a single statement.
    pub(crate) fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// Which database it is.
    pub(crate) fn engine(&self) -> Engine {
        self.engine
    }

    /// A write of several statements.
    pub(crate) async fn write(&self) -> Result<Write, sqlx::Error> {
        match self.engine {
            // A transaction that begins as a reader cannot become a writer while another one writes.
            Engine::Sqlite => self.pool.begin_with("BEGIN IMMEDIATE").await,
            Engine::Postgres => self.pool.begin().await,
        }
    }

    /// A write that waits until no other one of its kind is under way, in any proxy.
    pub(crate) async fn write_in_turn(&self, turn: Turn) -> Result<Write, sqlx::Error> {
        let mut write = self.write().await?;
        if self.engine == Engine::Postgres {
            sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(turn as i64).execute(&mut *write).await?;
        }
        Ok(write)
    }

    /// Whether it can be reached.
    pub(crate) async fn check(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1 FROM migrations LIMIT 1").fetch_optional(&self.pool).await?;
        Ok(())
    }

    /// Writes what is still in the write-ahead log and closes the connections.
    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }
}

/// Now, in ms since 1970, as all times are kept.
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

fn options(database: &Database) -> Result<AnyConnectOptions, StoreError> {
    let url = match database {
        Database::Memory => Ok("sqlite::memory:".to_owned()),
        Database::Sqlite(path) => {
            let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
            folder.map_err(|source| StoreError::Folder { path: path.clone(), source })?;
            Ok(SqliteConnectOptions::new().filename(path).create_if_missing(true).to_url_lossy().to_string())
        }
        Database::Postgres(url) => Ok(url.expose().to_owned()),
    };
    url.and_then(|url: String| url.parse()).map_err(|source| StoreError::Open { place: database.to_string(), source })
}

fn pool(database: &Database, engine: Engine) -> AnyPoolOptions {
    let options = AnyPoolOptions::new().acquire_timeout(ACQUIRE).after_connect(move |connection, _| {
        Box::pin(async move {
            connection.execute(if engine == Engine::Sqlite { SQLITE_BEGIN } else { POSTGRES_BEGIN }).await?;
            Ok(())
        })
    });
    match database {
        // One connection that never ends: with it the database would.
        Database::Memory => options
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false),
        Database::Sqlite(_) => options.max_connections(4).test_before_acquire(false),
        Database::Postgres(_) => options.max_connections(10),
    }
}
