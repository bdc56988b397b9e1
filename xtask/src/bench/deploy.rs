//! How many round trips of a deploy depend on each other: its time against what the tenant holds every
//! request up for, fitted as a line. Real HTTP against the simulated tenant, five attachments.

use crate::process::quiet;
use crate::progress::Progress;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs;

/// Dependent round trips at most: of a deploy with a live token, and what a 409 with a clean replay adds.
const BUDGET: f64 = 2.2;

/// Lets the bench of the command line's crate measure, prints and writes the table. An error means that it
/// could not be measured or that a budget is exceeded.
pub fn run(workspace: &Workspace) -> Result<()> {
    let mut progress = Progress::new(1);
    let folder = workspace.path("target/bench");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let path = folder.join("deploy-points.json");
    progress.work("Build and measure", Some("about 4 min"), || {
        // The delays are far above what the compiler could save.
        let mut cargo =
            workspace.cargo(&["bench", "--package", "cxone-email", "--bench", "round_trips", "--profile", "dev"]);
        quiet(cargo.env("CONFIGURATOR_BENCH", &path), &workspace.log("bench-deploy"))
    })?;
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let cases: Vec<Case> = serde_json::from_str(&text).context("cannot parse what was measured")?;
    let report = Report::of(&cases)?;
    println!("\n{report}");
    let written = folder.join("deploy.json");
    let json = serde_json::to_string_pretty(&report).context("cannot write the report")?;
    fs::write(&written, json + "\n").with_context(|| format!("cannot write {}", written.display()))?;
    println!("Written to {}.", written.display());
    let missed = report.missed();
    if !missed.is_empty() {
        bail!("not reached: {}", missed.join(", "));
    }
    Ok(())
}

#[derive(Deserialize)]
struct Case {
    name: String,
    points: Vec<Point>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Point {
    delay_ms: f64,
    took_ms: f64,
    puts: usize,
    requests: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    budget: f64,
    rows: Vec<Row>,
    /// What a 409 with a clean replay adds to a warm deploy.
    conflict_adds: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    name: String,
    about: &'static str,
    /// Round trips that depend on each other: ms that a deploy takes longer for each ms of delay.
    round_trips: f64,
    /// The most in one deploy.
    puts: usize,
    /// The most in one deploy.
    requests: usize,
    points: Vec<Point>,
}

impl Report {
    fn of(cases: &[Case]) -> Result<Self> {
        let rows: Vec<Row> = cases
            .iter()
            .map(|case| Row {
                name: case.name.clone(),
                about: about(&case.name),
                round_trips: slope(&case.points),
                puts: case.points.iter().map(|point| point.puts).max().unwrap_or(0),
                requests: case.points.iter().map(|point| point.requests).max().unwrap_or(0),
                points: case.points.clone(),
            })
            .collect();
        let round_trips = |name: &str| {
            rows.iter()
                .find(|row| row.name == name)
                .map(|row| row.round_trips)
                .with_context(|| format!("no case {name}"))
        };
        let conflict_adds = round_trips("conflict")? - round_trips("warm")?;
        Ok(Self { budget: BUDGET, conflict_adds, rows })
    }

    fn row(&self, name: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.name == name)
    }

    fn missed(&self) -> Vec<String> {
        let mut missed = Vec::new();
        if self.row("warm").is_none_or(|warm| warm.round_trips > BUDGET) {
            missed.push(format!("a warm deploy in {BUDGET} round trips"));
        }
        if self.conflict_adds > BUDGET {
            missed.push(format!("a 409 in {BUDGET} round trips more"));
        }
        if self.row("refused").is_none_or(|refused| refused.puts != 1) {
            missed.push("a 400 in exactly one PUT".to_owned());
        }
        missed
    }
}

fn about(name: &str) -> &'static str {
    match name {
        "warm" => "live token and connections",
        "cold" => "no token, no connections",
        "program" => "cxone-email itself, cold",
        "refused" => "warm, 400 by the template compiler",
        "conflict" => "warm, 409 and a clean replay",
        _ => "",
    }
}

/// The slope of the line through the points, by least squares.
fn slope(points: &[Point]) -> f64 {
    let count = points.len() as f64;
    let mean = |of: fn(&Point) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (delay, took) = (mean(|point| point.delay_ms), mean(|point| point.took_ms));
    let above: f64 = points.iter().map(|point| (point.delay_ms - delay) * (point.took_ms - took)).sum();
    let below: f64 = points.iter().map(|point| (point.delay_ms - delay).powi(2)).sum();
    above / below
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<10}{:<38}", "deploy", "time in ms, each request held up for")?;
        if let Some(row) = self.rows.first() {
            for point in &row.points {
                write!(f, "{:>7} ms", point.delay_ms)?;
            }
        }
        writeln!(f, "{:>13}{:>6}{:>10}", "round trips", "PUTs", "requests")?;
        for row in &self.rows {
            write!(f, "{:<10}{:<38}", row.name, row.about)?;
            for point in &row.points {
                write!(f, "{:>10.1}", point.took_ms)?;
            }
            writeln!(f, "{:>13.2}{:>6}{:>10}", row.round_trips, row.puts, row.requests)?;
        }
        write!(
            f,
            "A 409 with a clean replay adds {:.2}. At most {:.1} warm, at most {:.1} more for a 409, one PUT for a 400.",
            self.conflict_adds, self.budget, self.budget
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(name: &str, round_trips: f64, puts: usize) -> Case {
        let point = |delay_ms: f64| Point { delay_ms, took_ms: 12.0 + round_trips * delay_ms, puts, requests: 8 };
        Case { name: name.to_owned(), points: [0.0, 25.0, 100.0].map(point).to_vec() }
    }

    #[test]
    fn fits_round_trips_and_holds_them_to_their_budgets() {
        let report = Report::of(&[case("warm", 2.0, 1), case("refused", 2.0, 1), case("conflict", 4.0, 2)]).unwrap();
        assert!((report.rows[0].round_trips - 2.0).abs() < 1e-9 && (report.conflict_adds - 2.0).abs() < 1e-9);
        assert!(report.missed().is_empty());
        assert!(report.to_string().contains("adds 2.00."), "{report}");
        let slow = Report::of(&[case("warm", 3.0, 1), case("refused", 2.0, 4), case("conflict", 6.0, 2)]).unwrap();
        assert_eq!(slow.missed().len(), 3);
        assert!(Report::of(&[case("warm", 2.0, 1)]).is_err());
    }
}
