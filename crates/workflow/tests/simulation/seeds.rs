//! Playing many seeds, on all processors, to the same result however many there are.

use crate::coverage::Coverage;
use crate::naive::Kind;
use crate::world::World;
use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::ops::Range;
use std::panic::catch_unwind;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Seeds between two looks whether one has failed.
const BLOCK: u64 = 500;

/// What came of many seeds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Played {
    pub seeds: u64,
    pub coverage: Coverage,
    /// The report of the lowest seed that breaks a promise, if one does.
    pub failure: Option<String>,
    /// The traces of all seeds in one number.
    pub digest: u64,
}

/// Plays the seeds up to the first block in which one fails.
pub fn play(seeds: Range<u64>, threads: usize, progress: bool) -> Played {
    let mut played = Played::default();
    let mut said = Progress::new(&seeds);
    let mut from = seeds.start;
    while from < seeds.end && played.failure.is_none() {
        let to = (from + BLOCK).min(seeds.end);
        let block = play_block(from..to, threads);
        played.seeds += to - from;
        played.coverage.add(&block.coverage);
        played.digest = played.digest.wrapping_add(block.digest);
        played.failure = block.failure;
        if progress && played.failure.is_none() {
            said.up_to(to);
        }
        from = to;
    }
    played
}

fn play_block(seeds: Range<u64>, threads: usize) -> Played {
    let next = AtomicU64::new(seeds.start);
    let work = || {
        let mut played = Played::default();
        let mut failed: Option<(u64, String)> = None;
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                break;
            }
            let (report, broken) = match catch_unwind(|| play_one(seed, None)) {
                Ok(world) => {
                    played.coverage.add(&world.coverage);
                    (world.report(), !world.broken.is_empty())
                }
                Err(_) => (format!("seed {seed} panics, see above{}", again(seed)), true),
            };
            played.digest = played.digest.wrapping_add(digest(&report));
            if broken && failed.as_ref().is_none_or(|(lowest, _)| seed < *lowest) {
                failed = Some((seed, report));
            }
        }
        (played, failed)
    };
    let results: Vec<_> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        handles.into_iter().map(|handle| handle.join().expect("a panic in a world is caught")).collect()
    });
    let mut all = Played::default();
    let mut failures = Vec::new();
    for (played, failed) in results {
        all.coverage.add(&played.coverage);
        all.digest = all.digest.wrapping_add(played.digest);
        failures.extend(failed);
    }
    all.failure = failures.into_iter().min().map(|(_, report)| report);
    all
}

/// Plays one seed's world to its end.
pub fn play_one(seed: u64, naive: Option<Kind>) -> World {
    let mut world = World::new(seed, naive);
    world.play();
    world
}

/// The promises that an algorithm which is known to be wrong breaks in these seeds.
pub fn broken_by(kind: Kind, seeds: Range<u64>) -> BTreeSet<&'static str> {
    seeds.flat_map(|seed| play_one(seed, Some(kind)).broken).map(|(promise, _)| promise).collect()
}

/// How to see a seed again.
pub fn again(seed: u64) -> String {
    format!("\n\nto see it again: cargo xtask soak --seeds 1 --from {seed}\n")
}

/// One line that says how far it is: over and over in place on a terminal, else each half minute.
struct Progress {
    seeds: Range<u64>,
    began: Instant,
    said: Instant,
    live: bool,
}

impl Progress {
    fn new(seeds: &Range<u64>) -> Self {
        let now = Instant::now();
        Self { seeds: seeds.clone(), began: now, said: now, live: std::io::stderr().is_terminal() }
    }

    fn up_to(&mut self, end: u64) {
        let (done, all) = (end - self.seeds.start, self.seeds.end - self.seeds.start);
        if done < all && self.said.elapsed() < Duration::from_secs(if self.live { 1 } else { 30 }) {
            return;
        }
        self.said = Instant::now();
        let rate = done as f64 / self.began.elapsed().as_secs_f64().max(0.001);
        let line = format!("{done} of {all} seeds kept every promise ({rate:.0} a second)");
        match self.live {
            true => eprint!("\r\x1b[2K{line}{}", if done == all { "\n" } else { "" }),
            false => eprintln!("{line}"),
        }
    }
}

fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
