//! What is found in a document, element by element, and keeping it true while elements come and go.

use super::Finding;
use super::context::{Shape, is_editable};
use super::facts::Asked;
use super::finding::{Counts, Found};
use super::graph::Graph;
use super::judge::{NodeJudge, Standard, judge_document, judge_transition};
use crate::document::{Document, List, NodeId};
use crate::words;

/// The findings of a document, and the graph that they rest on.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) graph: Graph,
    pub(super) shape: Shape,
    pub(super) counts: Counts,
    /// Whether edits of nodes can be applied to the document at all.
    editable: bool,
    document: Vec<Found>,
    /// By the number that the graph gives an element.
    nodes: Vec<Vec<Found>>,
    /// What the findings of each node depend on.
    asked: Vec<Asked>,
    transitions: Vec<Vec<Found>>,
    /// How many findings there are about transitions.
    about_transitions: usize,
}

impl Standing {
    /// Judges the whole document.
    pub(super) fn of(document: &Document, standard: Standard<'_>) -> Self {
        let graph = Graph::of(document);
        let mut standing = Self {
            shape: Shape::default(),
            counts: Counts::default(),
            editable: false,
            document: Vec::new(),
            nodes: Vec::new(),
            asked: Vec::new(),
            transitions: Vec::new(),
            about_transitions: 0,
            graph,
        };
        standing.judge_top_level(document, standard);
        standing.make_room();
        standing.shape = standing.shape();
        let mut judge = NodeJudge::new(standard, document, standing.shape);
        for number in 0..standing.nodes.len() {
            standing.judge_node(&mut judge, number as u32, number);
        }
        for number in 0..standing.transitions.len() {
            standing.judge_transition(document, standard, number as u32, number);
        }
        standing
    }

    /// Judges the document's top level anew, after its members have changed.
    pub(super) fn judge_top_level(&mut self, document: &Document, standard: Standard<'_>) {
        let found = judge_document(standard, document);
        let before = std::mem::replace(&mut self.document, found);
        count(&mut self.counts, &before, &self.document);
        self.editable = is_editable(document);
    }

    /// Judges what has changed, and what depends on it.
    pub(super) fn judge_stale(&mut self, document: &Document, standard: Standard<'_>) {
        self.graph.settle();
        self.make_room();
        let shape = self.shape();
        if std::mem::replace(&mut self.shape, shape) != shape {
            self.graph.stale_all_nodes();
        }
        let mut judge = NodeJudge::new(standard, document, shape);
        while let Some(node) = self.graph.next_stale_node() {
            self.judge_node(&mut judge, node, self.graph.node_order.index_of(node));
        }
        while let Some(transition) = self.graph.next_stale_transition() {
            let index = self.graph.transition_order.index_of(transition);
            self.judge_transition(document, standard, transition, index);
        }
    }

    fn shape(&self) -> Shape {
        let unconnected = self.graph.transition_order.len() == 0;
        Shape {
            editable: self.editable,
            has_end: self.graph.has_end(),
            unconnected,
            alone: unconnected && self.graph.node_order.len() < 2,
        }
    }

    fn make_room(&mut self) {
        self.nodes.resize_with(self.graph.nodes.len(), Vec::new);
        self.asked.resize_with(self.graph.nodes.len(), Asked::default);
        self.transitions.resize_with(self.graph.transitions.len(), Vec::new);
    }

    fn judge_node(&mut self, judge: &mut NodeJudge<'_>, node: u32, index: usize) {
        let found = judge.judge(&self.graph, node, index);
        self.asked[node as usize] = judge.asked();
        let before = std::mem::replace(&mut self.nodes[node as usize], found);
        count(&mut self.counts, &before, &self.nodes[node as usize]);
    }

    fn judge_transition(&mut self, document: &Document, standard: Standard<'_>, transition: u32, index: usize) {
        let found = judge_transition(standard, document, &self.graph, transition, index);
        let before = std::mem::replace(&mut self.transitions[transition as usize], found);
        let now = &self.transitions[transition as usize];
        count(&mut self.counts, &before, now);
        self.about_transitions = self.about_transitions + now.len() - before.len();
    }

