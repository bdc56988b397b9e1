//! What the editor says to people, in one place.

/// How a number of things is told: "1 error", "3 errors".
#[must_use]
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

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
