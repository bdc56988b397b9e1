//! What was measured in the browser beside what is promised.

use crate::bench::bundle::BUDGET;
use crate::bench::claims::{self, Claim, milliseconds};
use crate::bench::report::Report;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

/// The longest a frame may take before it has dropped others, in ms.
const DROPPED_MS: f64 = 50.0;

/// The ready times, ms.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ready {
    slowdown: u32,
    mbits: u32,
    latency_ms: u32,
    workflow: String,
    rounds: u32,
    browser: String,
    ours: Started,
    peer: Started,
}

#[derive(Deserialize)]
struct Started {
    shown: Vec<f64>,
    ready: Vec<f64>,
    form: Vec<f64>,
}

/// The times of keys, ms.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Typing {
    workflow: String,
    at1: Both,
    at4: Both,
}

#[derive(Deserialize)]
struct Both {
    ours: Typed,
    peer: Typed,
}

#[derive(Deserialize)]
struct Typed {
    keys: Vec<f64>,
    work: f64,
}

/// The distances between frames while scrolling, ms, by what was scrolled at which speed.
#[derive(Deserialize)]
pub struct Scrolling {
    #[serde(flatten)]
    places: BTreeMap<String, serde_json::Value>,
}

/// The table.
pub struct Table {
    claims: Vec<Claim>,
    details: String,
}

impl Table {
    /// Holds what was measured to what is promised.
    pub fn of(bundle: &Report, ready: &Ready, typing: &Typing, scrolling: &Scrolling) -> Result<Self> {
        let mut claims = vec![Claim {
            work: "bundle before the first interaction",
            ours: kib(bundle.heaviest() as f64),
            peer: format!("React {}", kib(bundle.peer_shell.brotli() as f64)),
            figure: bundle.heaviest() as f64 / 1024.0,
            unit: "KiB brotli",
            at_least: Some(BUDGET as f64 / 1024.0),
            aim: Some(150.0),
            more: false,
        }];
        let (ours, peer) = (quantile(&ready.ours.ready, 0.5)?, quantile(&ready.peer.ready, 0.5)?);
        claims.push(Claim {
            work: "ready time, median",
            ours: milliseconds(ours),
            peer: format!("React {}", milliseconds(peer)),
            figure: ours / peer,
            unit: "× its time",
            at_least: Some(0.75),
            aim: Some(0.6),
            more: false,
        });
        for (work, both, at_least) in [
            ("keystroke to paint, 1× CPU, p99", &typing.at1, 16.0),
            ("keystroke to paint, 4× CPU, p99", &typing.at4, 50.0),
        ] {
            let (ours, peer) = (quantile(&both.ours.keys, 0.99)?, quantile(&both.peer.keys, 0.99)?);
            claims.push(Claim {
                work,
                ours: milliseconds(ours),
                peer: format!("React, ajv {}", milliseconds(peer)),
                figure: ours,
                unit: "ms",
                at_least: Some(at_least),
                aim: None,
                more: false,
            });
        }
        let mut details = format!(
            "Chromium {}. Ready: {}, {}× CPU, {} Mbit/s, {} ms; {} rounds. Typing: {}.\n\n",
            ready.browser, ready.workflow, ready.slowdown, ready.mbits, ready.latency_ms, ready.rounds, typing.workflow
        );
        for (name, place) in &scrolling.places {
            let Some((work, at_least)) = scrolled(name) else { continue };
            let gaps: Vec<f64> = serde_json::from_value(place.clone()).context("cannot parse the frames")?;
            let longest = quantile(&gaps, 1.0)?;
            claims.push(Claim {
                work,
                ours: format!("longest {longest:.0}"),
                peer: String::new(),
                figure: gaps.iter().filter(|gap| **gap > DROPPED_MS).count() as f64,
                unit: "frames",
                at_least,
                aim: None,
                more: false,
            });
        }
        for (name, side) in [("ours", &ready.ours), ("React", &ready.peer)] {
            for (what, times) in [("shown", &side.shown), ("ready", &side.ready), ("first click to form", &side.form)] {
                details += &line(name, what, times)?;
            }
        }
        for (speed, both) in [("1×", &typing.at1), ("4×", &typing.at4)] {
            for (name, typed) in [("ours", &both.ours), ("React", &both.peer)] {
                details += &line(name, &format!("key to paint, {speed}"), &typed.keys)?;
                details += &format!("  {name:<6} {:<22} {:>9}\n", "  all work per key", milliseconds(typed.work));
            }
        }
        Ok(Self { claims, details })
    }

