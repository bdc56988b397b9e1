//! What the editor says to people, in one place.

use crate::browser::locale::number;

/// How a number of things is told: "1 error", "3,000 errors".
#[must_use]
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(count as u64), if count == 1 { one } else { many })
}

/// The panes, where there is room for one only.
pub const SHOW: &str = "Show";
/// The pane of the nodes.
pub const OUTLINE: &str = "Outline";
/// The pane of the form.
pub const FORM: &str = "Form";
/// The pane of the previews.
pub const PREVIEW: &str = "Preview";
/// The previews: the rendered email, the JSON, what changes, all findings.
pub const TABS: [&str; 4] = ["Email", "JSON", "Changes", "Problems"];
/// While the workflow is on its way.
pub const LOADING_WORKFLOW: &str = "Loading the workflow";
/// While the form is on its way.
pub const LOADING_FORM: &str = "Loading the form";
/// While the preview is on its way.
pub const LOADING_PREVIEW: &str = "Loading the preview";
/// Fetches again what could not be fetched.
pub const TRY_AGAIN: &str = "Try again";
/// A workflow without any email node.
pub const NO_EMAIL_YET: &str = "This workflow sends no email yet.";
/// A document without nodes.
pub const NO_NODES: &str = "This document has no usable list of nodes, so there is nothing to edit. It can be looked at under JSON; nothing was changed.";
/// Why the review is not open yet.
pub const NOTHING_TO_REVIEW: &str = "Nothing is changed yet. Edit an email node or add one.";
/// Before everything is dropped.
pub const DISCARD_QUESTION: &str = "Everything that you added, edited or removed in this workflow since the last deploy will be dropped. The workflow itself is not touched.";
/// Preview of no email node.
pub const PREVIEW_NO_EMAIL: &str = "Choose an email node to see its email with sample data.";
/// Nothing changed.
pub const NO_CHANGES: &str = "Nothing is changed yet.";
