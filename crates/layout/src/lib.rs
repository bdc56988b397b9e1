//! Where the nodes of a workflow's graph stand, and how its transitions run between them.
//!
//! A layered layout: every way leads down by at least one layer but for the ways back. The layers are found
//! here, from the order in which the workflow's flow goes through its nodes; who stands where in a layer, so that few ways
//! cross, is the work of the library `rust-sugiyama` (Sugiyama's algorithm, with Brandes and Köpf's coordinates).
//! It runs in a web worker of its own (`main.rs`), because it may take longer than a frame.

mod bands;

use std::collections::BTreeMap;

/// A node's width in the picture's units, which are px at full size.
pub const WIDTH: f32 = 184.0;
/// A node's height.
pub const HEIGHT: f32 = 46.0;
/// The room between two nodes, beside and below.
pub const GAP: f32 = 40.0;

/// A way that leads further down than so many layers runs straight, instead of around the nodes on its way.
const FARTHEST: u32 = 24;
/// Parts of a graph that are not joined stand beside each other, in rows of at least this width.
const ROW: f32 = 2_400.0;

/// A point of the picture.
pub type Point = (f32, f32);

/// The layout of a graph.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// The middle of each node.
    pub nodes: Vec<Point>,
    /// The points that each way runs through between its ends, in its direction.
    pub bends: Vec<Vec<Point>>,
}

/// Lays out `count` nodes, numbered in the order of the flow, and the ways between them.
#[must_use]
pub fn layout(count: usize, ways: &[(u32, u32)]) -> Layout {
    let ends = |&(from, to): &(u32, u32)| (from.min(to), from.max(to));
    let mut down: Vec<(u32, u32)> =
        ways.iter().map(ends).filter(|(from, to)| from != to && (*to as usize) < count).collect();
    down.sort_unstable();
    down.dedup();
    let mut layers = layers(count, &down);
    let mut edges = Vec::with_capacity(down.len());
    let mut chains = Vec::with_capacity(down.len());
    for &(from, to) in &down {
        let above = layers[from as usize];
        let span = layers[to as usize] - above;
        let first = layers.len() as u32;
        let between: Vec<u32> = if span <= FARTHEST { (first..first + span - 1).collect() } else { Vec::new() };
        layers.extend((above + 1..).take(between.len()));
        let mut last = from;
        for point in between.iter().copied().chain([to]) {
            edges.push((last, point));
            last = point;
        }
        chains.push(between);
    }
    let places = place(count, &layers, &edges);
    let bends = ways.iter().map(|way| {
        let chain = down.binary_search(&ends(way)).ok().map(|at| &chains[at]);
        let mut bends: Vec<Point> = chain.into_iter().flatten().map(|point| places[*point as usize]).collect();
        if way.0 > way.1 {
            bends.reverse();
        }
        bends
    });
    Layout { bends: bends.collect(), nodes: places[..count].to_vec() }
}

/// The layer of each node: one below the lowest that leads to it.
fn layers(count: usize, down: &[(u32, u32)]) -> Vec<u32> {
    let mut layers = vec![0; count];
    // In the order of the nodes, so that each is settled before it leads on.
    for &(from, to) in down {
        layers[to as usize] = layers[to as usize].max(layers[from as usize] + 1);
    }
    layers
}

/// The places of all points, of which the first `count` are nodes. `layers` has the layer of each.
fn place(count: usize, layers: &[u32], edges: &[(u32, u32)]) -> Vec<Point> {
    let mut places = vec![(0.0, 0.0); layers.len()];
    let (mut left, mut top, mut lowest, mut widest) = (0.0_f32, 0.0_f32, 0.0_f32, ROW);
    for part in parts(layers, edges) {
        let placed = bands::place(&part, layers, count);
        let (mut low, mut high) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
        for (_, (x, y)) in &placed {
            low = (low.0.min(*x), low.1.min(*y));
            high = (high.0.max(*x), high.1.max(*y));
        }
        let (width, height) = (high.0 - low.0 + WIDTH, high.1 - low.1 + HEIGHT);
        if left > 0.0 && left + width > widest {
            (left, top) = (0.0, lowest + GAP);
        }
        for (point, (x, y)) in placed {
            places[point as usize] = (left + x - low.0 + WIDTH / 2.0, top + y - low.1 + HEIGHT / 2.0);
        }
        left += width + GAP;
        lowest = lowest.max(top + height);
        widest = widest.max(left - GAP);
    }
    places
}

/// A part of the graph that is joined with no other.
#[derive(Default)]
struct Part {
    /// Its points by layers, in their order.
    layers: Vec<Vec<u32>>,
    /// Its edges, each of which leads down.
    edges: Vec<(u32, u32)>,
}

