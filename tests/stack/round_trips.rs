//! How many round trips of a deploy depend on each other, counted at a gate: no clock is asked.

use crate::gate::Gate;
use cxone_email::deploy::{Cancel, Driver, Journals, Order, Reading, Silent, Start};
use cxone_simulator::{Endpoint, Fault, FaultKind, Simulator};
use serde_json::json;
use std::path::PathBuf;
use std::time::Duration;
use tenant::config::RemoteTenant;
use tenant::{Secret, Segment, Tenant, TenantConfig};
use workflow::change::RawJson;

/// Workflow, template and five attachments.
const READS: usize = 7;

struct Scene {
    simulator: Simulator,
    gate: Gate,
    config: TenantConfig,
    tenant: Tenant,
    folder: PathBuf,
}

impl Scene {
    async fn start(name: &str) -> Self {
        let simulator = Simulator::start(cxone_simulator::Options::default()).await.unwrap();
        let gate = Gate::before(simulator.base_url()).await;
        let remote = RemoteTenant {
            base_url: gate.url.clone(),
            token_url: format!("{}/oauth2/token", gate.url),
            client_id: "demo-client".into(),
            client_secret: Secret::new("demo-secret"),
        };
        let config = TenantConfig::from(remote.clone());
        let tenant = Tenant::new(&remote, &config);
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("round-trips").join(name);
        Self { simulator, gate, config, tenant, folder }
    }

    /// Has a token before anything is counted.
    async fn warm(name: &str) -> Self {
        let scene = Self::start(name).await;
        scene.tenant.token().get().await.unwrap();
        scene
    }

    /// Deploys, with rounds planned so; answers the outcome and how many rounds there were.
    async fn deploy(&self, order: &Order, rounds: &[usize]) -> (&'static str, Vec<usize>) {
        self.gate.plan(rounds);
        let slot = Journals::at(&self.folder).open(&self.gate.url, &order.workflow).unwrap();
        let deploy = async {
            let reading = Reading::take(&self.tenant, &self.config, order, &mut Silent).await.unwrap();
            let start = Start::new(order, &reading, &self.config).unwrap();
            let driver = Driver { tenant: &self.tenant, workflow: &order.workflow, slot: &slot };
            driver.run(start, &mut Silent, &mut Cancel::never()).await.unwrap()
        };
        // Not a measurement: without it a round that is never full would wait for ever.
        let finished = tokio::time::timeout(Duration::from_secs(60), deploy)
            .await
            .unwrap_or_else(|_| panic!("a round is never full; it holds {:?}", self.gate.held()));
        slot.forget();
        (finished.receipt.outcome, self.gate.passed().iter().map(Vec::len).collect())
    }

    fn writes(&self) -> usize {
        self.simulator.requests().iter().filter(|request| request.method == "PUT").count()
    }
}

#[tokio::test]
async fn a_warm_deploy_is_two_dependent_round_trips() {
    let scene = Scene::warm("warm").await;
    assert_eq!(scene.deploy(&order(true), &[READS]).await, ("deployed", vec![READS, 1]));
    let rounds = scene.gate.passed();
    assert!(rounds[0].iter().all(|request| request.starts_with("GET ")), "{rounds:?}");
    assert_eq!(rounds[1], ["PUT /api/v2/workflows/wf_12345"]);
}

#[tokio::test]
async fn a_cold_deploy_fetches_one_token_before() {
    let scene = Scene::start("cold").await;
    assert_eq!(scene.deploy(&order(true), &[1, READS]).await, ("deployed", vec![1, READS, 1]));
    assert_eq!(scene.gate.passed()[0], ["POST /oauth2/token"]);
}

#[tokio::test]
async fn a_400_is_one_put() {
    let scene = Scene::warm("refused").await;
    assert_eq!(scene.deploy(&order(false), &[READS]).await, ("refused", vec![READS, 1]));
    assert_eq!(scene.writes(), 1);
}

#[tokio::test]
async fn a_409_with_a_clean_replay_is_two_more() {
    let scene = Scene::warm("conflict").await;
    let saved = FaultKind::OtherSave { operator: "Grace".into() };
    scene.simulator.faults().add(Fault::after(Endpoint::GetWorkflow, saved));
    assert_eq!(scene.deploy(&order(true), &[READS]).await, ("deployed", vec![READS, 1, 1, 1]));
    assert_eq!(scene.writes(), 2);
}

/// The tutorial's node with five attachments, with all of its variables or without one.
fn order(complete: bool) -> Order {
    let mut node = crate::world::tutorial_node();
    node["properties"]["attachments"] = json!([
        { "fileId": "att_inv_terms", "fileName": "terms-and-conditions.pdf" },
        { "fileId": "att_inv_summary", "fileName": "invoice-summary.pdf" },
        { "fileId": "att_returns_policy", "fileName": "returns-policy.pdf" },
        { "fileId": "att_store_map", "fileName": "how-to-find-us.png" },
        { "fileId": "att_payment_plan", "fileName": "payment-plan.docx" }
    ]);
    if !complete {
        node["properties"]["variables"].as_object_mut().unwrap().remove("orderTotal");
    }
    Order {
        workflow: Segment::parse(crate::world::WORKFLOW).unwrap(),
        node: crate::world::NODE.into(),
        json: RawJson::parse(node.to_string()).unwrap(),
        after: "start_node".into(),
    }
}
