//! Which ids there are, how often, and what leads where; kept up to date while elements come and go.
//!
//! Every operation looks at what it names and at its neighbours only. What is then to be judged again
//! is noted (see [`super::stale`]).

use super::context::is_ordinary;
use super::ids::{Ids, NONE};
use super::order::Order;
use super::reach::Reach;
use crate::document::{Document, GraphNames, List, START_NODE_TYPE};

/// The node type that a workflow begins at.
const START: &[u8] = START_NODE_TYPE.as_bytes();
/// The node type that a workflow closes with.
const END_NODE_TYPE: &[u8] = b"end";

/// The nodes and transitions of a document as a graph of distinct ids.
#[derive(Clone, Debug)]
pub(super) struct Graph {
    pub(super) ids: Ids,
    /// By the number of their id.
    pub(super) points: Vec<Point>,
    pub(super) node_order: Order,
    pub(super) nodes: Vec<Node>,
    pub(super) transition_order: Order,
    pub(super) transitions: Vec<Transition>,
    pub(super) reach: Reach,
    /// How many nodes with an id begin the workflow.
    pub(super) starts: u32,
    ends: u32,
    /// Whether the document is being read: then all is judged, and nothing need be noted for that.
    pub(super) is_new: bool,
    /// Nodes to be judged again, by number; each once.
    pub(super) stale_nodes: Vec<u32>,
    /// Transitions to be judged again, by number; each once.
    pub(super) stale_transitions: Vec<u32>,
}

/// An id: of nodes, or only named by transitions.
#[derive(Clone, Debug)]
pub(super) struct Point {
    /// How many nodes have the id.
    pub(super) nodes: u32,
    pub(super) first_node: u32,
    pub(super) first_leaving: u32,
    first_entering: u32,
    /// How many of its nodes begin the workflow.
    pub(super) starts: u32,
    /// How many transitions lead from it to another id that nodes have.
    onward: u32,
}

/// A node of the list.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The number of its id; [`NONE`] where it has none.
    point: u32,
    is_start: bool,
    is_end: bool,
    /// Whether no rule has anything to say about it as long as its id is its own.
    is_ordinary: bool,
    pub(super) is_stale: bool,
    pub(super) is_there: bool,
    /// The nodes of the same id are a ring of two directions that ends with [`NONE`].
    pub(super) next: u32,
    before: u32,
}

/// A transition of the list.
#[derive(Clone, Debug)]
pub(super) struct Transition {
    /// The number of the id that it leaves; [`NONE`] where it names none.
    pub(super) from: u32,
    /// The number of the id that it enters; [`NONE`] where it names none.
    pub(super) to: u32,
    pub(super) is_stale: bool,
    pub(super) is_there: bool,
    pub(super) next_leaving: u32,
    before_leaving: u32,
    next_entering: u32,
    before_entering: u32,
}

const NO_NODE: Node = Node {
    point: NONE,
    is_start: false,
    is_end: false,
    is_ordinary: false,
    is_stale: false,
    is_there: false,
    next: NONE,
    before: NONE,
};
const NO_TRANSITION: Transition = Transition {
    from: NONE,
    to: NONE,
    is_stale: false,
    is_there: false,
    next_leaving: NONE,
    before_leaving: NONE,
    next_entering: NONE,
    before_entering: NONE,
};

impl Graph {
    /// Reads a document, in time linear in its nodes and transitions. Nothing is stale.
    pub(super) fn of(document: &Document) -> Self {
        let (nodes, transitions) = (document.nodes().len(), document.transitions().len());
        let mut graph = Self {
            ids: Ids::with_capacity(nodes),
            points: Vec::with_capacity(nodes),
            node_order: Order::of(nodes),
            nodes: vec![Node { is_there: true, ..NO_NODE }; nodes],
            transition_order: Order::of(transitions),
            transitions: vec![Transition { is_there: true, ..NO_TRANSITION }; transitions],
            reach: Reach::default(),
            starts: 0,
            ends: 0,
            is_new: true,
            stale_nodes: Vec::new(),
            stale_transitions: Vec::new(),
        };
        for (number, node) in document.graph_names(List::Nodes).enumerate() {
            graph.join(number as u32, node);
        }
        for (number, transition) in document.graph_names(List::Transitions).enumerate() {
            graph.connect(number as u32, transition);
        }
        graph.begin();
        graph.is_new = false;
        graph
    }

