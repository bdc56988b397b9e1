//! The administrator's intent: what is kept, retried, merged and undone (promise 3).
//!
//! A [`Change`] names nodes by id and fields by what they were and shall be, never by position or
//! byte, so it can be applied to the base it was made on ([`Change::apply`]) and, with a proof that
//! nothing else moved, to any newer head ([`replay`]).

mod apply;
mod edit;
pub mod file;
mod placement;
mod rebase;
mod renamed;
mod replay;
mod rewire;
#[cfg(test)]
mod tests;

pub use crate::json::RawJson;
pub use apply::{Applied, ApplyError};
pub use edit::{Change, Edit, FieldEdit};
pub use placement::Placement;
pub use rebase::{Decision, Offers, Rebased, rebase};
pub use replay::{Conflict, ConflictKind, Replayed, replay};
