//! The list of workflows.

use crate::browser::locale;

/// The page.
pub const TITLE: &str = "Workflows";
/// The field for an id.
pub const OPEN_BY_ID: &str = "Open by id";
/// What an id looks like.
pub const ID_EXAMPLE: &str = "wf_12345";
/// Opens it.
pub const OPEN: &str = "Open";
/// The field is empty.
pub const ID_MISSING: &str = "Enter a workflow's id first.";
/// What is in it cannot be an id.
pub const ID_IMPOSSIBLE: &str = "This cannot be the id of a workflow.";
/// The filter.
pub const FILTER: &str = "Filter workflows";
/// The filter while it is empty.
pub const FILTER_PLACEHOLDER: &str = "Filter by name or id";
/// The list is on its way.
pub const LOADING: &str = "Loading workflows";
/// The tenant has no list to give.
pub const NO_LIST: &str =
    "This tenant offers no list of its workflows. Open one by its id; it will be listed here the next time.";
/// The list is empty.
pub const NO_WORKFLOWS: &str =
    "The organisation has no workflows yet. Make one in CXone Studio, then load this page again.";
/// The filter finds nothing.
pub const NOTHING_FOUND: &str = "No workflow matches.";
/// Empties the filter.
pub const CLEAR_FILTER: &str = "Clear the filter";
/// The workflow named in the proxy's configuration.
pub const CONFIGURED: &str = "Configured";
/// The ones opened before.
pub const RECENT: &str = "Recent";
/// All of the tenant's.
pub const ALL: &str = "All workflows";
/// Before a version, for screen readers.
pub const VERSION: &str = "version";
/// Before a time, for screen readers.
pub const UPDATED: &str = "updated";

/// How many are not shown.
#[must_use]
pub fn more(count: usize) -> String {
    format!("{} more. Filter to find them.", locale::number(count as u64))
}
