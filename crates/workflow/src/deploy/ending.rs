//! Ending truly: while one of the operation's own writes is in doubt, it is read back before the end.

use crate::deploy::attempt::Doubt;
use crate::deploy::journaling::Occasion;
use crate::deploy::machine::Then;
use crate::deploy::{Deployment, Outcome, State};

impl Deployment {
    /// Ends so, unless a last read-back shows that the change is there. That nothing more is to be
    /// written is noted first, so that no other or later run does.
    pub(super) fn conclude(&mut self, now: u64, ending: Outcome) {
        self.ending = Some(ending);
        if self.attempts.doubt() == Doubt::None {
            self.finish_as_meant(now);
        } else {
            self.have_journal_kept(Occasion::Look);
        }
    }

    /// Ends so, right after a read. A write that may still be carried out is given a pause and a second look.
    pub(super) fn conclude_after_read(&mut self, now: u64, ending: Outcome) {
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
        self.meant.clone_from(&self.ending);
        let outcome = match self.ending.take() {
            Some(refused @ Outcome::Refused { .. }) => refused,
            _ if self.attempts.unclear() => Outcome::Unknown { last },
            Some(ending) => ending,
            None if unreadable => Outcome::Unusable { reason: last },
            None => Outcome::GaveUp { last },
        };
        self.finish(now, outcome);
    }

    /// Ends as it was meant to.
    pub(super) fn finish_as_meant(&mut self, now: u64) {
        let outcome = self.ending.take().unwrap_or(Outcome::Cancelled);
        self.finish(now, outcome);
    }

    /// Ends so, once the journal is closed.
    pub(super) fn finish(&mut self, now: u64, outcome: Outcome) {
        if let Outcome::Refused { status, .. } = &outcome {
            self.status = Some(*status);
        }
        self.ending = None;
        self.ended = now;
        self.closing = Some(outcome);
        self.have_journal_kept(Occasion::End);
    }

    /// An earlier or another run has ended the operation so. That is the end; only where one of the
    /// writes is still in doubt, it is looked at again.
    pub(super) fn adopt(&mut self, now: u64, ending: Outcome) {
        if landed(&ending) || self.attempts.doubt() == Doubt::None {
            if let Outcome::Refused { status, .. } = &ending {
                self.status = Some(*status);
            }
            self.ending = None;
            self.ended = now;
            self.state = State::Finished(ending);
        } else {
            self.conclude(now, ending);
        }
    }
}

/// Whether it ended with the change in the workflow.
pub(super) fn landed(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Deployed { .. } | Outcome::AlreadyThere { .. })
}
