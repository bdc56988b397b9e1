//! The bundle report: a table for people, JSON for machines.

use anyhow::{Context, Result};
use serde::Serialize;
use std::fmt;

/// Our app beside its peer.
#[derive(Serialize)]
pub struct Report {
    /// What ours may weigh before the first interaction, in bytes.
    pub budget: usize,
    /// The list of workflows, before the first interaction.
    pub home: Side,
    /// A workflow, before the first interaction.
    pub workflow: Side,
    /// What a workflow's page loads at the first interaction.
    pub work: Side,
    /// The same page on a React stack, before the first interaction.
    pub peer_shell: Side,
    /// The same features on a React stack, all of them.
    pub peer: Side,
}

/// What is loaded at one time.
#[derive(Serialize)]
pub struct Side {
    /// Its files, the heaviest first.
    pub files: Vec<File>,
}

/// One file.
#[derive(Clone, Serialize)]
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
    /// The heavier of our pages before the first interaction, as sent, in bytes.
    pub fn heaviest(&self) -> usize {
        self.home.brotli().max(self.workflow.brotli())
    }

    /// The report as JSON, with its totals.
    pub fn json(&self) -> Result<String> {
        let mut value = serde_json::to_value(self).context("cannot write the report")?;
        value["heaviestBrotli"] = self.heaviest().into();
        value["peerBrotli"] = self.peer.brotli().into();
        Ok(format!("{value:#}\n"))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (title, side) in [
            ("/, before the first interaction", &self.home),
            ("/workflows/{id}, before the first interaction", &self.workflow),
            ("/workflows/{id}, at the first interaction", &self.work),
            ("The React stack, before the first interaction", &self.peer_shell),
            ("The React stack, all of it", &self.peer),
        ] {
            writeln!(f, "{title}")?;
            for file in &side.files {
                writeln!(f, "  {:<52} {:>9} {:>11}", file.name, file.bytes, kib(file.brotli))?;
            }
            writeln!(f, "  {:<52} {:>9} {:>11}", "total, brotli 11", "", kib(side.brotli()))?;
        }
        let (ours, peer) = (self.heaviest() as f64, self.peer.brotli().max(1) as f64);
        let shell = self.peer_shell.brotli().max(1) as f64;
        let all = (self.workflow.brotli() + self.work.brotli()) as f64;
        writeln!(
            f,
            "Before the first interaction ours is {:.2} of the React stack's shell and {:.2} of all of it; budget {}.",
            ours / shell,
            ours / peer,
            kib(self.budget)
        )?;
        write!(f, "With the first interaction it is {:.2}.", all / peer)
    }
}

fn kib(bytes: usize) -> String {
    format!("{:.1} KiB", bytes as f64 / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_totals_and_ratios() {
        let side = |brotli| Side { files: vec![File { name: "app.wasm".into(), bytes: 4096, brotli }] };
        let report = Report {
            budget: 2048,
            home: side(512),
            workflow: side(1024),
            work: side(3072),
            peer_shell: side(1024),
            peer: side(2048),
        };
        let text = report.to_string();
        assert!(
            text.contains("ours is 1.00 of the React stack's shell and 0.50 of all of it; budget 2.0 KiB."),
            "{text}"
        );
        assert!(text.contains("With the first interaction it is 2.00."), "{text}");
        assert!(report.json().unwrap().contains("\"heaviestBrotli\": 1024"));
    }
}
