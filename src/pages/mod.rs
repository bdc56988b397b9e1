//! One thin file per route, and what is fetched for one.

mod activity;
mod home;
mod not_found;
mod people;
mod work;
mod workflow;

pub use activity::ActivityPage;
pub use home::HomePage;
pub use not_found::NotFoundPage;
pub use people::{SessionsPage, SignInPage, SignedInPage, fetch_people};
pub use workflow::WorkflowFrame;
