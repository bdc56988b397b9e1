//! Taking up an operation whose driver has died: a closed tab, a crash.

use crate::deploy::attempt::{Attempts, Doubt};
use crate::deploy::{Deployment, Journal, StepKind, StepResult};

impl Deployment {
    /// Takes up the operation of a journal at time `now` (ms of the caller's clock), when the wall
    /// clock shows `now_unix_ms` (ms since 1970).
    ///
    /// It reads before anything else and decides what has become of the writes that the journal names;
    /// only then does it go on within the same budget. To find out without writing anything more, hand
    /// in [`Event::Cancel`](crate::deploy::Event::Cancel) at once. An operation that
    /// is over stays over; where it ended in doubt, it is only looked at again.
    #[must_use]
    pub fn resume(journal: Journal, now: u64, now_unix_ms: u64) -> Self {
        let mut deployment = Self::idle(journal.plan, now, now_unix_ms);
        deployment.revision = journal.revision;
        deployment.attempts = Attempts(journal.attempts);
        deployment.newest = deployment.newest.max(deployment.attempts.newest_guard());
        let words = match (deployment.attempts.doubt(), journal.ended.is_some()) {
            (Doubt::None, true) => "this deploy is over".to_owned(),
            (Doubt::None, false) => "no write is in doubt".to_owned(),
            _ if deployment.attempts() == 1 => "one write noted, its outcome not known".to_owned(),
            _ => format!("{} writes noted, not all with a known outcome", deployment.attempts()),
        };
        deployment.timeline.note(now, StepKind::Resume, StepResult::Done(words));
        match journal.ended {
            Some(outcome) => deployment.adopt(now, outcome),
            None => deployment.read(now),
        }
        deployment
    }
}
