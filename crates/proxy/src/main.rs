//! `cxone-proxy [--config FILE] [--listen ADDR] …`: reads its configuration, says where it listens,
//! and serves until it is told to stop. `cxone-proxy COMMAND …` does something else and ends.

use anyhow::{Context, Result, bail};
use cxone_proxy::commands::{self, Call, Ended};
use cxone_proxy::config::{ConfigFile, help, load};
use cxone_proxy::{Proxy, announce_start_link, start_log};
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(Ended::Well) => ExitCode::SUCCESS,
        Ok(Ended::Wrong) => ExitCode::FAILURE,
        Err(error) => {
            // Nothing can be done where stderr is closed.
            let _ = writeln!(std::io::stderr(), "cxone-proxy: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<Ended> {
    let mut args = Vec::new();
    for arg in std::env::args_os().skip(1) {
        match arg.into_string() {
            Ok(arg) => args.push(arg),
            Err(_) => bail!("a flag is not UTF-8"),
        }
    }
    let mut out = std::io::stdout();
    if args.iter().any(|arg| arg == "--help" || arg == "-h") {
        out.write_all(help().as_bytes()).context("cannot print the help")?;
        return Ok(Ended::Well);
    }
    if args.iter().any(|arg| arg == "--version") {
        writeln!(out, "cxone-proxy {}", env!("CARGO_PKG_VERSION")).context("cannot print the version")?;
        return Ok(Ended::Well);
    }
    let folder = std::env::current_dir().context("the working folder cannot be read")?;
    let env =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let call = Call { args, env: env.collect(), folder };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("the runtime cannot be started")?;
    runtime.block_on(async {
        if let Some(ended) = commands::run(&call, &mut out).await {
            return Ok(ended?);
        }
        let file = ConfigFile::find(&call.args, &call.folder);
        let config = load(call.args, call.env, file)?;
        start_log(&config.log);
        let stop = told_to_stop()?;
        let log = config.log;
        let running = Proxy::start(config).await?;
        if let Some(link) = running.start_link() {
            announce_start_link(&log, link.expose());
        }
        writeln!(out, "listening on {}", running.base_url())
            .and_then(|()| out.flush())
            .context("cannot print the address")?;
        stop.await;
        tracing::info!("stopping");
        running.stop().await;
        Ok(Ended::Well)
    })
}

/// Ends on Ctrl-C or SIGTERM. Listens from now on, so that an early signal is not lost.
#[cfg(unix)]
fn told_to_stop() -> Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt()).context("signals cannot be listened to")?;
    let mut terminate = signal(SignalKind::terminate()).context("signals cannot be listened to")?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends on Ctrl-C.
#[cfg(not(unix))]
fn told_to_stop() -> Result<impl Future<Output = ()>> {
    Ok(async {
        // Without the signal the program runs until it is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
