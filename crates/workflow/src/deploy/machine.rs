//! The machine: what it knows, what it is asked, and where each event goes.
//!
//! The transitions stand beside it: `reading` after a read, `journaling` before a write and at the end,
//! `writing` after a write, `ending` where a deployment is about to be over, `resuming` after a crash.

use crate::deploy::attempt::{Attempts, Doubt};
use crate::deploy::event::idempotency_key;
use crate::deploy::journaling::Occasion;
use crate::deploy::retry::{Jitter, Pause};
use crate::deploy::timeline::Timeline;
use crate::deploy::{
    Action, Attempt, Credentials, Event, Fate, Hash, OperationId, Outcome, Plan, Step, StepKind, StepResult,
};
use crate::document::{Document, Version};

/// A longer wait than this (ms) makes the head worth reading again before the next write.
const LONG_WAIT_MS: u64 = 5_000;

/// What the deployment is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Reading the newest version.
    Reading,
    /// Having the journal kept: before a write, before a last look and at the end.
    Journaling,
    /// Writing.
    Writing,
    /// Reading back after an unclear outcome.
    ReadingBack,
    /// Waiting before the next attempt.
    Waiting {
        /// When it ends, in ms of the caller's clock.
        until: u64,
    },
    /// Getting a fresh token after a 401.
    RenewingToken,
}

/// Where a deployment stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Under way.
    Running(Phase),
    /// Over.
    Finished(Outcome),
}

/// What follows a wait or a fresh token.
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
    /// The time in ms since 1970 when the caller's clock stood at `started`.
    pub(super) started_unix_ms: u64,
    pub(super) state: State,
    pub(super) timeline: Timeline,
    /// The newest document read or written.
    pub(super) head: Document,
    /// What to write next.
    pub(super) ready: Option<Ready>,
    /// The text of the write that is under way.
    body: String,
    /// The current phase's action has been handed out.
    pub(super) asked: bool,
    /// Why the journal is to be kept.
    pub(super) occasion: Occasion,
    /// The journal's revision that was last kept.
    pub(super) revision: u64,
    /// That the journal cannot be kept has been said.
    pub(super) unkept: bool,
    pub(super) then: Then,
    /// How it will end once it is known what has become of its own writes; `None` while it still tries.
    pub(super) ending: Option<Outcome>,
    /// How it was to end, where reading back has not worked.
    pub(super) meant: Option<Outcome>,
    /// How it has ended, once only the journal has to be closed.
    pub(super) closing: Option<Outcome>,
    /// The operation's writes: this run's and those of other runs that it knows of.
    pub(super) attempts: Attempts,
    /// The highest version seen: a read that shows less is an out-of-date copy.
    pub(super) newest: Option<u64>,
    /// The version on which the last write was answered 409: a read that still shows it is out of date.
    pub(super) raced: Option<Version>,
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
    /// A fresh token has been asked for.
    pub(super) renewed: bool,
    /// The 401 that a fresh token may help with: its body.
    pub(super) unauthorised: String,
    pub(super) jitter: Jitter,
    pub(super) ended: u64,
}

impl Deployment {
    /// Begins a deployment at time `now` (ms of the caller's clock).
    #[must_use]
    pub fn new(plan: Plan, now: u64) -> Self {
        let now_unix_ms = plan.now_unix_ms;
        let mut deployment = Self::idle(plan, now, now_unix_ms);
        deployment.read(now);
        deployment
    }

    /// A deployment that has not begun.
    pub(super) fn idle(plan: Plan, now: u64, now_unix_ms: u64) -> Self {
        Self {
            started: now,
            started_unix_ms: now_unix_ms,
            state: State::Running(Phase::Reading),
            timeline: Timeline::default(),
            head: plan.base.clone(),
            ready: None,
            body: String::new(),
            asked: false,
            occasion: Occasion::Write,
            revision: 0,
            unkept: false,
            then: Then::Read,
            ending: None,
            meant: None,
            closing: None,
            attempts: Attempts::default(),
            newest: plan.base.version().and_then(|version| version.as_u64()),
            raced: None,
            failed_reads: 0,
            stale_reads: 0,
            pause: None,
            status: None,
            last_problem: String::new(),
            renewed: false,
            unauthorised: String::new(),
            // A resumed run shall not wait as the first one did.
            jitter: Jitter::new(plan.seed ^ now_unix_ms),
            ended: now,
            plan,
        }
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
            Phase::Journaling => Action::Journal(Box::new(self.journal())),
            Phase::Writing => Action::Write {
                body: std::mem::take(&mut self.body),
                idempotency_key: idempotency_key(&self.plan.operation, self.attempts()),
            },
            Phase::RenewingToken => Action::RenewToken,
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
            (Phase::Journaling, Event::Journaled(journaled)) if self.asked => self.on_journaled(now, journaled),
            (Phase::Writing, Event::Written(answer)) if self.asked => self.on_written(now, answer),
            (Phase::Waiting { .. }, Event::Timer) if self.asked => {
                self.timeline.end(now, StepResult::Done(String::new()));
                self.go_on_then(now);
            }
            (Phase::RenewingToken, Event::TokenRenewed(answer)) if self.asked => self.on_token(now, answer),
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

    /// Writes sent so far, at most [`Deployment::max_attempts`]. Those of an earlier run of the same
    /// operation count.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts.count()
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
        matches!(self.state, State::Running(_)) && self.ending == Some(Outcome::Cancelled)
    }

