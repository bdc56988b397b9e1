//! Those who drive a deployment: operations (an administrator's intent) and their runs (a tab, a process).

use crate::faults::Phase;
use crate::intent::Intent;
use crate::naive::Naive;
use std::collections::BTreeSet;
use workflow::deploy::{self, Action, Credentials, Deployment, Event, OperationId, Receipt, State};

/// What one administrator wants done, however many runs it takes.
pub struct Operation {
    pub id: OperationId,
    pub intent: Intent,
    pub credentials: Credentials,
    /// How much the administrator's clock is ahead, in ms.
    pub skew: u64,
    /// The journal that is kept, which survives a crash and is seen by every run.
    pub shelf: Option<String>,
    /// Whether the shelf takes anything at all.
    pub shelf_works: bool,
    /// A journal was lost: from then on its runs do not know of each other.
    pub forgot: bool,
    /// Writes that have left its runs.
    pub sent: u32,
    /// Journals that were kept before a write.
    pub keeps: u32,
    /// Writes whose answer did not tell for certain what became of them.
    pub unclear: u32,
    /// The statuses of refusals that were answered.
    pub refusals: Vec<u16>,
    /// Nothing more may be written: a write was refused or acknowledged, and the journal says so.
    pub settled: Option<&'static str>,
    pub runs: u32,
}

/// Decides what to do: the machine, or an algorithm that is known to be wrong.
pub enum Algorithm {
    Machine(Box<Deployment>),
    Naive(Naive),
}

/// One run of an operation.
pub struct Run {
    pub operation: usize,
    pub algorithm: Algorithm,
    pub alive: bool,
    /// It takes up what an earlier run has begun.
    pub resumed: bool,
    pub started: u64,
    pub reads: u32,
    pub writes: u32,
    /// What is outstanding: an answer to anything else comes too late.
    pub ticket: u64,
    /// Where it stood when the outstanding action was handed out.
    pub phase: Phase,
    /// The versions that it was shown.
    pub seen: BTreeSet<u64>,
    /// The last write got no clear answer, and no read has shown the workflow since.
    pub unread: bool,
    /// The same, and no read has even been sent since.
    pub unlooked: bool,
    /// Nothing more may be written, as far as this run knows without the journal.
    pub settled: Option<&'static str>,
    /// Until when the tenant has asked it to wait before the next write.
    pub not_before: u64,
    /// Attempts that are not just about to be sent.
    pub known_attempts: u32,
    pub renewed: bool,
    pub end: Option<End>,
}

/// How a run ended, and what was true then.
pub struct End {
    pub receipt: Receipt,
    pub at: u64,
    /// Writes that the operation had sent, and journals that it had kept before one.
    pub sent: u32,
    pub keeps: u32,
}

impl Run {
    pub fn new(operation: usize, algorithm: Algorithm, resumed: bool, now: u64) -> Self {
        let known_attempts = match &algorithm {
            Algorithm::Machine(machine) => machine.attempts(),
            Algorithm::Naive(_) => 0,
        };
        Self {
            operation,
            algorithm,
            alive: true,
            resumed,
            started: now,
            reads: 0,
            writes: 0,
            ticket: 0,
            phase: Phase::FirstRead,
            seen: BTreeSet::new(),
            unread: false,
            unlooked: false,
            settled: None,
            not_before: 0,
            known_attempts,
            renewed: false,
            end: None,
        }
    }

    pub fn poll(&mut self) -> Option<Action> {
        match &mut self.algorithm {
            Algorithm::Machine(machine) => machine.poll_action(),
            Algorithm::Naive(naive) => naive.poll(),
        }
    }

    pub fn handle(&mut self, now: u64, event: Event) {
        match &mut self.algorithm {
            Algorithm::Machine(machine) => {
                machine.handle_event(now, event);
                if machine.state() != &State::Running(deploy::Phase::Journaling) {
                    self.known_attempts = machine.attempts();
                }
            }
            Algorithm::Naive(naive) => naive.handle(now, event),
        }
    }

    pub fn receipt(&self) -> Option<Receipt> {
        match &self.algorithm {
            Algorithm::Machine(machine) => machine.receipt(),
            Algorithm::Naive(_) => None,
        }
    }

    /// Where it stands; `None` once it is over.
    pub fn stands(&self) -> Option<Phase> {
        let machine = match &self.algorithm {
            Algorithm::Machine(machine) => machine,
            Algorithm::Naive(naive) => return naive.stands(self.writes),
        };
        let State::Running(phase) = machine.state() else { return None };
        let last = machine.attempts() >= machine.max_attempts();
        Some(match phase {
            deploy::Phase::Reading | deploy::Phase::ReadingBack if self.resumed && self.reads == 0 => {
                Phase::ResumedRead
            }
            deploy::Phase::Reading | deploy::Phase::ReadingBack if last || machine.is_cancelling() => Phase::LastLook,
            deploy::Phase::ReadingBack => Phase::ReadBack,
            deploy::Phase::Reading if machine.attempts() > 0 => Phase::Reread,
            deploy::Phase::Reading => Phase::FirstRead,
            deploy::Phase::Journaling if machine.attempts() > self.known_attempts => Phase::JournalBeforeWrite,
            deploy::Phase::Journaling => Phase::JournalAtEnd,
            deploy::Phase::Writing if self.resumed && self.writes == 0 => Phase::ResumedWrite,
            deploy::Phase::Writing if last => Phase::LastWrite,
            deploy::Phase::Writing if machine.attempts() == 1 => Phase::FirstWrite,
            deploy::Phase::Writing => Phase::Rewrite,
            deploy::Phase::Waiting { .. } => Phase::Waiting,
            deploy::Phase::RenewingToken => Phase::Renewal,
        })
    }
}
