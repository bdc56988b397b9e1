//! The machine: what it knows, what it is asked, and where each event goes.
//!
//! The transitions stand beside it: `reading` after a read, `writing` around a write, `ending`
//! where a deployment is about to be over.

use crate::deploy::doubt::Doubts;
use crate::deploy::ending::Ending;
use crate::deploy::event::idempotency_key;
use crate::deploy::retry::{Jitter, Pause};
use crate::deploy::timeline::Timeline;
use crate::deploy::{Action, Event, OperationId, Outcome, Plan, Step, StepKind, StepResult};
use crate::document::{Document, Version};

/// A longer wait than this (ms) makes the head worth reading again before the next write.
const LONG_WAIT_MS: u64 = 5_000;

/// What the deployment is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Reading the newest version.
    Reading,
    /// Writing.
    Writing,
    /// Reading back after an unclear outcome.
    ReadingBack,
    /// Waiting before the next attempt.
    Waiting {
        /// When it ends, in ms of the caller's clock.
        until: u64,
    },
}

/// Where a deployment stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Under way.
    Running(Phase),
    /// Over.
    Finished(Outcome),
}

/// What follows a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    Read,
    Write,
}

/// The head with the change on it, and the version that guards its write.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    pub(super) document: Document,
    pub(super) guard: Option<Version>,
}

/// A deployment under way. See the module's text for how to drive it.
#[derive(Clone, Debug)]
pub struct Deployment {
    pub(super) plan: Plan,
    pub(super) started: u64,
    pub(super) state: State,
    pub(super) timeline: Timeline,
    /// The newest document read or written.
    pub(super) head: Document,
    /// What to write next.
    pub(super) ready: Option<Ready>,
    /// The text of the write that is under way.
    body: String,
    /// The current phase's action has been handed out.
    asked: bool,
    pub(super) then: Then,
    /// How it will end once it is known what has become of its own writes; `None` while it still tries.
    pub(super) ending: Option<Ending>,
    pub(super) doubts: Doubts,
    /// The highest version seen: a read that shows less is an out-of-date copy.
    pub(super) newest: Option<u64>,
    /// The version on which the last write was answered 409: a read that still shows it is out of date.
    pub(super) raced: Option<Version>,
    /// Writes sent.
    pub(super) writes: u32,
    /// Reads that failed in a row.
    pub(super) failed_reads: u32,
    /// Out-of-date reads since the last write.
    pub(super) stale_reads: u32,
    /// The pause that an unclear write calls for before the next one.
    pub(super) pause: Option<Pause>,
    /// The status of the last write's answer, or of the refusal.
    pub(super) status: Option<u16>,
    /// The last problem, in words.
    pub(super) last_problem: String,
    pub(super) jitter: Jitter,
    pub(super) ended: u64,
}

impl Deployment {
    /// Begins a deployment at time `now` (ms of the caller's clock).
    #[must_use]
    pub fn new(plan: Plan, now: u64) -> Self {
        let mut deployment = Self {
            started: now,
            state: State::Running(Phase::Reading),
            timeline: Timeline::default(),
            head: plan.base.clone(),
            ready: None,
            body: String::new(),
            asked: false,
            then: Then::Read,
            ending: None,
            doubts: Doubts::default(),
            newest: plan.base.version().and_then(|version| version.as_u64()),
            raced: None,
            writes: 0,
            failed_reads: 0,
            stale_reads: 0,
            pause: None,
            status: None,
            last_problem: String::new(),
            jitter: Jitter::new(plan.seed),
            ended: now,
            plan,
        };
        deployment.read(now);
        deployment
    }

    /// What to do next; `None` while an action is outstanding or when all is over.
    pub fn poll_action(&mut self) -> Option<Action> {
        let State::Running(phase) = &self.state else { return None };
        if self.asked {
            return None;
        }
        self.asked = true;
        Some(match *phase {
            Phase::Reading | Phase::ReadingBack => Action::Read,
            Phase::Writing => Action::Write {
                body: std::mem::take(&mut self.body),
                idempotency_key: idempotency_key(&self.plan.operation, self.writes),
            },
            Phase::Waiting { until } => Action::WaitUntil(until),
        })
    }