    /// Goes on with a read.
    pub(super) fn read(&mut self, now: u64) {
        let (phase, step) = match self.attempts.unclear() {
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
        let stamp = self.unix_ms(now);
        let stamped = ready.document.with_member(&self.plan.base.dialect().last_updated, &stamp.to_string());
        self.body = stamped.to_text();
        self.attempts.0.push(Attempt {
            write: self.attempts.count() + 1,
            guard: ready.guard.clone(),
            stamp,
            content: Hash::of_content(&ready.document),
            fate: Fate::Open,
        });
        self.stale_reads = 0;
        self.have_journal_kept(Occasion::Write);
    }

    /// Goes on with what was to follow a wait or a fresh token.
    pub(super) fn go_on_then(&mut self, now: u64) {
        match self.then {
            Then::Read => self.read(now),
            Then::Write => self.write(now),
        }
    }

    /// After a 401: whether a fresh token may help. If so, it is asked for.
    pub(super) fn renews_token(&mut self, now: u64, status: u16, body: &str, then: Then) -> bool {
        if status != 401 || self.plan.credentials != Credentials::Caller || self.renewed || self.ending.is_some() {
            return false;
        }
        self.renewed = true;
        body.clone_into(&mut self.unauthorised);
        self.then = then;
        self.timeline.begin(now, StepKind::RenewToken);
        self.enter(Phase::RenewingToken);
        true
    }

    fn on_token(&mut self, now: u64, answer: Result<(), String>) {
        match answer {
            Ok(()) => {
                self.timeline.end(now, StepResult::Done(String::new()));
                match self.ending.take() {
                    Some(ending) => self.conclude(now, ending),
                    None => self.go_on_then(now),
                }
            }
            Err(problem) => {
                self.timeline.end(now, StepResult::Failed(problem.clone()));
                self.last_problem = problem;
                let body = std::mem::take(&mut self.unauthorised);
                self.ending.get_or_insert(Outcome::Refused { status: 401, body });
                self.conclude_unread(now, false);
            }
        }
    }

    /// The time in ms since 1970.
    pub(super) fn unix_ms(&self, now: u64) -> u64 {
        self.started_unix_ms.saturating_add(now.saturating_sub(self.started))
    }

    /// The pause after the `failures`-th failure in a row.
    pub(super) fn pause_after(&mut self, now: u64, failures: u32, retry_after: Option<&str>) -> Pause {
        let now_unix_ms = self.unix_ms(now);
        self.plan.policy.pause(failures, retry_after, now_unix_ms, &mut self.jitter)
    }

    pub(super) fn enter(&mut self, phase: Phase) {
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
                self.conclude(now, Outcome::Cancelled);
            }
            // How it ends is decided.
            Phase::Journaling if self.occasion != Occasion::Write => {}
            Phase::Journaling if !self.asked => {
                self.attempts.0.pop();
                self.conclude(now, Outcome::Cancelled);
            }
            Phase::Writing if !self.asked => {
                self.timeline.take_back();
                self.attempts.0.pop();
                self.conclude(now, Outcome::Cancelled);
            }
            Phase::Reading | Phase::ReadingBack | Phase::RenewingToken if self.attempts.doubt() == Doubt::None => {
                match self.asked {
                    true => self.timeline.end(now, StepResult::Failed("cancelled".to_owned())),
                    false => self.timeline.take_back(),
                }
                self.finish(now, Outcome::Cancelled);
            }
            // A refusal that is only being confirmed stays a refusal.
            Phase::Journaling | Phase::Writing | Phase::Reading | Phase::ReadingBack | Phase::RenewingToken => {
                if !matches!(self.ending, Some(Outcome::Refused { .. })) {
                    self.ending = Some(Outcome::Cancelled);
                }
            }
        }
    }
}
