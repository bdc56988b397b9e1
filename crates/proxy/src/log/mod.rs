//! The log: to stderr, for people or as JSON.

mod lines;

pub use lines::LogWriter;

use crate::config::{Log, LogFormat};
use std::io::{IsTerminal, Write};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::layer;
use tracing_subscriber::prelude::*;

/// Tells the start link where the proxy runs. It is told whatever the log's level is: without it nobody
/// can sign in.
pub fn announce_start_link(log: &Log, link: &str) {
    let line = match log.format {
        LogFormat::Human => format!("\n  Sign in within an hour, once:  {link}\n"),
        LogFormat::Json => serde_json::json!({ "startLink": link }).to_string(),
    };
    // Nothing can be done where stderr is closed.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Starts the log for the whole program. Our own lines follow the configured level; libraries only
/// warn, because their finer levels may print headers. Lines are written by a thread, as long as the
/// writer that is returned is there.
pub fn start_log(log: &Log) -> LogWriter {
    let ours = ["cxone_proxy", "cxone_simulator"].map(|name| (name, LevelFilter::from_level(log.level)));
    let filter = Targets::new().with_default(LevelFilter::WARN).with_targets(ours);
    let (lines, writer) = lines::start(std::io::stderr());
    let layer = layer().with_writer(lines);
    let registry = tracing_subscriber::registry().with(filter);
    match log.format {
        LogFormat::Human => {
            registry.with(layer.with_target(false).with_ansi(std::io::stderr().is_terminal())).init();
        }
        LogFormat::Json => registry.with(layer.json().flatten_event(true)).init(),
    }
    writer
}
