//! The bundle report: a table for people, JSON for machines.

use anyhow::{Context, Result};
use serde::Serialize;
use std::fmt;

/// Our app beside its peer.
#[derive(Serialize)]
pub struct Report {
    /// What ours may weigh, in bytes.
    pub budget: usize,
    /// Our app.
    pub ours: Side,
    /// The same features on a React stack.
    pub peer: Side,
}

/// One app.
#[derive(Serialize)]
pub struct Side {
    /// Its files, the heaviest first.
    pub files: Vec<File>,
}

/// One file.
#[derive(Serialize)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its size as it is, in bytes.
    pub bytes: usize,
    /// Its size as sent, in bytes.
    pub brotli: usize,
}

impl Side {
    /// All files as sent, in bytes.
    pub fn brotli(&self) -> usize {
        self.files.iter().map(|file| file.brotli).sum()
    }
}

impl Report {
    /// The report as JSON, with its totals.
    pub fn json(&self) -> Result<String> {
        let mut value = serde_json::to_value(self).context("cannot write the report")?;
        value["oursBrotli"] = self.ours.brotli().into();
        value["peerBrotli"] = self.peer.brotli().into();
        Ok(format!("{value:#}\n"))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (title, side) in [("The configurator", &self.ours), ("The React stack", &self.peer)] {
            writeln!(f, "{title}")?;
            for file in &side.files {
                writeln!(f, "  {:<52} {:>9} {:>11}", file.name, file.bytes, kib(file.brotli))?;
            }
            writeln!(f, "  {:<52} {:>9} {:>11}", "total, brotli 11", "", kib(side.brotli()))?;
        }
        let ratio = self.ours.brotli() as f64 / self.peer.brotli().max(1) as f64;
        write!(f, "Ours is {ratio:.2} of the React stack; budget {}.", kib(self.budget))
    }
}

fn kib(bytes: usize) -> String {
    format!("{:.1} KiB", bytes as f64 / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_totals_and_ratio() {
        let side = |brotli| Side { files: vec![File { name: "app.wasm".into(), bytes: 4096, brotli }] };
        let report = Report { budget: 2048, ours: side(1024), peer: side(2048) };
        let text = report.to_string();
        assert!(text.contains("Ours is 0.50 of the React stack; budget 2.0 KiB."), "{text}");
        assert!(report.json().unwrap().contains("\"oursBrotli\": 1024"));
    }
}
