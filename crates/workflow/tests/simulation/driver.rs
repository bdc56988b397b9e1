//! Drives the runs: carries out what they ask for, tells them what came of it, cancels them, kills
//! them, and takes their operations up again.

use crate::faults::{Incident, Phase, READS, WRITES};
use crate::run::{Algorithm, End, Run};
use crate::world::{Happening, World};
use workflow::deploy::{Action, Deployment, Event, Journal, Journaled, Plan, RetryPolicy};
use workflow::document::Document;

/// Runs of one operation at most.
const MOST_RUNS: u32 = 5;

impl World {
    /// A run begins: from the journal, where one is kept.
    pub fn start(&mut self, operation: usize, find_out: bool) {
        if self.operations[operation].runs >= MOST_RUNS {
            return;
        }
        self.operations[operation].runs += 1;
        let index = self.runs.len();
        let unix_ms = self.unix_ms(operation, self.now);
        let about = &self.operations[operation];
        let journal = about.shelf.as_deref().and_then(|text| Journal::parse(text).ok());
        let resumed = journal.is_some();
        let machine = match journal {
            Some(journal) => Deployment::resume(journal, self.now, unix_ms),
            None => {
                let plan = Plan {
                    operation: about.id.clone(),
                    workflow: "wf_12345".into(),
                    base: Document::parse(&self.base).expect("the first workflow is a document"),
                    change: about.intent.change(),
                    policy: RetryPolicy::default(),
                    credentials: about.credentials,
                    seed: self.seed,
                    now_unix_ms: unix_ms,
                };
                Deployment::new(plan, self.now)
            }
        };
        let how = if resumed { "takes up" } else { "begins" };
        self.note(format!("run {index} {how} operation {operation}"));
        let algorithm = Algorithm::Machine(Box::new(machine));
        self.runs.push(Run::new(operation, algorithm, resumed, self.now));
        if self.due.is_none() && self.chance.percent(20) {
            let at = self.chance.below(60_000);
            self.later(at, Happening::Cancel { run: index });
        }
        if self.chance.percent(self.weather.crashes) {
            let at = self.chance.below(10_000);
            self.later(at, Happening::Crash { run: index });
        }
        if find_out {
            self.cancel(index);
        } else {
            self.drive(index);
        }
    }

    /// Carries out what a run asks for, until it has to wait for something.
    pub fn drive(&mut self, run: usize) {
        while self.runs[run].alive {
            let Some(phase) = self.runs[run].stands() else { return self.over(run) };
            if self.chance.percent(50) && self.is_due(phase, |incident| incident == Incident::Cancel).is_some() {
                self.coverage.met(phase, Incident::Cancel);
                self.note(format!("the administrator of run {run} cancels ({phase:?})"));
                let now = self.now;
                self.runs[run].handle(now, Event::Cancel);
                continue;
            }
            let Some(action) = self.runs[run].poll() else { return };
            self.breach_second_action(run);
            self.runs[run].phase = phase;
            self.runs[run].ticket += 1;
            self.carry_out(run, phase, action);
        }
    }

    fn breach_second_action(&mut self, run: usize) {
        if self.runs[run].poll().is_some() {
            self.breaches(vec![("one at a time", "a second action while one is outstanding".to_owned())]);
        }
    }

    fn carry_out(&mut self, run: usize, phase: Phase, action: Action) {
        let crashes = self.chance.percent(self.weather.crashes / 5);
        let towards = matches!(self.due, Some((Phase::ResumedRead | Phase::ResumedWrite, _)))
            && phase == Phase::FirstWrite
            && self.chance.percent(60);
        let is_write = matches!(action, Action::Write { .. });
        if is_write && (crashes || towards || self.is_due(phase, |due| due == Incident::CrashBefore).is_some()) {
            return self.crash(run, Incident::CrashBefore);
        }
        let ticket = self.runs[run].ticket;
        match action {
            Action::Journal(journal) => return self.journal(run, phase, &journal),
            Action::Read => self.send_read(run, phase),
            Action::Write { body, .. } => self.send_write(run, phase, body),
            Action::WaitUntil(until) => {
                self.note(format!("run {run} waits {} ms", until.saturating_sub(self.now)));
                let wait = until.saturating_sub(self.now);
                self.later(wait, Happening::Answer { run, ticket, event: Event::Timer, ack: false });
            }
            Action::RenewToken => {
                self.runs[run].renewed = true;
                let fails = self.chance.percent(20) || self.is_due(phase, |due| due == Incident::NoToken).is_some();
                if fails {
                    self.coverage.met(phase, Incident::NoToken);
                }
                self.note(format!("run {run} asks for a fresh token{}", if fails { ": there is none" } else { "" }));
                let answer = if fails { Err("the token endpoint is out".to_owned()) } else { Ok(()) };
                let way = self.chance.between(5, 500);
                self.later(way, Happening::Answer { run, ticket, event: Event::TokenRenewed(answer), ack: false });
            }
        }
        // Nothing that goes over the wire is back within 5 ms.
        let soon = self.chance.between(1, 5);
        if let Some(due) = self.is_due(phase, |due| matches!(due, Incident::Cancel | Incident::CrashDuring)) {
            let happening = if due == Incident::Cancel { Happening::Cancel { run } } else { Happening::Crash { run } };
            self.later(if phase == Phase::Waiting { 0 } else { soon }, happening);
        } else if matches!(self.due, Some((Phase::ResumedRead | Phase::ResumedWrite, _))) && phase == Phase::FirstWrite
        {
            self.later(soon, Happening::Crash { run });
        } else if matches!(self.due, Some((Phase::LastLook, _))) && is_write && self.chance.percent(30) {
            self.later(soon, Happening::Cancel { run });
        }
    }

