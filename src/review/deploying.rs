//! Driving the deploy machine: its actions become requests and timers, what comes of them its events.

use super::{journals, refusal};
use crate::api::{self, Failure};
use crate::browser::{clock, random, timer};
use crate::components::{Announcer, use_announcer};
use crate::reactive::{effect, memo, spawn_local};
use crate::words::review as words;
use crate::workspace::Workspace;
use leptos::prelude::*;
use std::sync::Arc;
use workflow::deploy::{
    Action, Credentials, Deployment, Event, Journal, OperationId, Outcome, Plan, Receipt, State, Step,
};
use workflow::diff::Diff;
use workflow::document::Document;
use workflow::email::{EMAIL_NODE_TYPE, EmailView};
use workflow::json::Value;
use workflow::wire::{DeployAudit, Session};

/// A deploy as the screen shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The operation's name.
    pub operation: OperationId,
    /// The version that was reviewed.
    pub base: Document,
    /// The reviewed document with the change in it.
    pub reviewed: Document,
    /// What it does.
    pub diff: Arc<Diff>,
    /// The steps so far.
    pub steps: Vec<Step>,
    /// Where it stands.
    pub state: State,
    /// Whether a cancel has been asked for and the machine only finds out what is true.
    pub cancelling: bool,
    /// Writes sent so far.
    pub attempts: u32,
    /// Writes at most.
    pub max_attempts: u32,
    /// The receipt, once it is over.
    pub receipt: Option<Receipt>,
}

impl Run {
    /// How it ended, once it is over.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        match &self.state {
            State::Finished(outcome) => Some(outcome),
            State::Running(_) => None,
        }
    }

    /// Whether it ended with the change in the workflow.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        matches!(self.outcome(), Some(Outcome::Deployed { .. } | Outcome::AlreadyThere { .. }))
    }
}

/// Whether the deploy stands in the audit trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recording {
    /// There is nothing to record yet.
    Nothing,
    /// It is being recorded.
    UnderWay,
    /// It is recorded.
    Done,
    /// It could not be recorded.
    Failed(Failure),
}

/// The deploy of a workspace's change. A handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Deploying {
    /// The deploy that is under way, or was last.
    pub run: RwSignal<Option<Run>>,
    /// Why, as the administrator writes it; kept by the proxy with the new version.
    pub note: RwSignal<String>,
    /// Whether it stands in the audit trail.
    pub recording: RwSignal<Recording>,
    /// The name of the next deploy; a new one once that is under way and over.
    pub next: RwSignal<OperationId>,
    /// The journal of a deploy of this workflow that was interrupted before its outcome was known.
    pub interrupted: RwSignal<Option<Arc<Journal>>>,
    workspace: Workspace,
    session: Signal<Arc<Session>>,
    announcer: Announcer,
    machine: StoredValue<Option<Deployment>>,
    /// Counts actions, so that the answer to one that was given up is not taken for another's.
    ticket: StoredValue<u64>,
}

/// The deploy of the page's workflow.
///
/// # Panics
/// Outside of `/workflows/{id}`, which provides it.
#[must_use]
pub fn use_deploying() -> Deploying {
    expect_context()
}

fn fresh_operation() -> OperationId {
    OperationId::from_random(random::random_u128())
}

impl Deploying {
    /// Makes the deploy of a workspace available to everything below.
    pub fn provide(workspace: Workspace, session: Signal<Arc<Session>>) -> Self {
        let deploying = Self {
            run: RwSignal::new(None),
            note: RwSignal::new(String::new()),
            recording: RwSignal::new(Recording::Nothing),
            next: RwSignal::new(fresh_operation()),
            interrupted: RwSignal::new(None),
            workspace,
            session,
            announcer: use_announcer(),
            machine: StoredValue::new(None),
            ticket: StoredValue::new(0),
        };
        provide_context(deploying);
        deploying.look_for_interrupted();
        let is_running = memo(move |_| deploying.is_running());
        effect(move || {
            workspace.upstream.deploying.try_set(is_running.get());
        });
        // What has been sent is found out at the next visit; that it goes on unseen is worth a question.
        crate::browser::unload::guard(move || is_running.try_get_untracked().unwrap_or_default());
        deploying
    }

