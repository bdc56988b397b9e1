//! Which lines of laid out JSON are folded away, and at which row each of the others stands.

use super::json_text::{JsonText, Moved};
use std::collections::BTreeMap;

/// The folds of a text. A folded line stays and stands for those up to its closing bracket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Folds {
    /// Opening line → closing line.
    folded: BTreeMap<usize, usize>,
    /// The lines that are folded away: the outermost folds only, in order.
    hidden: Vec<Hidden>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hidden {
    first: usize,
    last: usize,
    /// How many lines are hidden before these.
    before: usize,
}

impl Hidden {
    fn len(self) -> usize {
        self.last + 1 - self.first
    }
}

/// The line that closes what a line opens; `None` where it opens nothing.
pub(super) fn closing(text: &JsonText, line: usize) -> Option<usize> {
    if !text.line(line).ends_with(['{', '[']) {
        return None;
    }
    let margin = text.margin(line);
    (line + 1..text.line_count()).find(|&later| text.margin(later) <= margin)
}

/// The line that opens what a line stands in.
pub(super) fn opening(text: &JsonText, line: usize) -> Option<usize> {
    let margin = text.margin(line);
    (0..line).rev().find(|&earlier| text.margin(earlier) < margin)
}

impl Folds {
    /// Everything folded but the whole.
    pub(super) fn all(text: &JsonText) -> Self {
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut folded = BTreeMap::new();
        for line in 0..text.line_count() {
            let margin = text.margin(line);
            if open.last().is_some_and(|(_, outer)| margin <= *outer)
                && let Some((opened, outer)) = open.pop()
                && outer > 0
            {
                folded.insert(opened, line);
            }
            if text.line(line).ends_with(['{', '[']) {
                open.push((line, margin));
            }
        }
        Self { folded, hidden: Vec::new() }.counted()
    }

    /// Folds a line, or unfolds it. Answers whether there was anything to do.
    pub(super) fn set(&mut self, text: &JsonText, line: usize, fold: bool) -> bool {
        let changed = if fold {
            closing(text, line).is_some_and(|end| self.folded.insert(line, end).is_none())
        } else {
            self.folded.remove(&line).is_some()
        };
        if changed {
            *self = std::mem::take(self).counted();
        }
        changed
    }

    /// Unfolds whatever hides a line. Answers whether anything did.
    pub(super) fn reveal(&mut self, line: usize) -> bool {
        let before = self.folded.len();
        self.folded.retain(|opened, closed| !(*opened < line && line <= *closed));
        let changed = self.folded.len() != before;
        if changed {
            *self = std::mem::take(self).counted();
        }
        changed
    }

    /// The folds of a later text; what was edited in the meantime is open.
    pub(super) fn moved(&self, moved: &Moved) -> Self {
        let folded = self.folded.iter().filter_map(|(opened, closed)| {
            let is_whole = *closed < moved.before.start || *opened >= moved.before.end;
            Some((moved.line(*opened)?, moved.line(*closed)?)).filter(|_| is_whole)
        });
        Self { folded: folded.collect(), hidden: Vec::new() }.counted()
    }

    /// The line that closes a folded one.
    pub(super) fn end_of(&self, line: usize) -> Option<usize> {
        self.folded.get(&line).copied()
    }

    /// Whether anything is folded.
    pub(super) fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// How many rows are left of so many lines.
    pub(super) fn row_count(&self, lines: usize) -> usize {
        lines - self.hidden.last().map_or(0, |last| last.before + last.len())
    }

    /// The line that stands at a row.
    pub(super) fn line_at(&self, row: usize) -> usize {
        let passed = self.hidden.partition_point(|hidden| hidden.first - hidden.before <= row);
        row + passed.checked_sub(1).map_or(0, |last| self.hidden[last].before + self.hidden[last].len())
    }

    /// The row at which a line stands, or the fold that hides it.
    pub(super) fn row_of(&self, line: usize) -> usize {
        let passed = self.hidden.partition_point(|hidden| hidden.first <= line);
        match passed.checked_sub(1).map(|last| self.hidden[last]) {
            Some(hidden) if line <= hidden.last => hidden.first - 1 - hidden.before,
            Some(hidden) => line - hidden.before - hidden.len(),
            None => line,
        }
    }

    fn counted(mut self) -> Self {
        self.hidden.clear();
        let mut before = 0;
        let mut behind = 0;
        for (&opened, &closed) in &self.folded {
            // Inside another fold.
            if opened < behind {
                continue;
            }
            let hidden = Hidden { first: opened + 1, last: closed, before };
            before += hidden.len();
            behind = closed + 1;
            self.hidden.push(hidden);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> JsonText {
        // 0 {   1 "a": [   2 1,   3 { 4 "x": [ 5 "{" 6 ] 7 } 8 ], 9 "b": {} 10 }
        JsonText::new(
            "{\n  \"a\": [\n    1,\n    {\n      \"x\": [\n        \"{\"\n      ]\n    }\n  ],\n  \"b\": {}\n}",
        )
    }

    #[test]
    fn brackets_are_paired_by_their_margins() {
        let text = text();
        let pairs: Vec<_> = (0..text.line_count()).filter_map(|line| Some((line, closing(&text, line)?))).collect();
        assert_eq!(pairs, [(0, 10), (1, 8), (3, 7), (4, 6)]);
        assert_eq!([opening(&text, 5), opening(&text, 3), opening(&text, 0)], [Some(4), Some(1), None]);
    }

    #[test]
    fn rows_and_lines_are_one_anothers_inverse() {
        let text = text();
        let mut folds = Folds::default();
        for fold in [(3, true), (1, true), (1, false), (4, true), (0, true)] {
            folds.set(&text, fold.0, fold.1);
            let rows = folds.row_count(text.line_count());
            let mut before = None;
            for row in 0..rows {
                let line = folds.line_at(row);
                assert_eq!(folds.row_of(line), row, "{fold:?}");
                assert!(before.is_none_or(|before| before < line), "{fold:?}");
                before = Some(line);
            }
            for line in 0..text.line_count() {
                assert!(folds.row_of(line) < rows && folds.line_at(folds.row_of(line)) <= line, "{fold:?}");
            }
        }
        assert_eq!(folds.row_count(text.line_count()), 1);
    }

    #[test]
    fn everything_can_be_folded_and_one_line_revealed() {
        let text = text();
        let mut folds = Folds::all(&text);
        assert_eq!(folds.folded.keys().copied().collect::<Vec<_>>(), [1, 3, 4]);
        assert_eq!(folds.row_count(text.line_count()), 4);
        assert!(folds.reveal(7));
        assert_eq!(folds.folded.keys().copied().collect::<Vec<_>>(), [4]);
        assert!(!folds.reveal(7));
    }

    #[test]
    fn folds_stay_with_their_lines() {
        let before = text();
        let after = JsonText::new(before.text().replacen("    1,\n", "    1,\n    2,\n", 1));
        let mut folds = Folds::default();
        folds.set(&before, 1, true);
        folds.set(&before, 4, true);
        let folds = folds.moved(&before.moved(&after));
        assert_eq!(folds.folded, BTreeMap::from([(5, 7)]));
        assert_eq!(closing(&after, 5), Some(7));
    }
}
