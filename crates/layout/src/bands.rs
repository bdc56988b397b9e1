//! A part of the graph, laid out band by band.
//!
//! The library goes down a graph by recursion, and the stack of a web worker is small. A layer with a single
//! point is a seam: what is above it and what is below meet in that point only, so each side is laid out by
//! itself, and the lower one is put where the point stands. Only ways that run straight cross a seam
//! otherwise, and those do not move what they pass.

use crate::{GAP, HEIGHT, Part, Point, WIDTH};
use rust_sugiyama::configure::{Config, CrossingMinimization, RankingType};
use rust_sugiyama::from_vertices_and_edges;

/// The least height of a band, in layers.
const LAYERS: usize = 100;

/// Where the points of a part stand. `layers` has the layer of each point; the first `count` are nodes.
pub(crate) fn place(part: &Part, layers: &[u32], count: usize) -> Vec<(u32, Point)> {
    let seams = seams(part);
    let mut edges = vec![Vec::new(); seams.len()];
    for &(from, to) in &part.edges {
        let above = seams.partition_point(|seam| *seam <= layers[from as usize] as usize);
        // The end of the band that the edge begins in.
        if seams.get(above).is_some_and(|seam| layers[to as usize] as usize <= *seam) {
            edges[above].push((from, to));
        }
    }
    let mut placed: Vec<(u32, Point)> = Vec::with_capacity(layers.len());
    let mut hung = None;
    for (at, seam) in seams.iter().enumerate() {
        let first = at.checked_sub(1).map_or(0, |above| seams[above]);
        let points: Vec<u32> = part.layers[first..=*seam].iter().flatten().copied().collect();
        let band = columns(&points, &edges[at], count);
        let column = |point: u32| band.iter().find(|(one, _)| *one == point).map_or(0.0, |(_, x)| *x);
        let shift = hung.map_or(0.0, |(point, x)| x - column(point));
        for &(point, x) in &band {
            // It stands already, as the last point of the band above.
            if hung.is_none_or(|(seam, _)| seam != point) {
                placed.push((point, (x + shift, layers[point as usize] as f32 * (HEIGHT + GAP))));
            }
        }
        hung = part.layers[*seam].first().map(|point| (*point, column(*point) + shift));
    }
    placed
}

/// The layers with which bands end, from the top.
fn seams(part: &Part) -> Vec<usize> {
    let (mut seams, mut last) = (Vec::new(), 0);
    for (layer, points) in part.layers.iter().enumerate() {
        if layer + 1 == part.layers.len() || (points.len() == 1 && layer - last >= LAYERS) {
            seams.push(layer);
            last = layer;
        }
    }
    seams
}

/// How far right the points of a band stand.
fn columns(points: &[u32], edges: &[(u32, u32)], count: usize) -> Vec<(u32, f32)> {
    // The library speaks of points by their places in what it is given.
    let vertices: Vec<(u32, (f64, f64))> = points
        .iter()
        .map(|point| {
            let width = if (*point as usize) < count { WIDTH } else { GAP };
            (*point, (f64::from(width), f64::from(HEIGHT)))
        })
        .collect();
    let config = Config {
        minimum_length: 1,
        vertex_spacing: f64::from(GAP),
        dummy_vertices: false,
        dummy_size: 1.0,
        ranking_type: RankingType::Up,
        c_minimization: CrossingMinimization::Barycenter,
        transpose: false,
    };
    let mut left = 0.0_f32;
    let mut columns = Vec::with_capacity(points.len());
    // More than one where only a way that crosses a seam joins them.
    for (joined, ..) in from_vertices_and_edges(&vertices, edges, &config) {
        let x = |at: f64| at as f32;
        let least = joined.iter().map(|(_, place)| x(place.0)).fold(f32::MAX, f32::min);
        let most = joined.iter().map(|(_, place)| x(place.0)).fold(f32::MIN, f32::max);
        columns.extend(joined.iter().map(|(at, place)| (points[*at], left + x(place.0) - least)));
        left += most - least + WIDTH + GAP;
    }
    columns
}
