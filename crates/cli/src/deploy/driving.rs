//! Driving the machine: each action becomes a request, a wait or a file; what came of it an event.

use super::asking::ask;
use super::cancelling::Cancel;
use super::journals::Slot;
use super::reading::unix_ms;
use super::{Order, Reading};
use http::{HeaderValue, Method};
use std::pin::pin;
use std::time::{Duration, Instant};
use tenant::{Call, IDEMPOTENCY_KEY, Route, Segment, Tenant, TenantConfig};
use workflow::deploy::{
    Action, Credentials, Deployment, Event, Journal, OperationId, Outcome, Phase, Plan, Receipt, Response, State,
};
use workflow::document::{Document, WorkflowId};

/// Looks on. Nothing that it does changes the deploy.
pub trait Watch {
    /// The machine has gone on.
    fn stepped(&mut self, deployment: &Deployment);
    /// A wait goes on for so long yet.
    fn waiting(&mut self, left: Duration);
    /// A read before the deploy did not work and is tried again.
    fn trouble(&mut self, problem: &str, wait: Duration);
    /// It is being cancelled, and what is true is found out yet.
    fn cancelling(&mut self);
}

/// Looks away.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Watch for Silent {
    fn stepped(&mut self, _: &Deployment) {}
    fn waiting(&mut self, _: Duration) {}
    fn trouble(&mut self, _: &str, _: Duration) {}
    fn cancelling(&mut self) {}
}

/// A deploy that is over.
#[derive(Debug)]
pub struct Finished {
    /// How it ended.
    pub outcome: Outcome,
    /// What is left behind.
    pub receipt: Receipt,
    /// The newest document that was read or written.
    pub head: Document,
}

/// The second cancel: the outcome is not waited for. The journal stays, and the next deploy looks into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("left before the outcome was known")]
pub struct Left;

/// What carries out the machine's actions.
#[derive(Clone, Copy)]
pub struct Driver<'a> {
    /// Where requests go.
    pub tenant: &'a Tenant,
    /// The workflow that they are about.
    pub workflow: &'a Segment,
    /// Where the journal is kept.
    pub slot: &'a Slot,
}

/// The machine, and what its first read is answered with where it was just read.
pub struct Start {
    pub(super) machine: Deployment,
    fresh: Option<Response>,
    began: Instant,
}

impl Start {
    /// A new operation on what was read.
    ///
    /// # Errors
    /// Where the system's source of randomness fails.
    pub fn new(order: &Order, reading: &Reading, config: &TenantConfig) -> Result<Self, getrandom::Error> {
        let random = (u128::from(getrandom::u64()?) << 64) | u128::from(getrandom::u64()?);
        let plan = Plan {
            operation: OperationId::from_random(random),
            workflow: WorkflowId::from(order.workflow.plain()),
            base: reading.document.clone(),
            change: order.change(),
            policy: config.retry.clone(),
            // The token is renewed on the way, after a 401, before the machine sees one.
            credentials: Credentials::OnTheWay,
            seed: getrandom::u64()?,
            now_unix_ms: reading.began_unix_ms,
        };
        Ok(Self { machine: Deployment::new(plan, 0), fresh: Some(reading.response.clone()), began: reading.began })
    }

    /// An operation that was interrupted, to be brought to its end.
    #[must_use]
    pub fn resume(journal: Journal, reading: &Reading) -> Self {
        let machine = Deployment::resume(journal, 0, reading.began_unix_ms);
        Self { machine, fresh: Some(reading.response.clone()), began: reading.began }
    }

    /// An operation that was interrupted, only to find out what has become of it.
    #[must_use]
    pub fn look_into(journal: Journal) -> Self {
        let mut machine = Deployment::resume(journal, 0, unix_ms());
        machine.handle_event(0, Event::Cancel);
        Self { machine, fresh: None, began: Instant::now() }
    }
}

impl Driver<'_> {
    /// Drives the machine to its end.
    ///
    /// # Errors
    /// Where it was cancelled twice.
    pub async fn run(self, start: Start, watch: &mut dyn Watch, cancel: &mut Cancel) -> Result<Finished, Left> {
        let Start { mut machine, mut fresh, began } = start;
        let now = || u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let mut tick = tokio::time::interval(Duration::from_secs(1));
        let mut cancelled = false;
        let mut next = machine.poll_action();
        while let Some(action) = next {
            let until = match machine.state() {
                State::Running(Phase::Waiting { until }) => Some(*until),
                _ => None,
            };
            watch.stepped(&machine);
            let tell_wait = |watch: &mut dyn Watch| {
                if let Some(until) = until {
                    watch.waiting(Duration::from_millis(until.saturating_sub(now())));
                }
            };
            tell_wait(&mut *watch);
            let mut doing = pin!(self.carry_out(action, fresh.take(), began));
            next = loop {
                tokio::select! {
                    event = &mut doing => {
                        machine.handle_event(now(), event);
                        break machine.poll_action();
                    }
                    () = cancel.next() => {
                        if cancelled {
                            return Err(Left);
                        }
                        cancelled = true;
                        machine.handle_event(now(), Event::Cancel);
                        // Where the machine still wants to know what comes of this action, it asks for no other.
                        match machine.poll_action() {
                            None if matches!(machine.state(), State::Running(_)) => watch.cancelling(),
                            other => break other,
                        }
                    }
                    _ = tick.tick() => tell_wait(&mut *watch),
                }
            };
        }
        watch.stepped(&machine);
        // A machine that asks for nothing more is finished.
        let State::Finished(outcome) = machine.state().clone() else { return Err(Left) };
        let Some(receipt) = machine.receipt() else { return Err(Left) };
        Ok(Finished { outcome, receipt, head: machine.head().clone() })
    }

    async fn carry_out(self, action: Action, fresh: Option<Response>, began: Instant) -> Event {
        match action {
            Action::Read => Event::Read(match fresh {
                Some(response) => Ok(response),
                None => self.ask(&Call::get(Route::Workflow(self.workflow.clone()))).await,
            }),
            Action::Journal(journal) => Event::Journaled(self.slot.keep(&journal)),
            Action::Write { body, idempotency_key } => {
                Event::Written(self.ask(&write(self.workflow, body, &idempotency_key)).await)
            }
            Action::WaitUntil(until) => {
                let until = began + Duration::from_millis(until);
                tokio::time::sleep_until(until.into()).await;
                Event::Timer
            }
            Action::RenewToken => {
                let token = self.tenant.token().get().await;
                Event::TokenRenewed(token.map(drop).map_err(|error| error.to_string()))
            }
        }
    }

    async fn ask(self, call: &Call) -> Result<Response, workflow::deploy::TransportFailure> {
        ask(self.tenant, call).await.map_err(|problem| problem.for_machine())
    }
}

/// The write of a whole document.
pub(super) fn write(workflow: &Segment, body: String, idempotency_key: &str) -> Call {
    let mut call = Call::json(Method::PUT, Route::Workflow(workflow.clone()), body);
    // Operation ids are hex, so this always is one.
    if let Ok(key) = HeaderValue::try_from(idempotency_key) {
        call.headers.insert(IDEMPOTENCY_KEY, key);
    }
    call
}
