//! The nodes of a workflow in the order in which it goes through them, as a tree whose levels are its
//! branches.
//!
//! What follows a node on its only way stands below it at the same level; where the ways part, each
//! branch is a level deeper; where they meet again, what follows stands behind all branches, at the level of the node at
//! which they parted (its immediate dominator). A way back, into a cycle, takes no part. What the start does not
//! reach follows at the end, in flows of its own.

use std::collections::HashMap;
use workflow::document::{Document, START_NODE_TYPE};

/// No node: what comes before every beginning.
const NOWHERE: usize = usize::MAX;

/// A node in the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its place in the document.
    pub node: usize,
    /// How deep in branches it is; first is 0.
    pub level: u32,
    /// Whether branches of its own follow.
    pub parts: bool,
}

/// To which other nodes each node leads, each of them once, by their places in the document. A transition whose ends
/// are no nodes leads nowhere; of several nodes with one id it means the first.
fn ways(document: &Document) -> Vec<Vec<usize>> {
    let mut places: HashMap<&str, usize> = HashMap::with_capacity(document.nodes().len());
    for node in document.nodes() {
        if let Some(id) = node.id {
            places.entry(id).or_insert(node.index);
        }
    }
    let place = |id: Option<&str>| id.and_then(|id| places.get(id)).copied();
    let mut next = vec![Vec::new(); document.nodes().len()];
    for way in document.transitions() {
        if let (Some(from), Some(to)) = (place(way.from), place(way.to))
            && from != to
            && !next[from].contains(&to)
        {
            next[from].push(to);
        }
    }
    next
}

/// All nodes in the order of the flow.
#[must_use]
pub fn flow(document: &Document) -> Vec<Place> {
    let count = document.nodes().len();
    let next = ways(document);
    let is_start = |node: &usize| document.node_at(*node).is_some_and(|node| node.kind == Some(START_NODE_TYPE));
    let mut starts: Vec<usize> = (0..count).filter(is_start).collect();
    if starts.is_empty() && count > 0 {
        starts.push(0);
    }
    Walk::through(&next, &starts).lay_out()
}

/// The nodes as they are reached.
struct Walk {
    /// All nodes, each behind all that lead to it but for ways back.
    order: Vec<usize>,
    /// Each node's place in `order`.
    at: Vec<usize>,
    /// The nodes that lead to a node, without ways back and without what the start does not reach.
    before: Vec<Vec<usize>>,
    after: Vec<Vec<usize>>,
    begins: Vec<bool>,
}

impl Walk {
    fn through(next: &[Vec<usize>], starts: &[usize]) -> Self {
        let count = next.len();
        let mut group = vec![NOWHERE; count];
        let mut begins = vec![false; count];
        let mut order = Vec::with_capacity(count);
        let others = (0..count).map(|node| vec![node]);
        for (number, roots) in std::iter::once(starts.to_vec()).chain(others).enumerate() {
            let first = order.len();
            for root in roots.into_iter().rev() {
                begins[root] |= group[root] == NOWHERE;
                visit(next, root, number, &mut group, &mut order);
            }
            // What is finished last is begun first.
            order[first..].reverse();
        }
        let mut at = vec![0; count];
        for (place, node) in order.iter().enumerate() {
            at[*node] = place;
        }
        let mut walk = Self { before: vec![Vec::new(); count], after: vec![Vec::new(); count], order, at, begins };
        for (from, to) in next.iter().enumerate().flat_map(|(from, all)| all.iter().map(move |to| (from, *to))) {
            if group[from] == group[to] && walk.at[from] < walk.at[to] {
                walk.before[to].push(from);
                walk.after[from].push(to);
            }
        }
        walk
    }

    /// The last node that every way to a node leads through.
    fn dominators(&self) -> Vec<usize> {
        let mut last = vec![NOWHERE; self.order.len()];
        for node in self.order.iter().copied().filter(|node| !self.begins[*node]) {
            let mut common = None;
            for before in self.before[node].iter().copied() {
                common = Some(common.map_or(before, |common| self.meet(&last, common, before)));
            }
            last[node] = common.unwrap_or(NOWHERE);
        }
        last
    }

    fn meet(&self, last: &[usize], mut one: usize, mut other: usize) -> usize {
        while one != other {
            if one == NOWHERE || other == NOWHERE {
                return NOWHERE;
            }
            if self.at[one] > self.at[other] { one = last[one] } else { other = last[other] }
        }
        one
    }

