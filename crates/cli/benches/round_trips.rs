//! How long a deploy of a node with five attachments takes when the tenant holds every request up for so
//! many ms: the points from which `cargo xtask bench deploy` fits how many round trips depend on each other.
//!
//! The file named by `CONFIGURATOR_BENCH` gets the points as JSON. The tenant is the simulator, over real
//! HTTP; the deploy is the library's, so that its token and its connections can stay alive between two
//! deploys, and once the program itself.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that cannot go on should say where")]

use cxone_email::deploy::{Cancel, Driver, Journals, Order, Reading, Silent, Slot, Start};
use cxone_simulator::{Endpoint, Fault, FaultKind, Options, Simulator};
use serde::Serialize;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use tenant::config::RemoteTenant;
use tenant::{Secret, Segment, Tenant, TenantConfig};
use workflow::change::RawJson;

const WORKFLOW: &str = "wf_12345";
/// What each request is held up for, in ms.
const DELAYS: [u64; 5] = [0, 25, 50, 100, 200];
/// Deploys per point; the median counts.
const ROUNDS: usize = 7;

/// A case and its points.
#[derive(Serialize)]
struct Case {
    name: &'static str,
    points: Vec<Point>,
}

/// Deploys at one delay.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Point {
    delay_ms: u64,
    /// The median.
    took_ms: f64,
    /// The most in one deploy.
    puts: usize,
    /// The most in one deploy.
    requests: usize,
    /// How all of them ended.
    outcome: String,
}

/// What all cases share.
struct Bench {
    simulator: Simulator,
    folder: PathBuf,
    config: TenantConfig,
    remote: RemoteTenant,
    slot: Slot,
}

fn main() {
    let file = std::env::var_os("CONFIGURATOR_BENCH").expect("CONFIGURATOR_BENCH names the file to write");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let cases = runtime.block_on(measure());
    std::fs::write(file, serde_json::to_string_pretty(&cases).unwrap()).unwrap();
}

async fn measure() -> Vec<Case> {
    let bench = Bench::start().await;
    let warm = bench.tenant();
    warm.token().get().await.unwrap();
    let mut cases = Vec::new();
    cases.push(bench.case("warm", &[], "deployed", async |bench| bench.deploy(&warm, &order(true)).await).await);
    cases.push(
        bench.case("cold", &[], "deployed", async |bench| bench.deploy(&bench.tenant(), &order(true)).await).await,
    );
    cases.push(bench.case("program", &[], "deployed", async |bench| bench.run_program().await).await);
    // A variable is missing, which the tenant's own template compiler finds.
    cases.push(bench.case("refused", &[], "refused", async |bench| bench.deploy(&warm, &order(false)).await).await);
    let saved = Fault::after(Endpoint::GetWorkflow, FaultKind::OtherSave { operator: "Grace".into() });
    cases.push(
        bench.case("conflict", &[saved], "deployed", async |bench| bench.deploy(&warm, &order(true)).await).await,
    );
    cases
}

impl Bench {
    async fn start() -> Self {
        let simulator = Simulator::start(Options::default()).await.unwrap();
        let folder = std::env::temp_dir().join(format!("cxone-email-round-trips-{}", std::process::id()));
        let remote = RemoteTenant {
            base_url: simulator.base_url(),
            token_url: format!("{}/oauth2/token", simulator.base_url()),
            client_id: "demo-client".into(),
            client_secret: Secret::new("demo-secret"),
        };
        let config = TenantConfig::from(remote.clone());
        let slot = Journals::at(folder.join("library")).open(&remote.base_url, &workflow()).unwrap();
        Self { simulator, folder, config, remote, slot }
    }

    /// A client without a token and without connections.
    fn tenant(&self) -> Tenant {
        Tenant::new(&self.remote, &self.config)
    }

