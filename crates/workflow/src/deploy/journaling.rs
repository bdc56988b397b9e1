//! Having the journal kept: before a write, before a last look, and when a deployment is over.

use crate::deploy::ending::landed;
use crate::deploy::{Deployment, Journal, Journaled, Outcome, Phase, State, StepKind, StepResult};

/// Why the journal is to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Occasion {
    /// A write is about to be sent.
    Write,
    /// Nothing more is to be written, only looked at.
    Look,
    /// It is over.
    End,
}

impl Deployment {
    /// What is to be kept now.
    pub(super) fn journal(&self) -> Journal {
        let ended = match self.occasion {
            Occasion::Write => None,
            Occasion::Look => self.ending.clone(),
            Occasion::End => match &self.closing {
                // Whether it is over is not known either, unless nothing more was to be written.
                Some(Outcome::Unknown { .. }) => self.meant.clone(),
                closing => closing.clone(),
            },
        };
        let attempts = self.attempts.0.clone();
        Journal { revision: self.revision + 1, plan: self.plan.clone(), attempts, ended }
    }

    pub(super) fn have_journal_kept(&mut self, occasion: Occasion) {
        self.occasion = occasion;
        self.enter(Phase::Journaling);
    }

    pub(super) fn on_journaled(&mut self, now: u64, journaled: Journaled) {
        match journaled {
            Journaled::Kept => {
                self.revision += 1;
                self.after_journal(now);
            }
            Journaled::Elsewhere(other) if other.plan.operation == self.plan.operation => {
                self.on_other_run(now, *other);
            }
            Journaled::Elsewhere(_) | Journaled::Failed => {
                if !self.unkept && self.occasion == Occasion::Write {
                    let problem = "the journal cannot be kept: if this stops half-way, deploy again to find out";
                    self.timeline.note(now, StepKind::Journal, StepResult::Setback(problem.to_owned()));
                    self.unkept = true;
                }
                self.after_journal(now);
            }
        }
    }

    fn after_journal(&mut self, now: u64) {
        match self.occasion {
            Occasion::Write if self.is_cancelling() => {
                self.attempts.0.pop();
                self.conclude(now, Outcome::Cancelled);
            }
            Occasion::Write => {
                self.timeline.begin(now, StepKind::Write { attempt: self.attempts() });
                self.enter(Phase::Writing);
            }
            Occasion::Look => {
                self.failed_reads = 0;
                self.read(now);
            }
            Occasion::End => {
                let outcome = self.closing.take().unwrap_or(Outcome::Cancelled);
                self.state = State::Finished(outcome);
            }
        }
    }

    /// Another run of the same operation has been at work: what it has sent counts as ours, and where
    /// it has brought the operation to an end, that is the end.
    fn on_other_run(&mut self, now: u64, other: Journal) {
        self.revision = other.revision;
        if self.occasion == Occasion::Write {
            self.attempts.0.pop();
        }
        let news = self.attempts.learn(&other.attempts);
        self.newest = self.newest.max(self.attempts.newest_guard());
        let closing = self.closing.take();
        match (closing, other.ended) {
            // What is known for certain is not overruled.
            (Some(outcome @ Outcome::Deployed { .. }), Some(ended)) if landed(&ended) => {
                self.state = State::Finished(outcome);
            }
            (Some(outcome @ Outcome::Deployed { .. }), _) => self.finish(now, outcome),
            (_, Some(ended)) => {
                let words = "another run of the same deploy has ended it".to_owned();
                self.timeline.note(now, StepKind::Journal, StepResult::Done(words));
                self.adopt(now, ended);
            }
            (Some(outcome), None) if !news => self.finish(now, outcome),
            (closing, None) => {
                let words = format!("another run of the same deploy is at work; {} writes in all", self.attempts());
                self.timeline.note(now, StepKind::Journal, StepResult::Setback(words));
                let ending = match closing {
                    Some(outcome @ (Outcome::Refused { .. } | Outcome::GaveUp { .. } | Outcome::Cancelled)) => {
                        Some(outcome)
                    }
                    _ => self.ending.take(),
                };
                match ending {
                    Some(ending) => self.conclude(now, ending),
                    None => self.read(now),
                }
            }
        }
    }
}
