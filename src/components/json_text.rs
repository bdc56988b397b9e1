//! A long text, and where its lines begin.

use std::ops::Range;
use std::sync::Arc;
use workflow::diff::Pretty;
use workflow::json::{Pointer, quote};

/// A text, and where its lines begin. Cloning copies neither.
#[derive(Clone, Debug)]
pub struct JsonText {
    text: Arc<String>,
    starts: Arc<Vec<u32>>,
}

impl Default for JsonText {
    fn default() -> Self {
        Self::new("")
    }
}

/// What became of the lines of one text in another: those before and behind are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moved {
    /// The lines that were replaced.
    pub(super) before: Range<usize>,
    /// How many stand there now.
    pub(super) now: usize,
}

impl Moved {
    /// Where a line is now; `None` where it was replaced.
    pub(super) fn line(&self, line: usize) -> Option<usize> {
        if line < self.before.start {
            Some(line)
        } else if line >= self.before.end {
            Some(line - self.before.len() + self.now)
        } else {
            None
        }
    }
}

impl JsonText {
    /// Takes a text of less than 4 GiB.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1);
        let starts = std::iter::once(0).chain(breaks).collect();
        Self { text: Arc::new(text), starts: Arc::new(starts) }
    }

    /// How many lines there are.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// A line without its end, first is 0; empty where there is none.
    #[must_use]
    pub fn line(&self, number: usize) -> &str {
        self.text.get(self.bytes_of(number)).unwrap_or_default()
    }

    fn bytes_of(&self, number: usize) -> Range<usize> {
        let Some(start) = self.starts.get(number) else { return 0..0 };
        let end = self.starts.get(number + 1).map_or(self.text.len(), |next| *next as usize - 1);
        *start as usize..end
    }

    /// The line that holds a byte of the text, first is 0.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start as usize <= offset).saturating_sub(1)
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How deep a line of laid out JSON stands: the spaces before it.
    pub(super) fn margin(&self, number: usize) -> usize {
        self.line(number).bytes().take_while(|byte| *byte == b' ').count()
    }

    /// The line of laid out JSON at which a value stands (RFC 6901), or the last one on the way that is there.
    #[must_use]
    pub fn line_at(&self, pointer: &str) -> usize {
        let mut line = 0;
        for token in Pointer::parse(pointer).iter().flat_map(Pointer::tokens) {
            let Some(child) = self.child(line, &token) else { break };
            line = child;
        }
        line
    }

    /// The line of a member or an element of what opens at a line.
    fn child(&self, parent: usize, token: &str) -> Option<usize> {
        let margin = self.margin(parent) + 2;
        let mut children = (parent + 1..self.line_count())
            .take_while(|&line| self.margin(line) >= margin)
            .filter(|&line| self.margin(line) == margin && !self.line(line).trim_start().starts_with(['}', ']']));
        if self.line(parent).ends_with('[') {
            return children.nth(token.parse().ok()?);
        }
        let key = format!("{}: ", quote(token));
        children.find(|&line| self.line(line).trim_start().starts_with(&key))
    }

    /// What became of the lines of this text in `later`, found from both ends.
    pub(super) fn moved(&self, later: &Self) -> Moved {
        let (before, after) = (self.line_count(), later.line_count());
        let shorter = before.min(after);
        let head = (0..shorter).take_while(|&at| self.line(at) == later.line(at)).count();
        let tail = (0..shorter - head)
            .take_while(|&back| self.line(before - 1 - back) == later.line(after - 1 - back))
            .count();
        Moved { before: head..before - tail, now: after - tail - head }
    }
}

impl From<Pretty> for JsonText {
    fn from(pretty: Pretty) -> Self {
        Self { text: Arc::new(pretty.text), starts: Arc::new(pretty.starts) }
    }
}

impl PartialEq for JsonText {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.text, &other.text) || self.text == other.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_without_cutting_the_text() {
        let text = JsonText::new("{\n  \"a\": 1\n}");
        assert_eq!(text.line_count(), 3);
        assert_eq!([text.line(0), text.line(1), text.line(2), text.line(3)], ["{", "  \"a\": 1", "}", ""]);
        assert_eq!([text.line_of(0), text.line_of(1), text.line_of(2), text.line_of(11)], [0, 0, 1, 2]);
        assert_eq!([text.margin(0), text.margin(1)], [0, 2]);
    }

    #[test]
    fn a_text_without_line_breaks_is_one_line() {
        assert_eq!(JsonText::new("").line_count(), 1);
        assert_eq!(JsonText::default().line_count(), 1);
        assert_eq!(JsonText::new("{}").line(0), "{}");
    }

    #[test]
    fn a_value_is_found_by_its_pointer() {
        let text = JsonText::new("{\n  \"a\": {},\n  \"b/c\": [\n    1,\n    {\n      \"x\": 2\n    },\n    3\n  ]\n}");
        for (pointer, line) in [("", 0), ("/a", 1), ("/b~1c", 2), ("/b~1c/0", 3), ("/b~1c/1/x", 5), ("/b~1c/2", 7)] {
            assert_eq!(text.line_at(pointer), line, "{pointer}");
        }
        assert_eq!([text.line_at("/b~1c/9"), text.line_at("/nothing/x"), text.line_at("no pointer")], [2, 0, 0]);
    }

    #[test]
    fn lines_are_followed_from_one_text_to_the_next() {
        let before = JsonText::new("a\nb\nc\nd");
        for (later, moved, lines) in [
            ("a\nb\nc\nd", Moved { before: 4..4, now: 0 }, [Some(0), Some(1), Some(2), Some(3)]),
            ("a\nx\ny\nc\nd", Moved { before: 1..2, now: 2 }, [Some(0), None, Some(3), Some(4)]),
            ("a\nd", Moved { before: 1..3, now: 0 }, [Some(0), None, None, Some(1)]),
            ("z", Moved { before: 0..4, now: 1 }, [None; 4]),
        ] {
            let found = before.moved(&JsonText::new(later));
            assert_eq!(found, moved, "{later}");
            assert_eq!([0, 1, 2, 3].map(|line| found.line(line)), lines, "{later}");
        }
    }
}
