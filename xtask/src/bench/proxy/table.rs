//! What was measured beside what is promised: a table for people, JSON for machines.

use super::CONNECTIONS;
use super::contenders::Side;
use super::load::Measured;
use super::memory::Memory;
use super::workload::Work;
use crate::bench::claims::{self, Claim};
use crate::process::answer;
use anyhow::{Context, Result};
use serde::Serialize;
use std::fmt;
use std::fs;
use std::process::Command;

/// One round: each side at each kind of work.
#[derive(Default, Serialize)]
pub struct Round {
    singles: Vec<Single>,
}

#[derive(Serialize)]
struct Single {
    side: &'static str,
    work: &'static str,
    connections: u32,
    #[serde(flatten)]
    measured: Measured,
}

/// The report.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report<'r> {
    claims: Vec<Claim>,
    figures: Vec<Figure>,
    memory: Memory,
    /// Seconds of each single measurement.
    seconds: u32,
    machine: Machine,
    rounds: &'r [Round],
}

/// A side's figure: medians over the rounds.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Figure {
    what: &'static str,
    side: &'static str,
    /// µs added at the median, requests in a second, or µs of processor time for a request.
    median: f64,
    /// Our figure over this side's, where it is not ours.
    ratio: Option<Spread>,
}

/// A ratio over the rounds.
#[derive(Clone, Copy, Serialize)]
struct Spread {
    least: f64,
    median: f64,
    most: f64,
}

/// Where it was measured.
#[derive(Serialize)]
struct Machine {
    cores: usize,
    /// The load averages over 1, 5 and 15 minutes at the end.
    load: String,
    nginx: String,
    haproxy: String,
}

/// A thing that is compared.
#[derive(Clone, Copy)]
struct Topic {
    what: &'static str,
    work: Work,
    kind: Kind,
    /// Our figure over nginx's: what it must be, and what it should be.
    wanted: Option<(f64, f64)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    AddedLatency,
    Throughput,
    Processor,
}

const TOPICS: [Topic; 7] = [
    Topic {
        what: "added p50 at 1 connection, 1 KiB",
        work: Work::Small,
        kind: Kind::AddedLatency,
        wanted: Some((1.5, 1.0)),
    },
    Topic {
        what: "added p50 at 1 connection, 1 MiB",
        work: Work::Large,
        kind: Kind::AddedLatency,
        wanted: Some((1.5, 1.0)),
    },
    Topic {
        what: "throughput at 64 connections, 1 KiB",
        work: Work::Small,
        kind: Kind::Throughput,
        wanted: Some((0.7, 1.0)),
    },
    Topic {
        what: "throughput at 64 connections, 1 MiB",
        work: Work::Large,
        kind: Kind::Throughput,
        wanted: Some((0.7, 1.0)),
    },
    // Told, because load and tenant, which share a core, may be what limits throughput.
    Topic { what: "processor time at 64, 1 KiB", work: Work::Small, kind: Kind::Processor, wanted: None },
    Topic { what: "processor time at 64, 1 MiB", work: Work::Large, kind: Kind::Processor, wanted: None },
    // Ours are on the disk before they leave, the others keep nothing: told, not compared.
    Topic { what: "writes at 64 connections, 1 KiB", work: Work::Write, kind: Kind::Throughput, wanted: None },
];

impl Round {
    /// Adds a single measurement.
    pub fn add(&mut self, side: Side, work: Work, connections: u32, measured: Measured) {
        self.singles.push(Single { side: side.name(), work: work.name(), connections, measured });
    }

    fn of(&self, side: Side, work: Work, connections: u32) -> Option<Measured> {
        let found = self
            .singles
            .iter()
            .find(|single| (single.side, single.work, single.connections) == (side.name(), work.name(), connections));
        found.map(|single| single.measured)
    }

    /// What a topic is about, of one side.
    fn figure(&self, topic: Topic, side: Side) -> Option<f64> {
        match topic.kind {
            Kind::AddedLatency => {
                let through = self.of(side, topic.work, 1)?;
                Some(through.p50_us - self.of(Side::Direct, topic.work, 1)?.p50_us)
            }
            Kind::Throughput => Some(self.of(side, topic.work, CONNECTIONS)?.per_second),
            Kind::Processor => self.of(side, topic.work, CONNECTIONS)?.processor_us,
        }
    }
}

impl<'r> Report<'r> {
    /// Holds what was measured to what is promised.
    pub fn of(rounds: &'r [Round], memory: Memory, seconds: u32) -> Self {
        let mut figures = Vec::new();
        let mut claims = Vec::new();
        for topic in TOPICS {
            for side in Side::ALL {
                if side == Side::Direct && topic.kind != Kind::Throughput {
                    continue;
                }
                figures.push(Figure::of(rounds, topic, side));
            }
            claims.extend(claim(rounds, topic));
        }
        claims.push(Claim {
            work: "memory of a write of 5.8 MB under way",
            ours: mebibytes(memory.each()),
            peer: format!("its body {}", mebibytes(memory.body as f64)),
            figure: memory.bodies(),
            unit: "× the body",
            at_least: Some(1.1),
            aim: None,
            more: false,
        });
        Self { claims, figures, memory, seconds, machine: Machine::here(), rounds }
    }

    /// The promises that are not kept.
    pub fn missed(&self) -> Vec<&'static str> {
        claims::missed(&self.claims)
    }

    /// The report as JSON, with each single figure.
    pub fn json(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(self).context("cannot write the report")? + "\n")
    }
}

