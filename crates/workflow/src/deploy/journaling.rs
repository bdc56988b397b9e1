//! Having the journal kept: before a write, and once more when a deployment is over.

use crate::deploy::attempt::Doubt;
use crate::deploy::ending::Ending;
use crate::deploy::{Deployment, Journal, Journaled, Outcome, Phase, State, StepKind, StepResult};

impl Deployment {
    /// What is to be kept now.
    pub(super) fn journal(&self) -> Journal {
        let settled = |outcome: &&Outcome| landed(outcome) || self.attempts.doubt() == Doubt::None;
        Journal {
            revision: self.revision + 1,
            plan: self.plan.clone(),
            attempts: self.attempts.0.clone(),
            ended: self.closing.as_ref().filter(settled).cloned(),
        }
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
                if !self.unkept && self.closing.is_none() {
                    let problem = "the journal cannot be kept: if this stops half-way, deploy again to find out";
                    self.timeline.note(now, StepKind::Journal, StepResult::Setback(problem.to_owned()));
                    self.unkept = true;
                }
                self.after_journal(now);
            }
        }
    }

    fn after_journal(&mut self, now: u64) {
        if let Some(outcome) = self.closing.take() {
            self.state = State::Finished(outcome);
        } else if self.is_cancelling() {
            self.attempts.0.pop();
            self.conclude(now, Ending::Cancelled);
        } else {
            self.timeline.begin(now, StepKind::Write { attempt: self.attempts() });
            self.enter(Phase::Writing);
        }
    }

    /// Another run of the same operation has been at work: what it has sent counts as ours, and where
    /// it has brought the operation to an end, that is the end.
    fn on_other_run(&mut self, now: u64, other: Journal) {
        self.revision = other.revision;
        let closing = self.closing.take();
        if closing.is_none() {
            self.attempts.0.pop();
        }
        let news = self.attempts.learn(&other.attempts);
        self.newest = self.newest.max(self.attempts.newest_guard());
        match (closing, other.ended) {
            // What is known for certain is not overruled.
            (Some(outcome @ Outcome::Deployed { .. }), ended) => match ended {
                Some(ended) if landed(&ended) => self.state = State::Finished(outcome),
                _ => self.close(outcome),
            },
            (_, Some(ended)) => {
                let words = "another run of the same deploy has ended it".to_owned();
                self.timeline.note(now, StepKind::Journal, StepResult::Done(words));
                self.ended = now;
                self.adopt(ended);
            }
            (Some(outcome), None) if !news => self.close(outcome),
            (closing, None) => {
                let words = format!("another run of the same deploy is at work; {} writes in all", self.attempts());
                self.timeline.note(now, StepKind::Journal, StepResult::Setback(words));
                let ending = match closing {
                    Some(Outcome::Refused { status, body }) => Some(Ending::Refused { status, body }),
                    Some(Outcome::GaveUp { last }) => Some(Ending::GaveUp { last }),
                    Some(Outcome::Cancelled) => Some(Ending::Cancelled),
                    _ => self.ending.take(),
                };
                match ending {
                    Some(ending) => self.conclude(now, ending),
                    None => self.read(now),
                }
            }
        }
    }

    fn close(&mut self, outcome: Outcome) {
        self.closing = Some(outcome);
        self.enter(Phase::Journaling);
    }

    /// Is over as another run has found.
    pub(super) fn adopt(&mut self, outcome: Outcome) {
        if let Outcome::Refused { status, .. } = &outcome {
            self.status = Some(*status);
        }
        self.state = State::Finished(outcome);
    }
}

/// Whether it ended with the change in the workflow.
fn landed(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Deployed { .. } | Outcome::AlreadyThere { .. })
}
