//! What the editor says to people, in one place.

use crate::workspace::Restored;
use workflow::document::Version;

/// How a number of things is told: "1 error", "3 errors".
#[must_use]
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A version as the screen writes it: "v3".
#[must_use]
pub fn version(version: Option<&Version>) -> String {
    version.map_or_else(|| "without a version".to_owned(), |version| format!("v{version}"))
}

/// What was brought back from an earlier visit.
#[must_use]
pub fn restored(restored: &Restored, when: &str) -> String {
    let mut text = format!("Your unsaved changes from {when} are back.");
    if restored.from != restored.onto {
        text.push_str(&format!(
            " The workflow has been saved since ({} → {}); your changes were put on the new version.",
            version(restored.from.as_ref()),
            version(restored.onto.as_ref())
        ));
    }
    if !restored.clashes.is_empty() {
        let nodes: Vec<_> = restored.clashes.iter().map(|node| node.as_str()).collect();
        text.push_str(&format!(
            " In {} somebody else changed the same values; yours are shown. Compare them under Changes before you deploy.",
            nodes.join(", ")
        ));
    }
    text
}

/// The browser does not keep the work.
pub const NOT_KEPT: &str = "This browser does not keep your changes (its storage is full or switched off). Do not close this page before you deploy.";
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
