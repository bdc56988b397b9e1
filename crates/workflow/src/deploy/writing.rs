//! After a write: landed, refused, raced, not carried out, or unclear.

use crate::deploy::answer::{self, WriteAnswer};
use crate::deploy::machine::Then;
use crate::deploy::{Deployment, Evidence, Fate, Outcome, Response, StepResult, TransportFailure};
use crate::document::Version;
use crate::words::deploy::version_words;

impl Deployment {
    pub(super) fn on_written(&mut self, now: u64, answer: Result<Response, TransportFailure>) {
        self.status = answer.as_ref().ok().map(|response| response.status);
        match answer::of_write(&self.plan.base, &self.plan.change, &self.plan.policy, answer) {
            WriteAnswer::Landed(stored) => {
                let version = stored.version().filter(|version| follows(version, self.attempts.last_guard().as_ref()));
                self.timeline.end(now, StepResult::Done(format!("stored as {}", version_words(version.as_ref()))));
                self.head = stored;
                self.finish(now, Outcome::Deployed { version, evidence: Evidence::Answer });
            }
            WriteAnswer::Refused { status, body } => {
                self.attempts.last_is(Fate::Missed);
                self.timeline.end(now, StepResult::Failed(format!("refused with {status}")));
                if self.attempts() < self.max_attempts() && self.renews_token(now, status, &body, Then::Write) {
                    return;
                }
                self.conclude(now, Outcome::Refused { status, body });
            }
            WriteAnswer::Raced { status } => {
                self.attempts.last_is(Fate::Contested);
                self.raced = self.attempts.last_guard();
                let problem = format!("{status}: someone saved in between");
                if !self.ends_instead(now, &problem) {
                    self.read(now);
                }
            }
            WriteAnswer::NotYet { problem, retry_after } => {
                self.attempts.last_is(Fate::Missed);
                if !self.ends_instead(now, &problem) {
                    let pause = self.pause_after(now, self.attempts(), retry_after.as_deref());
                    self.wait(now, pause, Then::Write);
                }
            }
            WriteAnswer::Unclear { problem, retry_after } => {
                self.timeline.end(now, StepResult::Setback(format!("{problem}; it may have been carried out")));
                self.last_problem = problem;
                self.pause = Some(self.pause_after(now, self.attempts(), retry_after.as_deref()));
                self.read(now);
            }
        }
    }

    /// After a write that was not carried out: whether that was the last one.
    fn ends_instead(&mut self, now: u64, problem: &str) -> bool {
        self.last_problem = problem.to_owned();
        if self.is_cancelling() {
            self.timeline.end(now, StepResult::Setback(problem.to_owned()));
            self.conclude(now, Outcome::Cancelled);
            true
        } else if self.attempts() >= self.max_attempts() {
            self.timeline.end(now, StepResult::Failed(problem.to_owned()));
            self.conclude(now, Outcome::GaveUp { last: problem.to_owned() });
            true
        } else {
            self.timeline.end(now, StepResult::Setback(problem.to_owned()));
            false
        }
    }
}

/// Whether a version may be the one that a write on `guard` has made. A tenant that echoes what it
/// was sent, or counts backwards, does not tell the new version.
fn follows(version: &Version, guard: Option<&Version>) -> bool {
    match (version.as_u64(), guard.and_then(Version::as_u64)) {
        (Some(version), Some(guard)) => version > guard,
        _ => Some(version) != guard,
    }
}
