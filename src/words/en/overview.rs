//! The overview of a workflow, and the bar below it.

use super::editor::counted;

/// A workflow without a name.
pub const NO_NAME: &str = "This workflow";
/// Adds an email node.
pub const ADD_EMAIL: &str = "Add an email node";
/// Where it goes; before and after the id of the node that it follows.
pub const ADDED_AFTER: [&str; 2] = ["After ", ", unless you choose another place in the outline or the form."];
/// Before the time of the last save.
pub const SAVED: &str = "saved";
/// The list of email nodes.
pub const EMAIL_NODES: &str = "Email nodes";
/// Nothing is under way.
pub const NO_CHANGES: &str = "No changes";
/// The bar, for screen readers.
pub const BAR: &str = "Changes";
/// Drops everything.
pub const DISCARD: &str = "Discard";
/// Before everything is dropped.
pub const DISCARD_ALL: &str = "Discard all changes?";
/// Goes to the review.
pub const REVIEW: &str = "Review & deploy";

/// The version.
#[must_use]
pub fn version(version: &str) -> String {
    format!("version {version}")
}

/// How many nodes there are.
#[must_use]
pub fn nodes(count: usize) -> String {
    counted(count, "node", "nodes")
}

/// How many transitions there are.
#[must_use]
pub fn transitions(count: usize) -> String {
    counted(count, "transition", "transitions")
}

/// How many email nodes there are.
#[must_use]
pub fn email_nodes(count: usize) -> String {
    counted(count, "email node", "email nodes")
}

/// How many email nodes are not listed.
#[must_use]
pub fn more(count: usize) -> String {
    format!("{count} more in the outline; filter it by “email”.")
}

/// How many errors there are.
#[must_use]
pub fn errors(count: usize) -> String {
    counted(count, "error", "errors")
}

/// How many warnings there are.
#[must_use]
pub fn warnings(count: usize) -> String {
    counted(count, "warning", "warnings")
}

/// How many errors were there before anything was changed.
#[must_use]
pub fn errors_from_before(count: usize) -> String {
    format!(" · {} from before", errors(count))
}

/// Why the review does not open.
#[must_use]
pub fn to_correct(count: usize) -> String {
    format!("{} to correct before the review", errors(count))
}
