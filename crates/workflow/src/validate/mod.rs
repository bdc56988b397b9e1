//! Validation: every problem at once, each with its code, place, words and, where there is one, a fix.
//!
//! One rule per file, one line in the list of rules. A rule never fails and never stops another.
//! Facts about the tenant (which templates exist, how large files are) are passed in; a rule
//! that lacks its fact stays silent, because a guess is not a finding.

mod context;
mod facts;
mod finding;
mod fixes;
mod graph;
mod near;
mod placeholders;
mod registry;
mod rules;
mod scope_path;
mod words;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod docs;
#[cfg(test)]
mod fixture;

pub use context::{DocumentContext, EmailContext};
pub use facts::{AttachmentFact, Facts, Limits, TemplateFact};
pub use finding::{Field, Finding, Fix, Severity};
pub use registry::{Check, Rule, registry, validate, validate_node};
pub use scope_path::{SCOPE_PATH, SCOPES};
