//! The difference as lines of text, of the two documents laid out alike.

use crate::document::Document;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// In both.
    Same,
    /// Only before.
    Removed,
    /// Only after.
    Added,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub kind: LineKind,
    /// Line number before (first is 1), where it is in that text.
    pub before: Option<usize>,
    /// Line number after (first is 1), where it is in that text.
    pub after: Option<usize>,
    /// The line, without its end.
    pub text: String,
}

/// A run of changed lines with their context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// The lines.
    pub lines: Vec<Line>,
}

/// The hunks between two documents, pretty-printed, with `context` lines around each change. Work is
/// proportional to what changed plus one comparison per element.
#[must_use]
pub fn unified(before: &Document, after: &Document, context: usize) -> Vec<Hunk> {
    todo!()
}

/// The hunks as `diff -u` would print them.
#[must_use]
pub fn to_unified_text(hunks: &[Hunk], before_name: &str, after_name: &str) -> String {
    todo!()
}
