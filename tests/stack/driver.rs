//! Drives a deployment through the proxy, as the app does.

use crate::world::World;
use reqwest::RequestBuilder;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use workflow::change::Change;
use workflow::deploy::{
    Action, Credentials, Deployment, Event, Journaled, OperationId, Outcome, Plan, Receipt, Response, RetryPolicy,
    State, TransportFailure,
};
use workflow::document::Document;
use workflow::wire::Problem;

/// A deployment that is over.
pub struct Deployed {
    /// How it ended.
    pub outcome: Outcome,
    /// What is left behind.
    pub receipt: Receipt,
    /// The waits that were asked for, in ms.
    pub waits: Vec<u64>,
    /// The reads that were asked for.
    pub reads: usize,
}

impl Deployed {
    /// The receipt's outcome: `deployed`, `conflict`, ….
    pub fn word(&self) -> &'static str {
        self.receipt.outcome
    }
}

/// Time as the machine sees it: the real one, and the waits that were skipped.
struct Clock {
    began: Instant,
    skipped: u64,
}

impl Clock {
    fn now(&self) -> u64 {
        self.skipped + u64::try_from(self.began.elapsed().as_millis()).unwrap()
    }
}

impl World {
    /// Deploys a change made on `base`.
    pub async fn deploy(&self, base: &Document, change: Change) -> Deployed {
        self.deploy_watched(base, change, |_| None).await
    }

    /// The same; `watch` sees each action before it is carried out, and may answer an event to hand
    /// in first (a cancel).
    pub async fn deploy_watched(
        &self,
        base: &Document,
        change: Change,
        mut watch: impl FnMut(&Action) -> Option<Event>,
    ) -> Deployed {
        let mut clock = Clock { began: Instant::now(), skipped: 0 };
        let mut machine = Deployment::new(plan(base, change, self.policy().await), clock.now());
        let (mut waits, mut reads) = (Vec::new(), 0);
        while let Some(action) = machine.poll_action() {
            if let Some(event) = watch(&action) {
                machine.handle_event(clock.now(), event);
                if matches!(action, Action::WaitUntil(_)) {
                    continue;
                }
            }
            let event = match action {
                Action::Read => {
                    reads += 1;
                    Event::Read(send(self.http.get(self.workflow_url(base))).await)
                }
                Action::Journal(_) => Event::Journaled(Journaled::Kept),
                Action::RenewToken => panic!("the proxy renews the token"),
                Action::Write { body, idempotency_key } => {
                    let request = self
                        .http
                        .put(self.workflow_url(base))
                        .header("content-type", "application/json")
                        .header("idempotency-key", idempotency_key)
                        .body(body);
                    Event::Written(send(request).await)
                }
                Action::WaitUntil(until) => {
                    let wait = until.saturating_sub(clock.now());
                    waits.push(wait);
                    clock.skipped += wait;
                    Event::Timer
                }
            };
            machine.handle_event(clock.now(), event);
        }
        let State::Finished(outcome) = machine.state().clone() else {
            panic!("the machine asks for nothing and is not finished: {:?}", machine.timeline());
        };
        Deployed { outcome, receipt: machine.receipt().unwrap(), waits, reads }
    }

    /// As the session tells it to the app.
    async fn policy(&self) -> RetryPolicy {
        serde_json::from_value(self.get("/api/session").await["retry"].clone()).unwrap()
    }

    fn workflow_url(&self, base: &Document) -> String {
        self.url(&format!("/api/workflows/{}", base.id().unwrap()))
    }
}

/// Deployments so far: each is an operation of its own, as the proxy holds two to.
static OPERATIONS: AtomicU32 = AtomicU32::new(0x5eed);

fn plan(base: &Document, change: Change, policy: RetryPolicy) -> Plan {
    Plan {
        operation: OperationId::from_random(OPERATIONS.fetch_add(1, Ordering::Relaxed).into()),
        workflow: base.id().unwrap().into(),
        base: base.clone(),
        change,
        policy,
        credentials: Credentials::OnTheWay,
        seed: 7,
        now_unix_ms: u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap(),
    }
}

/// Tells the tenant's answers from the proxy's, as the app does.
async fn send(request: RequestBuilder) -> Result<Response, TransportFailure> {
    let answer = request.send().await.map_err(|_| TransportFailure::Broken)?;
    let status = answer.status().as_u16();
    let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (media_type, retry_after) = (header("content-type").unwrap_or_default(), header("retry-after"));
    let body = answer.text().await.map_err(|_| TransportFailure::Broken)?;
    if media_type.starts_with("application/problem+json") {
        let problem: Problem = serde_json::from_str(&body).unwrap();
        match (problem.delivery.as_str(), status) {
            ("notSent", 500..) => return Err(TransportFailure::NotSent),
            ("unclear", 504) => return Err(TransportFailure::Timeout),
            ("unclear", _) => return Err(TransportFailure::Broken),
            _ => {}
        }
    }
    Ok(Response { status, retry_after, body })
}
