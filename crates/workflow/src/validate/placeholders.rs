//! What a template asks for against what the variables give.

use super::near::nearest;
use super::{EmailContext, TemplateFact};
use crate::email::template::is_name;
use std::collections::HashSet;

/// Most pairs of names that are compared for near misses; beyond, a hostile node would cost more than it tells.
const MOST_PAIRS: usize = 4_096;

/// The placeholders and variables of an email node that have no counterpart.
pub(super) struct Unmatched<'c> {
    /// Placeholders without a variable, in the template's order.
    pub(super) placeholders: Vec<&'c str>,
    /// Variables that no placeholder uses: row and name, in the node's order, names that no
    /// placeholder can have left out.
    pub(super) variables: Vec<(usize, &'c str)>,
}

impl<'c> Unmatched<'c> {
    /// Compares; `None` where the tenant's template is not known.
    pub(super) fn of(context: &'c EmailContext<'_>) -> Option<Self> {
        let Some(TemplateFact::Known { placeholders, .. }) = context.template() else { return None };
        let asked: HashSet<&str> = placeholders.iter().map(String::as_str).collect();
        let given: HashSet<&str> = context.email.variables.iter().map(|variable| &*variable.name).collect();
        Some(Self {
            placeholders: placeholders.iter().map(String::as_str).filter(|name| !given.contains(name)).collect(),
            variables: context
                .email
                .variables
                .iter()
                .enumerate()
                .map(|(row, variable)| (row, &*variable.name))
                .filter(|(_, name)| is_name(name) && !asked.contains(name))
                .collect(),
        })
    }

    /// The unused variable that was probably meant for a placeholder.
    pub(super) fn variable_near(&self, placeholder: &str) -> Option<&'c str> {
        if self.is_hostile() {
            return None;
        }
        nearest(placeholder, self.variables.iter().map(|(_, name)| *name))
    }

    /// The unset placeholder that a variable was probably meant for.
    pub(super) fn placeholder_near(&self, variable: &str) -> Option<&'c str> {
        if self.is_hostile() {
            return None;
        }
        nearest(variable, self.placeholders.iter().copied())
    }

    fn is_hostile(&self) -> bool {
        self.placeholders.len().saturating_mul(self.variables.len()) > MOST_PAIRS
    }
}
