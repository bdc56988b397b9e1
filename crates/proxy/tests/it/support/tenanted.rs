//! A proxy in front of a simulated tenant, with a journal that does not wait long.

use super::world::{CLIENT_ID, CLIENT_SECRET, World};
use cxone_proxy::Config;
use cxone_proxy::config::{Database, JournalTimes};
use cxone_simulator::{Fault, Options, Simulator};
use reqwest::Response;
use serde_json::Value;
use std::time::Duration;
use workflow::wire::{AuditEvent, AuditList, HistoryPage, KeptVersion};

/// The tutorial's workflow.
pub const WORKFLOW: &str = "wf_12345";

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(30);

/// Short times, so that tests need not wait for what is told late.
pub const SOON: JournalTimes = JournalTimes { lease: Duration::from_millis(300), grace: Duration::from_millis(600) };

/// A proxy in front of a simulated tenant.
pub struct Tenanted {
    pub tenant: Simulator,
    pub world: World,
}

/// A simulated tenant that takes the proxy's credentials.
pub async fn simulated() -> Simulator {
    let options = Options { client_id: CLIENT_ID.into(), client_secret: CLIENT_SECRET.into(), ..Options::default() };
    Simulator::start(options).await.unwrap()
}

impl Tenanted {
    pub async fn start(database: &Database) -> Self {
        Self::with(database, |_| ()).await
    }

    pub async fn with(database: &Database, change: impl FnOnce(&mut Config)) -> Self {
        let tenant = simulated().await;
        let world = World::with(&tenant.base_url(), |config| {
            config.database = database.clone();
            config.journal = SOON;
            change(config);
        })
        .await;
        Self { tenant, world }
    }

    /// Something will go wrong.
    pub fn fault(&self, fault: Fault) -> &Self {
        self.tenant.faults().add(fault);
        self
    }

    /// The workflow as the tenant holds it.
    pub fn text(&self) -> String {
        self.tenant.workflow_text(WORKFLOW).unwrap()
    }

    /// The workflow's version.
    pub fn version(&self) -> u64 {
        version(&self.text())
    }

    /// The workflow as it is, under another name.
    pub fn named(&self, name: &str) -> String {
        named(&self.text(), name)
    }

    /// Writes under this key.
    pub async fn put(&self, key: &str, text: &str) -> Response {
        self.world.send(self.world.put_as(key, WORKFLOW, text.to_owned())).await
    }

    /// The writes that reached the tenant.
    pub fn puts(&self) -> usize {
        self.tenant.requests().iter().filter(|request| request.method == "PUT").count()
    }

    /// The kept versions, the newest first.
    pub async fn history(&self) -> Vec<KeptVersion> {
        let page = self.world.get(&format!("/api/workflows/{WORKFLOW}/history"));
        self.world.send(page).await.json::<HistoryPage>().await.unwrap().versions
    }

    /// What `/readyz` tells of unresolved writes.
    pub async fn unresolved(&self) -> u64 {
        let told: Value = self.world.send(self.world.get("/readyz")).await.json().await.unwrap();
        told["unresolvedWrites"].as_u64().unwrap()
    }

    /// Waits until nothing is unresolved.
    pub async fn settled(&self) {
        until("nothing is unresolved", async || self.unresolved().await == 0).await;
    }

    /// The audit's events of this name, the newest first.
    pub async fn audited(&self, event: &str) -> Vec<AuditEvent> {
        let list = self.world.send(self.world.get("/api/audit?events=all&limit=1000")).await;
        let events = list.json::<AuditList>().await.unwrap().events;
        events.into_iter().filter(|found| found.event == event).collect()
    }
}

/// The version of a workflow's text.
pub fn version(text: &str) -> u64 {
    serde_json::from_str::<Value>(text).unwrap()["version"].as_u64().unwrap()
}

/// The same workflow under another name.
pub fn named(text: &str, name: &str) -> String {
    let mut workflow: Value = serde_json::from_str(text).unwrap();
    workflow["name"] = name.into();
    workflow.to_string()
}

/// Waits until it holds.
pub async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("{what}: it has not come"));
}
