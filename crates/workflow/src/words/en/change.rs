//! Conflicts: why a change cannot be put on the newest version as it is.

use super::diff::{capitalised, shown, tick};
use crate::document::NodeId;
use crate::merge::{Sides, Subject};

/// What was to be done with a node that is gone.
pub(crate) mod gone {
    pub(crate) const TO_BE_RENAMED: &str = "was to get another id";
    pub(crate) const TO_BE_MOVED: &str = "was to be moved";
    pub(crate) const TO_BE_EDITED: &str = "was to be edited";
}

pub(crate) fn not_contained(what: &str) -> String {
    format!("Putting the change on the newest version would also alter {what}, so it was held back.")
}

pub(crate) fn removed_node_changed(id: &NodeId) -> String {
    format!("Node `{id}` was to be removed, but somebody has edited it in the meantime.")
}

pub(crate) fn id_taken(id: &NodeId) -> String {
    format!("Another node with the id `{id}` has been added in the meantime. Choose another id.")
}

pub(crate) fn predecessor_gone(before: &NodeId, id: &NodeId) -> String {
    format!("Node `{before}`, which `{id}` was to follow, is gone. Choose another place.")
}

pub(crate) fn transition_gone(from: &NodeId, to: &NodeId, id: &NodeId) -> String {
    format!("The transition from `{from}` to `{to}`, on which `{id}` was to be placed, is gone. Choose another place.")
}

pub(crate) fn moved_elsewhere(id: &NodeId) -> String {
    format!("Node `{id}` was to be moved, but somebody has led its transitions elsewhere in the meantime.")
}

pub(crate) fn node_gone(id: &NodeId, what: &str) -> String {
    format!("Node `{id}` {what}, but it is gone.")
}

pub(crate) fn not_applicable(why: &str) -> String {
    format!("The change does not fit the newest version: {why}.")
}

/// What happened to a value: "`/x` of node `a` was `1`; you set `5`, and somebody else set `2` in the meantime."
pub(crate) fn sides(sides: &Sides<'_>, subject: &Subject, pointer: &str) -> String {
    let say = |value: Option<&str>| value.map_or_else(|| "nothing".to_owned(), shown);
    let subject = match subject {
        Subject::Workflow => "the workflow".to_owned(),
        Subject::Node { id } if id.as_str().is_empty() => "a node without an id".to_owned(),
        Subject::Node { id } => format!("node {}", tick(id.as_str())),
        Subject::Transition { id: Some(id), from: None, to: None } => format!("transition {}", tick(id.as_str())),
        Subject::Transition { from, to, .. } => {
            let end = |id: &Option<NodeId>| id.as_ref().map_or_else(|| "nowhere".to_owned(), |id| tick(id.as_str()));
            format!("transition {} → {}", end(from), end(to))
        }
    };
    let whole = pointer.is_empty();
    capitalised(match sides {
        Sides { base: None, .. } if whole => {
            format!("{subject} was added by you and by somebody else, with different content.")
        }
        Sides { ours: None, .. } if whole => {
            format!("{subject} was removed by you, but somebody else has edited it in the meantime.")
        }
        Sides { theirs: None, .. } if whole => {
            format!("{subject} was edited by you, but somebody else has removed it in the meantime.")
        }
        Sides { base, ours, theirs } => format!(
            "{}{subject} was {}; you set {}, and somebody else set {} in the meantime.",
            if whole { String::new() } else { format!("`{pointer}` of ") },
            say(*base),
            say(*ours),
            say(*theirs)
        ),
    })
}

/// What is wrong with a change in a file.
pub(crate) mod file {
    /// A sentence of the summary.
    pub(crate) const NO_TEXT: &str = "this is no text";
    /// The time of saving.
    pub(crate) const NO_TIME: &str = "this is no time in ms since 1970";

    pub(crate) fn missing(key: &str) -> String {
        format!("`{key}` is missing")
    }

    pub(crate) fn no_text(key: &str) -> String {
        format!("`{key}` is no text")
    }

    pub(crate) fn unreadable(why: &str) -> String {
        format!("the change cannot be read ({why})")
    }
}