/// The parts of the graph, that with the first point first.
fn parts(layers: &[u32], edges: &[(u32, u32)]) -> Vec<Part> {
    let mut joined: Vec<u32> = (0..layers.len() as u32).collect();
    for &(from, to) in edges {
        let (one, other) = (first_of(&mut joined, from), first_of(&mut joined, to));
        joined[one.max(other) as usize] = one.min(other);
    }
    let mut parts: BTreeMap<u32, Part> = BTreeMap::new();
    for (point, layer) in layers.iter().enumerate() {
        let (point, layer) = (point as u32, *layer as usize);
        let part = parts.entry(first_of(&mut joined, point)).or_default();
        if part.layers.len() <= layer {
            part.layers.resize_with(layer + 1, Vec::new);
        }
        part.layers[layer].push(point);
    }
    for &(from, to) in edges {
        parts.entry(first_of(&mut joined, from)).or_default().edges.push((from, to));
    }
    parts.into_values().collect()
}

/// The first point of the part that a point belongs to.
fn first_of(joined: &mut [u32], point: u32) -> u32 {
    let mut first = point;
    while joined[first as usize] != first {
        // Shortens the way for those who come after.
        joined[first as usize] = joined[joined[first as usize] as usize];
        first = joined[first as usize];
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(layout: &Layout, node: usize) -> i32 {
        ((layout.nodes[node].1 - HEIGHT / 2.0) / (HEIGHT + GAP)).round() as i32
    }

    #[test]
    fn nothing_is_laid_out_as_nothing() {
        assert_eq!(layout(0, &[]), Layout::default());
    }

    #[test]
    fn ways_lead_down_and_ways_back_lead_up() {
        let found = layout(4, &[(0, 1), (1, 2), (0, 2), (2, 3), (3, 1), (2, 2)]);
        assert_eq!([0, 1, 2, 3].map(|node| level(&found, node)), [0, 1, 2, 3], "{found:?}");
        // The way around node 1, and the way back around node 2, bend once each.
        assert_eq!(found.bends.iter().map(Vec::len).collect::<Vec<_>>(), [0, 0, 1, 0, 1, 0]);
    }

    #[test]
    fn branches_stand_beside_each_other_and_the_middle_above_them() {
        let found = layout(4, &[(0, 1), (0, 2), (1, 3), (2, 3)]);
        let x = |node: usize| found.nodes[node].0;
        assert!((x(1) - x(2)).abs() >= WIDTH + GAP - 1.0, "{found:?}");
        assert_eq!(level(&found, 1), level(&found, 2));
    }

    #[test]
    fn what_is_not_joined_does_not_overlap() {
        let found = layout(40, &[(0, 1)]);
        for (at, one) in found.nodes.iter().enumerate() {
            for other in &found.nodes[..at] {
                let apart = (one.0 - other.0).abs() >= WIDTH || (one.1 - other.1).abs() >= HEIGHT;
                assert!(apart, "{one:?} {other:?}");
            }
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn a_long_workflow_is_laid_out_with_little_stack() {
        // Diamonds, one below the other: three layers each.
        let diamonds = 3_000_u32;
        let ways: Vec<(u32, u32)> = (0..diamonds)
            .map(|one| one * 3)
            .flat_map(|top| [(top, top + 1), (top, top + 2), (top + 1, top + 3), (top + 2, top + 3)])
            .collect();
        let count = diamonds as usize * 3 + 1;
        // As much as a web worker has.
        let worker = std::thread::Builder::new().stack_size(1 << 20).spawn(move || layout(count, &ways));
        let found = worker.expect("starts").join().expect("is laid out");
        for (at, place) in found.nodes.iter().enumerate() {
            assert_eq!(level(&found, at), (at as i32 + 2) / 3 * 2 - i32::from(at % 3 != 0), "{at}: {place:?}");
        }
        let tops: Vec<f32> = found.nodes.iter().step_by(3).map(|(x, _)| *x).collect();
        assert!(tops.iter().all(|x| (x - tops[0]).abs() < 1.0), "one line");
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod properties {
        use super::*;
        use proptest::prelude::*;

        proptest! {
            #[test]
            fn any_graph_has_a_layout_without_overlaps(
                count in 1..30_usize,
                ways in prop::collection::vec((0..30_u32, 0..30_u32), 0..60),
            ) {
                let ways: Vec<(u32, u32)> =
                    ways.into_iter().map(|(from, to)| (from % count as u32, to % count as u32)).collect();
                let found = layout(count, &ways);
                prop_assert_eq!((found.nodes.len(), found.bends.len()), (count, ways.len()));
                for (at, one) in found.nodes.iter().enumerate() {
                    prop_assert!(one.0.is_finite() && one.1.is_finite());
                    for other in &found.nodes[..at] {
                        let apart = (one.0 - other.0).abs() >= WIDTH - 1.0 || (one.1 - other.1).abs() >= HEIGHT - 1.0;
                        prop_assert!(apart, "{:?} {:?} of {:?}", one, other, ways);
                    }
                }
                for (from, to) in ways {
                    if from < to {
                        prop_assert!(found.nodes[from as usize].1 < found.nodes[to as usize].1);
                    }
                }
            }
        }
    }
}
