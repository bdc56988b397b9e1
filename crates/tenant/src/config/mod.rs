//! The tenant's configuration: what it holds once it is resolved. [`Layers`] resolve it from flags,
//! environment and file; [`keys()`] lists what can be set.

mod error;
mod file;
mod keys;
mod layers;
mod load;
pub mod parse;
mod paths;
mod presets;
mod scope_paths;
mod shown;

pub use error::{ConfigErrors, ConfigProblem, Origin};
pub use file::{ConfigFile, FILE_NAME};
pub use keys::{Audience, Key, keys};
pub use layers::Layers;
pub use load::{load, load_rules};
pub use paths::{InvalidPath, PathTemplate, Paths};
pub use shown::Shown;

use crate::secret::Secret;
use std::collections::BTreeMap;
use std::time::Duration;
use workflow::deploy::RetryPolicy;
use workflow::document::Dialect;
use workflow::validate::Limits;
use workflow::wire::{CataloguePath, Features};

/// The environment's variables by name.
pub type Environment = BTreeMap<String, String>;

/// Everything that must be known of a tenant, checked.
#[derive(Clone, Debug)]
pub struct TenantConfig {
    /// The organisation.
    pub org: String,
    /// Who requests are answered for, as it is logged and audited.
    pub operator: String,
    /// Where the tenant is, or that it is the simulated one.
    pub connection: Connection,
    /// How tokens are asked for.
    pub auth: Auth,
    /// Whether the tenant is talked to in HTTP/1.1 even where it offers HTTP/2.
    pub http1_only: bool,
    /// The OAuth scopes to ask for, separated by spaces.
    pub scope: String,
    /// The workflow to open first.
    pub workflow_id: Option<String>,
    /// Where `workflow.updated` deliveries should go.
    pub webhook_url: Option<String>,
    /// Where the vendor keeps what.
    pub paths: Paths,
    /// How its documents are written and what they may hold.
    pub rules: Rules,
    /// When a deploy tries again.
    pub retry: RetryPolicy,
    /// What the tenant offers.
    pub features: Features,
    /// The largest answer that is read, in bytes.
    pub response_bytes: u64,
    /// How long things may take.
    pub timeouts: Timeouts,
}

/// How tokens are asked for, where it is not the tutorial's way.
#[derive(Clone, Debug, Default)]
pub struct Auth {
    /// How the client id and its secret are sent.
    pub client: ClientAuth,
    /// With one, the password grant is used instead of the client's own credentials.
    pub access_key: Option<AccessKey>,
    /// The OpenID issuer that tells where the token endpoint is.
    pub discovery_url: Option<String>,
}

/// How the client id and its secret are sent (RFC 6749, section 2.3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClientAuth {
    /// In the form, as the tutorial does.
    #[default]
    Form,
    /// By HTTP Basic.
    Basic,
}

/// An access key of a tenant's user.
#[derive(Clone, Debug)]
pub struct AccessKey {
    /// Its id.
    pub id: String,
    /// Its secret.
    pub secret: Secret,
}

/// How a tenant's documents are written and what they may hold: all that is needed without a connection.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The tenant's key names.
    pub dialect: Dialect,
    /// The tenant's limits on attachments and delivery.
    pub limits: Limits,
    /// Scope paths to suggest, sorted.
    pub scope_paths: Vec<String>,
    /// What is known about some of them, sorted by path.
    pub scope_catalogue: Vec<CataloguePath>,
}

/// Where requests go.
#[derive(Clone, Debug)]
pub enum Connection {
    /// No tenant is named: the simulated one, for programs that have one to start.
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
    /// To upload a file, up to the last byte of the answer. The browser's own line counts in.
    pub upload: Duration,
}

impl Default for TenantConfig {
    /// The simulated tenant, in the tutorial's dialect.
    fn default() -> Self {
        Self {
            org: "demo".into(),
            operator: "local".into(),
            connection: Connection::Demo,
            auth: Auth::default(),
            http1_only: false,
            scope: keys::DEFAULT_SCOPE.into(),
            workflow_id: None,
            webhook_url: None,
            paths: Paths::default(),
            rules: Rules::default(),
            retry: RetryPolicy::default(),
            features: Features::default(),
            response_bytes: 16 * 1024 * 1024,
            timeouts: Timeouts::default(),
        }
    }
}

impl From<RemoteTenant> for TenantConfig {
    /// A tenant that is there, all else as usual.
    fn from(remote: RemoteTenant) -> Self {
        Self { connection: Connection::Remote(remote), ..Self::default() }
    }
}

impl Default for Rules {
    fn default() -> Self {
        let scope_catalogue = scope_paths::catalogue();
        let scope_paths = scope_paths::paths(&scope_catalogue);
        Self { dialect: Dialect::default(), limits: Limits::default(), scope_paths, scope_catalogue }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            token: Duration::from_secs(10),
            read: Duration::from_secs(15),
            write: Duration::from_secs(30),
            upload: Duration::from_secs(300),
        }
    }
}
