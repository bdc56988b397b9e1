//! After a read: is the change there, can it go on, or who has to decide?

use crate::change::{Conflict, Replayed, replay};
use crate::deploy::answer::{self, ReadAnswer};
use crate::deploy::machine::{Ready, Then};
use crate::deploy::{Deployment, Outcome, Response, StepKind, StepResult, TransportFailure};
use crate::document::{Document, Version};
use crate::words::deploy::version_words;

/// Out-of-date copies that are read again, before the tenant is believed.
const STALE_READS: u32 = 3;

/// What the change comes to on a head.
enum OnHead {
    There,
    Conflicts(Vec<Conflict>),
    Ready(Document),
    Unusable(String),
}

impl Deployment {
    pub(super) fn on_read(&mut self, now: u64, answer: Result<Response, TransportFailure>) {
        match answer::of_read(&self.plan.base, &self.plan.policy, answer) {
            ReadAnswer::Head(head) if self.is_stale(&head) => self.on_stale(now, head),
            ReadAnswer::Head(head) => {
                let version = head.version();
                self.on_head(now, head, version);
            }
            ReadAnswer::Refused { status, body } => {
                let problem = format!("reading was refused with {status}");
                self.timeline.end(now, StepResult::Failed(problem.clone()));
                self.last_problem = problem;
                if self.renews_token(now, status, &body, Then::Read) {
                    return;
                }
                if self.attempts.unclear() {
                    self.conclude_unread(now, false);
                } else {
                    self.status = Some(status);
                    self.finish(now, Outcome::Refused { status, body });
                }
            }
            ReadAnswer::Later { problem, retry_after, unreadable } => {
                self.failed_reads += 1;
                self.last_problem.clone_from(&problem);
                if self.failed_reads >= self.max_attempts() || self.is_cancelling() {
                    self.timeline.end(now, StepResult::Failed(problem));
                    self.conclude_unread(now, unreadable);
                } else {
                    self.timeline.end(now, StepResult::Setback(problem));
                    let pause = self.pause_after(now, self.failed_reads, retry_after.as_deref());
                    self.wait(now, pause, Then::Read);
                }
            }
        }
    }

    /// Whether newer versions than this are known to be there.
    fn is_stale(&self, head: &Document) -> bool {
        let Some(version) = head.version() else { return false };
        let older = matches!((version.as_u64(), self.newest), (Some(read), Some(newest)) if read < newest);
        older || self.raced.as_ref() == Some(&version)
    }

    /// An out-of-date copy: read again a few times. After that the tenant is believed while the
    /// deployment goes on, because the version guards the write; it is never the base of a last word.
    fn on_stale(&mut self, now: u64, head: Document) {
        self.stale_reads += 1;
        let problem = format!("{} is out of date: a newer one is known", version_words(head.version().as_ref()));
        if self.stale_reads <= STALE_READS && !self.is_cancelling() {
            self.timeline.end(now, StepResult::Setback(problem));
            let pause = self.pause_after(now, self.stale_reads, None);
            self.wait(now, pause, Then::Read);
        } else if self.ending.is_some() {
            self.timeline.end(now, StepResult::Failed(problem.clone()));
            self.last_problem = problem;
            self.conclude_unread(now, false);
        } else {
            self.newest = None;
            // A number that the tenant itself has contradicted is not passed on as the version.
            self.on_head(now, head, None);
        }
    }

    /// `told`: the version to name in the receipt.
    fn on_head(&mut self, now: u64, head: Document, told: Option<Version>) {
        self.failed_reads = 0;
        self.raced = None;
        let version = head.version();
        self.newest = self.newest.max(version.as_ref().and_then(|version| version.as_u64()));
        let words = version_words(version.as_ref());
        let on_head = self.put_on(&head);
        let moved = self.ready.is_none() || self.head != head;
        let replayed = moved && head != self.plan.base;
        self.head = head;
        match &on_head {
            OnHead::There => {}
            OnHead::Ready(_) => self.attempts.not_there(version.as_ref(), true),
            OnHead::Conflicts(_) | OnHead::Unusable(_) => self.attempts.not_there(version.as_ref(), false),
        }
        match on_head {
            OnHead::There => {
                self.timeline.end(now, StepResult::Done(format!("{words}, which has the change")));
                let outcome = match self.attempts.evidence(&self.head) {
                    Some(evidence) => Outcome::Deployed { version: told, evidence },
                    None => Outcome::AlreadyThere { version: told },
                };
                self.finish(now, outcome);
            }
            _ if self.ending.is_some() => {
                self.timeline.end(now, StepResult::Done(format!("{words}, without the change")));
                self.finish_as_meant(now);
            }
            OnHead::Conflicts(conflicts) => {
                self.timeline.end(now, StepResult::Done(words.clone()));
                let problem = format!("someone else's edits in {words} touch the same things");
                self.timeline.note(now, StepKind::Replay, StepResult::Failed(problem));
                self.finish(now, Outcome::Conflicts(conflicts));
            }
            OnHead::Unusable(reason) => {
                self.timeline.end(now, StepResult::Done(words));
                self.timeline.note(now, StepKind::Replay, StepResult::Failed(reason.clone()));
                self.finish(now, Outcome::Unusable { reason });
            }
            OnHead::Ready(document) => {
                let unclear = if self.attempts.unclear() { ", without the change" } else { "" };
                self.timeline.end(now, StepResult::Done(format!("{words}{unclear}")));
                if replayed {
                    let done = format!("the change is on {words}");
                    self.timeline.note(now, StepKind::Replay, StepResult::Done(done));
                }
                self.ready = Some(Ready { document, guard: version });
                self.go_on(now);
            }
        }
    }

    /// The change is on the head: write it, unless the attempts are used up or a pause is due.
    fn go_on(&mut self, now: u64) {
        if self.attempts() >= self.max_attempts() {
            let last = self.last_problem.clone();
            self.conclude_after_read(now, Outcome::GaveUp { last });
        } else if let Some(pause) = self.pause.take() {
            self.wait(now, pause, Then::Write);
        } else {
            self.write(now);
        }
    }

    fn put_on(&self, head: &Document) -> OnHead {
        if *head == self.plan.base {
            return match self.plan.change.apply(head) {
                Ok(applied) if applied.document == *head => OnHead::There,
                Ok(applied) => OnHead::Ready(applied.document),
                // What cannot be done a second time may be done already.
                Err(error) => match replay(&self.plan.change, &self.plan.base, head) {
                    Replayed::AlreadyThere => OnHead::There,
                    _ => OnHead::Unusable(error.to_string()),
                },
            };
        }
        match replay(&self.plan.change, &self.plan.base, head) {
            Replayed::Clean(document) => OnHead::Ready(document),
            Replayed::AlreadyThere => OnHead::There,
            Replayed::Conflicts(conflicts) => OnHead::Conflicts(conflicts),
        }
    }
}
