//! `cargo xtask test`: sets up what the tests need, runs all of them, and says how it went.

mod counts;
mod pictures;
mod steps;
mod stream;
mod summary;

use crate::progress::{Progress, duration};
use crate::workspace::Workspace;
use anyhow::{Result, bail};
use clap::Args;
use counts::Counts;
pub use pictures::take as take_pictures;
use std::time::Instant;
use steps::{Prepared, STEPS, Step};
use summary::{Row, Verdict};

/// Options of `cargo xtask test`.
#[derive(Args)]
pub struct Options {
    /// Run only the steps whose name contains one of these words: format, lints, docs, unit, core,
    /// components, app, program, browser.
    filter: Vec<String>,
    /// Go on after a step that failed.
    #[arg(long)]
    keep_going: bool,
    /// Run each browser test so many times, to find those that do not always pass.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    repeat: u32,
}

/// Runs the tests. An error means that something failed.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let began = Instant::now();
    let chosen: Vec<&Step> = STEPS.iter().filter(|step| step.matches(&options.filter)).collect();
    if chosen.is_empty() {
        let names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        bail!("no step is called like that; there are: {}", names.join(", "));
    }
    let prepared = prepare(workspace, &chosen, options.repeat)?;
    let mut rows: Vec<Row> = Vec::new();
    for (index, step) in chosen.iter().enumerate() {
        let stopped = !options.keep_going && rows.iter().any(|row| row.verdict != Verdict::Passed);
        if stopped {
            rows.push(Row { name: step.name, verdict: Verdict::NotRun, took: Default::default(), tests: None });
            continue;
        }
        println!("\n━━ [{}/{}] {}: {}\n", index + 1, chosen.len(), step.name, step.about);
        let row = run_step(workspace, &prepared, step);
        println!("\n━━ {} {} after {}", step.name, verb(&row.verdict), duration(row.took));
        rows.push(row);
    }
    println!("\n━━ summary\n\n{}", summary::text(&rows, began.elapsed()));
    if !summary::all_passed(&rows) {
        bail!("not all tests passed");
    }
    Ok(())
}

fn prepare(workspace: &Workspace, chosen: &[&Step], repeat: u32) -> Result<Prepared> {
    let needs = |need| chosen.iter().any(|step| step.needs.contains(&need));
    let total = steps::set_up_steps(needs);
    if total > 0 {
        println!("Setting up what the tests need (about 7 minutes the first time, then seconds).");
    }
    Prepared::new(workspace, &mut Progress::new(total), needs, repeat)
}

fn run_step(workspace: &Workspace, prepared: &Prepared, step: &Step) -> Row {
    let began = Instant::now();
    let mut tests = Counts::default();
    let mut verdict = Verdict::Passed;
    let commands = (step.commands)(workspace, prepared);
    let results = commands.and_then(|commands| {
        commands.into_iter().try_for_each(|mut command| {
            let (success, counted) = stream::run(&mut command)?;
            tests += counted;
            if !success {
                bail!("{} failed; its words are above", words(&command));
            }
            Ok(())
        })
    });
    if let Err(problem) = results {
        verdict = Verdict::Failed(format!("{problem:#}"));
    } else if tests.failed > 0 {
        verdict = Verdict::Failed(format!("{} tests failed", tests.failed));
    } else if step.has_tests && tests.ran() == 0 {
        verdict = Verdict::Failed("it ran no test at all".to_owned());
    }
    Row { name: step.name, verdict, took: began.elapsed(), tests: step.has_tests.then_some(tests) }
}

fn verb(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "passed",
        Verdict::Failed(_) => "FAILED",
        Verdict::NotRun => "was not run",
    }
}

/// The command as one would type it.
fn words(command: &std::process::Command) -> String {
    let program = std::path::Path::new(command.get_program()).file_stem().unwrap_or_default();
    let args = command.get_args().map(|arg| arg.to_string_lossy());
    std::iter::once(program.to_string_lossy()).chain(args).collect::<Vec<_>>().join(" ")
}
