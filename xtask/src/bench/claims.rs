//! Promises and what has become of them: a table for people, JSON for machines.

use serde::Serialize;
use std::fmt;

/// A promise, and what has become of it.
#[derive(Serialize)]
pub struct Claim {
    /// What is measured.
    pub work: &'static str,
    /// Ours, in words.
    pub ours: String,
    /// What it is held against, in words.
    pub peer: String,
    /// The figure, in `unit`.
    pub figure: f64,
    /// What the figure counts.
    pub unit: &'static str,
    /// What it must be at least; `None` where it is only told.
    pub at_least: Option<f64>,
    /// What it should be; `None` where that is all.
    pub aim: Option<f64>,
    /// Whether more is better.
    pub more: bool,
}

impl Claim {
    fn reaches(&self, wanted: f64) -> bool {
        if self.more { self.figure >= wanted } else { self.figure <= wanted }
    }

    fn verdict(&self) -> &'static str {
        match (self.at_least, self.aim) {
            (None, _) => "",
            (Some(at_least), _) if !self.reaches(at_least) => "MISSED",
            (_, Some(aim)) if self.reaches(aim) => "reached, and the aim",
            (_, Some(_)) => "reached, not the aim",
            (_, None) => "reached",
        }
    }
}

/// The promises that are not kept.
pub fn missed(claims: &[Claim]) -> Vec<&'static str> {
    let is_missed = |claim: &&Claim| claim.at_least.is_some_and(|at_least| !claim.reaches(at_least));
    claims.iter().filter(is_missed).map(|claim| claim.work).collect()
}

/// The table, one line per promise.
pub fn table(f: &mut fmt::Formatter<'_>, claims: &[Claim]) -> fmt::Result {
    let wanted = |figure: Option<f64>| figure.map(|figure| figure.to_string()).unwrap_or_default();
    writeln!(f, "{:<58} {:>11} {:<27} {:>8} {:>9} {:>6}", "work", "ours", "peer", "figure", "at least", "aim")?;
    for claim in claims {
        let line = format!(
            "{:<58} {:>11} {:<27} {:>8.2} {:>9} {:>6}  {:<11} {}",
            claim.work,
            claim.ours,
            claim.peer,
            claim.figure,
            wanted(claim.at_least),
            wanted(claim.aim),
            claim.unit,
            claim.verdict()
        );
        writeln!(f, "{}", line.trim_end())?;
    }
    Ok(())
}

/// A time in words.
pub fn milliseconds(time: f64) -> String {
    match time {
        0.0..0.1 => format!("{:.1} µs", time * 1000.0),
        0.1..10.0 => format!("{time:.2} ms"),
        _ => format!("{time:.0} ms"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(figure: f64, at_least: Option<f64>) -> Claim {
        Claim {
            work: "typing",
            ours: String::new(),
            peer: String::new(),
            figure,
            unit: "ms",
            at_least,
            aim: Some(5.0),
            more: false,
        }
    }

    #[test]
    fn what_is_reached_is_told_apart() {
        let verdicts = [(4.0, Some(9.0)), (6.0, Some(9.0)), (10.0, Some(9.0)), (10.0, None)]
            .map(|(figure, at_least)| claim(figure, at_least).verdict());
        assert_eq!(verdicts, ["reached, and the aim", "reached, not the aim", "MISSED", ""]);
        assert_eq!(missed(&[claim(10.0, Some(9.0)), claim(10.0, None)]), ["typing"]);
    }

    #[test]
    fn times_read_well() {
        assert_eq!([0.0123, 0.5, 12.3].map(milliseconds), ["12.3 µs", "0.50 ms", "12 ms"]);
    }
}
