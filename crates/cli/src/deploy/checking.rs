//! Judging the node with what the tenant says, before anything is written.

use super::{Order, Reading};
use workflow::change::{ApplyError, Replayed, replay};
use workflow::document::Document;
use workflow::validate::{Finding, Limits, validate_node};

/// What the node comes to in the workflow that was read.
#[derive(Debug)]
pub enum Checked {
    /// It can be added.
    Ready {
        /// The workflow with the node.
        document: Document,
        /// What the rules say about the node, errors among them maybe.
        findings: Vec<Finding>,
    },
    /// The workflow has it already.
    AlreadyThere,
    /// It cannot be added.
    Impossible(ApplyError),
}

/// Puts the node into the workflow that was read and runs every rule about it.
#[must_use]
pub fn check(order: &Order, reading: &Reading, limits: &Limits) -> Checked {
    match order.change().apply(&reading.document) {
        Ok(applied) => {
            let findings = validate_node(&applied.document, &order.node, &reading.facts, limits);
            Checked::Ready { document: applied.document, findings }
        }
        Err(error) => match replay(&order.change(), &reading.document, &reading.document) {
            Replayed::AlreadyThere => Checked::AlreadyThere,
            _ => Checked::Impossible(error),
        },
    }
}
