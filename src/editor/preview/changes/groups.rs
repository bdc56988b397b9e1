//! What a change does, grouped by the node that it is about.

use workflow::diff::{Diff, DiffEntry, FieldChange};
use workflow::document::NodeId;

/// What a change does about one node, or about the workflow itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// The node, by its id after the change; `None` for the workflow itself.
    pub(super) node: Option<NodeId>,
    pub(super) items: Vec<Item>,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// What it is, ids and values in backticks.
    pub(super) sentence: String,
    /// The difference that it comes from.
    pub(super) entry: DiffEntry,
    /// The value of the node, where it can be taken back alone.
    pub(super) field: Option<FieldChange>,
}

/// Groups what differs. `touched` are the nodes that were edited, `rewired` those of them that were added, moved or
/// removed: a transition belongs to the one that it was rewired for. What every save changes anyway comes last.
pub(super) fn groups(diff: &Diff, touched: &[NodeId], rewired: &[NodeId]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for entry in &diff.entries {
        let node = about(entry, touched, rewired);
        let fields: Vec<Option<&FieldChange>> = match entry {
            DiffEntry::NodeChanged { fields, .. } => fields.iter().map(Some).collect(),
            _ => Vec::new(),
        };
        let items = entry.sentences().into_iter().enumerate().map(|(at, sentence)| Item {
            sentence,
            entry: entry.clone(),
            field: fields.get(at).copied().flatten().cloned(),
        });
        match groups.iter_mut().find(|group| group.node == node) {
            Some(group) => group.items.extend(items),
            None => groups.push(Group { node, items: items.collect() }),
        }
    }
    // First what was touched, in the order in which that was begun.
    groups.sort_by_key(|group| match &group.node {
        Some(node) => touched.iter().position(|found| found == node).unwrap_or(touched.len()),
        None => usize::MAX,
    });
    groups
}

fn about(entry: &DiffEntry, touched: &[NodeId], rewired: &[NodeId]) -> Option<NodeId> {
    let of_ends = |ends: &[&Option<NodeId>]| {
        let ends = || ends.iter().filter_map(|end| end.as_ref());
        let among = |nodes: &[NodeId]| ends().find(|end| nodes.contains(end));
        among(rewired).or_else(|| among(touched)).or_else(|| ends().next()).cloned()
    };
    match entry {
        DiffEntry::NodeAdded { id, .. }
        | DiffEntry::NodeRemoved { id, .. }
        | DiffEntry::NodeChanged { id, .. }
        | DiffEntry::NodeMoved { id, .. } => Some(id.clone()),
        DiffEntry::TransitionAdded { from, to, .. } | DiffEntry::TransitionRemoved { from, to, .. } => {
            of_ends(&[from, to])
        }
        DiffEntry::TransitionChanged { from_before, to_before, from, to, .. } => {
            of_ends(&[from, to, from_before, to_before])
        }
        DiffEntry::TransitionMoved { from_node, to_node, .. } => of_ends(&[from_node, to_node]),
        DiffEntry::DocumentChanged { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use workflow::diff::diff;
    use workflow::document::Document;

    #[test]
    fn what_a_change_does_stands_with_the_node_that_it_is_about() {
        let parse = |text: &str| Document::parse(text).expect("parses");
        let before = parse(
            r#"{"version":1,"nodes":[{"id":"start","type":"start"},{"id":"old","type":"email","properties":{"templateId":"a"}}],
                "transitions":[{"id":"t1","from":"start","to":"old"}]}"#,
        );
        let after = parse(
            r#"{"version":2,"nodes":[{"id":"start","type":"start"},{"id":"old","type":"email","properties":{"templateId":"b"}},{"id":"new","type":"email"}],
                "transitions":[{"id":"t1","from":"start","to":"new"},{"id":"t2","from":"new","to":"old"}]}"#,
        );
        let touched = ["new", "old"].map(NodeId::from);
        let found = groups(&diff(&before, &after), &touched, &touched[..1]);
        let told: Vec<_> = found
            .iter()
            .map(|group| {
                let node = group.node.as_ref().map(NodeId::as_str);
                (
                    node,
                    group.items.iter().map(|item| (item.sentence.as_str(), item.field.is_some())).collect::<Vec<_>>(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                (
                    Some("new"),
                    vec![
                        ("Email node `new` added after `start`", false),
                        ("Transition `start` → `old` now leads to `new`", false),
                        ("Transition `new` → `old` added", false)
                    ]
                ),
                (Some("old"), vec![("Template of email node `old` changed from `a` to `b`", true)]),
                (None, vec![("`version` of the workflow changed from `1` to `2`", false)])
            ]
        );
    }
}
