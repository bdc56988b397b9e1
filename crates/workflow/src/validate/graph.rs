//! Which ids there are, how often, and which nodes the workflow reaches.

use crate::document::{Document, NodeRef};
use std::collections::HashMap;

/// The node type that a workflow begins at.
const START_NODE_TYPE: &str = "start";
/// The node type that a workflow closes with.
const END_NODE_TYPE: &str = "end";

/// The nodes and transitions of a document as a graph of distinct ids.
#[derive(Debug)]
pub(super) struct Graph<'a> {
    numbers: HashMap<&'a str, usize>,
    facts: Vec<IdFacts>,
    has_end: bool,
    editable: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct IdFacts {
    nodes: usize,
    reached: bool,
    leads_on: bool,
}

impl<'a> Graph<'a> {
    /// Reads a document, in time linear in its nodes and transitions.
    pub(super) fn of(document: &'a Document) -> Self {
        let mut numbers: HashMap<&str, usize> = HashMap::with_capacity(document.nodes().len());
        let mut facts: Vec<IdFacts> = Vec::with_capacity(document.nodes().len());
        let mut starts = Vec::new();
        let mut first = None;
        let mut has_end = false;
        for node in document.nodes() {
            has_end |= node.kind == Some(END_NODE_TYPE);
            let Some(id) = node.id else { continue };
            let number = *numbers.entry(id).or_insert(facts.len());
            if number == facts.len() {
                facts.push(IdFacts::default());
            }
            facts[number].nodes += 1;
            if node.index == 0 {
                first = Some(number);
            }
            if node.kind == Some(START_NODE_TYPE) {
                starts.push(number);
            }
        }
        if starts.is_empty() {
            starts.extend(first);
        }
        let mut graph = Self { numbers, facts, has_end, editable: is_editable(document) };
        graph.walk(document, starts);
        graph
    }

    /// Whether a node has this id.
    pub(super) fn has(&self, id: &str) -> bool {
        self.numbers.contains_key(id)
    }

    /// How many nodes have this id.
    pub(super) fn count(&self, id: &str) -> usize {
        self.get(id).nodes
    }

    /// Whether an edit of this node can be applied: it is the only one with its id, and the document is sound.
    pub(super) fn can_edit(&self, node: NodeRef<'_>) -> bool {
        self.editable && node.id.is_some_and(|id| self.count(id) == 1)
    }

    /// Whether transitions lead from the start to the node. The start is every node of type
    /// `start`, or else the first node.
    pub(super) fn is_reached(&self, id: &str) -> bool {
        self.get(id).reached
    }

    /// Whether a transition leads from the node to a node that exists.
    pub(super) fn leads_on(&self, id: &str) -> bool {
        self.get(id).leads_on
    }

    /// Whether a node of type `end` is there.
    pub(super) fn has_end(&self) -> bool {
        self.has_end
    }

    fn get(&self, id: &str) -> IdFacts {
        self.numbers.get(id).map_or_else(IdFacts::default, |number| self.facts[*number])
    }

    fn walk(&mut self, document: &Document, mut open: Vec<usize>) {
        let edges: Vec<(usize, usize)> = document
            .transitions()
            .filter_map(|transition| Some((*self.numbers.get(transition.from?)?, *self.numbers.get(transition.to?)?)))
            .collect();
        // Successors side by side in one array; those of node n are at `begin[n]..begin[n + 1]`.
        let mut begin = vec![0; self.facts.len() + 1];
        for (from, _) in &edges {
            begin[from + 1] += 1;
            self.facts[*from].leads_on = true;
        }
        for number in 0..self.facts.len() {
            begin[number + 1] += begin[number];
        }
        let mut free = begin.clone();
        let mut successors = vec![0; edges.len()];
        for (from, to) in edges {
            successors[free[from]] = to;
            free[from] += 1;
        }
        while let Some(number) = open.pop() {
            if !std::mem::replace(&mut self.facts[number].reached, true) {
                open.extend(&successors[begin[number]..begin[number + 1]]);
            }
        }
    }
}

/// Whether edits of nodes can be applied to the document at all.
fn is_editable(document: &Document) -> bool {
    let dialect = document.dialect();
    let twice = [&dialect.nodes, &dialect.transitions].into_iter().any(|key| members_named(document, key) > 1);
    !twice && document.has_nodes() && (document.has_transitions() || document.member(&dialect.transitions).is_none())
}

/// How many top-level members have this key.
pub(super) fn members_named(document: &Document, key: &str) -> usize {
    document.members().filter(|(found, _)| *found == key).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn reached(nodes: &str, transitions: &str) -> Vec<String> {
        let document = Document::parse(&format!(r#"{{"nodes":{nodes},"transitions":{transitions}}}"#)).unwrap();
        let graph = Graph::of(&document);
        document.nodes().filter_map(|node| node.id).filter(|id| graph.is_reached(id)).map(str::to_owned).collect()
    }

    #[test]
    fn the_start_is_the_start_node_wherever_it_stands() {
        let nodes = r#"[{"id":"a","type":"email"},{"id":"s","type":"start"},{"id":"b","type":"end"}]"#;
        assert_eq!(reached(nodes, r#"[{"from":"s","to":"b"},{"from":"a","to":"b"}]"#), ["s", "b"]);
    }

    #[test]
    fn without_a_start_node_the_first_node_is_the_start() {
        let nodes = r#"[{"id":"a"},{"id":"b"},{"id":"c"}]"#;
        assert_eq!(reached(nodes, r#"[{"from":"a","to":"c"}]"#), ["a", "c"]);
    }

    #[test]
    fn circles_and_transitions_to_nowhere_do_no_harm() {
        let nodes = r#"[{"id":"a"},{"id":"b"},{"id":"c"}]"#;
        let transitions =
            r#"[{"from":"a","to":"b"},{"from":"b","to":"a"},{"from":"a","to":"x"},{"from":"x","to":"c"},{}]"#;
        assert_eq!(reached(nodes, transitions), ["a", "b"]);
    }

    #[test]
    fn ids_are_counted() {
        let document = Document::parse(r#"{"nodes":[{"id":"a"},{"id":"a"},{"id":"b"},{}]}"#).unwrap();
        let graph = Graph::of(&document);
        assert_eq!(["a", "b", "c"].map(|id| graph.count(id)), [2, 1, 0]);
        assert_eq!(["a", "b", "c"].map(|id| graph.has(id)), [true, true, false]);
    }

    #[test]
    fn a_chain_of_100_000_is_walked_without_recursion() {
        let nodes: Vec<String> = (0..100_000).map(|n| format!(r#"{{"id":"n{n}"}}"#)).collect();
        let transitions: Vec<String> =
            (1..100_000).map(|n| format!(r#"{{"from":"n{}","to":"n{n}"}}"#, n - 1)).collect();
        let all = reached(&format!("[{}]", nodes.join(",")), &format!("[{}]", transitions.join(",")));
        assert_eq!(all.len(), 100_000);
    }
}
