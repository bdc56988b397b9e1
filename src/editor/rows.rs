//! The rows of the outline: the base's nodes, with new ones where they go.

use crate::browser::text::lowercase;
use crate::workspace::{Base, DraftKey, NewNode};
use std::collections::HashMap;
use workflow::document::NodeId;

/// One row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A node of the base, by its place in the document.
    Base(usize),
    /// A node that is new.
    New(DraftKey),
}

/// All rows whose id or type contains `filter` (lower case). A new node stands behind the node that
/// it follows, or last where there is none.
#[must_use]
pub fn rows(base: &Base, new: &[NewNode], filter: &str) -> Vec<Row> {
    let matches = |text: &str| filter.is_empty() || lowercase(text).contains(filter);
    let mut following: HashMap<&NodeId, Vec<&NewNode>> = HashMap::new();
    for node in new {
        following.entry(node.placement.predecessor()).or_default().push(node);
    }
    let mut rows = Vec::with_capacity(base.nodes.len() + new.len());
    let mut place = |rows: &mut Vec<Row>, first: &NodeId| {
        let mut waiting = vec![first];
        while let Some(before) = waiting.pop() {
            // A later node goes directly behind its predecessor, so it stands above an earlier one.
            for node in following.remove(before).unwrap_or_default().into_iter().rev() {
                if matches(node.id.as_str()) || "email".contains(filter) {
                    rows.push(Row::New(node.key));
                }
                waiting.push(&node.id);
            }
        }
    };
    for (index, node) in base.nodes.iter().enumerate() {
        if matches(node.id.as_str()) || matches(&node.kind) {
            rows.push(Row::Base(index));
        }
        if !new.is_empty() {
            place(&mut rows, &node.id);
        }
    }
    for node in new {
        if following.contains_key(node.placement.predecessor()) {
            for lost in following.remove(node.placement.predecessor()).unwrap_or_default() {
                if matches(lost.id.as_str()) || "email".contains(filter) {
                    rows.push(Row::New(lost.key));
                }
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use workflow::change::Placement;
    use workflow::document::Document;

    fn base() -> Base {
        Base::new(
            Document::parse(
                r#"{"nodes":[{"id":"start","type":"start"},{"id":"check","type":"branch"},{"id":"end","type":"end"}]}"#,
            )
            .expect("parses"),
        )
    }

    fn new(key: u32, id: &str, after: &str) -> NewNode {
        NewNode { key: DraftKey(key), id: NodeId::from(id), placement: Placement::After { node: NodeId::from(after) } }
    }

    #[test]
    fn new_nodes_stand_where_they_go() {
        let new = [new(1, "mail_1", "check"), new(2, "mail_2", "mail_1"), new(3, "lost", "nowhere")];
        assert_eq!(
            rows(&base(), &new, ""),
            [
                Row::Base(0),
                Row::Base(1),
                Row::New(DraftKey(1)),
                Row::New(DraftKey(2)),
                Row::Base(2),
                Row::New(DraftKey(3))
            ]
        );
    }

    #[test]
    fn the_filter_looks_at_ids_and_types() {
        let new = [new(1, "mail_1", "check")];
        assert_eq!(rows(&base(), &new, "bran"), [Row::Base(1)]);
        assert_eq!(rows(&base(), &new, "email"), [Row::New(DraftKey(1))]);
    }
}
