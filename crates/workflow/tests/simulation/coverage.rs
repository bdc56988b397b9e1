//! How often each incident has happened at each phase.

use crate::faults::{Incident, Phase, cells};
use std::collections::BTreeMap;

/// Counts per cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    counts: BTreeMap<(Phase, Incident), u64>,
    /// How often each outcome was told, and with which answer to "was it changed?".
    outcomes: BTreeMap<(&'static str, Option<bool>), u64>,
}

impl Coverage {
    pub fn met(&mut self, phase: Phase, incident: Incident) {
        *self.counts.entry((phase, incident)).or_default() += 1;
    }

    pub fn ended(&mut self, outcome: &'static str, changed: Option<bool>) {
        *self.outcomes.entry((outcome, changed)).or_default() += 1;
    }

    pub fn add(&mut self, other: &Self) {
        for (cell, count) in &other.counts {
            *self.counts.entry(*cell).or_default() += count;
        }
        for (outcome, count) in &other.outcomes {
            *self.outcomes.entry(*outcome).or_default() += count;
        }
    }

    /// The cells that can happen and never did.
    pub fn missing(&self) -> Vec<(Phase, Incident)> {
        cells().into_iter().filter(|cell| !self.counts.contains_key(cell)).collect()
    }

    /// Every outcome that was told.
    pub fn outcomes(&self) -> Vec<(&'static str, Option<bool>)> {
        self.outcomes.keys().copied().collect()
    }
}
