//! `cxone-proxy [--config FILE] [--listen ADDR] …`: reads its configuration, says where it listens,
//! and serves until it is told to stop. `cxone-proxy COMMAND …` does something else and ends.

use anyhow::{Context, Result, bail};
use cxone_proxy::commands::{self, Call, Ended};
use cxone_proxy::config::{ConfigFile, help, load};
use cxone_proxy::{Config, Proxy, announce_start_link, start_log};
use std::io::Write;
use std::process::ExitCode;
use tokio::runtime::{Builder, Runtime};

/// Requests are many small pieces of memory, which it hands out and takes back quicker than the system does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
    if let Some(ended) = runtime(1)?.block_on(commands::run(&call, &mut out)) {
        return Ok(ended?);
    }
    let file = ConfigFile::find(&call.args, &call.folder);
    let config = load(call.args, call.env, file)?;
    runtime(config.workers)?.block_on(serve(config, out))?;
    Ok(Ended::Well)
}

/// Threads that carry out tasks; a single one is this one, so that nothing has to be handed over.
fn runtime(workers: usize) -> Result<Runtime> {
    let mut builder = match workers {
        1 => Builder::new_current_thread(),
        _ => Builder::new_multi_thread(),
    };
    builder.worker_threads(workers).enable_all().build().context("the runtime cannot be started")
}

async fn serve(config: Config, mut out: impl Write) -> Result<()> {
    let log = config.log;
    let _writer = start_log(&log);
    let stop = told_to_stop()?;
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
    Ok(())
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