    fn lay_out(&self) -> Vec<Place> {
        let dominators = self.dominators();
        let mut branches = vec![Vec::new(); self.order.len()];
        let mut behind = vec![Vec::new(); self.order.len()];
        let mut waiting = Vec::new();
        for node in self.order.iter().copied() {
            match dominators[node] {
                NOWHERE => waiting.push((node, 0)),
                from if self.after[from].len() > 1 && self.before[node].len() == 1 => branches[from].push(node),
                from => behind[from].push(node),
            }
        }
        waiting.reverse();
        let mut places = Vec::with_capacity(self.order.len());
        while let Some((node, level)) = waiting.pop() {
            places.push(Place { node, level, parts: !branches[node].is_empty() });
            waiting.extend(behind[node].iter().rev().map(|next| (*next, level)));
            // In the order of the transitions.
            let own = self.after[node].iter().filter(|next| branches[node].contains(next));
            waiting.extend(own.rev().map(|next| (*next, level + 1)));
        }
        places
    }
}

/// Visits what a node leads to; notes each node once all behind it are noted.
fn visit(next: &[Vec<usize>], root: usize, number: usize, group: &mut [usize], order: &mut Vec<usize>) {
    if group[root] != NOWHERE {
        return;
    }
    group[root] = number;
    let mut path = vec![(root, next[root].len())];
    while let Some((node, left)) = path.last_mut() {
        if *left == 0 {
            order.push(*node);
            path.pop();
            continue;
        }
        *left -= 1;
        let to = next[*node][*left];
        if group[to] == NOWHERE {
            group[to] = number;
            path.push((to, next[to].len()));
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn document(nodes: &str, ways: &str) -> Document {
        let nodes: Vec<String> = nodes
            .split_whitespace()
            .map(|id| format!(r#"{{"id":"{id}","type":"{}"}}"#, if id == "start" { "start" } else { "t" }))
            .collect();
        let ways: Vec<String> = ways
            .split_whitespace()
            .filter_map(|way| way.split_once('>'))
            .map(|(from, to)| format!(r#"{{"from":"{from}","to":"{to}"}}"#))
            .collect();
        Document::parse(&format!(r#"{{"nodes":[{}],"transitions":[{}]}}"#, nodes.join(","), ways.join(",")))
            .expect("parses")
    }

    /// The flow in one line: dots for the level, `+` where the ways part.
    fn shape(nodes: &str, ways: &str) -> String {
        let document = document(nodes, ways);
        let line = |place: &Place| {
            let id = document.node_at(place.node).and_then(|node| node.id).unwrap_or("?");
            format!("{}{id}{}", ".".repeat(place.level as usize), if place.parts { "+" } else { "" })
        };
        flow(&document).iter().map(line).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_order_is_the_flows_and_branches_are_levels() {
        for (nodes, ways, expected) in [
            ("", "", ""),
            ("a b c", "a>b b>c", "a b c"),
            ("c b a", "a>b b>c", "c b a"),
            ("c b start", "start>b b>c", "start b c"),
            ("a b c d", "a>b a>c b>d c>d", "a+ .b .c d"),
            ("a b c d e", "a>b b>c b>d d>e", "a b+ .c .d .e"),
            // A short cut around a branch.
            ("a b c", "a>b a>c b>c", "a+ .b c"),
            // Two branches meet before the third does.
            ("f a b c j k", "f>a f>b f>c a>j b>j j>k c>k", "f+ .a .b .c j k"),
            // A way back.
            ("a b c", "a>b b>c c>b", "a b c"),
            ("a b c", "a>a a>b b>c c>a", "a b c"),
            // Out of reach, and leading in.
            ("a b x y", "a>b x>y y>b", "a b x y"),
            ("a b x y", "a>b x>y y>x", "a b x y"),
        ] {
            assert_eq!(shape(nodes, ways), expected, "{ways}");
        }
    }

    proptest! {
        #[test]
        fn every_node_stands_there_once_and_no_level_is_left_out(
            count in 1..9_usize,
            ways in prop::collection::vec((0..9_usize, 0..9_usize), 0..20),
        ) {
            let nodes: Vec<String> = (0..count).map(|node| format!("n{node}")).collect();
            let ways: Vec<String> =
                ways.iter().map(|(from, to)| format!("n{}>n{}", from % count, to % count)).collect();
            let found = flow(&document(&nodes.join(" "), &ways.join(" ")));
            let mut all: Vec<usize> = found.iter().map(|place| place.node).collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..count).collect::<Vec<_>>());
            let mut above: Option<Place> = None;
            for place in found {
                let most = above.map_or(0, |above| if above.parts { above.level + 1 } else { above.level });
                prop_assert!(place.level <= most);
                above = Some(place);
            }
        }
    }
}
