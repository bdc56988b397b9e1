//! Accepting and serving connections.
//!
//! Connections are served one by one rather than by a framework, because a fault must be able to
//! take the socket over: to reset it, or to send less than was announced.

use crate::delivery::{self, Job};
use crate::exchange;
use crate::tenant::Tenant;
use bytes::Bytes;
use http::StatusCode;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

/// How long requests under way may take once the simulator is told to stop.
const GRACE: Duration = Duration::from_secs(1);

/// Pause after a failed accept, so that running out of file descriptors does not spin.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// What a fault does to the socket instead of an answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Takeover {
    /// Closed with a TCP reset.
    #[error("the connection is reset by request")]
    Reset,
    /// These bytes are sent as they are and the connection is closed.
    #[error("the answer is cut short by request")]
    Raw {
        /// The status that they carry.
        status: StatusCode,
        /// Head and body.
        bytes: Bytes,
    },
}

/// Serves until told to stop. Dropping it closes every connection.
pub(crate) async fn run(
    listener: TcpListener,
    tenant: Arc<Tenant>,
    jobs: mpsc::UnboundedReceiver<Job>,
    mut stopping: watch::Receiver<bool>,
) {
    let mut tasks = JoinSet::new();
    let mut background = JoinSet::new();
    background.spawn(delivery::run(Arc::clone(&tenant), jobs));
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    tasks.spawn(serve(stream, Arc::clone(&tenant), stopping.clone()));
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            },
            Some(_) = tasks.join_next(), if !tasks.is_empty() => {}
            _ = stopping.changed() => break,
        }
    }
    drop(listener);
    let drained = tokio::time::timeout(GRACE, async { while tasks.join_next().await.is_some() {} }).await;
    if drained.is_err() {
        tracing::info!("connections still open are closed");
    }
    tasks.shutdown().await;
    background.shutdown().await;
}

async fn serve(stream: TcpStream, tenant: Arc<Tenant>, mut stopping: watch::Receiver<bool>) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY could not be set");
    }
    let service = service_fn(move |request| {
        let tenant = Arc::clone(&tenant);
        async move { exchange::handle(&tenant, request).await }
    });
    let mut connection = http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
    let mut asked = false;
    let outcome = loop {
        tokio::select! {
            outcome = Pin::new(&mut connection) => break outcome,
            _ = stopping.changed(), if !asked => {
                asked = true;
                Pin::new(&mut connection).graceful_shutdown();
            }
        }
    };
    let Err(error) = outcome else { return };
    let stream = connection.into_parts().io.into_inner();
    match error.source().and_then(|source| source.downcast_ref::<Takeover>()) {
        Some(Takeover::Reset) => reset(stream),
        Some(Takeover::Raw { bytes, .. }) => send_raw(stream, bytes).await,
        None => tracing::debug!(%error, "a connection ended early"),
    }
}

/// Closing a socket that lingers for no time sends a reset instead of an orderly end.
fn reset(stream: TcpStream) {
    if let Err(error) = stream.set_zero_linger() {
        tracing::warn!(%error, "a connection could not be reset and is closed instead");
    }
}

async fn send_raw(mut stream: TcpStream, bytes: &Bytes) {
    let sent = async {
        stream.write_all(bytes).await?;
        stream.shutdown().await
    };
    if let Err(error) = sent.await {
        tracing::debug!(%error, "the client left before the cut answer was sent");
    }
}
