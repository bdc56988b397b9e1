//! Sessions: kept in the store, so that all proxies know them and a restart ends none. The browser holds
//! a random token, the store only its hash.

use crate::config::SessionTimes;
use crate::store::{Engine as Database, Store, StoreError, now_ms};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use workflow::wire::{Role, SessionInfo, Way};

/// How long an answer of the store is believed, where this proxy is the only one: it knows what it has
/// ended. Several proxies on one PostgreSQL ask each time, so that what one has ended is over at all of
/// them at once.
const BELIEVED: Duration = Duration::from_secs(5);
/// Sessions remembered at most.
const MOST: usize = 10_000;
/// That a session was used is written once in this time.
const SEEN_STEP_MS: i64 = 60_000;
/// How long a session that is over is kept, so that it can be told why.
const KEPT_MS: i64 = 30 * 24 * 3_600_000;
/// Longest name of a browser that is kept, in characters.
const MAX_AGENT: usize = 200;

/// The query for sessions: its end is the condition and the order.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, operator, role, way, address, agent, began_at, seen_at, last_at, ended FROM sessions ",
            $rest
        )
    };
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) operator: String,
    pub(crate) role: Role,
    pub(crate) way: Way,
    address: String,
    agent: String,
    began_at: i64,
    seen_at: i64,
    /// When it ends however much it is used.
    last_at: i64,
    ended: Option<Ended>,
}

/// Why a session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// The operator signed out.
    SignedOut,
    /// It was not used for too long, or is too old.
    Expired,
    /// It was ended from elsewhere.
    Revoked,
}

/// What is known of a session before it begins.
#[derive(Clone, Debug)]
pub(crate) struct NewSession<'a> {
    pub(crate) operator: &'a str,
    pub(crate) role: Role,
    pub(crate) way: Way,
    pub(crate) address: String,
    pub(crate) agent: &'a str,
}

/// The sessions.
#[derive(Debug)]
pub(crate) struct Sessions {
    store: Store,
    times: SessionTimes,
    believed: Mutex<HashMap<String, (Instant, Arc<Session>)>>,
}

impl Sessions {
    pub(super) fn new(store: Store, times: SessionTimes) -> Self {
        Self { store, times, believed: Mutex::default() }
    }

    /// Begins a session; the text is what the browser is to keep.
    pub(crate) async fn begin(&self, new: &NewSession<'_>) -> Result<(String, String), StoreError> {
        let random = |error: getrandom::Error| StoreError::NotWritten { reason: error.to_string() };
        let (token, id) = (random_token().map_err(random)?, random_token().map_err(random)?[..16].to_owned());
        let now = now_ms();
        let agent: String = new.agent.chars().filter(|letter| !letter.is_control()).take(MAX_AGENT).collect();
        sqlx::query("DELETE FROM sessions WHERE last_at < $1").bind(now - KEPT_MS).execute(self.store.pool()).await?;
        sqlx::query(
            "INSERT INTO sessions (id, token, operator, role, way, address, agent, began_at, seen_at, last_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)",
        )
        .bind(&id)
        .bind(hash(&token))
        .bind(new.operator)
        .bind(new.role.name())
        .bind(new.way.name())
        .bind(&new.address)
        .bind(agent)
        .bind(now)
        .bind(now.saturating_add(ms(self.times.absolute)))
        .execute(self.store.pool())
        .await?;
        Ok((token, id))
    }

    /// The session of a token, or why it is over; `None` for a token that was never given out.
    pub(crate) async fn find(&self, token: &str) -> Result<Option<Result<Arc<Session>, Ended>>, StoreError> {
        let hash = hash(token);
        let session = match self.believed(&hash) {
            Some(session) => session,
            None => match self.read(&hash).await? {
                Some(session) => session,
                None => return Ok(None),
            },
        };
        if let Some(ended) = session.ended {
            return Ok(Some(Err(ended)));
        }
        let now = now_ms();
        if now >= self.ends_at(&session) {
            self.end(&session.id, Ended::Expired).await?;
            return Ok(Some(Err(Ended::Expired)));
        }
        let step = SEEN_STEP_MS.min(ms(self.times.idle) / 10);
        if now - session.seen_at < step {
            return Ok(Some(Ok(session)));
        }
        sqlx::query("UPDATE sessions SET seen_at = $1 WHERE id = $2 AND ended IS NULL")
            .bind(now)
            .bind(&session.id)
            .execute(self.store.pool())
            .await?;
        let session = Arc::new(Session { seen_at: now, ..Session::clone(&session) });
        self.believe(hash, &session);
        Ok(Some(Ok(session)))
    }

