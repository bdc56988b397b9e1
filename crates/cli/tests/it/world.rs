//! A simulated tenant and the program that deploys to it.

use crate::program::{Folder, Ran, run};
use cxone_simulator::{Fault, Options, Simulator};
use serde_json::Value;
use tokio::process::Command;

/// The tutorial's workflow.
pub const WORKFLOW: &str = "wf_12345";
/// The tutorial's node.
pub const NODE: &str = "email_send_01";
/// Never to be seen. The simulated tenant takes it.
pub const SECRET: &str = "canary-client-secret";

/// What most tests ask for.
pub const DEPLOY: [&str; 7] = ["deploy", "--workflow-id", WORKFLOW, "--add-node", "node.json", "--after", "start_node"];

/// A tenant, and a folder with the node to deploy.
pub struct World {
    pub tenant: Simulator,
    pub folder: Folder,
}

impl World {
    /// A tenant with the seeded data.
    pub async fn start(name: &str) -> Self {
        let options = Options { client_secret: SECRET.into(), ..Options::default() };
        let tenant = Simulator::start(options).await.unwrap();
        let folder = Folder::new(name);
        folder.file("node.json", format!("{:#}\n", tutorial_node()));
        Self { tenant, folder }
    }

    /// The program with the tenant's settings and quick retries.
    pub fn program(&self, args: &[&str]) -> Command {
        let mut command = self.folder.program(args);
        command
            .env("CXONE_ORG", "acme")
            .env("CXONE_CLIENT_ID", "demo-client")
            .env("CXONE_CLIENT_SECRET", SECRET)
            .env("CXONE_BASE_URL", self.tenant.base_url())
            .env("CXONE_OPERATOR", "Ada")
            .env("CXONE_RETRY_BASE_DELAY_MS", "1");
        command
    }

    /// Runs it.
    pub async fn run(&self, args: &[&str]) -> Ran {
        run(self.program(args), b"").await
    }

    /// Runs [`DEPLOY`] with further arguments.
    pub async fn deploy(&self, more: &[&str]) -> Ran {
        self.run(&[&DEPLOY[..], more].concat()).await
    }

    /// Something will go wrong.
    pub fn fault(&self, fault: Fault) -> &Self {
        self.tenant.faults().add(fault);
        self
    }

    /// The workflow as the tenant has it.
    pub fn stored(&self) -> Value {
        serde_json::from_str(&self.tenant.workflow_text(WORKFLOW).unwrap()).unwrap()
    }

    /// How many nodes of the workflow have this id.
    pub fn nodes_called(&self, id: &str) -> usize {
        self.stored()["nodes"].as_array().unwrap().iter().filter(|node| node["id"] == id).count()
    }

    /// The statuses of the requests of a method; `None` where the connection was lost or is open yet.
    pub fn statuses(&self, method: &str) -> Vec<Option<u16>> {
        let requests = self.tenant.requests();
        requests.into_iter().filter(|request| request.method == method).map(|request| request.status).collect()
    }

    /// Waits until something is so.
    pub async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let wait = async {
            while !holds(self) {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(60), wait)
            .await
            .unwrap_or_else(|_| panic!("never: {what}"));
    }
}

/// The tutorial's node: its template, three variables, two attachments.
pub fn tutorial_node() -> Value {
    serde_json::from_str(include_str!("../../../../tests/fixtures/tutorial_node.json")).unwrap()
}
