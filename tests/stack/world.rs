//! A tenant and a proxy, each on a port of its own, and what tests ask of them.

use cxone_proxy::config::{Config, RemoteTenant};
use cxone_proxy::{Proxy, Running, Secret};
use cxone_simulator::{Fault, RecordedRequest, Simulator, Speech};
use reqwest::Client;
use serde_json::Value;
use workflow::change::{Change, Edit, Placement, RawJson};
use workflow::document::Document;
use workflow::wire::APP_HEADER;

/// The tutorial's workflow.
pub const WORKFLOW: &str = "wf_12345";

/// The tutorial's node.
pub const NODE: &str = "email_send_01";

/// The running servers of one test.
pub struct World {
    /// The tenant, to set the scene and to see what arrived.
    pub tenant: Simulator,
    /// Speaks HTTP to the proxy.
    pub http: Client,
    proxy: Running,
}

impl World {
    /// A tenant with the seeded data behind a proxy with the usual settings.
    pub async fn start() -> Self {
        Self::configured(|_| {}).await
    }

    /// The same with other settings of the proxy.
    pub async fn configured(configure: impl FnOnce(&mut Config)) -> Self {
        let tenant = Simulator::start(cxone_simulator::Options::default()).await.unwrap();
        let mut config = config(&tenant, "demo-secret");
        configure(&mut config);
        let proxy = Proxy::start(config).await.unwrap();
        Self { tenant, http: client(), proxy }
    }

    /// A tenant that speaks otherwise, behind a proxy that is told so.
    pub async fn speaking(speech: Speech, configure: impl FnOnce(&mut Config)) -> Self {
        let options = cxone_simulator::Options { speech, ..cxone_simulator::Options::default() };
        let tenant = Simulator::start(options).await.unwrap();
        let mut config = config(&tenant, "demo-secret");
        configure(&mut config);
        let proxy = Proxy::start(config).await.unwrap();
        Self { tenant, http: client(), proxy }
    }

    /// The same with a secret that the tenant does not accept.
    pub async fn with_secret(secret: &str) -> Self {
        let tenant = Simulator::start(cxone_simulator::Options::default()).await.unwrap();
        let proxy = Proxy::start(config(&tenant, secret)).await.unwrap();
        Self { tenant, http: client(), proxy }
    }

    /// A URL of the proxy's.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.proxy.base_url())
    }

    /// A workflow as the app reads it.
    pub async fn read(&self, id: &str) -> Document {
        let response = self.http.get(self.url(&format!("/api/workflows/{id}"))).send().await.unwrap();
        assert_eq!(response.status(), 200);
        Document::parse(&response.text().await.unwrap()).unwrap()
    }

    /// A JSON answer of the proxy's.
    pub async fn get(&self, path: &str) -> Value {
        let text = self.http.get(self.url(path)).send().await.unwrap().text().await.unwrap();
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{path} answers {text}"))
    }

    /// Something will go wrong.
    pub fn fault(&self, fault: Fault) {
        self.tenant.faults().add(fault);
    }

    /// The writes that reached the tenant, with the status each was answered.
    pub fn writes(&self) -> Vec<RecordedRequest> {
        self.tenant.requests().into_iter().filter(|request| request.method == "PUT").collect()
    }

    /// The statuses of the writes; `None` where the connection was lost instead.
    pub fn write_statuses(&self) -> Vec<Option<u16>> {
        self.writes().into_iter().map(|request| request.status).collect()
    }
}

/// The tutorial's node: its template, three variables, two attachments.
pub fn tutorial_node() -> Value {
    serde_json::from_str(include_str!("../fixtures/tutorial_node.json")).unwrap()
}

/// The change that adds `node` after the node `after`.
pub fn add(node: &Value, after: &str) -> Change {
    Change::of(Edit::AddNode {
        id: node["id"].as_str().unwrap().into(),
        json: RawJson::parse(node.to_string()).unwrap(),
        placement: Placement::After { node: after.into() },
    })
}

/// The main job: the tutorial's node after the start node.
pub fn main_job() -> Change {
    add(&tutorial_node(), "start_node")
}

fn config(tenant: &Simulator, secret: &str) -> Config {
    let remote = RemoteTenant {
        base_url: tenant.base_url(),
        token_url: format!("{}/oauth2/token", tenant.base_url()),
        client_id: "demo-client".into(),
        client_secret: Secret::new(secret.to_owned()),
    };
    Config { tenant: remote.into(), ..Config::default() }
}

/// Sends what the app sends with every request.
fn client() -> Client {
    let headers = [(APP_HEADER.parse().unwrap(), "1".parse().unwrap())].into_iter().collect();
    Client::builder().default_headers(headers).build().unwrap()
}
