//! Findings about the workflow as a whole and its transitions. Those that begin with a space go on from the
//! element's place in its list.

use super::values::code;

pub(crate) fn numbered_node(index: usize) -> String {
    format!("Node {} of the list", index + 1)
}

pub(crate) fn numbered_transition(index: usize) -> String {
    format!("Transition {} of the list", index + 1)
}

pub(crate) fn key_duplicate(key: &str) -> String {
    format!(
        "The key {} stands more than once, so it is not clear which one counts. Nothing can be edited until only one is left.",
        code(key)
    )
}

pub(crate) fn no_nodes(key: &str) -> String {
    format!("The workflow has no `{key}`. Is this a workflow, and does the tenant call its nodes `{key}`?")
}

pub(crate) fn not_an_array(key: &str, found: &str) -> String {
    format!("`{key}` is {found}, but has to be an array.")
}

pub(crate) fn no_version(key: &str) -> String {
    format!(
        "The workflow has no `{key}`, so it cannot be saved without risk of overwriting somebody's edit. Load it again from the tenant."
    )
}

pub(crate) fn version_not_a_number(key: &str, found: &str) -> String {
    format!("`{key}` is {found}, but has to be a number. Load the workflow again from the tenant.")
}

pub(crate) fn not_an_object(found: &str) -> String {
    format!(" is {found}, but has to be an object.")
}

pub(crate) fn transitions_malformed(key: &str, found: &str) -> String {
    format!("`{key}` is {found}, but has to be an array. No node can be connected until it is.")
}

pub(crate) fn transition_end_missing(key: &str) -> String {
    format!(" has no node id as `{key}`. If the tenant uses another key, set it in the configuration.")
}

/// `leaves`: whether it is the node that the transition leaves, not the one it leads to.
pub(crate) fn transition_dangling(leaves: bool, node: &str) -> String {
    let verb = if leaves { "leaves" } else { "leads to" };
    format!(" {verb} {}, but no node has this id. Correct the id or remove the transition.", code(node))
}

/// The same about a transition that has an id.
pub(crate) fn named_transition_dangling(transition: &str, leaves: bool, node: &str) -> String {
    format!("Transition {}{}", code(transition), transition_dangling(leaves, node))
}
