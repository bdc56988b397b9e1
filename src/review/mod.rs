//! Review and deploy: what will change, checks, the exact request, the deploy and what came of it.
//!
//! [`Deploying`] drives the core's machine and lives as long as the workflow is open, so that a deploy
//! goes on while the administrator looks at the editor. Everything else here is drawn from it and from
//! the [`Workspace`](crate::workspace::Workspace).

mod checks;
mod deploying;
mod interrupted;
mod journals;
mod outcome;
mod page;
mod refusal;
mod request;
mod timeline;
mod webhook;

pub use deploying::{Deploying, Recording, Run, use_deploying};
pub use interrupted::InterruptedNotice;
pub use journals::was_interrupted;
pub use page::Review;
