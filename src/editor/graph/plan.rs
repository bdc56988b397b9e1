//! What is to be drawn: nodes in the order of the flow, and the ways between them.

use crate::editor::flow::flow;
use crate::editor::places::condition_words;
use crate::editor::rows::{Row, rows_of};
use crate::workspace::{Base, NewNode};
use std::collections::HashMap;
use workflow::document::Document;

/// A transition, or several between the same two nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Where it leaves, by the order of the flow.
    pub from: u32,
    /// Where it enters.
    pub to: u32,
    /// Its conditions in words.
    pub condition: String,
}

/// A graph before it is laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The nodes.
    pub rows: Vec<Row>,
    /// The ways.
    pub ways: Vec<Way>,
}

impl Plan {
    /// The graph of a workflow with everything placed that is under way.
    #[must_use]
    pub fn of(base: &Base, document: &Document, new: &[NewNode]) -> Self {
        let known = rows_of(base, document, new);
        let mut rows = Vec::with_capacity(known.len());
        let mut numbers = vec![None; known.len()];
        for place in flow(document) {
            if let Some(row) = known.get(place.node).copied().flatten() {
                numbers[place.node] = u32::try_from(rows.len()).ok();
                rows.push(row);
            }
        }
        let mut by_id: HashMap<&str, u32> = HashMap::with_capacity(rows.len());
        for node in document.nodes() {
            if let (Some(id), Some(number)) = (node.id, numbers[node.index]) {
                by_id.entry(id).or_insert(number);
            }
        }
        let mut ways: Vec<Way> = Vec::new();
        let mut places: HashMap<(u32, u32), usize> = HashMap::new();
        for transition in document.transitions() {
            let number = |id: Option<&str>| id.and_then(|id| by_id.get(id)).copied();
            let (Some(from), Some(to)) = (number(transition.from), number(transition.to)) else { continue };
            let condition = transition.condition.map(condition_words).unwrap_or_default();
            match places.get(&(from, to)) {
                Some(at) if !condition.is_empty() => {
                    let known = &mut ways[*at].condition;
                    *known = if known.is_empty() { condition } else { format!("{known} · {condition}") };
                }
                Some(_) => {}
                None => {
                    places.insert((from, to), ways.len());
                    ways.push(Way { from, to, condition });
                }
            }
        }
        Self { rows, ways }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_between_the_same_nodes_are_one_with_all_conditions() {
        let text = r#"{"nodes":[{"id":"b"},{"id":"a","type":"start"}],"transitions":[{"from":"a","to":"b","condition":"x"},{"from":"a","to":"b","condition":"y"},{"from":"b","to":"b"},{"from":"b","to":"gone"}]}"#;
        let document = Document::parse(text).expect("parses");
        let plan = Plan::of(&Base::new(document.clone()), &document, &[]);
        assert_eq!(plan.rows, [Row::Base(1), Row::Base(0)]);
        let way = |from, to, condition: &str| Way { from, to, condition: condition.to_owned() };
        assert_eq!(plan.ways, [way(0, 1, "x · y"), way(1, 1, "")]);
    }
}
