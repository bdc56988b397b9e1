//! What was measured beside what is promised: a table for people, JSON for machines.

use crate::bench::claims::{self, Claim, milliseconds};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// What the page has measured.
#[derive(Deserialize)]
pub struct Measured {
    bytes: u64,
    tasks: Vec<Task>,
    memory: Memory,
    browser: String,
    /// How many findings of which rule; the peer's in its own words.
    findings: Findings,
    merged: Merged,
}

/// Whether a merge has come to both sides' edits and nothing else.
#[derive(Deserialize)]
struct Merged {
    ours: bool,
}

#[derive(Deserialize)]
struct Task {
    group: String,
    name: String,
    milliseconds: f64,
    rounds: u32,
    /// Operations, findings, conflicts or lines; `None` where there is nothing to count.
    result: Option<u64>,
}

#[derive(Deserialize)]
struct Memory {
    ours: Peak,
    peer: Peak,
}

#[derive(Deserialize)]
struct Peak {
    peak: f64,
}

#[derive(Deserialize)]
struct Findings {
    ours: serde_json::Map<String, Value>,
    ajv: Vec<String>,
}

/// The table.
#[derive(Serialize)]
pub struct Table {
    /// One line per promise.
    pub claims: Vec<Claim>,
    #[serde(skip)]
    details: String,
}

/// The edits that differences are taken of, with the fewest operations where they are known beforehand.
const EDITS: [(&str, Option<u64>); 5] =
    [("none", Some(0)), ("append", Some(1)), ("values", Some(20)), ("mixed", Some(29)), ("shuffle", None)];

impl Table {
    /// Holds what was measured to what is promised.
    pub fn of(measured: &Measured) -> Result<Self> {
        let time = |group: &str, name: &str| measured.task(group, name).map(|task| task.milliseconds);
        let mut claims = Vec::new();
        let faster = |work, group: &str, peer: &str, at_least, aim| -> Result<Claim> {
            let (ours, theirs) = (time(group, "ours")?, time(group, peer)?);
            Ok(Claim {
                work,
                ours: milliseconds(ours),
                peer: format!("{peer} {}", milliseconds(theirs)),
                figure: theirs / ours,
                unit: "× as fast",
                at_least: Some(at_least),
                aim,
                more: true,
            })
        };
        claims.push(faster("diff, mixed", "diff mixed", "json-diff-ts", 25.0, Some(100.0))?);
        claims.push(faster("diff, mixed", "diff mixed", "jsondiffpatch", 300.0, None)?);
        let wrong = EDITS
            .iter()
            .filter(|(edit, fewest)| {
                let found = measured.task(&format!("diff {edit}"), "ours").ok().and_then(|task| task.result);
                found.is_none() || fewest.is_some_and(|fewest| found != Some(fewest))
            })
            .count();
        claims.push(count("diff, edits told with other than the fewest operations", wrong as f64));
        let share = |work, group: &str, peer: &str| -> Result<Claim> {
            let (ours, theirs) = (time(group, "ours")?, time(group, peer)?);
            Ok(Claim {
                work,
                ours: milliseconds(ours),
                peer: format!("{peer} {}", milliseconds(theirs)),
                figure: ours / theirs,
                unit: "× its time",
                at_least: Some(1.0),
                aim: Some(0.5),
                more: false,
            })
        };
        claims.push(share("parse, text to document", "parse", "JSON.parse")?);
        claims.push(share("full validation", "validate none", "ajv")?);
        let recheck = time("re-check", "ours")?;
        claims.push(Claim {
            work: "re-check after one keystroke",
            ours: milliseconds(recheck),
            peer: String::new(),
            figure: recheck,
            unit: "ms",
            at_least: Some(0.1),
            aim: Some(0.02),
            more: false,
        });
        claims.push(faster("three-way merge", "merge", "json-diff3", 10.0, Some(50.0))?);
        let conflicts = measured.task("merge", "ours")?.result.unwrap_or(u64::MAX) as f64;
        let lost = if measured.merged.ours { 0.0 } else { 1.0 };
        claims.push(count("three-way merge, false conflicts and wrong outcomes", conflicts + lost));
        let peak = measured.memory.ours.peak;
        claims.push(Claim {
            work: "peak memory of parse and diff",
            ours: mebibytes(peak),
            peer: format!("two texts {}", mebibytes(2.0 * measured.bytes as f64)),
            figure: peak / (2.0 * measured.bytes as f64),
            unit: "× the texts",
            at_least: Some(3.0),
            aim: Some(2.0),
            more: false,
        });
        Ok(Self { claims, details: measured.details() })
    }

