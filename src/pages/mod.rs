//! One thin file per route.

mod activity;
mod home;
mod not_found;
mod review;
mod workflow;

pub use activity::ActivityPage;
pub use home::HomePage;
pub use not_found::NotFoundPage;
pub use review::ReviewPage;
pub use workflow::{EditorPage, WorkflowFrame};
