//! A simulated CXone tenant over real HTTP, with faults on request.

use std::net::SocketAddr;

/// How a simulated tenant is started.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen; port 0 picks one.
    pub listen: SocketAddr,
    /// The OAuth client id that is accepted.
    pub client_id: String,
    /// The OAuth client secret that is accepted.
    pub client_secret: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            client_id: "demo-client".into(),
            client_secret: "demo-secret".into(),
        }
    }
}

/// A running simulated tenant. Stops when dropped.
#[derive(Debug)]
pub struct Simulator {}

impl Simulator {
    /// Starts a tenant with the seeded data.
    ///
    /// # Errors
    /// Where the address cannot be listened on.
    pub async fn start(options: Options) -> std::io::Result<Self> {
        todo!()
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        todo!()
    }

    /// The tenant's base URL, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// Stops it and waits until its port is free.
    pub async fn stop(self) {
        todo!()
    }
}