    /// Whether a node of type `end` is there.
    pub(super) fn has_end(&self) -> bool {
        self.ends > 0
    }

    /// Whether most of the ids that are kept are used by nobody any more.
    pub(super) fn is_wasteful(&self) -> bool {
        self.ids.len() > 4 * (self.node_order.len() + self.transition_order.len()) + 1024
    }

    /// Whether nodes have the id of this number.
    pub(super) fn is_there(&self, point: u32) -> bool {
        point != NONE && self.points[point as usize].nodes > 0
    }

    /// How many nodes have the id of a node; 0 where it has none.
    pub(super) fn count(&self, node: u32) -> u32 {
        self.point_of(node).map_or(0, |point| self.points[point as usize].nodes)
    }

    /// Whether no rule has anything to say about a node, whatever leads to and from it.
    pub(super) fn is_ordinary(&self, node: u32) -> bool {
        self.nodes[node as usize].is_ordinary && self.count(node) == 1
    }

    /// Whether transitions lead from the start to the node. The start is every node of type
    /// `start`, or else the first node.
    pub(super) fn is_reached(&self, node: u32) -> bool {
        self.point_of(node).is_some_and(|point| self.reach.has(point))
    }

    /// Whether a transition leads from the node to another one.
    pub(super) fn leads_on(&self, node: u32) -> bool {
        self.point_of(node).is_some_and(|point| self.points[point as usize].onward > 0)
    }

    /// The number of a node's id.
    pub(super) fn point_of(&self, node: u32) -> Option<u32> {
        Some(self.nodes[node as usize].point).filter(|point| *point != NONE)
    }

    /// The id that a transition is counted to: of the end that nodes have, the one that it leaves first.
    pub(super) fn owner(&self, transition: u32) -> Option<u32> {
        let transition = &self.transitions[transition as usize];
        [transition.from, transition.to].into_iter().find(|point| self.is_there(*point))
    }

