//! The log: to stderr, for people or as JSON.

use crate::config::{Log, LogFormat};
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Starts the log for the whole program. Our own lines follow the configured level; libraries only
/// warn, because their finer levels may print headers.
pub fn start_log(log: &Log) {
    let level = log.level.to_string().to_lowercase();
    let filter = EnvFilter::new(format!("warn,cxone_proxy={level},cxone_simulator={level}"));
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match log.format {
        LogFormat::Human => subscriber.with_target(false).with_ansi(std::io::stderr().is_terminal()).init(),
        LogFormat::Json => subscriber.json().flatten_event(true).init(),
    }
}
