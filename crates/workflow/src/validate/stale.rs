//! What is to be judged again after an edit: each element once, however often it was touched.

use super::graph::Graph;
use super::ids::NONE;

impl Graph {
    /// A node is to be judged again.
    pub(super) fn stale_node(&mut self, node: u32) {
        if !self.is_new && !std::mem::replace(&mut self.nodes[node as usize].is_stale, true) {
            self.stale_nodes.push(node);
        }
    }

    /// The nodes of an id are to be judged again.
    pub(super) fn stale_nodes_of(&mut self, point: u32) {
        if self.is_new {
            return;
        }
        let mut node = self.points[point as usize].first_node;
        while node != NONE {
            self.stale_node(node);
            node = self.nodes[node as usize].next;
        }
    }

    /// A transition is to be judged again.
    pub(super) fn stale_transition(&mut self, transition: u32) {
        if !self.is_new && !std::mem::replace(&mut self.transitions[transition as usize].is_stale, true) {
            self.stale_transitions.push(transition);
        }
    }

    /// Every node is to be judged again.
    pub(super) fn stale_all_nodes(&mut self) {
        for index in 0..self.node_order.len() {
            if let Some(node) = self.node_order.at(index) {
                self.stale_node(node);
            }
        }
    }

    /// Takes a node that is to be judged again; one that has gone meanwhile is passed over.
    pub(super) fn next_stale_node(&mut self) -> Option<u32> {
        while let Some(node) = self.stale_nodes.pop() {
            let slot = &mut self.nodes[node as usize];
            slot.is_stale = false;
            if slot.is_there {
                return Some(node);
            }
        }
        None
    }

    /// Takes a transition that is to be judged again; one that has gone meanwhile is passed over.
    pub(super) fn next_stale_transition(&mut self) -> Option<u32> {
        while let Some(transition) = self.stale_transitions.pop() {
            let slot = &mut self.transitions[transition as usize];
            slot.is_stale = false;
            if slot.is_there {
                return Some(transition);
            }
        }
        None
    }
}
