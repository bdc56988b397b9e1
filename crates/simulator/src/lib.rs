//! A simulated CXone tenant over real HTTP, with faults on request.
//!
//! It keeps the vendor's contract ("workflow v2" dialect): OAuth tokens that expire and carry
//! scopes, workflows with versions and 409, templates that compile or answer 400, attachments with
//! sizes, webhooks with signed deliveries, and the optional lists. It is seeded with a tenant that
//! feels real ([`Simulator::start`]), and it fails on request ([`Simulator::faults`], or over HTTP
//! under `/__simulator/`).
//!
//! Of the project's core it knows the data shapes only (`workflow::wire`). How a workflow is
//! checked, stored and changed is written here a second time and differently, so that the tests of
//! the core prove something.

mod attachments;
mod clock;
mod control;
mod delivery;
mod error;
mod exchange;
mod faults;
mod json;
mod oauth;
mod openid;
mod reply;
mod requests;
mod router;
mod seed;
mod server;
mod speech;
mod templates;
mod tenant;
mod webhooks;
mod workflows;

pub use delivery::{Delivery, DeliveryAttempt, DeliveryState};
pub use faults::{Fault, FaultKind, Faults, Phase, RetryAfter};
pub use openid::{Algorithm, TokenFlaw};
pub use requests::RecordedRequest;
pub use router::Endpoint;
pub use speech::{ClientAuth, Grant, Speech};
pub use workflows::SaveError;

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tenant::Tenant;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How a simulated tenant is started.
#[derive(Clone)]
pub struct Options {
    /// Where to listen; port 0 picks one.
    pub listen: SocketAddr,
    /// The OAuth client id that is accepted.
    pub client_id: String,
    /// The OAuth client secret that is accepted.
    pub client_secret: String,
    /// Whether the lists of workflows, templates and attachments are offered. They are not in the
    /// vendor's tutorial; without them their routes answer 404.
    pub lists: bool,
    /// Whether attachments can be uploaded. Not in the vendor's tutorial; without it, 404 or 405.
    pub uploads: bool,
    /// Whether webhooks can be registered.
    pub webhooks: bool,
    /// Whether registered webhooks can be listed, read and deleted. Not in the vendor's tutorial.
    pub webhook_list: bool,
    /// How long a token is good.
    pub token_lifetime: Duration,
    /// How it speaks. The seeded workflows are written in the tutorial's keys.
    pub speech: Speech,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            client_id: "demo-client".into(),
            client_secret: "demo-secret".into(),
            lists: true,
            uploads: true,
            webhooks: true,
            webhook_list: true,
            token_lifetime: Duration::from_secs(3600),
            speech: Speech::default(),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("listen", &self.listen)
            .field("client_id", &self.client_id)
            .field("client_secret", &"[redacted]")
            .field("lists", &self.lists)
            .field("token_lifetime", &self.token_lifetime)
            .finish()
    }
}

/// A running simulated tenant. Stops when dropped.
#[derive(Debug)]
pub struct Simulator {
    address: SocketAddr,
    tenant: Arc<Tenant>,
    shutdown: watch::Sender<bool>,
    server: JoinHandle<()>,
}

impl Simulator {
    /// Starts a tenant with the seeded data.
    ///
    /// # Errors
    /// Where the address cannot be listened on.
    pub async fn start(options: Options) -> std::io::Result<Self> {
        let listener = TcpListener::bind(options.listen).await?;
        let address = listener.local_addr()?;
        let (tenant, deliveries) = Tenant::seeded(options);
        let tenant = Arc::new(tenant);
        let (shutdown, stopping) = watch::channel(false);
        let server = tokio::spawn(server::run(listener, Arc::clone(&tenant), deliveries, stopping));
        Ok(Self { address, tenant, shutdown, server })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The tenant's base URL, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// Stops it and waits until its port is free. Requests under way get a second to end.
    pub async fn stop(mut self) {
        // A receiver is gone only where the server has ended already.
        let _ = self.shutdown.send(true);
        if let Err(error) = (&mut self.server).await
            && !error.is_cancelled()
        {
            tracing::error!(%error, "the simulator's server ended badly");
        }
    }

    /// The faults waiting to hit requests.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.tenant.faults
    }

    /// Every request of the vendor's contract so far, oldest first; those to `/__simulator/` are not counted.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.tenant.requests.all()
    }

    /// Forgets the recorded requests.
    pub fn clear_requests(&self) {
        self.tenant.requests.clear();
    }

    /// Every webhook delivery so far, oldest first, those still under way included.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.tenant.deliveries.all()
    }

    /// The text of a workflow as it is stored. `None` where there is none.
    #[must_use]
    pub fn workflow_text(&self, id: &str) -> Option<String> {
        self.tenant.workflow_bytes(id).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Stores any bytes as a workflow, as they are, unchecked: even what is no JSON.
    pub fn put_workflow_text(&self, id: &str, text: impl Into<bytes::Bytes>) {
        self.tenant.store_workflow(id, text.into());
    }

    /// Adds a template or replaces the one of the same id, as an editor of templates would.
    pub fn put_template(&self, template: workflow::wire::Template) {
        self.tenant.store_template(template);
    }

    /// Another administrator saves a workflow: `edit` gets the stored text and answers the new one,
    /// in which the version is then counted up. Webhooks fire. Answers the new version.
    ///
    /// # Errors
    /// Where there is no such workflow, or the new text has no version to count up.
    pub fn save_as(&self, operator: &str, id: &str, edit: impl FnOnce(&str) -> String) -> Result<u64, SaveError> {
        workflows::save_as(&self.tenant, operator, id, |text| Ok(edit(text)))
    }

    /// Who signs in at the OpenID provider from now on: the claims of the ID token, `sub` among them.
    pub fn sign_in_as(&self, claims: serde_json::Map<String, serde_json::Value>) {
        self.tenant.openid.set_person(claims);
    }

    /// What is wrong with the ID tokens from now on; with `None`, nothing.
    pub fn flaw_id_tokens(&self, flaw: Option<TokenFlaw>) {
        self.tenant.openid.set_flaw(flaw);
    }

    /// Has the OpenID provider sign with another key, and publish only that.
    pub fn change_signing_key(&self, algorithm: Algorithm) {
        self.tenant.openid.change_key(algorithm);
    }

    /// Ends every token that was given out.
    pub fn expire_tokens(&self) {
        self.tenant.tokens.expire_all();
    }

    /// Back to the seed: data, webhooks, faults and records. Tokens stay good.
    pub fn reset(&self) {
        self.tenant.reset();
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.server.abort();
    }
}