    /// Ends a session, unless it is over.
    pub(crate) async fn end(&self, id: &str, ended: Ended) -> Result<(), StoreError> {
        sqlx::query("UPDATE sessions SET ended = $1, ended_at = $2 WHERE id = $3 AND ended IS NULL")
            .bind(ended.name())
            .bind(now_ms())
            .bind(id)
            .execute(self.store.pool())
            .await?;
        // What is believed is found by its token, of which an id knows nothing.
        self.lock().retain(|_, (_, session)| session.id != id);
        Ok(())
    }

    /// The session of an id, where it is not over.
    pub(crate) async fn running(&self, id: &str) -> Result<Option<Session>, StoreError> {
        let query = sqlx::query(select!("WHERE id = $1 AND ended IS NULL")).bind(id);
        let Some(row) = query.fetch_optional(self.store.pool()).await? else { return Ok(None) };
        Ok(Some(session(&row)?).filter(|session| now_ms() < self.ends_at(session)))
    }

    /// The sessions that are not over, of one operator or of all, the newest first.
    pub(crate) async fn list(&self, operator: Option<&str>) -> Result<Vec<Session>, StoreError> {
        let rows = sqlx::query(select!(
            "WHERE ended IS NULL AND last_at > $1 AND ($2 = '' OR operator = $2) ORDER BY began_at DESC, id"
        ))
        .bind(now_ms())
        .bind(operator.unwrap_or_default())
        .fetch_all(self.store.pool())
        .await?;
        let sessions: Result<Vec<_>, sqlx::Error> = rows.iter().map(session).collect();
        let now = now_ms();
        Ok(sessions?.into_iter().filter(|session| now < self.ends_at(session)).collect())
    }

    /// What others may know of a session.
    pub(crate) fn info(&self, session: &Session, current: Option<&str>) -> SessionInfo {
        SessionInfo {
            id: session.id.clone(),
            operator: session.operator.clone(),
            role: session.role,
            way: session.way,
            address: session.address.clone(),
            agent: session.agent.clone(),
            began_at: session.began_at.unsigned_abs(),
            seen_at: session.seen_at.unsigned_abs(),
            ends_at: self.ends_at(session).unsigned_abs(),
            current: current == Some(session.id.as_str()),
        }
    }

    /// When it ends unless it is used again.
    fn ends_at(&self, session: &Session) -> i64 {
        session.last_at.min(session.seen_at.saturating_add(ms(self.times.idle)))
    }

    async fn read(&self, hash: &str) -> Result<Option<Arc<Session>>, StoreError> {
        let row = sqlx::query(select!("WHERE token = $1")).bind(hash).fetch_optional(self.store.pool()).await?;
        let Some(row) = row else { return Ok(None) };
        let session = Arc::new(session(&row)?);
        self.believe(hash.to_owned(), &session);
        Ok(Some(session))
    }

    fn believed(&self, hash: &str) -> Option<Arc<Session>> {
        if self.store.engine() == Database::Postgres {
            return None;
        }
        let believed = self.lock();
        let (since, session) = believed.get(hash)?;
        (since.elapsed() < BELIEVED).then(|| Arc::clone(session))
    }

    fn believe(&self, hash: String, session: &Arc<Session>) {
        if self.store.engine() == Database::Postgres {
            return;
        }
        let mut believed = self.lock();
        if believed.len() >= MOST {
            believed.retain(|_, (since, _)| since.elapsed() < BELIEVED);
        }
        believed.insert(hash, (Instant::now(), Arc::clone(session)));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, (Instant, Arc<Session>)>> {
        // The map is whole after each statement, so a panic elsewhere does not spoil it.
        self.believed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ended {
    fn name(self) -> &'static str {
        match self {
            Self::SignedOut => "signed-out",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }

    fn named(name: &str) -> Self {
        match name {
            "signed-out" => Self::SignedOut,
            "revoked" => Self::Revoked,
            _ => Self::Expired,
        }
    }
}

/// 256 random bits as text that can stand in a URL and a cookie.
pub(super) fn random_token() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

pub(super) fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token))
}

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

fn session(row: &AnyRow) -> Result<Session, sqlx::Error> {
    let text = |column: &str| row.try_get::<String, _>(column);
    let ended: Option<String> = row.try_get("ended")?;
    Ok(Session {
        id: text("id")?,
        operator: text("operator")?,
        role: Role::named(&text("role")?).unwrap_or_default(),
        way: Way::named(&text("way")?).unwrap_or(Way::Link),
        address: text("address")?,
        agent: text("agent")?,
        began_at: row.try_get("began_at")?,
        seen_at: row.try_get("seen_at")?,
        last_at: row.try_get("last_at")?,
        ended: ended.as_deref().map(Ended::named),
    })
}