    async fn case(
        &self,
        name: &'static str,
        faults: &[Fault],
        outcome: &str,
        deploy: impl AsyncFn(&Self) -> String,
    ) -> Case {
        let mut points = Vec::new();
        for delay_ms in DELAYS {
            let (mut took, mut puts, mut requests) = (Vec::new(), 0, 0);
            for _ in 0..ROUNDS {
                self.simulator.reset();
                let delay = FaultKind::Delay { ms: delay_ms };
                let everywhere = Fault { route: None, ..Fault::before(Endpoint::Token, delay) };
                self.simulator.faults().add(everywhere.times(u32::MAX));
                faults.iter().for_each(|fault| self.simulator.faults().add(fault.clone()));
                let began = Instant::now();
                assert_eq!(deploy(self).await, outcome, "{name} at {delay_ms} ms");
                took.push(began.elapsed().as_secs_f64() * 1_000.0);
                let all = self.simulator.requests();
                requests = requests.max(all.len());
                puts = puts.max(all.iter().filter(|request| request.method == "PUT").count());
            }
            took.sort_by(f64::total_cmp);
            points.push(Point { delay_ms, took_ms: took[ROUNDS / 2], puts, requests, outcome: outcome.to_owned() });
        }
        Case { name, points }
    }

    /// Reads, checks nothing, drives: the outcome's name.
    async fn deploy(&self, tenant: &Tenant, order: &Order) -> String {
        let reading = Reading::take(tenant, &self.config, order, &mut Silent).await.unwrap();
        let start = Start::new(order, &reading, &self.config).unwrap();
        let driver = Driver { tenant, workflow: &order.workflow, slot: &self.slot };
        let finished = driver.run(start, &mut Silent, &mut Cancel::never()).await.unwrap();
        self.slot.forget();
        finished.receipt.outcome.to_owned()
    }

    /// The program, from its start to its end.
    async fn run_program(&self) -> String {
        let node = self.folder.join("node.json");
        std::fs::write(&node, order(true).json.as_str()).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_cxone-email"));
        command
            .args(["deploy", "--workflow-id", WORKFLOW, "--after", "start_node", "--add-node"])
            .arg(node)
            .arg("--state-dir")
            .arg(self.folder.join("program"))
            .env_clear()
            .env("CXONE_ORG", "acme")
            .env("CXONE_CLIENT_ID", "demo-client")
            .env("CXONE_CLIENT_SECRET", "demo-secret")
            .env("CXONE_BASE_URL", &self.remote.base_url)
            .current_dir(&self.folder)
            .stderr(Stdio::null());
        let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
        let receipt: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        receipt["outcome"].as_str().unwrap().to_owned()
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        remove(&self.folder);
    }
}

fn remove(folder: &Path) {
    // What stays in the folder for temporary files does no harm.
    let _ = std::fs::remove_dir_all(folder);
}

fn workflow() -> Segment {
    Segment::parse(WORKFLOW).unwrap()
}

/// The tutorial's node with five attachments, with all of its variables or without one.
fn order(complete: bool) -> Order {
    let files = [
        ("att_inv_terms", "terms-and-conditions.pdf"),
        ("att_inv_summary", "invoice-summary.pdf"),
        ("att_returns_policy", "returns-policy.pdf"),
        ("att_store_map", "how-to-find-us.png"),
        ("att_payment_plan", "payment-plan.docx"),
    ];
    let mut variables = json!({
        "customerName": "$interaction.contact.firstName",
        "invoiceNumber": "$workflow.data.invoiceNumber"
    });
    if complete {
        variables["orderTotal"] = "$workflow.data.orderTotal".into();
    }
    let node = json!({
        "id": "email_send_01",
        "type": "email",
        "properties": {
            "templateId": "tmpl_inv_2024",
            "variables": variables,
            "attachments": files.map(|(id, name)| json!({ "fileId": id, "fileName": name })),
            "deliveryMode": "standard",
            "trackOpens": true,
            "trackClicks": true
        }
    });
    Order {
        workflow: workflow(),
        node: "email_send_01".into(),
        json: RawJson::parse(node.to_string()).unwrap(),
        after: "start_node".into(),
    }
}