    /// The nodes that have an id.
    pub(super) fn nodes_of(&self, point: u32) -> impl Iterator<Item = u32> + '_ {
        follow(self.points[point as usize].first_node, |node| self.nodes[node as usize].next)
    }

    /// The transitions that leave an id.
    pub(super) fn leaving(&self, point: u32) -> impl Iterator<Item = u32> + '_ {
        let next = |transition: u32| self.transitions[transition as usize].next_leaving;
        follow(self.points[point as usize].first_leaving, next)
    }

    /// The transitions that enter an id.
    pub(super) fn entering(&self, point: u32) -> impl Iterator<Item = u32> + '_ {
        let next = |transition: u32| self.transitions[transition as usize].next_entering;
        follow(self.points[point as usize].first_entering, next)
    }

    /// Puts a node into the list.
    pub(super) fn insert_node(&mut self, index: usize, names: GraphNames<'_>) {
        let node = self.node_order.insert(index);
        let slot = Node { is_there: true, ..NO_NODE };
        match self.nodes.get_mut(node as usize) {
            Some(free) => *free = slot,
            None => self.nodes.push(slot),
        }
        self.join(node, names);
    }

    /// Takes a node out of the list.
    pub(super) fn remove_node(&mut self, index: usize) {
        let node = self.node_order.remove(index);
        self.part(node);
        self.nodes[node as usize].is_there = false;
    }

    /// Gives a node another text.
    pub(super) fn set_node(&mut self, index: usize, names: GraphNames<'_>) {
        let GraphNames { id, second: kind, .. } = names;
        let Some(node) = self.node_order.at(index) else { return };
        let slot = &mut self.nodes[node as usize];
        let (is_start, is_end) = (kind == Some(START), kind == Some(END_NODE_TYPE));
        let same_kind = (slot.is_start, slot.is_end) == (is_start && id.is_some(), is_end);
        slot.is_ordinary = is_ordinary(names);
        if same_kind && self.point_of(node).map(|point| self.ids.bytes(point)) == id {
            self.stale_node(node);
        } else {
            self.part(node);
            self.join(node, names);
        }
    }

    fn join(&mut self, node: u32, names: GraphNames<'_>) {
        let GraphNames { id, second: kind, .. } = names;
        let point = id.map_or(NONE, |id| self.point(id));
        let first = if point == NONE { NONE } else { self.points[point as usize].first_node };
        let slot = &mut self.nodes[node as usize];
        slot.point = point;
        slot.is_start = point != NONE && kind == Some(START);
        slot.is_end = kind == Some(END_NODE_TYPE);
        slot.is_ordinary = is_ordinary(names);
        slot.next = first;
        slot.before = NONE;
        let (is_start, is_end) = (slot.is_start, slot.is_end);
        self.ends += u32::from(is_end);
        self.starts += u32::from(is_start);
        self.stale_node(node);
        if point == NONE {
            return;
        }
        if first != NONE {
            self.nodes[first as usize].before = node;
            self.stale_nodes_of(point);
        }
        let known = &mut self.points[point as usize];
        known.first_node = node;
        known.nodes += 1;
        known.starts += u32::from(is_start);
        if known.nodes == 1 {
            self.came_or_went(point, true);
        } else if is_start {
            self.may_gain(point);
        }
    }

    fn part(&mut self, node: u32) {
        let Node { point, is_start, is_end, next, before, .. } = self.nodes[node as usize];
        self.ends -= u32::from(is_end);
        self.starts -= u32::from(is_start);
        if point == NONE {
            return;
        }
        let known = &mut self.points[point as usize];
        known.nodes -= 1;
        known.starts -= u32::from(is_start);
        let gone = known.nodes == 0;
        if before == NONE {
            known.first_node = next;
        } else {
            self.nodes[before as usize].next = next;
        }
        if next != NONE {
            self.nodes[next as usize].before = before;
        }
        self.nodes[node as usize].point = NONE;
        self.stale_nodes_of(point);
        if gone {
            self.came_or_went(point, false);
        } else if is_start {
            self.reach.may_lose(point);
        }
    }

    /// Nodes have come to have an id that none had, or the last one has gone.
    fn came_or_went(&mut self, point: u32, came: bool) {
        let mut at = self.points[point as usize].first_entering;
        while at != NONE {
            let Transition { from, next_entering, .. } = self.transitions[at as usize];
            self.stale_transition(at);
            if from != point {
                self.count_onward(from, came);
            }
            at = next_entering;
        }
        let mut at = self.points[point as usize].first_leaving;
        while at != NONE {
            let Transition { to, next_leaving, .. } = self.transitions[at as usize];
            self.stale_transition(at);
            if !came && to != NONE {
                self.reach.may_lose(to);
            }
            at = next_leaving;
        }
        if came {
            self.may_gain(point);
        } else {
            self.reach.may_lose(point);
        }
    }

    /// Puts a transition into the list.
    pub(super) fn insert_transition(&mut self, index: usize, names: GraphNames<'_>) {
        let transition = self.transition_order.insert(index);
        let slot = Transition { is_there: true, ..NO_TRANSITION };
        match self.transitions.get_mut(transition as usize) {
            Some(free) => *free = slot,
            None => self.transitions.push(slot),
        }
        self.connect(transition, names);
    }

    /// Takes a transition out of the list.
    pub(super) fn remove_transition(&mut self, index: usize) {
        let transition = self.transition_order.remove(index);
        self.disconnect(transition);
        self.transitions[transition as usize].is_there = false;
    }

    /// Gives a transition another text.
    pub(super) fn set_transition(&mut self, index: usize, names: GraphNames<'_>) {
        let Some(transition) = self.transition_order.at(index) else { return };
        let slot = &self.transitions[transition as usize];
        let id = |point: u32| (point != NONE).then(|| self.ids.bytes(point));
        if (id(slot.from), id(slot.to)) == (names.second, names.third) {
            self.stale_transition(transition);
        } else {
            self.disconnect(transition);
            self.connect(transition, names);
        }
    }

    fn connect(&mut self, transition: u32, names: GraphNames<'_>) {
        let from = names.second.map_or(NONE, |id| self.point(id));
        let to = names.third.map_or(NONE, |id| self.point(id));
        self.stale_transition(transition);
        let slot = &mut self.transitions[transition as usize];
        slot.from = from;
        slot.to = to;
        if from != NONE {
            let next = std::mem::replace(&mut self.points[from as usize].first_leaving, transition);
            self.transitions[transition as usize].next_leaving = next;
            if next != NONE {
                self.transitions[next as usize].before_leaving = transition;
            }
        }
        if to != NONE {
            let next = std::mem::replace(&mut self.points[to as usize].first_entering, transition);
            self.transitions[transition as usize].next_entering = next;
            if next != NONE {
                self.transitions[next as usize].before_entering = transition;
            }
        }
        if from != to && self.is_there(to) {
            self.count_onward(from, true);
            self.may_gain(to);
        }
    }

    fn disconnect(&mut self, transition: u32) {
        let slot = std::mem::replace(&mut self.transitions[transition as usize], NO_TRANSITION);
        let Transition { from, to, is_stale, .. } = slot;
        self.transitions[transition as usize].is_stale = is_stale;
        self.transitions[transition as usize].is_there = true;
        if slot.next_leaving != NONE {
            self.transitions[slot.next_leaving as usize].before_leaving = slot.before_leaving;
        }
        if slot.before_leaving != NONE {
            self.transitions[slot.before_leaving as usize].next_leaving = slot.next_leaving;
        } else if from != NONE {
            self.points[from as usize].first_leaving = slot.next_leaving;
        }
        if slot.next_entering != NONE {
            self.transitions[slot.next_entering as usize].before_entering = slot.before_entering;
        }
        if slot.before_entering != NONE {
            self.transitions[slot.before_entering as usize].next_entering = slot.next_entering;
        } else if to != NONE {
            self.points[to as usize].first_entering = slot.next_entering;
        }
        if from != to && self.is_there(to) {
            self.count_onward(from, false);
            self.reach.may_lose(to);
        }
    }

    /// One transition more, or less, leads from `from` to another node.
    fn count_onward(&mut self, from: u32, more: bool) {
        if from == NONE {
            return;
        }
        let point = &mut self.points[from as usize];
        let before = point.onward;
        point.onward = if more { before + 1 } else { before - 1 };
        if before == 0 || point.onward == 0 {
            self.stale_nodes_of(from);
        }
    }

    fn may_gain(&mut self, point: u32) {
        if !self.is_new {
            self.reach.may_gain(point);
        }
    }

    fn point(&mut self, id: &[u8]) -> u32 {
        let number = self.ids.number(id);
        if number as usize == self.points.len() {
            self.points.push(Point {
                nodes: 0,
                first_node: NONE,
                first_leaving: NONE,
                first_entering: NONE,
                starts: 0,
                onward: 0,
            });
            self.reach.grow();
        }
        number
    }
}

fn follow(first: u32, next: impl Fn(u32) -> u32) -> impl Iterator<Item = u32> {
    let link = |number: u32| (number != NONE).then_some(number);
    std::iter::successors(link(first), move |number| link(next(*number)))
}
