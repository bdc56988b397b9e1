//! On a workflow of 10,000 nodes and 15,000 transitions, no operation more than there must be.

use crate::workload::{Edit, NODES, TRANSITIONS};
use std::collections::HashMap;
use workflow::diff::{DiffEntry, PatchOp, Summary, diff, json_patch, to_json_patch_text};
use workflow::document::Document;

fn document(edit: Edit) -> Document {
    Document::parse(&edit.text()).unwrap()
}

/// Additions, removals, replacements and moves.
fn counts(ops: &[PatchOp]) -> [usize; 4] {
    let mut counts = [0; 4];
    for op in ops {
        counts[match op {
            PatchOp::Add { .. } => 0,
            PatchOp::Remove { .. } => 1,
            PatchOp::Replace { .. } => 2,
            PatchOp::Move { .. } => 3,
        }] += 1;
    }
    counts
}

/// Checks a patch's operations, that another library gets from the base to the edited workflow by them,
/// and what the semantic difference says.
#[track_caller]
fn check(edit: Edit, operations: [usize; 4], summary: &Summary) {
    let (base, edited) = (document(Edit::None), document(edit));
    let ops = json_patch(&base, &edited);
    assert_eq!(counts(&ops), operations);
    assert!(edit.operations().is_none_or(|fewest| ops.len() == fewest));
    let mut value: serde_json::Value = serde_json::from_str(&base.to_text()).unwrap();
    let patch: json_patch::Patch = serde_json::from_str(&to_json_patch_text(&ops)).unwrap();
    json_patch::patch(&mut value, &patch).unwrap();
    assert!(value == serde_json::from_str::<serde_json::Value>(&edited.to_text()).unwrap());
    assert_eq!(diff(&base, &edited).summary(), *summary);
}

#[test]
fn nothing() {
    check(Edit::None, [0, 0, 0, 0], &Summary::default());
}

#[test]
fn an_appended_node() {
    check(Edit::Append, [1, 0, 0, 0], &Summary { nodes_added: 1, ..Summary::default() });
}

#[test]
fn twenty_values() {
    let (base, edited) = (document(Edit::None), document(Edit::Values));
    let found = diff(&base, &edited);
    let fields: usize = found
        .entries
        .iter()
        .map(|entry| match entry {
            DiffEntry::NodeChanged { fields, noise: false, .. } => fields.len(),
            DiffEntry::TransitionChanged { fields, .. } => fields.len(),
            other => panic!("{other:?}"),
        })
        .sum();
    assert_eq!(fields, 20);
    check(Edit::Values, [0, 0, 20, 0], &found.summary());
}

#[test]
fn values_an_insertion_deletions_and_a_move() {
    let summary = diff(&document(Edit::None), &document(Edit::Mixed)).summary();
    let moved = summary.nodes_moved + summary.transitions_moved;
    let removed = summary.nodes_removed + summary.transitions_removed;
    assert_eq!((summary.nodes_added, summary.transitions_added, removed, moved), (1, 0, 6, 1));
    check(Edit::Mixed, [1, 6, 21, 1], &summary);
}

/// The length of the longest run of ids that keeps its order: all else must move.
fn longest_kept<'a>(before: impl Iterator<Item = &'a str>, after: impl Iterator<Item = &'a str>) -> usize {
    let place: HashMap<&str, usize> = after.enumerate().map(|(at, id)| (id, at)).collect();
    let mut ends: Vec<usize> = Vec::new();
    for at in before.map(|id| place[id]) {
        let length = ends.partition_point(|end| *end < at);
        if length == ends.len() { ends.push(at) } else { ends[length] = at }
    }
    ends.len()
}

#[test]
fn a_shuffle_is_moves_and_nothing_else() {
    let (base, edited) = (document(Edit::None), document(Edit::Shuffle));
    let nodes = longest_kept(base.nodes().filter_map(|node| node.id), edited.nodes().filter_map(|node| node.id));
    let transitions =
        longest_kept(base.transitions().filter_map(|way| way.id), edited.transitions().filter_map(|way| way.id));
    let (nodes_moved, transitions_moved) = (NODES - nodes, TRANSITIONS - transitions);
    assert!(nodes_moved > NODES * 9 / 10, "it is well shuffled");
    let summary = Summary { nodes_moved, transitions_moved, ..Summary::default() };
    check(Edit::Shuffle, [0, 0, 0, nodes_moved + transitions_moved], &summary);
}
