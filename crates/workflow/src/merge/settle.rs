//! Deciding conflicts.

use crate::document::{Document, ParseError};
use crate::json::RawJson;
use crate::merge::Merge;

/// What becomes of the value that a conflict is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// What it was.
    Base,
    /// Our value.
    Ours,
    /// Their value.
    Theirs,
    /// A value of one's own; `None` removes it.
    Value(Option<RawJson>),
}

/// Why conflicts cannot be settled so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettleError {
    /// There is not one choice for each conflict.
    #[error("{conflicts} conflicts were to be settled, but {choices} choices were made; nothing was changed")]
    Unsettled {
        /// How many conflicts there are.
        conflicts: usize,
        /// How many choices were made.
        choices: usize,
    },
    /// The value cannot be put in its place.
    #[error("`{pointer}` cannot be set: {reason}; nothing was changed")]
    Unsafe {
        /// The conflict's pointer.
        pointer: String,
        /// Why, in words.
        reason: String,
    },
}

impl Merge {
    /// The document with every conflict decided; `choices` are in the order of the conflicts.
    ///
    /// # Errors
    /// Where a choice is missing or too many, or does not fit; nothing is half done.
    pub fn settle(&self, choices: &[Choice]) -> Result<Document, SettleError> {
        if choices.len() != self.conflicts.len() {
            return Err(SettleError::Unsettled { conflicts: self.conflicts.len(), choices: choices.len() });
        }
        let mut plan = self.plan.clone();
        for (conflict, choice) in self.conflicts.iter().zip(choices) {
            let json = match choice {
                Choice::Base => &conflict.base,
                Choice::Ours => &conflict.ours,
                Choice::Theirs => &conflict.theirs,
                Choice::Value(own) => own,
            };
            plan.put(&conflict.site, json.as_ref().map(RawJson::as_str)).map_err(|error| SettleError::Unsafe {
                pointer: conflict.pointer.clone(),
                reason: error.to_string(),
            })?;
        }
        // Read again, because a list may have been chosen for a value that was none, or the other way round.
        let document = plan.document();
        Document::parse_with(&document.to_text(), document.dialect())
            .map_err(|error: ParseError| SettleError::Unsafe { pointer: String::new(), reason: error.to_string() })
    }
}
