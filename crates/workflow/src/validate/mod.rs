//! Validation: every problem at once, each with its code, place, words and, where there is one, a fix.
//!
//! One rule per file, one line in the list of rules. A rule never fails and never stops another.
//! Facts about the tenant (which templates exist, how large files are) are passed in; a rule
//! that lacks its fact stays silent, because a guess is not a finding.

mod checker;
mod context;
mod email_node;
mod facts;
mod finding;
mod fixes;
mod graph;
mod ids;
mod judge;
mod near;
mod odd;
mod order;
mod placeholders;
mod reach;
mod reader;
mod registry;
mod rules;
mod scope_path;
mod settle;
mod stale;
mod standing;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod docs;
#[cfg(test)]
mod fixture;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod generated;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod incremental;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod properties;

pub use checker::{Checker, SetNodeError};
pub use facts::{AttachmentFact, Facts, Limits, TemplateFact};
pub use finding::{Counts, Field, Finding, Fix, Severity};
pub use registry::{Needs, Rule, registry};
pub use scope_path::{SCOPE_PATH, SCOPES, near_path};
pub use settle::{Settled, settle};

use crate::document::{Document, NodeId};
use context::{DocumentContext, EmailContext, NodeContext, TransitionContext};
use finding::Found;
use judge::Standard;
use odd::Odd;
use registry::Check;
use standing::Standing;

/// All findings of a document, in document order, then in registry order.
#[must_use]
pub fn validate(document: &Document, facts: &Facts, limits: &Limits) -> Vec<Finding> {
    standing(document, facts, limits).findings(document)
}

/// The findings that name one node: exactly those of [`validate`] that do, in the same order. The whole
/// document is validated for them; where that is done often, keep a [`Checker`].
#[must_use]
pub fn validate_node(document: &Document, node: &NodeId, facts: &Facts, limits: &Limits) -> Vec<Finding> {
    standing(document, facts, limits).about(document, node)
}

fn standing(document: &Document, facts: &Facts, limits: &Limits) -> Standing {
    Standing::of(document, Standard::of(facts, limits))
}
