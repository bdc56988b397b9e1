//! Everything that the core says to people: findings and their fixes, differences, conflicts, the end of a
//! deploy.
//!
//! One folder per language, one file per area; all of them have the same items, so a second language is
//! one more folder and the line below that chooses it. What finds something keeps its code and calls a
//! function here. The texts of error types stay with their types (`thiserror`), which describe them.

mod en;

pub(crate) use en::*;
