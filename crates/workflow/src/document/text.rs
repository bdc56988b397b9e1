//! A piece of text: a slice of shared source.

use crate::json::same_text;
use std::sync::Arc;

/// A slice of shared source text. Cloning never copies the text.
#[derive(Clone)]
pub(crate) struct Text {
    /// Not `Arc<str>`, which cannot take over a text without copying it.
    source: Arc<String>,
    start: u32,
    end: u32,
}

impl Text {
    /// The slice `start..end` (bytes) of `source`, which must lie on character boundaries. Sources
    /// are at most 4 GiB long; the parser sees to that.
    pub(crate) fn slice(source: &Arc<String>, start: usize, end: usize) -> Self {
        debug_assert!(source.get(start..end).is_some());
        Self { source: Arc::clone(source), start: start as u32, end: end as u32 }
    }

    /// The like of [`Text::as_str`] without a look at where characters begin.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.source.as_bytes()[self.start as usize..self.end as usize]
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.source[self.start as usize..self.end as usize]
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self { source: Arc::new(text.to_owned()), start: 0, end: text.len() as u32 }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        // The same slice of the same source is known at once.
        same_text(self.as_str(), other.as_str())
    }
}

impl Eq for Text {}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self.as_str(), f)
    }
}
