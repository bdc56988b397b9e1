//! Several proxies on one PostgreSQL share their news through `LISTEN` and `NOTIFY`.

use super::{News, Shared};
use crate::config::Database;
use crate::store::Store;
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgListener;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

const CHANNEL: &str = "cxone_news";

/// PostgreSQL takes less than 8000 bytes.
const MAX_BYTES: usize = 7_900;

/// Pause before the database is asked again.
const PAUSE: Duration = Duration::from_secs(2);

#[derive(Serialize, Deserialize)]
struct Message {
    /// The run that tells it, which knows it already.
    run: String,
    news: Shared,
}

/// Begins to share. `None` where there is nobody to share with.
pub(crate) fn share(news: &Arc<News>, store: &Store, database: &Database) -> Option<JoinHandle<()>> {
    let outbox = news.inbox.lock().unwrap_or_else(PoisonError::into_inner).take()?;
    let Database::Postgres(url) = database else { return None };
    Some(tokio::spawn(run(Arc::clone(news), store.clone(), url.expose().to_owned(), outbox)))
}

async fn run(news: Arc<News>, store: Store, url: String, mut outbox: mpsc::Receiver<Shared>) {
    loop {
        match listen(&url).await {
            Ok(listener) => exchange(&news, &store, listener, &mut outbox).await,
            Err(error) => tracing::warn!(%error, "news of other proxies cannot be listened to"),
        }
        tokio::time::sleep(PAUSE).await;
        // What other proxies told meanwhile is lost.
        news.lose();
    }
}

async fn listen(url: &str) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

/// Tells and listens until the connection is lost.
async fn exchange(news: &News, store: &Store, mut listener: PgListener, outbox: &mut mpsc::Receiver<Shared>) {
    loop {
        tokio::select! {
            heard = listener.try_recv() => match heard {
                Ok(Some(message)) => match serde_json::from_str::<Message>(message.payload()) {
                    Ok(message) if message.run != news.run => news.receive(message.news),
                    Ok(_) => {}
                    Err(error) => tracing::warn!(%error, "another proxy's news cannot be understood"),
                },
                Ok(None) | Err(_) => return,
            },
            told = outbox.recv() => match told {
                Some(told) => tell(news, store, told).await,
                None => return,
            },
        }
    }
}

async fn tell(news: &News, store: &Store, told: Shared) {
    let message = Message { run: news.run.clone(), news: told };
    let payload = serde_json::to_string(&message).unwrap_or_default();
    if payload.len() > MAX_BYTES {
        tracing::warn!("news are too long to be told to other proxies");
        return;
    }
    let notify = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(payload);
    if let Err(error) = notify.fetch_one(store.pool()).await {
        tracing::warn!(%error, "news could not be told to other proxies");
    }
}
