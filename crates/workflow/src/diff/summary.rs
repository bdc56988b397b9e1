//! A difference in one line.

use std::fmt;

/// Counts of differences. Displays as "1 node added, 1 transition rewired"; "no changes" where there are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    /// Top-level values that differ, noise aside.
    pub document_fields: usize,
}

impl fmt::Display for Summary {
    fn fmt(&self, _f: &mut fmt::Formatter<'_>) -> fmt::Result {
        todo!()
    }
}
