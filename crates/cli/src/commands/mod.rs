//! The commands that need files only.

mod apply;
mod diff;
mod merge;
mod validate;

pub(crate) use apply::apply;
pub(crate) use diff::{diff, unified_text};
pub(crate) use merge::merge;
pub(crate) use validate::validate;

/// How a command that has done its work ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing to look at. Exit code 0.
    Fine,
    /// A finding, a difference or a conflict. Exit code 1.
    Found,
}
