//! The program is killed (SIGKILL) at every step of a deploy, on both databases. Afterwards nothing is
//! unresolved, nothing was sent twice, each deploy is in the workflow once or not at all, the same key
//! says which, and the audit is whole.
//!
//! A run kills ten times on each database; `CXONE_TEST_KILLS=200` sets another count.

use crate::support::{Locked, Program, Setting, WORKFLOW, named, on_both, raw, simulated, until, version};
use cxone_proxy::config::Database;
use cxone_simulator::{Endpoint, Fault, FaultKind, Simulator};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use workflow::wire::{HistoryPage, REPLAYED_HEADER};

on_both!(a_proxy_that_is_killed_at_any_step_loses_nothing_and_repeats_nothing);

/// Where a deploy is when the program is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The browser is still sending.
    Arriving,
    /// The version that the deploy is made on is being read.
    ReadingBase,
    /// It is about to be noted down.
    Noting,
    /// The token is being fetched.
    FetchingToken,
    /// It has reached the tenant, which has not carried it out.
    Sent,
    /// The tenant has carried it out and not answered.
    CarriedOut,
    /// The answer is arriving.
    Answering,
    /// The answer is there and is about to be noted down.
    NotingTheAnswer,
    /// The browser has the answer.
    Answered,
    /// It is being read back after it was killed before.
    ReadingBack,
    /// Whichever it is after this many tenths of a ms.
    After(u64),
}

const STEPS: [Step; 10] = [
    Step::Arriving,
    Step::ReadingBase,
    Step::Noting,
    Step::FetchingToken,
    Step::Sent,
    Step::CarriedOut,
    Step::Answering,
    Step::NotingTheAnswer,
    Step::Answered,
    Step::ReadingBack,
];

/// The steps of a run: each named one once or, of a long run, every other time; between them moments in
/// steps of half a ms.
fn steps() -> impl Iterator<Item = Step> {
    let kills: usize = std::env::var("CXONE_TEST_KILLS").ok().map_or(STEPS.len(), |text| text.parse().unwrap());
    (0..kills).map(|kill| match kill.checked_sub(STEPS.len()) {
        Some(later) if later % 2 == 0 => Step::After(5 * (later as u64 / 2 % 50)),
        Some(later) => STEPS[later / 2 % STEPS.len()],
        None => STEPS[kill],
    })
}

struct Scene {
    tenant: Simulator,
    database: Database,
    setting: Setting,
    program: Program,
}

async fn a_proxy_that_is_killed_at_any_step_loses_nothing_and_repeats_nothing(database: Database) {
    let tenant = simulated().await;
    let setting = Setting::new(&tenant.base_url(), &database);
    let program = Program::start(&setting).await;
    let mut scene = Scene { tenant, database, setting, program };
    let mut landed = Vec::new();
    for (round, step) in steps().enumerate() {
        let (key, name) = (format!("op{round}.1"), format!("Round {round}"));
        if step == Step::ReadingBase {
            // Saved elsewhere, so that it is not kept yet.
            scene.tenant.save_as("Grace", WORKFLOW, str::to_owned).unwrap();
        }
        let text = named(&scene.text(), &name);
        let before = version(&text);
        scene = scene.killed_at(step, &key, &text).await;
        scene.nothing_is_unresolved().await;
        let there = version(&scene.text()) == before + 1;
        assert_eq!(version(&scene.text()), before + u64::from(there), "{step:?}: at most once");
        let key = scene.told_again(step, &key, &text, there).await;
        assert_eq!(version(&scene.text()), before + 1, "{step:?}: once");
        assert_eq!(scene.newest().await, (Some(key.clone()), (before + 1).to_string()), "{step:?}");
        landed.push(key);
    }
    let told = scene.setting.say(&["audit", "verify"]).await;
    assert!(told.contains("The audit is whole"), "{told}");
    scene.each_is_in_the_audit(&landed).await;
    scene.nothing_was_sent_twice();
    scene.program.kill().await;
}

impl Scene {
    fn text(&self) -> String {
        self.tenant.workflow_text(WORKFLOW).unwrap()
    }

    fn put(&self, key: &str, text: &str) -> tokio::task::JoinHandle<reqwest::Result<reqwest::Response>> {
        tokio::spawn(self.program.put(key, WORKFLOW, text.to_owned()).send())
    }

    fn fault(&self, fault: Fault) {
        self.tenant.faults().add(fault);
    }

    /// Deploys, kills the program at a step, and starts it again.
    async fn killed_at(self, step: Step, key: &str, text: &str) -> Self {
        let mut scene = self;
        match step {
            Step::Arriving => scene.send_half(key, text).await,
            Step::ReadingBase => scene.held(Fault::before(Endpoint::GetWorkflow, FaultKind::Hold), key, text).await,
            Step::Noting => {
                let locked = Locked::lock(&scene.database).await;
                drop(scene.put(key, text));
                // It waits for the lock for seconds.
                tokio::time::sleep(Duration::from_millis(100)).await;
                scene = scene.killed().await;
                locked.unlock().await;
                return scene.started().await;
            }
            Step::FetchingToken => {
                // A new program has no token yet.
                scene = scene.killed().await.started().await;
                scene.held(Fault::before(Endpoint::Token, FaultKind::Hold), key, text).await;
            }
            Step::Sent => scene.held(Fault::before(Endpoint::PutWorkflow, FaultKind::Hold), key, text).await,
            Step::CarriedOut => scene.held(Fault::after(Endpoint::PutWorkflow, FaultKind::Hold), key, text).await,
            Step::Answering => {
                scene.fault(Fault::after(Endpoint::PutWorkflow, FaultKind::Drip { bytes: 50, ms: 20 }));
                drop(scene.put(key, text));
                scene.answered(key).await;
            }
            Step::NotingTheAnswer => {
                scene.held(Fault::after(Endpoint::PutWorkflow, FaultKind::Hold), key, text).await;
                let locked = Locked::lock(&scene.database).await;
                scene.tenant.faults().release();
                scene.answered(key).await;
                scene = scene.killed().await;
                locked.unlock().await;
                return scene.started().await;
            }
            Step::Answered => assert_eq!(scene.put(key, text).await.unwrap().unwrap().status(), 200),
            Step::ReadingBack => {
                scene.held(Fault::after(Endpoint::PutWorkflow, FaultKind::Hold), key, text).await;
                scene = scene.killed().await;
                scene.fault(Fault::before(Endpoint::GetWorkflow, FaultKind::Hold));
                scene = scene.started().await;
                scene.tenant.faults().until_held(1).await;
            }
            Step::After(tenths) => {
                drop(scene.put(key, text));
                tokio::time::sleep(Duration::from_micros(100 * tenths)).await;
            }
        }
        scene.killed().await.started().await
    }