    /// The journal is kept, or not; that takes no time.
    fn journal(&mut self, run: usize, phase: Phase, journal: &Journal) {
        let operation = self.runs[run].operation;
        let now = self.now;
        if self.is_due(phase, |due| due == Incident::CrashBefore).is_some() {
            return self.crash(run, Incident::CrashBefore);
        }
        let fails = !self.operations[operation].shelf_works
            || self.is_due(phase, |due| due == Incident::NotKept).is_some()
            || self.chance.percent(self.weather.shelf_faults / 4);
        let offered = journal.to_keep(self.operations[operation].shelf.as_deref());
        let journaled = match offered {
            Err(other) => {
                self.coverage.met(phase, Incident::Elsewhere);
                self.note(format!("run {run} finds the journal of another run of operation {operation}"));
                Journaled::Elsewhere(other)
            }
            Ok(_) if fails => {
                self.coverage.met(phase, Incident::NotKept);
                self.note(format!("the journal of operation {operation} cannot be kept"));
                self.operations[operation].forgot = true;
                Journaled::Failed
            }
            Ok(text) => {
                let torn = phase == Phase::JournalBeforeWrite
                    && (self.is_due(phase, |due| due == Incident::Torn).is_some()
                        || self.chance.percent(self.weather.crashes / 10));
                if torn {
                    self.operations[operation].shelf = Some(text[..text.len() / 2].to_owned());
                    self.operations[operation].forgot = true;
                    return self.crash(run, Incident::Torn);
                }
                self.operations[operation].shelf = Some(text);
                if let Some(why) = self.runs[run].settled {
                    self.operations[operation].settled = Some(why);
                }
                if phase == Phase::JournalBeforeWrite {
                    self.operations[operation].keeps += 1;
                }
                Journaled::Kept
            }
        };
        if self.is_due(phase, |due| due == Incident::CrashDuring).is_some() {
            return self.crash(run, Incident::CrashDuring);
        }
        if self.is_due(phase, |due| due == Incident::Cancel).is_some() {
            self.coverage.met(phase, Incident::Cancel);
            self.note(format!("the administrator of run {run} cancels ({phase:?})"));
            self.runs[run].handle(now, Event::Cancel);
        }
        self.runs[run].handle(now, Event::Journaled(journaled));
    }

    /// What came of an action has reached its run.
    pub fn answered(&mut self, run: usize, ticket: u64, event: Event, ack: bool) {
        let waits = self.runs[run].alive && self.runs[run].end.is_none() && self.runs[run].ticket == ticket;
        if !waits {
            return;
        }
        match &event {
            Event::Read(Ok(response)) | Event::Written(Ok(response)) => {
                self.note(format!("run {run} is answered {}", response.status));
            }
            Event::Read(Err(failure)) | Event::Written(Err(failure)) => {
                self.note(format!("run {run} has no answer: {failure:?}"));
            }
            _ => {}
        }
        self.weigh(run, &event, ack);
        let now = self.now;
        self.runs[run].handle(now, event);
        self.drive(run);
    }

    pub fn cancel(&mut self, run: usize) {
        let (phase, now) = (self.runs[run].phase, self.now);
        if !self.runs[run].alive || self.runs[run].end.is_some() {
            return;
        }
        self.coverage.met(phase, Incident::Cancel);
        self.note(format!("the administrator of run {run} cancels ({phase:?})"));
        // What was outstanding in a wait or a read may be given up; then its answer comes too late.
        self.runs[run].handle(now, Event::Cancel);
        self.drive(run);
    }

    pub fn crash(&mut self, run: usize, incident: Incident) {
        if !self.runs[run].alive || self.runs[run].end.is_some() {
            return;
        }
        let (phase, operation) = (self.runs[run].phase, self.runs[run].operation);
        self.coverage.met(phase, incident);
        self.note(format!("run {run} dies: {incident:?} ({phase:?})"));
        self.runs[run].alive = false;
        if READS.contains(&phase) || WRITES.contains(&phase) {
            self.operations[operation].unclear += 1;
        }
        if self.chance.percent(90) {
            let after = *self.chance.pick(&[10, 1_000, 40_000, 200_000]);
            let after = self.chance.below(after);
            let find_out = self.chance.percent(15) && !matches!(self.due, Some((Phase::ResumedWrite, _)));
            self.later(after, Happening::Start { operation, find_out });
        }
    }

    fn over(&mut self, run: usize) {
        if self.runs[run].end.is_some() {
            return;
        }
        let Some(receipt) = self.runs[run].receipt() else { return };
        if self.runs[run].unlooked {
            self.breaches(vec![("read back first", "an end after an unclear write, without a look".to_owned())]);
        }
        let operation = &self.operations[self.runs[run].operation];
        let end = End { at: self.now, sent: operation.sent, keeps: operation.keeps, receipt: receipt.clone() };
        self.coverage.ended(receipt.outcome, receipt.changed);
        self.note(format!("run {run} is over: {}: {}", receipt.outcome, receipt.message));
        self.runs[run].end = Some(end);
    }
}
