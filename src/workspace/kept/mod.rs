//! What the browser keeps of the work under way, so that nothing that was typed is lost: not by a reload, a crash,
//! a closed tab, nor by another tab on the same workflow.
//!
//! Each page keeps its work as a [`Record`] of its own, beside the base it was made on, and holds a lock with the
//! record's name for as long as it lives; so nobody overwrites another's work, and what a page that is gone has left
//! is found by its lock being free. [`marks`] are the little that the first load has to know, without the database.

mod keeper;
pub mod marks;
mod record;
mod returning;
mod store;

pub use keeper::{Keeping, Standing};
pub use record::{Record, Restored};
pub use returning::GoneOn;
pub use store::{DEPLOYS, SHAPE};
