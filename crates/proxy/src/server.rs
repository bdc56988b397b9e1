//! The running proxy: what it starts, the loop that accepts connections, and how it stops.

use crate::access::{Access, Peer};
use crate::assets::{Assets, AssetsError};
use crate::audit::AuditLog;
use crate::config::{Config, Connection, RemoteTenant, Timeouts};
use crate::events::{News, Watched, share};
use crate::features::Offers;
use crate::guard::Hosts;
use crate::hooks::{Hooks, Keys, tidy};
use crate::journal::{Journal, resolve};
use crate::metrics::Metrics;
use crate::preview::Previews;
use crate::private_file::write_private;
use crate::routes::router;
use crate::state::{AppState, Shared, Writes};
use crate::store::{Store, StoreError};
use axum::Router;
use axum::body::Body;
use cxone_simulator::{Options, Simulator};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tenant::{Secret, Tenant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;
use workflow::wire::Way;

/// How long to wait when the system has no more file handles.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// The largest head of a request, in bytes: what other servers take at most.
const MAX_HEAD: usize = 32 * 1024;

/// How often what is too old is thrown away.
const TIDY: Duration = Duration::from_secs(3_600);

/// The proxy.
#[derive(Debug)]
pub struct Proxy;

/// Why the proxy cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Everyone on the network could deploy: no operators sign in.
    #[error(
        "{address} is not a loopback address, and nobody would have to sign in; listen on 127.0.0.1 or [::1], or set auth to password, header or oidc"
    )]
    NotLoopback {
        /// Which.
        address: SocketAddr,
    },
    /// The address is taken or not ours.
    #[error("cannot listen on {address}; is another program using it? Choose another with --listen")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The embedded simulated tenant does not start.
    #[error("the simulated tenant cannot be started")]
    Simulator(#[source] std::io::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system's source of randomness.
    #[error("the system's source of randomness failed, so there is no start link")]
    Randomness(#[source] getrandom::Error),
    /// The start link cannot be written where it was asked for.
    #[error("the start link cannot be written to {path}")]
    StartLinkFile {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The app's files.
    #[error(transparent)]
    App(#[from] AssetsError),
}

/// A running proxy. Dropping it stops it at once; [`Running::stop`] lets requests end.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    start_link: Option<Secret>,
    stop: watch::Sender<bool>,
    serving: Option<JoinHandle<()>>,
    simulator: Option<Simulator>,
}

impl Proxy {
    /// Starts the proxy, and the simulated tenant where there is no other.
    ///
    /// # Errors
    /// Where the address, the database or the app's folder cannot be used.
    pub async fn start(config: Config) -> Result<Running, StartError> {
        let known_here = config.access.ways.iter().any(|way| matches!(way, Way::None | Way::Link));
        if known_here && !config.listen.ip().is_loopback() {
            return Err(StartError::NotLoopback { address: config.listen });
        }
        let assets = match &config.app_dir {
            Some(folder) => Some(Assets::read(folder)?),
            None => Assets::embedded(),
        };
        let store = Store::open(&config.database).await?;
        let listener = TcpListener::bind(config.listen)
            .await
            .map_err(|source| StartError::Listen { address: config.listen, source })?;
        let address = listener.local_addr().map_err(|source| StartError::Listen { address: config.listen, source })?;
        let (remote, simulator) = match &config.tenant.connection {
            Connection::Remote(remote) => (remote.clone(), None),
            Connection::Demo => {
                let (remote, simulator) = demo_tenant().await.map_err(StartError::Simulator)?;
                (remote, Some(simulator))
            }
        };
        tracing::info!(org = config.tenant.org, tenant = remote.base_url, demo = simulator.is_some(), "tenant");
        for warning in &config.warnings {
            tracing::warn!("{warning}");
        }
        let keys = Keys::new(store.clone());
        let state = Arc::new(Shared {
            hosts: Hosts::new(address, &config.public_hosts),
            tenant: Tenant::new(&remote, &config.tenant),
            audit: AuditLog::start(store.clone(), &config.tenant.org),
            journal: Journal::new(store.clone(), &config.tenant.org, config.journal),
            offers: Offers::new(config.tenant.features),
            news: Arc::new(News::new()),
            watched: Watched::default(),
            hooks: Hooks::load(&keys).await?,
            keys,
            metrics: Metrics::new(),
            places: Arc::new(Semaphore::new(config.connections)),
            streams: Arc::new(Semaphore::new(config.events.streams)),
            access: Access::new(config.access.clone(), &store, &config.tenant.operator),
            base_url: format!("http://{address}"),
            store,
            previews: Previews::default(),
            assets,
            writes: Writes::default(),
            config,
        });
        let start_link = start_link(&state)?;
        let (stop, stopped) = watch::channel(false);
        let serving = tokio::spawn(serve(listener, state, stopped));
        Ok(Running { address, start_link, stop, serving: Some(serving), simulator })
    }
}

impl Running {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://ADDRESS`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address that lets in whoever opens it first, where that is the way to sign in.
    #[must_use]
    pub fn start_link(&self) -> Option<&Secret> {
        self.start_link.as_ref()
    }

    /// The embedded simulated tenant, if this is the demo.
    #[must_use]
    pub fn simulator(&self) -> Option<&Simulator> {
        self.simulator.as_ref()
    }

    /// Accepts no more connections, lets running requests end (for the configured time at most) and
    /// closes the database.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        if let Some(serving) = self.serving.take() {
            // It ends by itself; a panic in it was reported already.
            let _ = serving.await;
        }
        if let Some(simulator) = self.simulator.take() {
            simulator.stop().await;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(serving) = &self.serving {
            serving.abort();
        }
    }
}

/// Makes the first start link, and writes it to the file that was asked for.
fn start_link(state: &Shared) -> Result<Option<Secret>, StartError> {
    if !state.access.offers(Way::Link) {
        return Ok(None);
    }
    let token = state.access.links.make().map_err(StartError::Randomness)?;
    let link = Secret::new(state.start_link(&token));
    if let Some(path) = &state.access.config.start_link_file {
        let written = write_private(path, &format!("{}\n", link.expose()));
        written.map_err(|source| StartError::StartLinkFile { path: path.clone(), source })?;
    }
    Ok(Some(link))
}

async fn demo_tenant() -> std::io::Result<(RemoteTenant, Simulator)> {
    let options = Options::default();
    let (client_id, client_secret) = (options.client_id.clone(), Secret::new(options.client_secret.clone()));
    let simulator = Simulator::start(options).await?;
    let base_url = simulator.base_url();
    Ok((RemoteTenant { token_url: format!("{base_url}/oauth2/token"), base_url, client_id, client_secret }, simulator))
}

async fn serve(listener: TcpListener, state: AppState, mut stopped: watch::Receiver<bool>) {
    let timeouts = state.config.timeouts;
    let places = Arc::clone(&state.places);
    let sharing = share(&state.news, &state.store, &state.config.database);
    let tidying = tokio::spawn(tidy_now_and_then(AppState::clone(&state)));
    let resolving = tokio::spawn(resolve(AppState::clone(&state)));
    let router = router(AppState::clone(&state));
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            Some(_) = connections.join_next() => continue,
            _ = stopped.wait_for(|stopped| *stopped) => break,
        };
        let Some((stream, peer, place)) = accepted else { continue };
        connections.spawn(connection(stream, peer, place, router.clone(), graceful.watcher(), timeouts));
    }
    drop(listener);
    // Streams of news would never end by themselves.
    state.news.close();
    tidying.abort();
    sharing.inspect(JoinHandle::abort);
    let finish = async {
        graceful.shutdown().await;
        state.writes.done().await;
    };
    if tokio::time::timeout(timeouts.shutdown, finish).await.is_err() {
        tracing::warn!("stopped although requests were still running");
    }
    resolving.abort();
    connections.shutdown().await;
    state.audit.close().await;
    state.store.close().await;
}

async fn tidy_now_and_then(state: AppState) {
    let mut hours = tokio::time::interval(TIDY);
    loop {
        hours.tick().await;
        tidy(&state.store).await;
        if let Err(error) = state.journal.forget().await {
            tracing::warn!(error = tenant::error_chain(&error), "old writes could not be forgotten");
        }
    }
}

async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> Option<(TcpStream, Peer, OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => Some((stream, Peer(peer), place)),
        Err(error) => {
            tracing::warn!(%error, "a connection could not be accepted");
            tokio::time::sleep(ACCEPT_PAUSE).await;
            None
        }
    }
}

async fn connection(
    stream: TcpStream,
    peer: Peer,
    place: OwnedSemaphorePermit,
    router: Router,
    watcher: Watcher,
    timeouts: Timeouts,
) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY");
    }
    let service = service_fn(move |request: http::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer);
        router.clone().oneshot(request)
    });
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(timeouts.body));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(timeouts.header)
        .max_buf_size(64 * 1024)
        .max_header_size(MAX_HEAD)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended early");
    }
    drop(place);
}
