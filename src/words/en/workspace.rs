//! What the workspace says to people.

use workflow::change::ApplyError;

/// Why the change cannot be applied, and what to do.
#[must_use]
pub fn apply_error(error: &ApplyError) -> String {
    let next = match error {
        ApplyError::IdTaken(_) => "Choose another id for the node.",
        ApplyError::NoSuchNode(_) => {
            "It may have been removed or renamed. Place the node elsewhere, or discard this change."
        }
        ApplyError::AmbiguousNode(_) => "Make the ids unique in CXone first; which node is meant cannot be known.",
        ApplyError::NoSuchTransition { .. } => "Choose another place for the node.",
        ApplyError::PlacedAtItself(_) => "Choose another place for it.",
        ApplyError::BeginsWith(_) => "Put it back where it was, and place the other nodes around it.",
        ApplyError::NoNodes => "A node can be added once the workflow has one; open it in CXone Studio and save it.",
        ApplyError::TransitionsNotAnArray => "The workflow can be read, but not rewired.",
        ApplyError::DuplicateKey(_) => "Correct the workflow in CXone Studio first.",
        ApplyError::Unsafe { .. } | ApplyError::UnwritableId(_) => "Edit this node in CXone Studio.",
        ApplyError::CannotRejoin { .. } => "Rewire its transitions in CXone Studio first.",
        ApplyError::BadNode(_) => "Correct the node's id.",
    };
    let mut what = error.to_string();
    if let Some(first) = what.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    format!("{what}. {next}")
}