    /// Looks for the journal of a deploy that came to no end.
    fn look_for_interrupted(self) {
        let org = self.org();
        let id = self.workspace.id.get_untracked();
        spawn_local(async move {
            if let Ok(left) = journals::left(&org, &id).await
                && !self.run.try_with_untracked(Option::is_some).unwrap_or(true)
            {
                self.interrupted.try_set(left);
            }
        });
    }

    fn org(self) -> String {
        self.session.with_untracked(|session| session.org.clone())
    }

    /// Whether a deploy is under way; subscribes.
    #[must_use]
    pub fn is_running(self) -> bool {
        self.run.with(|run| run.as_ref().is_some_and(|run| run.outcome().is_none()))
    }

    /// Begins to deploy what the workspace asks for. While one deploy is under way this does nothing,
    /// so a double click is one deploy.
    pub fn start(self) {
        if untrack(|| self.is_running()) {
            return;
        }
        let base = self.workspace.base.with_untracked(|base| base.document.clone());
        let change = self.workspace.change.get_untracked();
        let reviewed = self.workspace.current_document();
        let operation = self.next.get_untracked();
        let plan = Plan {
            operation: operation.clone(),
            workflow: self.workspace.id.get_untracked(),
            base: base.clone(),
            change,
            policy: self.session.with_untracked(|session| session.retry.clone()),
            credentials: Credentials::OnTheWay,
            seed: random::random_u64(),
            now_unix_ms: clock::now_unix_ms(),
        };
        let machine = Deployment::new(plan, clock::monotonic_ms());
        self.announcer.say(words::DEPLOYING);
        self.set_out(machine, operation, base, reviewed);
    }

    /// Finds out what has become of the deploy that was interrupted, without writing anything more.
    pub fn find_out(self) {
        let Some(journal) = self.interrupted.get_untracked() else { return };
        if untrack(|| self.is_running()) {
            return;
        }
        self.interrupted.set(None);
        let plan = &journal.plan;
        let (operation, base) = (plan.operation.clone(), plan.base.clone());
        let reviewed = plan.change.apply(&base).map_or_else(|_| base.clone(), |applied| applied.document);
        let now = clock::monotonic_ms();
        let mut machine = Deployment::resume(Journal::clone(&journal), now, clock::now_unix_ms());
        machine.handle_event(now, Event::Cancel);
        self.announcer.say(words::FINDING_OUT);
        self.set_out(machine, operation, base, reviewed);
    }

    fn set_out(self, machine: Deployment, operation: OperationId, base: Document, reviewed: Document) {
        self.recording.set(Recording::Nothing);
        let diff = Arc::new(workflow::diff::diff(&base, &reviewed));
        self.run.set(Some(Run {
            operation,
            base,
            reviewed,
            diff,
            steps: Vec::new(),
            state: machine.state().clone(),
            cancelling: false,
            attempts: 0,
            max_attempts: machine.max_attempts(),
            receipt: None,
        }));
        self.machine.set_value(Some(machine));
        self.go_on();
    }

    /// Cancels. What has been sent is not taken back; the machine finds out what is true.
    pub fn cancel(self) {
        self.tell(Event::Cancel);
    }

    /// Puts the finished deploy away.
    pub fn forget(self) {
        self.ticket.update_value(|ticket| *ticket += 1);
        self.machine.set_value(None);
        self.run.set(None);
        self.recording.set(Recording::Nothing);
        self.next.set(fresh_operation());
    }

    /// Writes the finished deploy into the audit trail; again, where that failed.
    pub fn record(self) {
        let Some(entry) = self.run.with_untracked(|run| run.as_ref().and_then(audit_entry)) else { return };
        self.recording.set(Recording::UnderWay);
        spawn_local(async move {
            let recorded = match api::post_audit(&entry).await {
                Ok(()) => Recording::Done,
                Err(failure) => Recording::Failed(failure),
            };
            self.recording.try_set(recorded);
        });
    }