    /// The promises that are not kept.
    pub fn missed(&self) -> Vec<&'static str> {
        claims::missed(&self.claims)
    }

    /// The table and everything that was measured, as JSON.
    pub fn json(&self, measured: &str) -> Result<String> {
        let mut value: Value = serde_json::from_str(measured).context("cannot parse what was measured")?;
        value["claims"] = serde_json::to_value(&self.claims).context("cannot write the table")?;
        Ok(format!("{value:#}\n"))
    }
}

/// Something of which there may be none.
fn count(work: &'static str, found: f64) -> Claim {
    Claim {
        work,
        ours: found.to_string(),
        peer: String::new(),
        figure: found,
        unit: "",
        at_least: Some(0.0),
        aim: None,
        more: false,
    }
}

impl Measured {
    fn task(&self, group: &str, name: &str) -> Result<&Task> {
        self.tasks
            .iter()
            .find(|task| task.group == group && task.name == name)
            .with_context(|| format!("`{group}` was not measured for {name}"))
    }

    fn details(&self) -> String {
        let mut out = format!(
            "Workload: 10,000 nodes, 15,000 transitions, {:.2} MB. Chromium {}. Medians.\n\n",
            self.bytes as f64 / 1e6,
            self.browser
        );
        for task in &self.tasks {
            let result = task.result.map(|result| format!("{result:>8}")).unwrap_or_default();
            let time = milliseconds(task.milliseconds);
            out += &format!("  {:<16} {:<20} {time:>12} {:>4} rounds {result}\n", task.group, task.name, task.rounds);
        }
        let ours: u64 = self.findings.ours.values().filter_map(Value::as_u64).sum();
        out += &format!("  flawed workload: {ours} findings of ours, {} of ajv\n", self.findings.ajv.len());
        out += &format!(
            "  memory: ours {} at its peak; two JSON.parse objects and a json-diff-ts result {} without garbage\n",
            mebibytes(self.memory.ours.peak),
            mebibytes(self.memory.peer.peak)
        );
        out
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.details)?;
        claims::table(f, &self.claims)
    }
}

fn mebibytes(bytes: f64) -> String {
    format!("{:.1} MiB", bytes / 1024.0 / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(ours: f64) -> Measured {
        let mut tasks = Vec::new();
        let mut task = |group: &str, name: &str, milliseconds: f64, result: Option<u64>| {
            tasks.push(serde_json::json!({"group": group, "name": name, "milliseconds": milliseconds, "rounds": 9, "result": result}));
        };
        for (edit, fewest) in EDITS {
            task(&format!("diff {edit}"), "ours", ours, Some(fewest.unwrap_or(9)));
        }
        task("diff mixed", "json-diff-ts", 200.0, Some(28));
        task("diff mixed", "jsondiffpatch", 6000.0, Some(29));
        task("parse", "ours", ours, None);
        task("parse", "JSON.parse", 10.0, None);
        task("re-check", "ours", ours / 100.0, None);
        task("merge", "ours", ours, Some(0));
        task("merge", "json-diff3", 300.0, Some(0));
        task("validate none", "ours", ours, Some(0));
        task("validate none", "ajv", 10.0, Some(0));
        let value = serde_json::json!({
            "bytes": 1_048_576,
            "tasks": tasks,
            "memory": {"ours": {"peak": 5_242_880}, "peer": {"peak": 7_000_000}},
            "browser": "1.2",
            "merged": {"ours": true},
            "findings": {"ours": {"a": 2}, "ajv": ["x", "y"]},
        });
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn what_is_reached_is_told_apart() {
        let table = Table::of(&measured(2.0)).unwrap();
        assert_eq!(table.missed(), Vec::<&str>::new());
        let text = table.to_string();
        assert!(text.contains("reached, and the aim"), "{text}");
        let slow = Table::of(&measured(9.0)).unwrap();
        assert_eq!(slow.missed(), ["diff, mixed"]);
        assert!(slow.to_string().contains("MISSED"), "{slow}");
        assert!(slow.json("{}").unwrap().contains("\"claims\""));
    }
}
