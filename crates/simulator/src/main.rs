//! `cxone-simulator`: a simulated CXone tenant as a program of its own.

use anyhow::Context;
use clap::Parser;
use cxone_simulator::{Options, Simulator, Speech};
use std::io::Write;
use std::net::SocketAddr;
use std::time::Duration;
use tracing_subscriber::EnvFilter;

/// A simulated CXone tenant over real HTTP, with faults on request.
#[derive(Parser)]
#[command(name = "cxone-simulator", version)]
struct Arguments {
    /// Where to listen; port 0 picks one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8788")]
    listen: SocketAddr,
    /// The OAuth client id that is accepted.
    #[arg(long, value_name = "ID", default_value = "demo-client")]
    client_id: String,
    /// The OAuth client secret that is accepted.
    #[arg(long, value_name = "SECRET", default_value = "demo-secret", hide_default_value = true)]
    client_secret: String,
    /// Answer 404 to the lists of workflows, templates and attachments, as many tenants do.
    #[arg(long)]
    no_lists: bool,
    /// Take no uploads of attachments (404 or 405).
    #[arg(long)]
    no_uploads: bool,
    /// Take no webhooks (404 or 405), and list none.
    #[arg(long)]
    no_webhooks: bool,
    /// How long a token is good.
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    token_lifetime: u64,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let options = Options {
        listen: arguments.listen,
        client_id: arguments.client_id,
        client_secret: arguments.client_secret,
        lists: !arguments.no_lists,
        uploads: !arguments.no_uploads,
        webhooks: !arguments.no_webhooks,
        webhook_list: !arguments.no_webhooks,
        token_lifetime: Duration::from_secs(arguments.token_lifetime),
        speech: Speech::default(),
    };
    let simulator = Simulator::start(options)
        .await
        .with_context(|| format!("{} cannot be listened on; give another address with --listen", arguments.listen))?;
    let told_to_stop = stop_signal()?;
    writeln!(std::io::stdout(), "listening on {}", simulator.base_url())?;
    told_to_stop.await?;
    simulator.stop().await;
    Ok(())
}

/// Ends when the program is told to stop. Signals are listened for from the call on, not only from
/// the first poll on, so that one sent right after the ready line is not missed.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = std::io::Result<()>>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        Ok(())
    })
}

/// Ends when the program is told to stop.
#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = std::io::Result<()>>> {
    Ok(tokio::signal::ctrl_c())
}
