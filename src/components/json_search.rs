//! Looking for words in a long text, a slice at a time, so that the page stays quick meanwhile.

use super::json_text::JsonText;
use crate::browser::text::lowercase;
use regex::{Regex, RegexBuilder};
use std::ops::Range;

/// Matches kept at most; nobody goes through more.
pub(super) const MOST: usize = 100_000;
/// Longest pattern that is compiled.
const LONGEST_PATTERN: usize = 1_000;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    pub(super) text: String,
    /// Whether the text is a regular expression.
    pub(super) is_pattern: bool,
    /// Whether upper and lower case differ.
    pub(super) by_case: bool,
}

/// A place that matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) line: usize,
    /// In bytes of the line.
    pub(super) bytes: Range<usize>,
}

/// The query is no regular expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoPattern;

enum Needle {
    Exact(String),
    /// In lower case.
    AnyCase(String),
    Pattern(Regex),
}

/// A search under way.
pub(super) struct Search {
    text: JsonText,
    needle: Needle,
    next: usize,
    /// What was found so far, in order.
    pub(super) found: Vec<Match>,
}

impl Search {
    /// Begins one; `None` where there is nothing to look for.
    pub(super) fn begin(text: JsonText, query: &Query) -> Result<Option<Self>, NoPattern> {
        if query.text.is_empty() {
            return Ok(None);
        }
        let needle = match (query.is_pattern, query.by_case) {
            (true, by_case) => {
                if query.text.len() > LONGEST_PATTERN {
                    return Err(NoPattern);
                }
                let pattern = RegexBuilder::new(&query.text).case_insensitive(!by_case).build();
                Needle::Pattern(pattern.map_err(|_| NoPattern)?)
            }
            (false, true) => Needle::Exact(query.text.clone()),
            (false, false) => Needle::AnyCase(lowercase(&query.text)),
        };
        Ok(Some(Self { text, needle, next: 0, found: Vec::new() }))
    }

    /// Looks at so many more lines. Answers whether it is through.
    pub(super) fn go_on(&mut self, lines: usize) -> bool {
        let end = (self.next + lines).min(self.text.line_count());
        while self.next < end && self.found.len() < MOST {
            let line = self.next;
            self.next += 1;
            self.look_at(line);
        }
        self.found.truncate(MOST);
        self.next >= self.text.line_count() || self.found.len() == MOST
    }

    fn look_at(&mut self, line: usize) {
        let text = self.text.line(line);
        let found = &mut self.found;
        match &self.needle {
            Needle::Exact(needle) => plain(text, needle, line, found),
            Needle::AnyCase(needle) => {
                let lower = lowercase(text);
                // Where a letter's other case is longer, places in the one text are none in the other.
                if lower.len() == text.len() {
                    plain(&lower, needle, line, found);
                } else {
                    plain(text, needle, line, found);
                }
            }
            Needle::Pattern(pattern) => found.extend(
                pattern.find_iter(text).filter(|one| !one.is_empty()).map(|one| Match { line, bytes: one.range() }),
            ),
        }
    }
}

fn plain(text: &str, needle: &str, line: usize, found: &mut Vec<Match>) {
    found.extend(text.match_indices(needle).map(|(at, one)| Match { line, bytes: at..at + one.len() }));
}

/// The matches of one line.
pub(super) fn of_line(found: &[Match], line: usize) -> Range<usize> {
    found.partition_point(|one| one.line < line)..found.partition_point(|one| one.line <= line)
}

/// The first match at or behind a line, else the first of all.
pub(super) fn next_from(found: &[Match], line: usize) -> Option<usize> {
    let at = found.partition_point(|one| one.line < line);
    (!found.is_empty()).then_some(if at == found.len() { 0 } else { at })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(text: &str, query: &str, is_pattern: bool, by_case: bool) -> Vec<(usize, Range<usize>)> {
        let query = Query { text: query.into(), is_pattern, by_case };
        let mut search = Search::begin(JsonText::new(text), &query).expect("a pattern").expect("a query");
        while !search.go_on(1) {}
        search.found.into_iter().map(|one| (one.line, one.bytes)).collect()
    }

    #[test]
    fn words_are_found_with_and_without_case_and_as_a_pattern() {
        let text = "{\n  \"Name\": \"name.\",\n  \"é\": \"GRÖSSE\"\n}";
        assert_eq!(matches(text, "name", false, false), [(1, 3..7), (1, 11..15)]);
        assert_eq!(matches(text, "name", false, true), [(1, 11..15)]);
        assert_eq!(matches(text, ".", false, false), [(1, 15..16)]);
        assert_eq!(matches(text, "grösse", false, false), [(2, 9..16)]);
        assert_eq!(matches(text, "n.me\\.?", true, false), [(1, 3..7), (1, 11..16)]);
        assert_eq!(matches(text, "x*", true, false), []);
    }

    #[test]
    fn what_cannot_be_looked_for_is_told() {
        let begin = |text: &str, is_pattern| {
            Search::begin(JsonText::new("{}"), &Query { text: text.into(), is_pattern, by_case: false })
        };
        assert!(begin("", false).is_ok_and(|search| search.is_none()));
        assert!(begin("(", false).is_ok_and(|search| search.is_some()));
        assert!(begin("(", true).is_err());
        assert!(begin(&"a".repeat(LONGEST_PATTERN + 1), true).is_err());
    }

    #[test]
    fn there_is_an_end_to_matches() {
        let text = "aaaaaaaaaa\n".repeat(MOST / 5);
        assert_eq!(matches(&text, "a", false, true).len(), MOST);
    }

    #[test]
    fn the_next_match_is_found_from_where_one_is() {
        let found: Vec<_> = [2, 2, 5].map(|line| Match { line, bytes: 0..1 }).into();
        assert_eq!([0, 2, 3, 6].map(|line| next_from(&found, line)), [Some(0), Some(0), Some(2), Some(0)]);
        assert_eq!(next_from(&[], 3), None);
        assert_eq!([of_line(&found, 2), of_line(&found, 3)], [0..2, 2..2]);
    }
}
