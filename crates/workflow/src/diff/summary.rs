//! A difference in one line.

use crate::diff::{Diff, DiffEntry};
use serde::Serialize;
use std::fmt;

/// Counts of differences. Displays as "1 node added, 1 transition rewired"; "no changes" where there are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Nodes added.
    pub nodes_added: usize,
    /// Nodes removed.
    pub nodes_removed: usize,
    /// Nodes with other values.
    pub nodes_changed: usize,
    /// Nodes at another place in the array.
    pub nodes_moved: usize,
    /// Transitions added.
    pub transitions_added: usize,
    /// Transitions removed.
    pub transitions_removed: usize,
    /// Transitions whose ends differ.
    pub transitions_rewired: usize,
    /// Transitions that differ otherwise.
    pub transitions_changed: usize,
    /// Transitions at another place in the array.
    pub transitions_moved: usize,
    /// Top-level values that differ, noise aside.
    pub document_fields: usize,
}

impl Summary {
    pub(crate) fn of(diff: &Diff) -> Self {
        let mut summary = Self::default();
        for entry in &diff.entries {
            let count = match entry {
                DiffEntry::NodeAdded { .. } => &mut summary.nodes_added,
                DiffEntry::NodeRemoved { .. } => &mut summary.nodes_removed,
                DiffEntry::NodeChanged { noise: true, .. } => continue,
                DiffEntry::NodeChanged { .. } => &mut summary.nodes_changed,
                DiffEntry::NodeMoved { .. } => &mut summary.nodes_moved,
                DiffEntry::TransitionAdded { .. } => &mut summary.transitions_added,
                DiffEntry::TransitionRemoved { .. } => &mut summary.transitions_removed,
                DiffEntry::TransitionChanged { from_before, to_before, from, to, .. } => {
                    if (from_before, to_before) == (from, to) {
                        &mut summary.transitions_changed
                    } else {
                        &mut summary.transitions_rewired
                    }
                }
                DiffEntry::TransitionMoved { .. } => &mut summary.transitions_moved,
                DiffEntry::DocumentChanged { noise: true, .. } => continue,
                DiffEntry::DocumentChanged { .. } => &mut summary.document_fields,
            };
            *count += 1;
        }
        summary
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [
            (self.nodes_added, "node", "added"),
            (self.nodes_removed, "node", "removed"),
            (self.nodes_changed, "node", "changed"),
            (self.nodes_moved, "node", "moved"),
            (self.transitions_added, "transition", "added"),
            (self.transitions_removed, "transition", "removed"),
            (self.transitions_rewired, "transition", "rewired"),
            (self.transitions_changed, "transition", "changed"),
            (self.transitions_moved, "transition", "moved"),
            (self.document_fields, "workflow field", "changed"),
        ];
        let mut separator = "";
        for (count, what, how) in counts {
            if count > 0 {
                let plural = if count == 1 { "" } else { "s" };
                write!(f, "{separator}{count} {what}{plural} {how}")?;
                separator = ", ";
            }
        }
        if separator.is_empty() { f.write_str("no changes") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn counts_in_words() {
        for (summary, expected) in [
            (Summary::default(), "no changes"),
            (
                Summary { nodes_added: 1, transitions_rewired: 1, ..Summary::default() },
                "1 node added, 1 transition rewired",
            ),
            (
                Summary { nodes_removed: 2, transitions_added: 10, document_fields: 3, ..Summary::default() },
                "2 nodes removed, 10 transitions added, 3 workflow fields changed",
            ),
        ] {
            assert_eq!(summary.to_string(), expected);
        }
    }
}
