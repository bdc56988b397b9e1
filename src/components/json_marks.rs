//! Which lines of a text are new, other than they were, or stand where some are gone.

use std::collections::BTreeMap;
use workflow::diff::{Hunk, LineKind};

/// What is with one line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineMark {
    /// Whether it is new, or other than it was.
    pub kind: Option<MarkKind>,
    /// How many lines are gone before it.
    pub gone_before: usize,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// It is new.
    Added,
    /// It was another.
    Changed,
}

/// The marks of a text, by line (first is 0).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineMarks {
    lines: BTreeMap<usize, LineMark>,
    /// The first line of each run of marked lines.
    runs: Vec<usize>,
}

impl LineMarks {
    /// The marks of the later text of a difference without context. Its first `skip` lines are not shown, and of
    /// the rest `count`.
    #[must_use]
    pub fn of(hunks: &[Hunk], skip: usize, count: usize) -> Self {
        let mut marks = Self::default();
        for hunk in hunks {
            let mut next = hunk.after_start;
            let mut gone = 0;
            for line in &hunk.lines {
                match line.kind {
                    LineKind::Removed => {
                        gone += 1;
                        continue;
                    }
                    LineKind::Same => marks.gone(next, std::mem::take(&mut gone), skip, count),
                    LineKind::Added if gone > 0 => {
                        gone -= 1;
                        marks.mark(next, MarkKind::Changed, skip, count);
                    }
                    LineKind::Added => marks.mark(next, MarkKind::Added, skip, count),
                }
                next += 1;
            }
            marks.gone(next, gone, skip, count);
        }
        let mut before = None;
        for &line in marks.lines.keys() {
            if before.is_none_or(|before| before + 1 < line) {
                marks.runs.push(line);
            }
            before = Some(line);
        }
        marks
    }

    /// All lines new.
    #[must_use]
    pub fn all_added(count: usize) -> Self {
        let mark = LineMark { kind: Some(MarkKind::Added), gone_before: 0 };
        Self {
            lines: (0..count).map(|line| (line, mark)).collect(),
            runs: if count > 0 { vec![0] } else { Vec::new() },
        }
    }

    /// What is with a line.
    #[must_use]
    pub fn at(&self, line: usize) -> LineMark {
        self.lines.get(&line).copied().unwrap_or_default()
    }

    /// The first line of each run of marked lines.
    #[must_use]
    pub fn runs(&self) -> &[usize] {
        &self.runs
    }

    fn mark(&mut self, number: usize, kind: MarkKind, skip: usize, count: usize) {
        if let Some(line) = number.checked_sub(skip + 1).filter(|line| *line < count) {
            self.lines.entry(line).or_default().kind = Some(kind);
        }
    }

    /// Lines that are gone before a line; behind the last one they are marked at it.
    fn gone(&mut self, number: usize, gone: usize, skip: usize, count: usize) {
        if gone > 0
            && count > 0
            && let Some(line) = number.checked_sub(skip + 1).filter(|line| *line <= count)
        {
            self.lines.entry(line.min(count - 1)).or_default().gone_before += gone;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use workflow::diff::unified;
    use workflow::document::Document;

    fn marks(before: &str, after: &str) -> Vec<(usize, LineMark)> {
        let parse = |members: &str| Document::parse(&format!("{{{members}}}")).expect("parses");
        let found = LineMarks::of(&unified(&parse(before), &parse(after), 0), 0, usize::MAX);
        found.lines.into_iter().collect()
    }

    const ADDED: Option<MarkKind> = Some(MarkKind::Added);
    const CHANGED: Option<MarkKind> = Some(MarkKind::Changed);

    #[test]
    fn lines_are_added_changed_or_gone() {
        let plain = |kind| LineMark { kind, gone_before: 0 };
        let before = r#""a":1,"b":2,"c":3"#;
        for (after, expected) in [
            (before, vec![]),
            (r#""a":1,"b":5,"c":3"#, vec![(2, plain(CHANGED))]),
            (r#""a":1,"b":2,"x":0,"c":3"#, vec![(3, plain(ADDED))]),
            (r#""a":1,"c":3"#, vec![(2, LineMark { kind: None, gone_before: 1 })]),
            (r#""a":1,"b":[5],"c":3"#, vec![(2, plain(CHANGED)), (3, plain(ADDED)), (4, plain(ADDED))]),
        ] {
            assert_eq!(marks(before, after), expected, "{after}");
        }
    }

    #[test]
    fn a_part_of_a_document_has_its_own_lines() {
        let parse = |node: &str| Document::parse(&format!("{{\"nodes\":[{node}]}}")).expect("parses");
        // `{`, `"nodes": [`, and then the node with its lines `{`, `"id": …`, `"x": …`, `}`.
        let hunks = unified(&parse(r#"{"id":"a","x":1}"#), &parse(r#"{"id":"a","x":2}"#), 0);
        let marks = LineMarks::of(&hunks, 2, 4);
        assert_eq!((marks.runs(), marks.at(2).kind), (&[2][..], CHANGED));
    }

    #[test]
    fn runs_begin_where_a_mark_follows_none() {
        let found = LineMarks::all_added(3);
        assert_eq!(found.runs(), [0]);
        assert_eq!(found.at(2).kind, ADDED);
        assert_eq!(found.at(3), LineMark::default());
    }
}
