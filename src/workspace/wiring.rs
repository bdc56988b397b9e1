//! The workflow as outline and graph show it: with all that is under way in its place, and what is to be
//! removed still there.

use super::Workspace;
use super::base::Base;
use crate::reactive::memo;
use leptos::prelude::*;
use std::sync::Arc;
use workflow::change::{Change, Edit, RawJson};
use workflow::document::Document;
use workflow::email::EMAIL_NODE_TYPE;
use workflow::json::quote;

impl Workspace {
    /// The base with new and moved nodes where they go, under the ids of the base; what cannot be placed
    /// is left out. It is anew only when something is placed, not when something is typed.
    #[must_use]
    pub(super) fn wired(self) -> Memo<Document> {
        let placed =
            memo(move |_| self.change.with(|change| change.edits.iter().filter_map(placing).collect::<Vec<_>>()));
        // Compared by what it is made of; the documents would be compared letter by letter.
        Memo::new_with_compare(
            move |_| self.base.with(|base| placed.with(|placed| with_placed(base, placed))),
            |_, _| true,
        )
    }
}

/// What an edit does to the places of nodes.
fn placing(edit: &Edit) -> Option<Edit> {
    match edit {
        Edit::AddNode { id, placement, .. } => {
            let json = format!(r#"{{"id":{},"type":"{EMAIL_NODE_TYPE}"}}"#, quote(id.as_str()));
            let json = RawJson::parse(json).ok()?;
            Some(Edit::AddNode { id: id.clone(), json, placement: placement.clone() })
        }
        Edit::MoveNode { .. } => Some(edit.clone()),
        Edit::EditNode { .. } | Edit::RenameNode { .. } | Edit::RemoveNode { .. } => None,
    }
}

fn with_placed(base: &Arc<Base>, placed: &[Edit]) -> Document {
    let whole = Change { edits: placed.to_vec() };
    if let Ok(applied) = whole.apply(&base.document) {
        return applied.document;
    }
    placed.iter().fold(base.document.clone(), |document, edit| {
        Change::of(edit.clone()).apply(&document).map_or(document, |applied| applied.document)
    })
}
