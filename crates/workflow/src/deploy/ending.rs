//! Ending truly: while one of the deployment's own writes is in doubt, it reads back before it ends.

use crate::deploy::attempt::Doubt;
use crate::deploy::machine::Then;
use crate::deploy::{Deployment, Outcome, Phase};

/// How a deployment will end, unless a last read-back shows that the change is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Refused { status: u16, body: String },
    GaveUp { last: String },
    Cancelled,
}

impl Deployment {
    /// Ends so, after a last read-back where one of its own writes is in doubt.
    pub(super) fn conclude(&mut self, now: u64, ending: Ending) {
        self.ending = Some(ending);
        if self.attempts.doubt() != Doubt::None {
            self.failed_reads = 0;
            self.read(now);
        } else {
            self.finish_as_meant(now);
        }
    }

    /// Ends so, right after a read. A write that may still be carried out is given a pause and a second look.
    pub(super) fn conclude_after_read(&mut self, now: u64, ending: Ending) {
        self.ending = Some(ending);
        if self.attempts.doubt() == Doubt::Open {
            let pause = match self.pause.take() {
                Some(pause) => pause,
                None => self.pause_after(now, self.attempts(), None),
            };
            self.wait(now, pause, Then::Read);
        } else {
            self.finish_as_meant(now);
        }
    }

    /// Ends because the workflow could not be read. `unreadable`: the tenant did answer, with
    /// something else than the workflow.
    pub(super) fn conclude_unread(&mut self, now: u64, unreadable: bool) {
        let last = self.last_problem.clone();
        let outcome = match self.ending.take() {
            Some(Ending::Refused { status, body }) => {
                self.status = Some(status);
                Outcome::Refused { status, body }
            }
            _ if self.attempts.unclear() => Outcome::Unknown { last },
            Some(Ending::Cancelled) => Outcome::Cancelled,
            Some(Ending::GaveUp { last }) => Outcome::GaveUp { last },
            None if unreadable => Outcome::Unusable { reason: last },
            None => Outcome::GaveUp { last },
        };
        self.finish(now, outcome);
    }

    /// Ends as it was meant to.
    pub(super) fn finish_as_meant(&mut self, now: u64) {
        let outcome = match self.ending.take() {
            Some(Ending::Refused { status, body }) => {
                self.status = Some(status);
                Outcome::Refused { status, body }
            }
            Some(Ending::GaveUp { last }) => Outcome::GaveUp { last },
            Some(Ending::Cancelled) | None => Outcome::Cancelled,
        };
        self.finish(now, outcome);
    }

    /// Ends so, once the journal is closed.
    pub(super) fn finish(&mut self, now: u64, outcome: Outcome) {
        self.ending = None;
        self.ended = now;
        self.closing = Some(outcome);
        self.enter(Phase::Journaling);
    }
}