    /// Tells what came of the outstanding action, or that the administrator cancels. An event that
    /// no outstanding action can have led to is ignored.
    pub fn handle_event(&mut self, now: u64, event: Event) {
        let State::Running(phase) = self.state else { return };
        match (phase, event) {
            (_, Event::Cancel) => self.cancel(now, phase),
            (Phase::Reading | Phase::ReadingBack, Event::Read(answer)) if self.asked => self.on_read(now, answer),
            (Phase::Writing, Event::Written(answer)) if self.asked => self.on_written(now, answer),
            (Phase::Waiting { .. }, Event::Timer) if self.asked => {
                self.timeline.end(now, StepResult::Done(String::new()));
                match self.then {
                    Then::Read => self.read(now),
                    Then::Write => self.write(now),
                }
            }
            _ => {}
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The steps so far, the running one last.
    #[must_use]
    pub fn timeline(&self) -> &[Step] {
        self.timeline.steps()
    }

    /// The newest document that the machine has read or written, with the change in it once deployed.
    #[must_use]
    pub fn head(&self) -> &Document {
        &self.head
    }

    /// The operation's name.
    #[must_use]
    pub fn operation(&self) -> &OperationId {
        &self.plan.operation
    }

    /// Writes sent so far, at most [`Deployment::max_attempts`].
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.writes
    }

    /// Writes at most.
    #[must_use]
    pub fn max_attempts(&self) -> u32 {
        self.plan.policy.attempts()
    }

    /// When it began, in ms of the caller's clock: what [`Step::line`] counts from.
    #[must_use]
    pub fn started(&self) -> u64 {
        self.started
    }

    /// Whether the administrator has cancelled and the machine only finds out what is true.
    #[must_use]
    pub fn is_cancelling(&self) -> bool {
        matches!(self.state, State::Running(_)) && self.ending == Some(Ending::Cancelled)
    }

    /// Goes on with a read.
    pub(super) fn read(&mut self, now: u64) {
        let (phase, step) = match self.doubts.any() {
            true => (Phase::ReadingBack, StepKind::ReadBack),
            false => (Phase::Reading, StepKind::Read),
        };
        self.timeline.begin(now, step);
        self.enter(phase);
    }

    /// Goes on with a wait. A head that may be old by its end is read again before it is written on.
    pub(super) fn wait(&mut self, now: u64, pause: Pause, then: Then) {
        let until = now.saturating_add(pause.delay);
        self.then = if pause.delay > LONG_WAIT_MS { Then::Read } else { then };
        self.timeline.begin(now, StepKind::Wait { until, reason: pause.reason });
        self.enter(Phase::Waiting { until });
    }

    /// Goes on with a write of what is ready; without anything ready, with a read.
    pub(super) fn write(&mut self, now: u64) {
        let Some(ready) = &self.ready else { return self.read(now) };
        let stamp = self.unix_ms(now).to_string();
        let stamped = ready.document.with_member(&self.plan.base.dialect().last_updated, &stamp);
        self.body = stamped.to_text();
        self.writes += 1;
        self.stale_reads = 0;
        self.timeline.begin(now, StepKind::Write { attempt: self.writes });
        self.enter(Phase::Writing);
    }

    /// The time in ms since 1970.
    pub(super) fn unix_ms(&self, now: u64) -> u64 {
        self.plan.now_unix_ms.saturating_add(now.saturating_sub(self.started))
    }

    /// The pause after the `failures`-th failure in a row.
    pub(super) fn pause_after(&mut self, now: u64, failures: u32, retry_after: Option<&str>) -> Pause {
        let now_unix_ms = self.unix_ms(now);
        self.plan.policy.pause(failures, retry_after, now_unix_ms, &mut self.jitter)
    }

    fn enter(&mut self, phase: Phase) {
        self.state = State::Running(phase);
        self.asked = false;
    }

    fn cancel(&mut self, now: u64, phase: Phase) {
        if self.is_cancelling() {
            return;
        }
        match phase {
            Phase::Waiting { .. } => {
                self.timeline.end(now, StepResult::Setback("cancelled".to_owned()));
                self.conclude(now, Ending::Cancelled);
            }
            Phase::Writing if !self.asked => {
                self.timeline.take_back();
                self.writes -= 1;
                self.conclude(now, Ending::Cancelled);
            }
            Phase::Reading | Phase::ReadingBack if !self.doubts.any() => {
                self.timeline.end(now, StepResult::Failed("cancelled".to_owned()));
                self.finish(now, Outcome::Cancelled);
            }
            // A refusal that is only being confirmed stays a refusal.
            Phase::Writing | Phase::Reading | Phase::ReadingBack => {
                if !matches!(self.ending, Some(Ending::Refused { .. })) {
                    self.ending = Some(Ending::Cancelled);
                }
            }
        }
    }
}
