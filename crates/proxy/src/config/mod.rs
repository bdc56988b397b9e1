//! The configuration: what it holds once it is resolved. [`load()`] makes it from flags,
//! environment and file; [`keys()`] lists what can be set.

mod error;
mod file;
mod keys;
mod layers;
mod load;
mod parse;
mod paths;
mod scope_paths;

pub use error::{ConfigErrors, ConfigProblem, Origin};
pub use file::{ConfigFile, FILE_NAME};
pub use keys::{Key, help, keys};
pub use load::load;
pub use paths::{InvalidPath, PathTemplate, Paths};

use crate::secret::Secret;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use workflow::deploy::RetryPolicy;
use workflow::document::Dialect;
use workflow::validate::Limits;
use workflow::wire::Features;

/// Everything the proxy needs to know, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen: a loopback address; port 0 picks one.
    pub listen: SocketAddr,
    /// Further `Host` values (`name` or `name:port`, lower case) that requests may carry.
    pub public_hosts: Vec<String>,
    /// Who requests are answered for, as it is logged and audited.
    pub operator: String,
    /// The organisation.
    pub org: String,
    /// Where the tenant is, or that it is the simulated one.
    pub tenant: Tenant,
    /// The OAuth scopes to ask for, separated by spaces.
    pub scope: String,
    /// The workflow to open first.
    pub workflow_id: Option<String>,
    /// Where `workflow.updated` deliveries should go.
    pub webhook_url: Option<String>,
    /// Where the vendor keeps what.
    pub paths: Paths,
    /// The tenant's key names.
    pub dialect: Dialect,
    /// The tenant's limits on attachments and delivery.
    pub limits: Limits,
    /// When a deploy tries again.
    pub retry: RetryPolicy,
    /// What the tenant offers.
    pub features: Features,
    /// Scope paths to suggest, sorted.
    pub scope_paths: Vec<String>,
    /// How large bodies may be.
    pub bodies: BodyLimits,
    /// How long things may take.
    pub timeouts: Timeouts,
    /// Connections open at once; further ones wait.
    pub connections: usize,
    /// Where the audit is kept.
    pub database: Database,
    /// The folder with the built app.
    pub app_dir: Option<PathBuf>,
    /// How the log is written.
    pub log: Log,
    /// What is not wrong but should be looked at; logged at the start.
    pub warnings: Vec<String>,
}

/// Where requests go.
#[derive(Clone, Debug)]
pub enum Tenant {
    /// The embedded simulated tenant, started with the proxy.
    Demo,
    /// A tenant reached over the network.
    Remote(RemoteTenant),
}

/// A tenant reached over the network.
#[derive(Clone, Debug)]
pub struct RemoteTenant {
    /// Scheme, host and maybe a path, without a slash at the end.
    pub base_url: String,
    /// The OAuth token endpoint.
    pub token_url: String,
    /// The OAuth client.
    pub client_id: String,
    /// Its secret.
    pub client_secret: Secret,
}

/// Limits on bodies, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BodyLimits {
    /// A workflow that is sent.
    pub workflow: u64,
    /// Any other body that is sent.
    pub other: u64,
    /// An answer of the tenant.
    pub response: u64,
}

/// How long things may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// To connect to the tenant.
    pub connect: Duration,
    /// To fetch a token.
    pub token: Duration,
    /// To read from the tenant, up to the last byte.
    pub read: Duration,
    /// To write to the tenant, up to the last byte of the answer.
    pub write: Duration,
    /// For a browser to send a request's headers.
    pub header: Duration,
    /// For a browser to send a request's body.
    pub body: Duration,
    /// For running requests to end when the proxy stops.
    pub shutdown: Duration,
}

/// Where the audit is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// In memory, gone when the proxy stops.
    Memory,
    /// A SQLite file, made where it is missing.
    Sqlite(PathBuf),
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
            operator: "local".into(),
            org: "demo".into(),
            tenant: Tenant::Demo,
            scope: keys::DEFAULT_SCOPE.into(),
            workflow_id: None,
            webhook_url: None,
            paths: Paths::default(),
            dialect: Dialect::default(),
            limits: Limits::default(),
            retry: RetryPolicy::default(),
            features: Features::default(),
            scope_paths: scope_paths::catalogue(),
            bodies: BodyLimits::default(),
            timeouts: Timeouts::default(),
            connections: 1024,
            database: Database::Memory,
            app_dir: None,
            log: Log { format: LogFormat::Human, level: tracing::Level::INFO },
            warnings: Vec::new(),
        }
    }
}

impl Default for BodyLimits {
    fn default() -> Self {
        Self { workflow: 5 * 1024 * 1024, other: 256 * 1024, response: 16 * 1024 * 1024 }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            token: Duration::from_secs(10),
            read: Duration::from_secs(15),
            write: Duration::from_secs(30),
            header: Duration::from_secs(10),
            body: Duration::from_secs(30),
            shutdown: Duration::from_secs(30),
        }
    }
}
