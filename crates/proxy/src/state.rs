//! What all requests share.

use crate::access::Access;
use crate::assets::Assets;
use crate::audit::AuditLog;
use crate::config::Config;
use crate::events::{News, Watched};
use crate::features::Offers;
use crate::guard::Hosts;
use crate::hooks::{Hooks, Keys};
use crate::journal::Journal;
use crate::metrics::Metrics;
use crate::preview::Previews;
use crate::problem::{Failure, Kind};
use crate::store::Store;
use std::sync::Arc;
use tenant::Tenant;
use tokio::sync::{Semaphore, watch};
use tracing::Instrument;

pub(crate) type AppState = Arc<Shared>;

/// What all requests share.
pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) hosts: Hosts,
    pub(crate) tenant: Tenant,
    pub(crate) store: Store,
    pub(crate) offers: Offers,
    pub(crate) audit: AuditLog,
    pub(crate) journal: Journal,
    pub(crate) access: Access,
    /// `http://ADDRESS`, as it is reached from this machine.
    pub(crate) base_url: String,
    pub(crate) previews: Previews,
    pub(crate) assets: Option<Assets>,
    pub(crate) writes: Writes,
    pub(crate) news: Arc<News>,
    pub(crate) watched: Watched,
    pub(crate) keys: Keys,
    pub(crate) hooks: Hooks,
    pub(crate) metrics: Metrics,
    /// Places for connections.
    pub(crate) places: Arc<Semaphore>,
    /// Places for browsers that listen for news.
    pub(crate) streams: Arc<Semaphore>,
}

impl Shared {
    /// The address that lets in whoever has it.
    pub(crate) fn start_link(&self, token: &str) -> String {
        // Behind the `#`: browsers send that part to nobody, so it stands in no log on the way.
        format!("{}/sign-in#token={token}", self.base_url)
    }
}

/// The writes under way.
#[derive(Debug)]
pub(crate) struct Writes(watch::Sender<usize>);

impl Default for Writes {
    fn default() -> Self {
        Self(watch::Sender::new(0))
    }
}

impl Writes {
    /// How many are under way.
    pub(crate) fn running(&self) -> usize {
        *self.0.borrow()
    }

    /// Waits until no write is under way.
    pub(crate) async fn done(&self) {
        // The sender is ours, so the channel is open.
        let _ = self.0.subscribe().wait_for(|running| *running == 0).await;
    }
}

/// Carries a write through to its end even if the browser that asked for it leaves.
pub(crate) async fn carry_through<T: Send + 'static>(
    state: &AppState,
    write: impl Future<Output = Result<T, Failure>> + Send + 'static,
) -> Result<T, Failure> {
    let running = Running::enter(state);
    let task = tokio::spawn(
        async move {
            let result = write.await;
            drop(running);
            result
        }
        .in_current_span(),
    );
    task.await.unwrap_or_else(|_| {
        Err(Failure::new(
            Kind::Internal,
            "The proxy failed while it was writing. Whether it was carried out is not known. Read the workflow again before you decide.",
        ))
    })
}

struct Running(AppState);

impl Running {
    fn enter(state: &AppState) -> Self {
        state.writes.0.send_modify(|running| *running += 1);
        Self(AppState::clone(state))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.writes.0.send_modify(|running| *running -= 1);
    }
}