    /// The promises that are not kept.
    pub fn missed(&self) -> Vec<&'static str> {
        claims::missed(&self.claims)
    }

    /// The table as JSON.
    pub fn json(&self) -> Result<String> {
        let value = serde_json::json!({ "claims": self.claims });
        Ok(format!("{value:#}\n"))
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.details)?;
        claims::table(f, &self.claims)
    }
}

/// What is promised of what was scrolled.
fn scrolled(name: &str) -> Option<(&'static str, Option<f64>)> {
    match name {
        "outlineAt1" => Some(("scrolling the outline, frames over 50 ms", Some(0.0))),
        "outlineAt4" => Some(("scrolling the outline at 4× CPU, frames over 50 ms", None)),
        "graphAt1" => Some(("moving the graph, frames over 50 ms", Some(0.0))),
        "graphAt4" => Some(("moving the graph at 4× CPU, frames over 50 ms", None)),
        _ => None,
    }
}

fn line(name: &str, what: &str, times: &[f64]) -> Result<String> {
    let [median, p99, most] = [0.5, 0.99, 1.0].map(|share| quantile(times, share));
    Ok(format!(
        "  {name:<6} {what:<22} {:>9} median {:>9} p99 {:>9} most, {} times\n",
        milliseconds(median?),
        milliseconds(p99?),
        milliseconds(most?),
        times.len()
    ))
}

/// The smallest time that at least this share of the times does not exceed.
fn quantile(times: &[f64], share: f64) -> Result<f64> {
    if times.is_empty() {
        bail!("nothing was measured");
    }
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (share * sorted.len() as f64).ceil() as usize;
    Ok(sorted[place.clamp(1, sorted.len()) - 1])
}

fn kib(bytes: f64) -> String {
    format!("{:.1} KiB", bytes / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::report::{File, Side};

    fn table(ready: f64, key: f64, gap: f64) -> Table {
        let side = || Side { files: vec![File { name: "app.wasm".into(), bytes: 4096, brotli: 1024 }] };
        let bundle =
            Report { budget: BUDGET, home: side(), workflow: side(), work: side(), peer_shell: side(), peer: side() };
        let started = |ready: f64| serde_json::json!({"shown": [ready], "ready": [ready], "form": [9.0]});
        let typed = |key: f64| {
            let typed = |key: f64| serde_json::json!({"keys": [key, 1.0], "work": key});
            serde_json::json!({"ours": typed(key), "peer": typed(30.0)})
        };
        let ready = serde_json::json!({
            "slowdown": 4, "mbits": 10, "latencyMs": 40, "workflow": "wf", "rounds": 1, "browser": "1.2",
            "ours": started(ready), "peer": started(1000.0),
        });
        let typing = serde_json::json!({"workflow": "wf", "at1": typed(key), "at4": typed(key)});
        let scrolling = serde_json::json!({"workflow": "wf", "outlineAt1": [16.7, gap]});
        Table::of(
            &bundle,
            &serde_json::from_value(ready).unwrap(),
            &serde_json::from_value(typing).unwrap(),
            &serde_json::from_value(scrolling).unwrap(),
        )
        .unwrap()
    }

    #[test]
    fn promises_are_held_to_what_was_measured() {
        assert_eq!(table(500.0, 15.0, 20.0).missed(), Vec::<&str>::new());
        assert_eq!(
            table(800.0, 17.0, 60.0).missed(),
            ["ready time, median", "keystroke to paint, 1× CPU, p99", "scrolling the outline, frames over 50 ms"]
        );
        assert!(table(500.0, 15.0, 20.0).to_string().contains("reached, and the aim"));
    }

    #[test]
    fn a_quantile_is_one_of_the_times() {
        let times: Vec<f64> = (1..=200).map(f64::from).collect();
        assert_eq!([0.5, 0.99, 1.0].map(|share| quantile(&times, share).unwrap()), [100.0, 198.0, 200.0]);
        assert!(quantile(&[], 0.5).is_err());
    }
}
