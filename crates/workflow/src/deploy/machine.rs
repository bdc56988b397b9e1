//! The machine.

use crate::deploy::{Action, Event, Outcome, Plan, Receipt, Step};
use crate::document::Document;

/// What the deployment is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Reading the newest version.
    Reading,
    /// Writing.
    Writing,
    /// Reading back after an unclear outcome.
    ReadingBack,
    /// Waiting before the next attempt.
    Waiting {
        /// When it ends, in ms of the caller's clock.
        until: u64,
    },
}

/// Where a deployment stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Under way.
    Running(Phase),
    /// Over.
    Finished(Outcome),
}

/// A deployment under way. See the module's text for how to drive it.
#[derive(Clone, Debug)]
pub struct Deployment {
    plan: Plan,
}

impl Deployment {
    /// Begins a deployment at time `now` (ms of the caller's clock).
    #[must_use]
    pub fn new(plan: Plan, now: u64) -> Self {
        todo!()
    }

    /// What to do next; `None` while an action is outstanding or when all is over.
    pub fn poll_action(&mut self) -> Option<Action> {
        todo!()
    }

    /// Tells what came of the outstanding action, or that the administrator cancels.
    pub fn handle_event(&mut self, now: u64, event: Event) {
        todo!()
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> &State {
        todo!()
    }

    /// The steps so far, the running one last.
    #[must_use]
    pub fn timeline(&self) -> &[Step] {
        todo!()
    }

    /// The newest document that the machine has read or written, with the change in it once deployed.
    #[must_use]
    pub fn head(&self) -> &Document {
        todo!()
    }

    /// The receipt, once it is over.
    #[must_use]
    pub fn receipt(&self) -> Option<Receipt> {
        todo!()
    }
}
