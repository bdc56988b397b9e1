//! Our proxy beside nginx, HAProxy and a plain axum + reqwest one: added latency, throughput, and the
//! memory that writes take which are under way.
//!
//! Each side has one worker on a core of its own, puts `Authorization` in (the tenant answers 401 without),
//! and passes on to the same nginx, which shares the other core with wrk. Ours runs as it is built for
//! people: release, its real routes, an operator who has signed in by the start link, audit and journal
//! in a SQLite file, a log line for each request. Only two limits are raised: requests per minute, which
//! a load test is meant to reach, and the size of a workflow, for the writes of 5.8 MB. In every round the
//! sides take turns in another order, and a figure is the median over the rounds of our ratio to a side.

mod contenders;
mod load;
mod memory;
mod server;
mod signed_in;
mod table;
mod tenant;
mod workload;

use crate::process::quiet;
use crate::progress::Progress;
use crate::tools::traffic;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use clap::Args;
use contenders::{Contender, Programs};
use load::{Load, Measured};
use server::Cores;
use std::fs;
use table::{Report, Round};
use workload::{BODIES, Work};

/// Connections at once where throughput is measured.
const CONNECTIONS: u32 = 64;

/// Options of `cargo xtask bench proxy`.
#[derive(Args)]
pub struct Options {
    /// Rounds to take the median of.
    #[arg(long, default_value_t = 7)]
    rounds: u32,
    /// Seconds of each single measurement.
    #[arg(long, default_value_t = 3)]
    seconds: u32,
    /// Writes of 5.8 MB that are under way at once where memory is measured.
    #[arg(long, default_value_t = 32)]
    writes: u32,
}

/// Sets up what is missing, measures, prints and writes the table. An error means that it could not be
/// measured or that something is not as good as it must be at least.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let mut progress = Progress::new(4);
    traffic::set_up(workspace, &mut progress)?;
    progress.work("Both Rust proxies, in release", Some("about 8 min"), || {
        let packages = ["--package", "cxone-proxy", "--package", "plain-proxy"];
        quiet(workspace.cargo(&["build", "--release"]).args(packages), &workspace.log("bench-proxy-build"))
    })?;
    let folder = workspace.path("target/bench/proxy");
    // What an earlier run has kept would be read again, and grows.
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let programs = Programs::find(workspace, folder.clone())?;
    let cores = Cores::find();

    let singles = 2 * BODIES.len() as u32 * 5 + 4;
    let about = format!("about {} min", (options.rounds * singles * options.seconds).div_ceil(60) + 1);
    let rounds = progress.work("Latency and throughput", Some(&about), || race(&programs, &cores, options))?;
    let memory = progress
        .work("Memory of writes under way", Some("about 10 s"), || memory::measure(&programs, options.writes))?;

    let report = Report::of(&rounds, memory, options.seconds);
    println!("\n{report}");
    let written = workspace.path("target/bench/proxy.json");
    fs::write(&written, report.json()?).with_context(|| format!("cannot write {}", written.display()))?;
    println!("Written to {}, with each single figure; logs and configurations beside it in proxy/.", written.display());
    let missed = report.missed();
    if !missed.is_empty() {
        bail!("not reached: {}", missed.join(", "));
    }
    Ok(())
}

fn race(programs: &Programs, cores: &Cores, options: &Options) -> Result<Vec<Round>> {
    let _upstream = programs.upstream(cores)?;
    let contenders = programs.contenders(cores)?;
    for contender in &contenders {
        contender.check()?;
        // Connections, caches and the branch predictor are warm before anything counts.
        for work in Work::ALL {
            measure(programs, cores, contender, work, CONNECTIONS, 1)?;
        }
    }
    (0..options.rounds).map(|round| one_round(programs, cores, &contenders, round, options.seconds)).collect()
}

fn one_round(programs: &Programs, cores: &Cores, contenders: &[Contender], number: u32, seconds: u32) -> Result<Round> {
    let mut round = Round::default();
    for work in Work::ALL {
        let connections = if work.is_read() { &[1, CONNECTIONS][..] } else { &[CONNECTIONS] };
        for connections in connections {
            for place in 0..contenders.len() {
                let contender = &contenders[(place + number as usize) % contenders.len()];
                let measured = measure(programs, cores, contender, work, *connections, seconds)?;
                round.add(contender.side, work, *connections, measured);
            }
        }
    }
    Ok(round)
}

fn measure(
    programs: &Programs,
    cores: &Cores,
    contender: &Contender,
    work: Work,
    connections: u32,
    seconds: u32,
) -> Result<Measured> {
    let load = Load { url: contender.url(work), headers: contender.headers(), work, connections, seconds };
    let before = contender.processor_time();
    let measured = load
        .run(&programs.folder, cores)
        .with_context(|| format!("{} at {connections} connections", contender.side.name()))?;
    let took = contender.processor_time().zip(before).map(|(after, before)| after - before);
    Ok(Measured { processor_us: took.map(|seconds| seconds * 1e6 / measured.requests), ..measured })
}