    /// The nodes whose findings depend on what has become known otherwise are to be judged again.
    pub(super) fn stale_by(&mut self, differing: Asked) {
        for node in 0..self.asked.len() {
            if self.asked[node].meets(differing) {
                self.graph.stale_node(node as u32);
            }
        }
    }

    /// Forgets what was found in elements that are about to go.
    pub(super) fn forget(&mut self, list: List, index: usize) {
        let (order, all) = match list {
            List::Nodes => (&self.graph.node_order, &mut self.nodes),
            List::Transitions => (&self.graph.transition_order, &mut self.transitions),
        };
        let Some(found) = order.at(index).and_then(|number| all.get_mut(number as usize)) else { return };
        let before = std::mem::take(found);
        if list == List::Transitions {
            self.about_transitions -= before.len();
        }
        count(&mut self.counts, &before, &[]);
    }

    /// All findings, in the document's order.
    pub(super) fn findings(&self, document: &Document) -> Vec<Finding> {
        let mut findings = Vec::with_capacity(self.counts.all());
        findings.extend(self.document.iter().map(|found| found.placed("", "", None)));
        for (index, node) in self.graph.node_order.iter() {
            self.node_findings(document, node, index, &mut findings);
        }
        if self.about_transitions > 0 {
            for (index, transition) in self.graph.transition_order.iter() {
                self.transition_findings(document, transition, index, &mut findings);
            }
        }
        findings
    }

    /// The findings that name a node, in the document's order.
    pub(super) fn about(&self, document: &Document, node: &NodeId) -> Vec<Finding> {
        let mut findings = Vec::new();
        let Some(point) = self.graph.ids.find(node.as_str().as_bytes()).filter(|point| self.graph.is_there(*point))
        else {
            return findings;
        };
        let order = &self.graph.node_order;
        let mut nodes: Vec<(usize, u32)> =
            self.graph.nodes_of(point).map(|node| (order.index_of(node), node)).collect();
        nodes.sort_unstable();
        for (index, node) in nodes {
            self.node_findings(document, node, index, &mut findings);
        }
        if self.about_transitions > 0 {
            let order = &self.graph.transition_order;
            let mut transitions: Vec<(usize, u32)> = (self.graph.leaving(point).chain(self.graph.entering(point)))
                .filter(|&one| !self.transitions[one as usize].is_empty() && self.graph.owner(one) == Some(point))
                .map(|transition| (order.index_of(transition), transition))
                .collect();
            transitions.sort_unstable();
            transitions.dedup();
            for (index, transition) in transitions {
                self.transition_findings(document, transition, index, &mut findings);
            }
        }
        findings
    }

    fn node_findings(&self, document: &Document, node: u32, index: usize, findings: &mut Vec<Finding>) {
        let found = &self.nodes[node as usize];
        if found.is_empty() {
            return;
        }
        let element = element(&document.dialect().nodes, index);
        let numbered = words::document::numbered_node(index);
        let id = self.graph.point_of(node).map(|point| NodeId::from(self.graph.ids.text(point)));
        findings.extend(found.iter().map(|found| found.placed(&element, &numbered, id.clone())));
    }

    fn transition_findings(&self, document: &Document, transition: u32, index: usize, findings: &mut Vec<Finding>) {
        let found = &self.transitions[transition as usize];
        if found.is_empty() {
            return;
        }
        let element = element(&document.dialect().transitions, index);
        let numbered = words::document::numbered_transition(index);
        let id = self.graph.owner(transition).map(|point| NodeId::from(self.graph.ids.text(point)));
        findings.extend(found.iter().map(|found| found.placed(&element, &numbered, id.clone())));
    }
}

fn element(list: &str, index: usize) -> String {
    crate::json::Pointer::root().child(list).child(index).into()
}

fn count(counts: &mut Counts, before: &[Found], now: &[Found]) {
    for found in now {
        *counts.of(found.severity) += 1;
    }
    for found in before {
        *counts.of(found.severity) -= 1;
    }
}
