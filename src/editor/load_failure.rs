//! A workflow that cannot be shown, in words.

use crate::words::{Doing, Words, explain};
use crate::workspace::{LoadFailure, Opened, is_kept};
use leptos::prelude::*;
use workflow::document::ParseError;

/// What happened when a workflow was loaded, and what to do.
#[must_use]
pub fn load_words(failure: &LoadFailure, opened: Opened) -> Words {
    let id = opened.id.get_untracked();
    let mut words = match failure {
        LoadFailure::Request(failure) => explain(failure, Doing::ReadWorkflow(id.as_str())),
        LoadFailure::Unreadable(error) => Words {
            title: format!("Workflow {id} cannot be read"),
            happened: format!("It was loaded, but {}.", lower_first(&error.to_string())),
            changed: "Nothing was changed.",
            next: match error {
                ParseError::Syntax(_) | ParseError::NotUtf8(_) => {
                    "Try again: it may have been cut off on the way. If it stays so, the tenant holds a damaged document; correct it in CXone Studio.".to_owned()
                }
                ParseError::NotAnObject(_) => {
                    "Check CXONE_BASE_URL in the proxy's configuration: something else than the workflow service answered.".to_owned()
                }
                ParseError::TooLarge => "Make the workflow smaller in CXone Studio.".to_owned(),
            },
            reference: String::new(),
        },
    };
    if is_kept(&id) {
        words.next.push_str(" Your unsaved changes to it are kept in this browser.");
    }
    words
}

/// Our own words begin with ASCII letters.
fn lower_first(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    text
}
