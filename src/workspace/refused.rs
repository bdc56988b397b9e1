//! What the tenant refused at the last deploy: shown beside the fields until they are edited.

use workflow::change::{Change, Edit};
use workflow::validate::Finding;

/// The code of a finding that comes from the tenant's refusal. It does not stand in the way of
/// trying again: what the tenant objects to may have been mended on its side.
pub const TENANT_REFUSED: &str = "tenant.refused";

/// A finding, and the edit that the tenant refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// The edit as it was sent.
    pub edit: Edit,
    /// What the tenant said about it.
    pub finding: Finding,
}

/// The findings about edits that are still asked for as they were refused.
pub(super) fn standing(refused: &[Refused], change: &Change) -> Vec<Finding> {
    let standing = refused.iter().filter(|refused| change.edits.contains(&refused.edit));
    standing.map(|refused| refused.finding.clone()).collect()
}
