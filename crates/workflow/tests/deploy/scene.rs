//! A scripted vendor: a case is the list of what the machine must ask for and what it is answered.

use workflow::change::{Change, Edit, Placement, RawJson};
use workflow::deploy::{
    Action, Credentials, Deployment, Event, Journal, Journaled, OperationId, Plan, Receipt, Response, RetryPolicy,
    TransportFailure,
};
use workflow::document::Document;

/// The document that was edited: version 3.
pub const BASE: &str = concat!(
    r#"{"id":"wf_12345","name":"Order Confirmation Workflow","version":3,"#,
    r#""nodes":[{"id":"start_node","type":"start","properties":{}},{"id":"end_node","type":"end","properties":{}}],"#,
    r#""transitions":[{"id":"t1","from":"start_node","to":"end_node"}],"#,
    r#""createdTimestamp":1672531200000,"lastUpdatedTimestamp":1672617600000}"#
);
/// The node that is deployed.
pub const NODE: &str = r#"{"id":"email_send_01","type":"email","properties":{"templateId":"tmpl_inv_2024"}}"#;
/// When every scene begins: the machine's clock and the time in ms since 1970.
pub const START: u64 = 5_000;
pub const START_UNIX_MS: u64 = 1_700_000_000_000;
/// How long every answer takes in ms.
pub const LATENCY: u64 = 100;

