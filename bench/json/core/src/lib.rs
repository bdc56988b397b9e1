//! The core as the bench's page calls it: documents stay in wasm memory, counts come out.

pub mod workload;

use std::collections::BTreeMap;
use wasm_bindgen::prelude::wasm_bindgen;
use workflow::diff::{Diff, DiffEntry};
use workflow::document::{Dialect, Document};
use workflow::validate::{Checker, Facts, Limits};

/// A parsed document.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Parsed(Document);

#[wasm_bindgen]
impl Parsed {
    /// Parses the bytes of a text, as the app parses what the tenant sends.
    ///
    /// # Errors
    /// What is wrong with them.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: Vec<u8>) -> Result<Self, String> {
        let text = String::from_utf8(bytes).map_err(|error| error.to_string())?;
        Document::parse_owned(text, &Dialect::default()).map(Self).map_err(|error| error.to_string())
    }

    /// The like of a JavaScript string, which the app never holds.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_text(text: String) -> Result<Self, String> {
        Document::parse_owned(text, &Dialect::default()).map(Self).map_err(|error| error.to_string())
    }

    /// How many operations lead to the later document: one for each node or transition added, removed or
    /// moved, and one for each value of those that changed.
    #[must_use]
    pub fn diff(&self, after: &Self) -> usize {
        operations(&workflow::diff::diff(&self.0, &after.0))
    }

    /// The difference as an RFC 6902 patch, as text.
    #[must_use]
    pub fn json_patch(&self, after: &Self) -> String {
        workflow::diff::to_json_patch_text(&workflow::diff::json_patch(&self.0, &after.0))
    }

    /// The difference as lines of text with three lines of context, as text.
    #[must_use]
    pub fn unified(&self, after: &Self) -> String {
        workflow::diff::to_unified_text(&workflow::diff::unified(&self.0, &after.0, 3), "before", "after")
    }

    /// How many conflicts a merge with their edits of the same base has.
    #[must_use]
    pub fn merge(&self, base: &Self, theirs: &Self) -> usize {
        workflow::merge::merge(&base.0, &self.0, &theirs.0).conflicts.len()
    }

    /// The text that the merge comes to.
    #[must_use]
    pub fn merged(&self, base: &Self, theirs: &Self) -> String {
        workflow::merge::merge(&base.0, &self.0, &theirs.0).document.to_text()
    }

    /// The text of a node.
    #[must_use]
    pub fn node(&self, index: usize) -> Option<String> {
        self.0.nodes().nth(index).map(|node| node.text.to_owned())
    }

    /// How many findings the document has.
    #[must_use]
    pub fn validate(&self) -> usize {
        workflow::validate::validate(&self.0, &Facts::default(), &Limits::default()).len()
    }

    /// How many findings of each rule, as JSON.
    #[must_use]
    pub fn findings(&self) -> String {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in workflow::validate::validate(&self.0, &Facts::default(), &Limits::default()) {
            *counts.entry(finding.code).or_default() += 1;
        }
        let counts: Vec<String> = counts.iter().map(|(code, count)| format!(r#""{code}":{count}"#)).collect();
        format!("{{{}}}", counts.join(","))
    }
}

/// A document that is edited, and all that is found in it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Editing(Checker);

#[wasm_bindgen]
impl Editing {
    /// Begins with a document as it is.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(document: &Parsed) -> Self {
        Self(Checker::new(&document.0, &Facts::default(), &Limits::default()))
    }

    /// Gives a node another text, as a key pressed in its form does, and counts the findings that are about it.
    ///
    /// # Errors
    /// Why that is not possible.
    pub fn keystroke(&mut self, id: &str, text: &str) -> Result<usize, String> {
        let id = id.into();
        self.0.set_node(&id, text).map_err(|error| error.to_string())?;
        Ok(self.0.about(&id).len())
    }
}

/// The text of the workload after an edit (see [`workload::Edit`]); `undefined` for a name that is none.
#[wasm_bindgen]
#[must_use]
pub fn workload(edit: &str) -> Option<String> {
    workload::Edit::named(edit).map(workload::Edit::text)
}

fn operations(diff: &Diff) -> usize {
    let count = |entry: &DiffEntry| match entry {
        DiffEntry::NodeChanged { fields, .. } => fields.len(),
        DiffEntry::TransitionChanged { from_before, to_before, from, to, fields, .. } => {
            fields.len() + usize::from(from_before != from) + usize::from(to_before != to)
        }
        _ => 1,
    };
    diff.entries.iter().map(count).sum()
}
