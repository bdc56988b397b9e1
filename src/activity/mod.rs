//! What was deployed, by whom, and how it ended: the audit trail on the screen.

mod log;
mod outcome;
mod row;

pub use log::ActivityLog;
