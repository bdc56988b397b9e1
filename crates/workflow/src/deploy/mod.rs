//! A deployment without I/O: the machine asks for reads, writes and waits, and is told what came of them.
//!
//! The caller owns the clock and the wire. It drives the machine so:
//! 1. [`Deployment::new`] with a [`Plan`], or [`Deployment::resume`] with the [`Journal`] of an operation
//!    whose driver has died;
//! 2. [`Deployment::poll_action`] until it answers `None`, carrying out each [`Action`];
//! 3. [`Deployment::handle_event`] with what came of it ([`Event`]), then back to 2;
//! 4. [`Deployment::receipt`] once [`Deployment::state`] is finished.
//!
//! At most one action is outstanding at a time. Times are milliseconds of the caller's clock.
//!
//! What it never does: write without a fresh read before the first write; write on a version that it has
//! not read; send a write that the journal does not name; repeat a refused write; call a deploy finished
//! while it could still find out whether one of its own writes was carried out.

mod answer;
mod attempt;
mod ending;
mod event;
mod hash;
mod journal;
mod journaling;
mod machine;
mod plan;
mod reading;
mod receipt;
mod resuming;
mod retry;
mod timeline;
mod writing;

pub(crate) use answer::own_words;
pub(crate) use attempt::Doubt;
pub use attempt::{Attempt, Evidence, Fate};
pub use event::{Action, Event, Response, TransportFailure};
pub use hash::Hash;
pub use journal::{Journal, JournalError, Journaled};
pub use machine::{Deployment, Phase, State};
pub use plan::{Credentials, OperationId, Plan};
pub use receipt::{Outcome, Receipt};
#[cfg(test)]
pub(crate) use receipt::{changed, name};
pub use retry::{RetryPolicy, parse_retry_after};
pub use timeline::{Step, StepKind, StepResult};
