//! A deployment without I/O: the machine asks for reads, writes and waits, and is told what came of them.
//!
//! The caller owns the clock and the wire. It drives the machine so:
//! 1. [`Deployment::new`] with a [`Plan`];
//! 2. [`Deployment::poll_action`] until it answers `None`, carrying out each [`Action`];
//! 3. [`Deployment::handle_event`] with what came of it ([`Event`]), then back to 2;
//! 4. [`Deployment::receipt`] once [`Deployment::state`] is finished.
//!
//! At most one action is outstanding at a time. Times are milliseconds of the caller's clock.
//!
//! What it never does: write without a fresh read before the first write; write on a version that it has
//! not read; repeat a refused write; call a deploy finished while it could still find out whether one
//! of its own writes was carried out.

mod answer;
mod doubt;
mod ending;
mod event;
mod machine;
mod plan;
mod reading;
mod receipt;
mod retry;
mod timeline;
mod words;
mod writing;

pub use event::{Action, Event, Response, TransportFailure};
pub use machine::{Deployment, Phase, State};
pub use plan::{OperationId, Plan};
pub use receipt::{Outcome, Receipt};
pub use retry::{RetryPolicy, parse_retry_after};
pub use timeline::{Step, StepKind, StepResult};