    /// Hands out the machine's next action, and shows where it stands.
    fn go_on(self) {
        let action =
            self.machine.try_update_value(|machine| machine.as_mut().and_then(Deployment::poll_action)).flatten();
        self.show();
        let Some(action) = action else { return };
        let ticket = self.ticket.try_update_value(|ticket| {
            *ticket += 1;
            *ticket
        });
        let id = self.workspace.id.get_untracked();
        let org = self.org();
        let note = self.note.get_untracked();
        spawn_local(async move {
            let event = match action {
                Action::Read => Event::Read(api::read_workflow_raw(&id).await),
                Action::Journal(journal) => Event::Journaled(journals::keep(&org, &journal).await),
                Action::Write { body, idempotency_key } => {
                    Event::Written(api::write_workflow(&id, body, &idempotency_key, &note).await)
                }
                Action::WaitUntil(until) => {
                    timer::sleep(until.saturating_sub(clock::monotonic_ms())).await;
                    Event::Timer
                }
                Action::RenewToken => Event::TokenRenewed(Err("the proxy holds the credentials".to_owned())),
            };
            if self.ticket.try_get_value() == ticket {
                self.tell(event);
            }
        });
    }

    fn tell(self, event: Event) {
        self.machine.try_update_value(|machine| {
            if let Some(machine) = machine {
                machine.handle_event(clock::monotonic_ms(), event);
            }
        });
        self.go_on();
    }

    /// Copies what the screen shows out of the machine. Once it is over, puts the result to use.
    fn show(self) {
        let was_running = untrack(|| self.is_running());
        let over = self.machine.try_with_value(|machine| {
            let machine = machine.as_ref()?;
            self.run.try_update(|run| {
                if let Some(run) = run {
                    run.steps = machine.timeline().to_vec();
                    run.state = machine.state().clone();
                    run.cancelling = machine.is_cancelling();
                    run.attempts = machine.attempts();
                    run.receipt = machine.receipt();
                }
            });
            machine.receipt().map(|receipt| (receipt, machine.head().clone()))
        });
        if let Some(Some((receipt, head))) = over
            && was_running
        {
            self.finish(&receipt, head);
        }
    }

    fn finish(self, receipt: &Receipt, head: Document) {
        self.announcer.say(receipt.message.clone());
        self.next.set(fresh_operation());
        self.record();
        let Some(run) = self.run.get_untracked() else { return };
        if matches!(run.outcome(), Some(Outcome::Unknown { .. })) {
            let (org, id) = (self.org(), receipt.workflow_id.clone());
            spawn_local(async move {
                if let Ok(left) = journals::left(&org, &id).await {
                    self.interrupted.try_set(left);
                }
            });
        } else {
            let (org, id, operation) = (self.org(), receipt.workflow_id.clone(), receipt.operation.clone());
            spawn_local(async move { journals::forget(&org, &id, &operation).await });
        }
        if run.succeeded() {
            self.note.set(String::new());
            let version = head.version();
            // What was typed while the deploy was under way is kept, on top of the new version.
            if self.workspace.current_document() == run.reviewed {
                self.workspace.rebase(head);
            } else {
                self.workspace.go_on_from(run.reviewed.clone(), head);
            }
            self.workspace.tabs.tell_deployed(version);
            // What was kept of it elsewhere is done with, too.
            spawn_local(async move {
                // Should the database not answer, the next visit finds it.
                let _ = self.workspace.look().await;
            });
        }
        if let Some(Outcome::Refused { status, body }) = run.outcome() {
            let change = self.workspace.change.get_untracked();
            self.workspace.refused.set(refusal::findings(*status, body, &change, &run.reviewed));
        }
    }
}

fn audit_entry(run: &Run) -> Option<DeployAudit> {
    let receipt = run.receipt.as_ref()?;
    let template_ids = receipt.node_ids.iter().filter_map(|id| {
        let node = run.reviewed.node(id).or_else(|| run.base.node(id))?;
        if node.kind != Some(EMAIL_NODE_TYPE) {
            return None;
        }
        let value = Value::parse(node.text).ok()?;
        EmailView::read(&value).template_id?.as_str().map(str::to_owned)
    });
    Some(DeployAudit::of(receipt, template_ids.collect(), run.diff.summary().to_string()))
}
