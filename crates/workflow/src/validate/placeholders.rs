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
    is_hostile: bool,
}

impl<'c> Unmatched<'c> {
    /// Compares; `None` where the tenant's template is not known.
    pub(super) fn of(context: &'c EmailContext<'_>) -> Option<Self> {
        let Some(TemplateFact::Known { placeholders, .. }) = context.template else { return None };
        let variables = &context.email.variables;
        let is_hostile = placeholders.len().saturating_mul(variables.len()) > MOST_PAIRS;
        let names = |of: &mut dyn Iterator<Item = &'c str>| if is_hostile { of.collect() } else { HashSet::new() };
        let asked = names(&mut placeholders.iter().map(String::as_str));
        let given = names(&mut variables.iter().map(|variable| &*variable.name));
        let is_asked = |name: &str| {
            if is_hostile { asked.contains(name) } else { placeholders.iter().any(|placeholder| placeholder == name) }
        };
        let is_given = |name: &str| {
            if is_hostile { given.contains(name) } else { variables.iter().any(|variable| variable.name == name) }
        };
        let rows = variables.iter().enumerate().map(|(row, variable)| (row, &*variable.name));
        Some(Self {
            placeholders: placeholders.iter().map(String::as_str).filter(|name| !is_given(name)).collect(),
            variables: rows.filter(|(_, name)| !is_asked(name) && is_name(name)).collect(),
            is_hostile,
        })
    }

    /// The unused variable that was probably meant for a placeholder.
    pub(super) fn variable_near(&self, placeholder: &str) -> Option<&'c str> {
        if self.is_hostile {
            return None;
        }
        nearest(placeholder, &mut self.variables.iter().map(|(_, name)| *name))
    }

    /// The unset placeholder that a variable was probably meant for.
    pub(super) fn placeholder_near(&self, variable: &str) -> Option<&'c str> {
        if self.is_hostile {
            return None;
        }
        nearest(variable, &mut self.placeholders.iter().copied())
    }
}
