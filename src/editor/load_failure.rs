//! A workflow that cannot be shown, in words.

use crate::words::keeping as words;
use crate::words::{Doing, Words, explain, unreadable};
use crate::workspace::{LoadFailure, Opened, kept_marks};
use leptos::prelude::*;

/// What happened when a workflow was loaded, and what to do.
#[must_use]
pub fn load_words(failure: &LoadFailure, opened: Opened) -> Words {
    let id = opened.id.get_untracked();
    let mut told = match failure {
        LoadFailure::Request(failure) => explain(failure, Doing::ReadWorkflow(id.as_str())),
        LoadFailure::Unreadable(error) => unreadable(id.as_str(), error),
    };
    if opened.session.with_untracked(|session| kept_marks::is_kept(&session.org, &id)) {
        told.next.push_str(words::KEPT_ALL_THE_SAME);
    }
    told
}
