//! A deterministic simulation of deployments: virtual time, a seeded tenant that fails in every way
//! at every phase, several administrators on one workflow, others who save in between, runs that are
//! cancelled, die and are taken up again, and double clicks.
//!
//! The tenant is a model of its own on `serde_json::Value`: it shares no code with the core's apply,
//! replay or the simulator crate, so the core does not prove itself. A failing seed prints what has
//! happened in order and the command that plays it again. `cargo xtask soak --seeds N [--from S]` plays more.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a test stops where its own material is wrong")]
#![allow(clippy::print_stderr, reason = "a soak says how far it has come")]

mod chance;
mod coverage;
mod driver;
mod faults;
mod intent;
mod invariants;
mod naive;
mod others;
mod requests;
mod run;
mod seeds;
mod vendor;
mod world;

use naive::Kind;
use seeds::{Played, broken_by, play, play_one};
use std::ops::Range;
use std::sync::OnceLock;

/// Seeds in each test run. Further ones are for `cargo xtask soak`.
const SEEDS: u64 = 10_000;

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// The seeds of this test run, played once for all tests.
fn played() -> &'static Played {
    static PLAYED: OnceLock<Played> = OnceLock::new();
    PLAYED.get_or_init(|| play(0..SEEDS, threads(), false))
}

/// The seeds that `cargo xtask soak` has asked for.
fn asked_for() -> Option<Range<u64>> {
    let number = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let from = number("SOAK_FROM").unwrap_or_default();
    number("SOAK_SEEDS").map(|count| from..from.saturating_add(count))
}

#[test]
fn every_seed_keeps_the_promises() {
    let soaked = asked_for().map(|seeds| {
        if seeds.end - seeds.start == 1 {
            eprintln!("{}", play_one(seeds.start, None).report());
        }
        play(seeds, threads(), true)
    });
    let played = soaked.as_ref().unwrap_or_else(|| played());
    if let Some(report) = &played.failure {
        panic!("{report}");
    }
    assert!(played.seeds > 0);
}

#[test]
fn every_fault_happens_at_every_phase() {
    let played = played();
    assert_eq!(played.coverage.missing(), [], "never happened in {SEEDS} seeds");
}

#[test]
fn every_outcome_is_told_with_every_certainty_it_can_have() {
    let expected = [
        ("alreadyThere", None),
        ("alreadyThere", Some(false)),
        ("cancelled", None),
        ("cancelled", Some(false)),
        ("conflict", None),
        ("conflict", Some(false)),
        ("deployed", None),
        ("deployed", Some(true)),
        ("gaveUp", None),
        ("gaveUp", Some(false)),
        ("refused", None),
        ("refused", Some(false)),
        ("unknown", None),
        ("unusable", None),
        ("unusable", Some(false)),
    ];
    assert_eq!(played().coverage.outcomes(), expected);
}

#[test]
fn a_seed_plays_the_same_each_time_on_any_number_of_threads() {
    let alone = play(0..200, 1, false);
    assert_eq!(play(0..200, 3, false), alone);
    assert_ne!(alone.digest, play(200..400, 2, false).digest);
}

#[test]
fn tutorial_bug_a_lost_update_is_caught_within_100_seeds() {
    let caught = broken_by(Kind::Tutorial, 0..100);
    assert!(caught.contains("lost update"), "caught: {caught:?}");
}

#[test]
fn tutorial_bug_a_duplicate_node_is_caught_within_100_seeds() {
    let caught = broken_by(Kind::Tutorial, 0..100);
    assert!(caught.contains("duplicate node"), "caught: {caught:?}");
}

#[test]
fn tutorial_bug_needless_retries_are_caught_within_100_seeds() {
    let caught = broken_by(Kind::Tutorial, 0..100);
    assert!(caught.contains("needless retry"), "caught: {caught:?}");
}

#[test]
fn a_new_version_on_an_old_document_is_caught_within_100_seeds() {
    let caught = broken_by(Kind::Restamp, 0..100);
    assert!(caught.contains("lost update"), "caught: {caught:?}");
}

#[test]
fn a_failing_seed_tells_what_happened_in_order_and_how_to_see_it_again() {
    let world = (0..100)
        .map(|seed| play_one(seed, Some(Kind::Tutorial)))
        .find(|world| world.broken.iter().any(|(promise, _)| *promise == "duplicate node"))
        .expect("the tutorial's algorithm adds the node twice");
    let report = world.report();
    let times: Vec<f64> =
        report.lines().filter_map(|line| line.trim_start().split_once(" s  ")?.0.parse().ok()).collect();
    assert!(times.len() > 5 && times.is_sorted(), "{report}");
    let told = [
        "wants to add email_send_0",
        "run 0 reads (FirstRead)",
        "run 0 writes on version",
        "the tenant stores version",
    ];
    let places: Vec<_> =
        told.iter().map(|words| report.find(words).unwrap_or_else(|| panic!("{words}: {report}"))).collect();
    assert!(places.is_sorted(), "{report}");
    assert!(report.contains("BREACH of “duplicate node”: \"email_send_0\""), "{report}");
    assert!(report.contains(&format!("cargo xtask soak --seeds 1 --from {}\n", world.seed)), "{report}");
}