impl Figure {
    fn of(rounds: &[Round], topic: Topic, side: Side) -> Self {
        let values: Vec<f64> = rounds.iter().filter_map(|round| round.figure(topic, side)).collect();
        let compared = side != Side::Ours && side != Side::Direct;
        Self {
            what: topic.what,
            side: side.name(),
            median: Spread::of(values).median,
            ratio: compared.then(|| ratio(rounds, topic, side)),
        }
    }
}

/// Our figure over a side's, round by round.
fn ratio(rounds: &[Round], topic: Topic, side: Side) -> Spread {
    let ratios = rounds.iter().filter_map(|round| Some(round.figure(topic, Side::Ours)? / round.figure(topic, side)?));
    Spread::of(ratios.collect())
}

fn claim(rounds: &[Round], topic: Topic) -> Option<Claim> {
    let (at_least, aim) = topic.wanted?;
    let (ours, nginx) = (Figure::of(rounds, topic, Side::Ours), Figure::of(rounds, topic, Side::Nginx));
    Some(Claim {
        work: topic.what,
        ours: told(topic.kind, ours.median),
        peer: format!("nginx {}", told(topic.kind, nginx.median)),
        figure: ratio(rounds, topic, Side::Nginx).median,
        unit: "× nginx",
        at_least: Some(at_least),
        aim: Some(aim),
        more: topic.kind == Kind::Throughput,
    })
}

fn told(kind: Kind, figure: f64) -> String {
    match kind {
        Kind::AddedLatency | Kind::Processor => format!("{figure:.0} µs"),
        Kind::Throughput => format!("{figure:.0}/s"),
    }
}

fn mebibytes(bytes: f64) -> String {
    format!("{:.2} MiB", bytes / f64::from(1 << 20))
}

impl Spread {
    /// Without a value all is NaN, which reaches no promise.
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |index: usize| values.get(index).copied().unwrap_or(f64::NAN);
        let middle = values.len() / 2;
        let median =
            if values.len() % 2 == 1 { at(middle) } else { f64::midpoint(at(middle.wrapping_sub(1)), at(middle)) };
        Self { least: at(0), median, most: at(values.len().wrapping_sub(1)) }
    }
}

impl Machine {
    fn here() -> Self {
        let version = |program: &str| {
            let said = answer(Command::new("dpkg-query").args(["--show", "--showformat=${Version}", program]));
            said.unwrap_or_else(|| "of the system".to_owned())
        };
        Self {
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            load: fs::read_to_string("/proc/loadavg").unwrap_or_default().trim().to_owned(),
            nginx: version("nginx"),
            haproxy: version("haproxy"),
        }
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for figure in &self.figures {
            write!(f, "{:<38} {:<16} {:>10.1}", figure.what, figure.side, figure.median)?;
            match figure.ratio {
                Some(Spread { least, median, most }) => {
                    writeln!(f, "   ours is {median:.2} of it ({least:.2} to {most:.2})")?;
                }
                None => writeln!(f)?,
            }
        }
        writeln!(
            f,
            "Medians of {} rounds of {} s; times in µs, throughput in a second.",
            self.rounds.len(),
            self.seconds
        )?;
        writeln!(
            f,
            "{} cores, load {}; nginx {}, HAProxy {}.\n",
            self.machine.cores, self.machine.load, self.machine.nginx, self.machine.haproxy
        )?;
        claims::table(f, &self.claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::proxy::memory::Peak;

    /// Every proxy adds `added` µs and makes `per_second` requests; ours twice and half of that.
    fn round(added: f64, per_second: f64) -> Round {
        let mut round = Round::default();
        for work in Work::ALL {
            for side in Side::ALL {
                let (factor, extra) = match side {
                    Side::Direct => (1.0, 0.0),
                    Side::Ours => (0.5, 2.0 * added),
                    _ => (1.0, added),
                };
                for connections in [1, CONNECTIONS] {
                    let per_second = per_second * factor;
                    let measured = Measured {
                        p50_us: 30.0 + extra,
                        p99_us: 90.0,
                        per_second,
                        requests: per_second,
                        processor_us: Some(10.0 / factor),
                    };
                    round.add(side, work, connections, measured);
                }
            }
        }
        round
    }

    fn memory(bodies: f64) -> Memory {
        let peak = |writes: u32| Peak { writes, before: 7, peak: 57 + (f64::from(writes) * 100.0 * bodies) as u64 };
        Memory { few: peak(20), many: peak(120), body: 100 }
    }

    #[test]
    fn figures_are_medians_of_the_rounds_and_held_to_their_promises() {
        let rounds = [round(10.0, 1000.0), round(40.0, 4000.0), round(20.0, 2000.0)];
        let report = Report::of(&rounds, memory(1.05), 3);
        assert_eq!(report.figures[0].median, 40.0, "twice the median of what is added");
        assert_eq!(report.claims[0].figure, 2.0);
        assert_eq!(
            report.missed(),
            [
                "added p50 at 1 connection, 1 KiB",
                "added p50 at 1 connection, 1 MiB",
                "throughput at 64 connections, 1 KiB",
                "throughput at 64 connections, 1 MiB"
            ]
        );
        assert!(report.to_string().contains("ours is 0.50 of it (0.50 to 0.50)"), "{report}");
        assert_eq!(Report::of(&rounds, memory(1.2), 3).missed().len(), 5);
    }

    #[test]
    fn nothing_measured_reaches_nothing() {
        assert_eq!(Report::of(&[], memory(1.0), 3).missed().len(), 4);
    }

    #[test]
    fn an_even_number_has_its_median_between_two() {
        let Spread { least, median, most } = Spread::of(vec![4.0, 1.0, 2.0, 3.0]);
        assert_eq!((least, median, most), (1.0, 2.5, 4.0));
    }
}
