//! Findings about a node. Those that begin with a space go on from its place in the list.

use super::values::code;

pub(crate) const ID_MISSING: &str = " has no id. Give it one that no other node has.";
pub(crate) const TYPE_MISSING: &str = " has no type. For an email node it is `email`.";
pub(crate) const PROPERTIES_MISSING: &str =
    "The email node has no `properties`, so there is nothing to send. Pick a template.";

pub(crate) fn dead_end(id: &str) -> String {
    format!("No transition leads on from {}, so the workflow stops there without an end.", code(id))
}

pub(crate) fn id_duplicate(id: &str, count: u32) -> String {
    format!("The id {} is taken: {count} nodes have it. Give each node an id of its own.", code(id))
}

pub(crate) fn id_odd(id: &str) -> String {
    format!(
        "The id {} contains white space or control characters. Use letters, digits, `_` and `-`, like `email_send_01`.",
        code(id)
    )
}

pub(crate) fn id_not_text(found: &str) -> String {
    format!(" has {found} as its id, but an id has to be text.")
}

pub(crate) fn key_duplicate(key: &str) -> String {
    format!(
        "The key {} stands twice. Most readers take the last one; it cannot be edited here until only one is left.",
        code(key)
    )
}

pub(crate) fn properties_malformed(found: &str) -> String {
    format!("`properties` is {found}, but has to be an object.")
}

pub(crate) fn type_not_text(found: &str) -> String {
    format!(" has {found} as its type, but a type has to be text.")
}

pub(crate) fn type_misspelt(kind: &str, meant: &str) -> String {
    format!("The type is {}, so the node is not treated as an email node. Did you mean `{meant}`?", code(kind))
}

/// `unconnected`: whether the workflow has no transitions at all.
pub(crate) fn unreachable(id: &str, unconnected: bool) -> String {
    let why = if unconnected {
        "The workflow has no transitions, so it"
    } else {
        "No transition leads from the start to it, so it"
    };
    format!("{} is never reached. {why} never sends. Place it after a node that is reached.", code(id))
}
