//! Algorithms that are known to be wrong, to prove that the harness finds out.

use crate::intent::Intent;
use crate::world::World;
use serde_json::Value;
use std::collections::BTreeSet;
use std::ops::Range;
use workflow::deploy::{Response, TransportFailure};

const ATTEMPTS: u64 = 4;

/// The promises that an algorithm breaks in these seeds.
pub fn violations(algorithm: fn(&mut World, &Value), seeds: Range<u64>) -> BTreeSet<&'static str> {
    let mut broken = BTreeSet::new();
    for seed in seeds {
        let mut world = World::new(seed);
        let Intent::Add { node, .. } = &world.intent else { continue };
        let node = node.clone();
        algorithm(&mut world, &node);
        world.settle();
        broken.extend(world.violations.iter().map(|(promise, _)| *promise));
    }
    broken
}

/// The tutorial's: on any failure, read and append again, without a look whether the node is there.
pub fn append_again(world: &mut World, node: &Value) {
    for attempt in 0..ATTEMPTS {
        if let Some(mut document) = read(world) {
            append(&mut document, node);
            match world.write(&document.to_string()) {
                Ok(Response { status: 200, .. }) => return,
                Ok(Response { status: 429, retry_after: Some(header), .. }) => {
                    let seconds: u64 = header.parse().unwrap_or(1);
                    world.pass_until(world.now + seconds.min(60) * 1_000);
                }
                Ok(_) | Err(TransportFailure::NotSent | TransportFailure::Timeout | TransportFailure::Broken) => {}
            }
        }
        world.pass_until(world.now + 2_000 * (attempt + 1));
    }
}

/// Another that is often seen: after a 409, the new version number on the document of before.
pub fn restamp(world: &mut World, node: &Value) {
    let Some(mut document) = read(world) else { return };
    append(&mut document, node);
    for _ in 0..ATTEMPTS {
        match world.write(&document.to_string()) {
            Ok(Response { status: 409, .. }) => {
                let Some(newer) = read(world) else { return };
                document["version"] = newer["version"].clone();
            }
            _ => return,
        }
    }
}

fn read(world: &mut World) -> Option<Value> {
    let body = world.read().ok().filter(|response| response.status == 200)?.body;
    serde_json::from_str(&body).ok().filter(|document: &Value| document["nodes"].is_array())
}

fn append(document: &mut Value, node: &Value) {
    if let Some(nodes) = document["nodes"].as_array_mut() {
        nodes.push(node.clone());
    }
}
