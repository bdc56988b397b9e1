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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::merge;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn document(version: u8, template: &str, name: &str) -> Document {
        let text = format!(
            r#"{{"version":{version},"nodes":[{{"id":"a","x":1E5,"p":{{"templateId":"{template}","fileName":"{name}"}}}}]}}"#
        );
        Document::parse(&text).unwrap()
    }

    #[test]
    fn a_conflict_is_settled_and_all_else_is_merged_already() {
        let merged = merge(&document(1, "a", "f"), &document(2, "b", "g"), &document(3, "c", "f"));
        let pointers: Vec<&str> = merged.conflicts.iter().map(|conflict| conflict.pointer.as_str()).collect();
        assert_eq!(pointers, ["/p/templateId"]);
        let own = Choice::Value(Some(RawJson::string("d")));
        for (choice, template) in [(Choice::Base, "a"), (Choice::Ours, "b"), (Choice::Theirs, "c"), (own, "d")] {
            assert_eq!(merged.settle(&[choice]).unwrap(), document(3, template, "g"));
        }
        assert_eq!(merged.document, document(3, "a", "g"));
    }
}
