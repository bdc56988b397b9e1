//! A deterministic simulation of deployments: virtual time, a seeded vendor that fails in every way
//! at every phase, other administrators who save in between, and administrators who cancel.
//!
//! The vendor is a model of its own on `serde_json::Value`: it shares no code with the core's apply,
//! replay or the simulator crate, so the core does not prove itself. A failing seed prints its trace;
//! `SIMULATION_SEED=n` runs that seed alone, `SIMULATION_SEEDS=n` runs more of them.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a test stops where its own material is wrong")]

mod chance;
mod driver;
mod faults;
mod intent;
mod invariants;
mod naive;
mod others;
mod vendor;
mod world;

use std::collections::BTreeSet;
use world::World;

const SEEDS: u64 = 3_000;

fn seeds() -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    match number("SIMULATION_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("SIMULATION_SEEDS").unwrap_or(SEEDS),
    }
}

#[test]
fn every_seed_keeps_the_promises() {
    for seed in seeds() {
        let mut world = World::new(seed);
        let receipt = driver::deploy(&mut world);
        invariants::check_receipt(&mut world, &receipt);
        assert!(world.violations.is_empty(), "{}", world.report());
    }
}

#[test]
fn the_seeds_reach_every_outcome_and_every_fault() {
    let mut outcomes = BTreeSet::new();
    let mut doubtful = BTreeSet::new();
    let mut faults = BTreeSet::new();
    for seed in 0..SEEDS {
        let mut world = World::new(seed);
        let receipt = driver::deploy(&mut world);
        outcomes.insert(receipt.outcome);
        if receipt.changed.is_none() {
            doubtful.insert(receipt.outcome);
        }
        faults.append(&mut world.faults_met);
    }
    let all = ["alreadyThere", "cancelled", "conflict", "deployed", "gaveUp", "refused", "unknown", "unusable"];
    assert_eq!(outcomes.into_iter().collect::<Vec<_>>(), all);
    assert_eq!(
        doubtful.into_iter().collect::<Vec<_>>(),
        ["alreadyThere", "cancelled", "conflict", "deployed", "gaveUp", "refused", "unknown"]
    );
    assert_eq!(faults.into_iter().collect::<Vec<_>>(), faults::names());
}

#[test]
fn a_seed_replays_to_the_same_trace() {
    let trace = |seed| {
        let mut world = World::new(seed);
        let receipt = driver::deploy(&mut world);
        (world.report(), receipt)
    };
    for seed in 0..50 {
        assert_eq!(trace(seed), trace(seed));
    }
}

#[test]
fn the_tutorials_algorithm_is_caught_within_100_seeds() {
    let caught = naive::violations(naive::append_again, 0..100);
    assert!(caught.contains("duplicate node"), "caught: {caught:?}");
    assert!(caught.contains("needless retry"), "caught: {caught:?}");
}

#[test]
fn a_new_version_on_an_old_document_is_caught_within_100_seeds() {
    let caught = naive::violations(naive::restamp, 0..100);
    assert!(caught.contains("lost update"), "caught: {caught:?}");
}
