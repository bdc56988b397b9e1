//! English.

pub mod activity;
pub mod craft;
pub mod crash;
pub mod editor;
mod failures;
pub mod form;
pub mod home;
pub mod keeping;
pub mod nodes;
pub mod overview;
pub mod people;
pub mod preview;
pub mod review;
pub mod samples;
mod time;
pub mod workspace;

pub use failures::{Doing, Words, explain, not_fetched, unreadable};
pub use time::ago;
