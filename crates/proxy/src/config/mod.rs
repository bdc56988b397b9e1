//! The configuration: what it holds once it is resolved. [`load()`] makes it from flags,
//! environment and file. What concerns the tenant is the [`TenantConfig`] that other programs share.

mod access;
mod help;
mod load;
mod parse;

pub use access::{AccessConfig, Network, OidcConfig, Roles, SessionTimes, SsoRole};
pub use help::help;
pub use load::load;
pub use tenant::config::{
    ConfigErrors, ConfigFile, ConfigProblem, Connection, FILE_NAME, Key, Origin, RemoteTenant, TenantConfig, keys,
};

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use tenant::Secret;
use url::Url;

/// Everything the proxy needs to know, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen; port 0 picks one. A loopback address unless operators sign in.
    pub listen: SocketAddr,
    /// Further `Host` values (`name` or `name:port`, lower case) that requests may carry.
    pub public_hosts: Vec<String>,
    /// Who may come in.
    pub access: AccessConfig,
    /// The tenant.
    pub tenant: TenantConfig,
    /// How large bodies may be.
    pub bodies: BodyLimits,
    /// How long a browser may take.
    pub timeouts: Timeouts,
    /// Connections open at once; further ones wait.
    pub connections: usize,
    /// How news are told.
    pub events: Events,
    /// How webhook deliveries are taken.
    pub hooks: Hooks,
    /// How writes are looked after.
    pub journal: JournalTimes,
    /// Where what lasts is kept: the audit, and whatever else must outlive a restart.
    pub database: Database,
    /// The folder with the built app.
    pub app_dir: Option<PathBuf>,
    /// Threads that serve requests.
    pub workers: usize,
    /// How the log is written.
    pub log: Log,
    /// What is not wrong but should be looked at; logged at the start.
    pub warnings: Vec<String>,
}

/// Limits on bodies that are sent, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BodyLimits {
    /// A workflow.
    pub workflow: u64,
    /// Any other.
    pub other: u64,
}

/// How news are told to browsers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Events {
    /// Between two looks at a workflow that is open in a browser, where no webhook tells its saves.
    pub poll: Duration,
    /// Between two signs of life on a quiet stream.
    pub heartbeat: Duration,
    /// Browsers that may listen at once.
    pub streams: usize,
}

/// How writes are looked after that came to no clear end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JournalTimes {
    /// How long a proxy may be silent about a write that it carries out before another one looks into it.
    pub lease: Duration,
    /// How long the tenant may still carry out a write that it was sent but has not answered. A write that is not in the
    /// workflow by then has not landed.
    pub grace: Duration,
}

/// How webhook deliveries are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hooks {
    /// How they are signed.
    pub scheme: HookScheme,
    /// A secret that was agreed on elsewhere, besides those of the webhooks registered here.
    pub secret: Option<Secret>,
    /// How far a delivery's signed time may be from now.
    pub tolerance: Duration,
    /// The largest delivery, in bytes.
    pub bytes: u64,
}

/// How deliveries are signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HookScheme {
    /// Standard Webhooks, symmetric (`v1`).
    Standard,
    /// HMAC-SHA256 of the body in hex, with the secret's text as the key.
    Hex {
        /// The header that holds it, in lower case.
        header: String,
    },
}

/// How long a browser may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// To send a request's headers.
    pub header: Duration,
    /// To send a request's body.
    pub body: Duration,
    /// For running requests to end when the proxy stops.
    pub shutdown: Duration,
}

/// Where the proxy keeps what lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// In memory, gone when the proxy stops.
    Memory,
    /// A SQLite file, made where it is missing.
    Sqlite(PathBuf),
    /// PostgreSQL, which several proxies may share: `postgres://USER:PASSWORD@HOST/NAME`.
    Postgres(Secret),
}

impl fmt::Display for Database {
    /// Its place, without a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory => f.write_str("in memory"),
            Self::Sqlite(path) => write!(f, "{}", path.display()),
            Self::Postgres(url) => {
                // It was checked when it was read.
                let url = Url::parse(url.expose()).ok();
                let part = |part: Option<&str>| part.unwrap_or_default().to_owned();
                let host = part(url.as_ref().and_then(Url::host_str));
                let name = part(url.as_ref().map(|url| url.path().trim_start_matches('/')));
                write!(f, "{name} at {host} (PostgreSQL)")
            }
        }
    }
}

/// How the log is written (to stderr).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Log {
    /// Its shape.
    pub format: LogFormat,
    /// The least important line that is still written.
    pub level: tracing::Level,
}

/// The log's shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Human,
    /// One JSON object a line.
    Json,
}

impl Default for Config {
    /// The simulated tenant on a port that the system picks, with nothing kept and no app: what
    /// tests start from.
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            public_hosts: Vec::new(),
            access: AccessConfig::default(),
            tenant: TenantConfig::default(),
            bodies: BodyLimits::default(),
            timeouts: Timeouts::default(),
            connections: 1024,
            events: Events::default(),
            hooks: Hooks::default(),
            journal: JournalTimes::default(),
            database: Database::Memory,
            app_dir: None,
            workers: std::thread::available_parallelism().map_or(1, usize::from),
            log: Log { format: LogFormat::Human, level: tracing::Level::INFO },
            warnings: Vec::new(),
        }
    }
}

impl Default for BodyLimits {
    fn default() -> Self {
        Self { workflow: 5 * 1024 * 1024, other: 256 * 1024 }
    }
}

impl Default for Events {
    fn default() -> Self {
        Self { poll: Duration::from_secs(15), heartbeat: Duration::from_secs(15), streams: 256 }
    }
}

impl Default for JournalTimes {
    fn default() -> Self {
        Self { lease: Duration::from_secs(10), grace: Duration::from_secs(30) }
    }
}

impl Default for Hooks {
    fn default() -> Self {
        Self { scheme: HookScheme::Standard, secret: None, tolerance: Duration::from_secs(300), bytes: 64 * 1024 }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { header: Duration::from_secs(10), body: Duration::from_secs(30), shutdown: Duration::from_secs(30) }
    }
}