/// What the vendor answers.
#[derive(Clone, Copy, Debug)]
pub enum Reply {
    /// 200 with the base as this version; any other than 3 has another name as well.
    Head(u64),
    /// 200 with the change in the base, as this version, with another time.
    There(u64),
    /// 200 with another node under the same id, as this version.
    Taken(u64),
    /// 200 with what was last written, as this version, with the time that it was sent with.
    Stored(u64),
    /// 200 with what was written first, as this version and with a time of the tenant's own.
    Landed(u64),
    /// 200 with this body.
    Body(&'static str),
    /// This status.
    Status(u16),
    /// This status with a `Retry-After`.
    RetryAfter(u16, &'static str),
    /// No answer.
    Lost(TransportFailure),
}

/// What the machine must do next, and what comes of it.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    Read(Reply),
    Write(Reply),
    /// A fresh token is asked for.
    Renew(Result<(), &'static str>),
    /// The administrator cancels while a fresh token is being got.
    RenewCancelled(Result<(), &'static str>),
    /// A wait for this reason, to its end.
    Wait(&'static str),
    /// A jittered wait, to its end.
    Pause,
    /// The administrator cancels before the machine's next action is asked for.
    Cancel,
    /// The administrator cancels while the read is outstanding.
    ReadCancelled(Reply),
    /// The administrator cancels while the write is outstanding.
    WriteCancelled(Reply),
    /// The administrator cancels while the machine waits.
    WaitCancelled,
}

/// A case: the script, and what the receipt must say.
pub struct Case {
    pub name: &'static str,
    pub steps: Vec<Step>,
    pub outcome: &'static str,
    pub changed: Option<bool>,
    pub version: Option<&'static str>,
    pub attempts: u32,
}

/// Runs every case.
#[track_caller]
pub fn check(cases: Vec<Case>) {
    for case in cases {
        let receipt = Scene::new().play(case.name, &case.steps).receipt(case.name);
        let version = receipt.version.as_ref().map(|version| version.as_str());
        assert_eq!(
            (receipt.outcome, receipt.changed, version, receipt.attempts),
            (case.outcome, case.changed, case.version, case.attempts),
            "{}: {receipt:#?}",
            case.name
        );
    }
}

/// A machine and the vendor's side of the script.
pub struct Scene {
    pub machine: Deployment,
    pub now: u64,
    pub bodies: Vec<String>,
    pub keys: Vec<String>,
    /// Every journal that was kept.
    pub journals: Vec<Journal>,
}

/// A plan to add [`NODE`] after a node of [`BASE`].
pub fn plan_after(node: &str) -> Plan {
    Plan {
        operation: OperationId::from_random(7),
        workflow: "wf_12345".into(),
        base: Document::parse(BASE).expect("the base is a document"),
        change: Change::of(Edit::AddNode {
            id: "email_send_01".into(),
            json: RawJson::parse(NODE).expect("the node is JSON"),
            placement: Placement::After { node: node.into() },
        }),
        policy: RetryPolicy::default(),
        credentials: Credentials::OnTheWay,
        seed: 1,
        now_unix_ms: START_UNIX_MS,
    }
}

impl Scene {
    pub fn new() -> Self {
        Self::with(plan_after("start_node"))
    }

    pub fn with(plan: Plan) -> Self {
        Self::driving(Deployment::new(plan, START))
    }

    /// A machine that stands at [`START`].
    pub fn driving(machine: Deployment) -> Self {
        Self { machine, now: START, bodies: Vec::new(), keys: Vec::new(), journals: Vec::new() }
    }

    /// The machine's next action, after its journals have been kept.
    pub fn next(&mut self) -> Option<Action> {
        loop {
            match self.machine.poll_action() {
                Some(Action::Journal(journal)) => {
                    assert_eq!(self.machine.poll_action(), None, "one action at a time");
                    self.journals.push(*journal);
                    self.machine.handle_event(self.now, Event::Journaled(Journaled::Kept));
                }
                action => return action,
            }
        }
    }

    /// Plays the steps.
    #[track_caller]
    pub fn play(mut self, name: &str, steps: &[Step]) -> Self {
        for (index, &step) in steps.iter().enumerate() {
            let place = format!("{name}, step {index} {step:?}, after {:#?}", self.lines());
            self.step(step, &place);
        }
        self
    }

    /// The receipt of a machine that must be finished.
    #[track_caller]
    pub fn receipt(&mut self, name: &str) -> Receipt {
        assert_eq!(self.next(), None, "{name}: nothing more is asked for, after {:#?}", self.lines());
        self.machine.receipt().unwrap_or_else(|| panic!("{name}: over, after {:#?}", self.lines()))
    }

    /// The machine's next action, which must be to keep a journal.
    #[track_caller]
    pub fn journal(&mut self, name: &str) -> Journal {
        match self.machine.poll_action() {
            Some(Action::Journal(journal)) => *journal,
            action => panic!("{name}: a journal is to be kept, not {action:?}, after {:#?}", self.lines()),
        }
    }

    #[track_caller]
    fn step(&mut self, step: Step, place: &str) {
        if let Step::Cancel = step {
            return self.machine.handle_event(self.now, Event::Cancel);
        }
        let action = self.next().unwrap_or_else(|| panic!("{place}: an action is asked for"));
        assert_eq!(self.machine.poll_action(), None, "{place}: one action at a time");
        match (step, action) {
            (Step::Read(reply), Action::Read) => self.answer(Event::Read(self.reply(reply))),
            (Step::ReadCancelled(reply), Action::Read) => {
                self.machine.handle_event(self.now, Event::Cancel);
                self.answer(Event::Read(self.reply(reply)));
            }
            (Step::Write(reply), Action::Write { body, idempotency_key }) => {
                self.sent(body, idempotency_key);
                self.answer(Event::Written(self.reply(reply)));
            }
            (Step::WriteCancelled(reply), Action::Write { body, idempotency_key }) => {
                self.sent(body, idempotency_key);
                self.machine.handle_event(self.now, Event::Cancel);
                assert!(self.machine.is_cancelling(), "{place}: it waits for the answer");
                self.answer(Event::Written(self.reply(reply)));
            }
            (Step::Renew(answer), Action::RenewToken) => {
                self.answer(Event::TokenRenewed(answer.map_err(str::to_owned)));
            }
            (Step::RenewCancelled(answer), Action::RenewToken) => {
                self.machine.handle_event(self.now, Event::Cancel);
                self.answer(Event::TokenRenewed(answer.map_err(str::to_owned)));
            }
            (Step::Wait(reason), Action::WaitUntil(until)) => {
                let line = self.lines().pop().unwrap_or_default();
                assert!(line.ends_with(&format!("wait: {reason}: …")), "{place}: {line}");
                self.now = until;
                self.machine.handle_event(self.now, Event::Timer);
            }
            (Step::Pause, Action::WaitUntil(until)) => {
                let line = self.lines().pop().unwrap_or_default();
                assert!(line.contains("wait: pausing "), "{place}: {line}");
                self.now = until;
                self.machine.handle_event(self.now, Event::Timer);
            }
            (Step::WaitCancelled, Action::WaitUntil(until)) => {
                self.now += (until - self.now) / 2;
                self.machine.handle_event(self.now, Event::Cancel);
            }
            (_, action) => panic!("{place}: the machine asks for {action:?}"),
        }
    }

    fn sent(&mut self, body: String, idempotency_key: String) {
        let journal = self.journals.last().expect("the journal is kept before a write is sent");
        let attempt = journal.attempts.last().expect("the journal names the write");
        assert_eq!(idempotency_key, format!("{}.{}", journal.plan.operation, attempt.write));
        assert!(body.contains(&format!("\"lastUpdatedTimestamp\":{}", attempt.stamp)), "{body}");
        self.bodies.push(body);
        self.keys.push(idempotency_key);
    }

    fn answer(&mut self, event: Event) {
        self.now += LATENCY;
        self.machine.handle_event(self.now, event);
    }

    fn reply(&self, reply: Reply) -> Result<Response, TransportFailure> {
        let (status, retry_after, body) = match reply {
            Reply::Head(version) => (200, None, head(version)),
            Reply::There(version) => (200, None, there(version)),
            Reply::Taken(version) => (200, None, there(version).replace("tmpl_inv_2024", "tmpl_other")),
            Reply::Stored(version) => {
                let body = self.bodies.last().expect("something was written");
                (200, None, at_version(body, version))
            }
            Reply::Landed(version) => {
                let body = self.bodies.first().expect("something was written");
                let saved = at_version(body, version);
                let saved = Document::parse(&saved).expect("a workflow").with_member("lastUpdatedTimestamp", "7");
                (200, None, saved.to_text())
            }
            Reply::Body(body) => (200, None, body.to_owned()),
            Reply::Status(status) => (status, None, r#"{"message":"No."}"#.to_owned()),
            Reply::RetryAfter(status, header) => (status, Some(header.to_owned()), String::new()),
            Reply::Lost(failure) => return Err(failure),
        };
        Ok(Response { status, retry_after, body })
    }

    fn lines(&self) -> Vec<String> {
        self.machine.timeline().iter().map(|step| step.line(START)).collect()
    }
}

/// The base as another version; anyone but the first author has renamed the workflow.
pub fn head(version: u64) -> String {
    match version {
        3 => BASE.to_owned(),
        _ => at_version(BASE, version).replace("Order Confirmation", &format!("Renamed {version}")),
    }
}

fn there(version: u64) -> String {
    let base = Document::parse(&head(version)).expect("the head is a document");
    plan_after("start_node").change.apply(&base).expect("the change fits").document.to_text()
}

fn at_version(text: &str, version: u64) -> String {
    let document = Document::parse(text).expect("a workflow");
    document.with_member("version", &version.to_string()).to_text()
}
