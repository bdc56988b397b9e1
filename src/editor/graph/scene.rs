//! The picture as it stands: what is where, what of it is seen, and the lines between.

use super::layouter::{Placed, Point};
use super::plan::{Plan, Way};
use super::view::Area;
use crate::editor::rows::Row;
use std::fmt::Write;

/// A node's width in the picture's units; the same in `crates/layout`.
pub const WIDTH: f64 = 184.0;
/// A node's height; the same in `crates/layout`.
pub const HEIGHT: f64 = 46.0;
/// How far a loop and a way back stand off.
const OFF: f64 = 26.0;

/// The picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// The nodes.
    pub rows: Vec<Row>,
    /// The middle of each.
    pub middles: Vec<Point>,
    /// The ways between them.
    pub ways: Vec<Way>,
    /// What each way covers.
    covered: Vec<Area>,
    bends: Vec<Vec<Point>>,
    /// What all of it covers.
    pub area: Area,
}

impl Scene {
    /// A plan with everything in its place.
    #[must_use]
    pub fn new(plan: Plan, placed: Placed) -> Self {
        let Plan { rows, ways } = plan;
        let Placed { nodes: middles, bends } = placed;
        let around = |point: Point| Area {
            left: point.0 - WIDTH / 2.0,
            top: point.1 - HEIGHT / 2.0,
            right: point.0 + WIDTH / 2.0,
            bottom: point.1 + HEIGHT / 2.0,
        };
        let join = |one: Area, other: Area| Area {
            left: one.left.min(other.left),
            top: one.top.min(other.top),
            right: one.right.max(other.right),
            bottom: one.bottom.max(other.bottom),
        };
        let covered = ways.iter().zip(&bends).map(|(way, bends)| {
            let (from, to) = (around(middles[way.from as usize]), around(middles[way.to as usize]));
            bends.iter().fold(join(from, to), |area, bend| join(area, around(*bend)))
        });
        let covered = covered.collect();
        let area = middles.iter().copied().map(around).reduce(join).unwrap_or_default();
        Self { rows, middles, ways, covered, bends, area }
    }

    /// The nodes in an area.
    #[must_use]
    pub fn nodes_in(&self, area: Area) -> Vec<usize> {
        let (half_width, half_height) = (WIDTH / 2.0, HEIGHT / 2.0);
        let is_in = |&(x, y): &Point| {
            x + half_width >= area.left
                && x - half_width <= area.right
                && y + half_height >= area.top
                && y - half_height <= area.bottom
        };
        self.middles.iter().enumerate().filter(|(_, middle)| is_in(middle)).map(|(node, _)| node).collect()
    }

    /// The ways that run through an area.
    #[must_use]
    pub fn ways_in(&self, area: Area) -> Vec<usize> {
        self.covered.iter().enumerate().filter(|(_, covered)| covered.meets(area)).map(|(way, _)| way).collect()
    }

    /// Whether a way leads back, to a node that comes earlier in the flow.
    #[must_use]
    pub fn is_back(&self, way: usize) -> bool {
        self.ways[way].to <= self.ways[way].from
    }

    /// The line of a way, as SVG writes it, and where its condition stands.
    #[must_use]
    pub fn line(&self, way: usize) -> (String, Point) {
        let Way { from, to, .. } = self.ways[way];
        let (start, end) = (self.middles[from as usize], self.middles[to as usize]);
        if from == to {
            let (x, y) = (start.0 + WIDTH / 2.0, start.1);
            let (up, down, out) = (y - HEIGHT / 4.0, y + HEIGHT / 4.0, x + OFF);
            return (format!("M{x} {up}C{out} {up} {out} {down} {x} {down}"), (out, y));
        }
        // Ways down leave below and enter above; ways back leave above and enter below, a little aside.
        let down = if self.is_back(way) { -1.0 } else { 1.0 };
        let aside = if down < 0.0 { OFF } else { 0.0 };
        let mut points = vec![(start.0 + aside, start.1 + down * HEIGHT / 2.0)];
        points.extend(&self.bends[way]);
        points.push((end.0 + aside, end.1 - down * HEIGHT / 2.0));
        let mut line = format!("M{} {}", points[0].0, points[0].1);
        for pair in points.windows(2) {
            let ((x, y), (next_x, next_y)) = (pair[0], pair[1]);
            let bow = ((next_y - y) / 2.0).abs().clamp(8.0, 120.0) * down;
            // Writing to a string cannot fail.
            let _ = write!(line, "C{x} {} {next_x} {} {next_x} {next_y}", y + bow, next_y - bow);
        }
        let (one, other) = (points[0], points[1]);
        (line, ((one.0 + other.0) / 2.0, (one.1 + other.1) / 2.0))
    }

    /// All nodes as one shape, for when they are too small to be told apart.
    #[must_use]
    pub fn far_nodes(&self) -> String {
        let mut shape = String::with_capacity(self.middles.len() * 32);
        for (x, y) in &self.middles {
            let _ = write!(shape, "M{:.0} {:.0}h{WIDTH}v{HEIGHT}h-{WIDTH}z", x - WIDTH / 2.0, y - HEIGHT / 2.0);
        }
        shape
    }

    /// All ways as one shape.
    #[must_use]
    pub fn far_ways(&self) -> String {
        let mut shape = String::with_capacity(self.ways.len() * 24);
        for Way { from, to, .. } in &self.ways {
            let ((x, y), (to_x, to_y)) = (self.middles[*from as usize], self.middles[*to as usize]);
            let _ = write!(shape, "M{x:.0} {y:.0}L{to_x:.0} {to_y:.0}");
        }
        shape
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::DraftKey;

    fn scene() -> Scene {
        let way = |from, to| Way { from, to, condition: String::new() };
        let rows = (0..3).map(|key| Row::New(DraftKey(key))).collect();
        let plan = Plan { rows, ways: vec![way(0, 1), way(1, 2), way(2, 0), way(1, 1)] };
        let nodes = vec![(0.0, 0.0), (0.0, 100.0), (0.0, 1_000.0)];
        Scene::new(plan, Placed { nodes, bends: vec![Vec::new(), vec![(300.0, 500.0)], Vec::new(), Vec::new()] })
    }

    #[test]
    fn what_is_seen_is_found() {
        let scene = scene();
        let near = Area { left: -10.0, top: 400.0, right: 10.0, bottom: 450.0 };
        assert_eq!((scene.nodes_in(near), scene.ways_in(near)), (Vec::new(), vec![1, 2]));
        assert_eq!(scene.nodes_in(Area { top: -20.0, bottom: 90.0, ..near }), [0, 1]);
        assert_eq!((scene.area.top, scene.area.bottom), (-23.0, 1_023.0));
    }

    #[test]
    fn lines_run_from_edge_to_edge() {
        let scene = scene();
        assert_eq!(scene.line(0).0, "M0 23C0 50 0 50 0 77");
        assert!(scene.line(1).0.contains("300 500C"));
        assert!(scene.is_back(2) && scene.line(2).0.starts_with("M26 977"));
        assert!(scene.line(3).0.starts_with("M92 "));
    }
}