    /// Deploys and waits until a fault holds a request of it.
    async fn held(&self, fault: Fault, key: &str, text: &str) {
        self.fault(fault);
        drop(self.put(key, text));
        self.tenant.faults().until_held(1).await;
    }

    /// Waits until the tenant has answered a deploy, as far as it is concerned.
    async fn answered(&self, key: &str) {
        let put = |request: &cxone_simulator::RecordedRequest| request.idempotency_key.as_deref() == Some(key);
        until("the tenant answers", async || {
            self.tenant.requests().iter().any(|request| put(request) && request.status == Some(200))
        })
        .await;
    }

    /// Sends a deploy's head and half of its body.
    async fn send_half(&self, key: &str, text: &str) {
        let address = self.program.url.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "PUT /api/workflows/{WORKFLOW} HTTP/1.1\r\nhost: {address}\r\nidempotency-key: {key}\r\nx-cxone-configurator: 1\r\ncontent-length: {}\r\n\r\n",
            text.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&text.as_bytes()[..text.len() / 2]).await.unwrap();
        stream.flush().await.unwrap();
    }

    async fn killed(mut self) -> Self {
        self.program.kill().await;
        self.tenant.faults().until_held(0).await;
        self.tenant.faults().clear();
        self
    }

    async fn started(mut self) -> Self {
        self.program = Program::start(&self.setting).await;
        self
    }

    /// Waits until it is known of every write what became of it.
    async fn nothing_is_unresolved(&self) {
        let pool = raw(&self.database).await;
        until("every write is settled", async || count(&pool).await == 0).await;
        pool.close().await;
        let told: serde_json::Value = self.program.get("/readyz").send().await.unwrap().json().await.unwrap();
        assert_eq!(told["unresolvedWrites"], 0);
    }

    /// The same write once more, as a browser sends it that has lost its answer. The key under which it is
    /// there in the end.
    async fn told_again(&self, step: Step, key: &str, text: &str, there: bool) -> String {
        let response = self.put(key, text).await.unwrap().unwrap();
        let (status, replayed) = (response.status().as_u16(), response.headers().contains_key(REPLAYED_HEADER));
        let body = response.text().await.unwrap();
        match (there, status) {
            (true, 200) => assert_eq!((body, replayed), (self.text(), true), "{step:?}"),
            // It was never noted down, so this is the first time.
            (false, 200) => assert_eq!((body, replayed), (self.text(), false), "{step:?}"),
            (false, 502) => {
                assert!(body.contains("/problems/write-not-landed"), "{step:?}: {body}");
                let next = key.replace(".1", ".2");
                assert_eq!(self.put(&next, text).await.unwrap().unwrap().status(), 200, "{step:?}");
                return next;
            }
            _ => panic!("{step:?}: there: {there}, told: {status} {body}"),
        }
        key.to_owned()
    }

    /// The newest version of the history: which write made it, and what it is called.
    async fn newest(&self) -> (Option<String>, String) {
        let page = self.program.get(&format!("/api/workflows/{WORKFLOW}/history?limit=1")).send().await.unwrap();
        let kept = page.json::<HistoryPage>().await.unwrap().versions.remove(0);
        let path = format!("/api/workflows/{WORKFLOW}/history/{}", kept.version);
        let bytes = self.program.get(&path).send().await.unwrap().text().await.unwrap();
        assert_eq!(bytes, self.text(), "byte for byte");
        (kept.operation, kept.version)
    }

    async fn each_is_in_the_audit(&self, keys: &[String]) {
        let pool = raw(&self.database).await;
        for key in keys {
            let found = sqlx::query("SELECT COUNT(*) AS found FROM audit_entries WHERE operation = $1").bind(key);
            let found: i64 = sqlx::Row::try_get(&found.fetch_one(&pool).await.unwrap(), "found").unwrap();
            assert!(found > 0, "{key}");
        }
        pool.close().await;
    }

    /// No key has reached the tenant twice.
    fn nothing_was_sent_twice(&self) {
        let mut seen = std::collections::BTreeSet::new();
        for request in self.tenant.requests().into_iter().filter(|request| request.method == "PUT") {
            let key = request.idempotency_key.unwrap();
            assert!(seen.insert(key.clone()), "{key} was sent twice");
        }
    }
}

async fn count(pool: &sqlx::AnyPool) -> i64 {
    let row = sqlx::query("SELECT COUNT(*) AS found FROM write_intents WHERE state <> 'settled'");
    sqlx::Row::try_get(&row.fetch_one(pool).await.unwrap(), "found").unwrap()
}
