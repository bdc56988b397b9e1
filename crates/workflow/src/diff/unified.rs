//! The difference as lines of text, of the two documents laid out alike.

use crate::diff::layout::{Layout, Piece};
use crate::document::Document;
use similar::DiffOp;
use similar::algorithms::{Capture, Compact, Replace, myers};
use std::fmt::Write as _;

/// Up to this many lines on both sides together, an element is compared with its earlier self line
/// by line; beyond that it is shown as removed and added as a whole.
const MAX_LINES_OF_ONE: usize = 20_000;

/// The like for elements that have no counterpart. They have less in common, which makes comparing
/// them dearer and its result less worth reading.
const MAX_LINES_OF_OTHERS: usize = 1_000;

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
    /// The line number before (first is 1) at which the hunk begins.
    pub before_start: usize,
    /// The line number after (first is 1) at which the hunk begins.
    pub after_start: usize,
    /// The lines.
    pub lines: Vec<Line>,
}

impl Hunk {
    /// The hunk's heading as `diff -u` prints it: `@@ -1,3 +1,4 @@`.
    #[must_use]
    pub fn heading(&self) -> String {
        let range = |start: usize, count: usize| match count {
            // Where a side has no line, its number is that of the line before.
            0 => format!("{},0", start - 1),
            1 => start.to_string(),
            _ => format!("{start},{count}"),
        };
        let count = |is_there: fn(&Line) -> bool| self.lines.iter().filter(|line| is_there(line)).count();
        format!(
            "@@ -{} +{} @@",
            range(self.before_start, count(|line| line.before.is_some())),
            range(self.after_start, count(|line| line.after.is_some()))
        )
    }
}

/// The hunks between two documents, pretty-printed, with `context` lines around each change. Work is
/// proportional to what changed plus one comparison per element.
#[must_use]
pub fn unified(before: &Document, after: &Document, context: usize) -> Vec<Hunk> {
    let (old, new) = (Layout::of(before), Layout::of(after));
    let mut writer = Writer::new(context);
    // The unchanged pieces that are not written yet, and where both layouts go on.
    let mut same = 0..0;
    let (mut i, mut j) = (0, 0);
    let ends = (old.pieces.len(), new.pieces.len());
    for (next_i, next_j) in old.matching(&new).into_iter().chain([ends]) {
        let is_end = (next_i, next_j) == ends;
        let differs = !is_end && !old.pieces[next_i].same_as(&new.pieces[next_j]);
        if (i, j) != (next_i, next_j) {
            writer.same(&old.pieces[same.clone()]);
            writer.changed(&old.pieces[i..next_i], &new.pieces[j..next_j], MAX_LINES_OF_OTHERS);
            same = next_i..next_i;
        }
        if differs {
            writer.same(&old.pieces[same.clone()]);
            writer.changed(&old.pieces[next_i..=next_i], &new.pieces[next_j..=next_j], MAX_LINES_OF_ONE);
            same = next_i + 1..next_i + 1;
        } else if !is_end {
            same.end = next_i + 1;
        }
        (i, j) = (next_i + 1, next_j + 1);
    }
    writer.finish(&old.pieces[same])
}

/// The hunks as `diff -u` would print them for two files that hold the pretty forms, each ending
/// with a line end. Empty where there are no hunks.
#[must_use]
pub fn to_unified_text(hunks: &[Hunk], before_name: &str, after_name: &str) -> String {
    let mut out = String::new();
    if hunks.is_empty() {
        return out;
    }
    let name = |name: &str| name.replace(char::is_control, " ");
    // Writing to a String cannot fail.
    let _ = writeln!(out, "--- {}\n+++ {}", name(before_name), name(after_name));
    for hunk in hunks {
        let _ = writeln!(out, "{}", hunk.heading());
        for line in &hunk.lines {
            let mark = match line.kind {
                LineKind::Same => ' ',
                LineKind::Removed => '-',
                LineKind::Added => '+',
            };
            let _ = writeln!(out, "{mark}{}", line.text);
        }
    }
    out
}

/// Puts lines into hunks as they come.
struct Writer {
    context: usize,
    hunks: Vec<Hunk>,
    open: Option<Hunk>,
    /// The unchanged lines since the last change, as far as a hunk may need them.
    pending: Vec<Line>,
    /// The numbers of the next lines.
    before: usize,
    after: usize,
}

impl Writer {
    fn new(context: usize) -> Self {
        Self { context, hunks: Vec::new(), open: None, pending: Vec::new(), before: 1, after: 1 }
    }

    /// Takes unchanged pieces and lays out only those near a change.
    fn same(&mut self, pieces: &[Piece<'_>]) {
        let total: usize = pieces.iter().map(Piece::line_count).sum();
        if total <= self.context.saturating_mul(2) {
            lines_of(pieces).into_iter().for_each(|line| self.same_line(line));
            return;
        }
        first_lines(pieces, self.context).into_iter().for_each(|line| self.same_line(line));
        self.close();
        let between = total - 2 * self.context;
        (self.before, self.after) = (self.before + between, self.after + between);
        last_lines(pieces, self.context).into_iter().for_each(|line| self.same_line(line));
    }

    fn changed(&mut self, before: &[Piece<'_>], after: &[Piece<'_>], max_lines: usize) {
        let (mut before, mut after) = (lines_of(before), lines_of(after));
        let head = before.iter().zip(&after).take_while(|(b, a)| b == a).count();
        let tail = before[head..].iter().rev().zip(after[head..].iter().rev()).take_while(|(b, a)| b == a).count();
        let (b_end, a_end) = (before.len() - tail, after.len() - tail);
        self.same_lines(&mut before[..head]);
        let (b, a) = (&mut before[head..b_end], &mut after[head..a_end]);
        if b.is_empty() || a.is_empty() || b.len() + a.len() > max_lines {
            self.replaced(b, a);
        } else {
            for op in compare(b, a) {
                match op {
                    DiffOp::Equal { old_index, len, .. } => self.same_lines(&mut b[old_index..old_index + len]),
                    DiffOp::Delete { old_index, old_len, .. } => {
                        self.replaced(&mut b[old_index..old_index + old_len], &mut []);
                    }
                    DiffOp::Insert { new_index, new_len, .. } => {
                        self.replaced(&mut [], &mut a[new_index..new_index + new_len]);
                    }
                    DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                        self.replaced(&mut b[old_index..old_index + old_len], &mut a[new_index..new_index + new_len]);
                    }
                }
            }
        }
        self.same_lines(&mut before[b_end..]);
    }

    /// Takes the lines out of the slice.
    fn same_lines(&mut self, lines: &mut [String]) {
        lines.iter_mut().for_each(|line| self.same_line(std::mem::take(line)));
    }

    fn same_line(&mut self, text: String) {
        let line = Line { kind: LineKind::Same, before: Some(self.before), after: Some(self.after), text };
        (self.before, self.after) = (self.before + 1, self.after + 1);
        self.pending.push(line);
        if self.open.is_some() {
            // So far apart, two changes do not share a hunk.
            if self.pending.len() > self.context.saturating_mul(2) {
                self.close();
            }
        } else if self.pending.len() > self.context {
            self.pending.remove(0);
        }
    }

    /// Takes the lines out of the slices.
    fn replaced(&mut self, before: &mut [String], after: &mut [String]) {
        if before.is_empty() && after.is_empty() {
            return;
        }
        let pending = std::mem::take(&mut self.pending);
        let hunk = self.open.get_or_insert_with(|| Hunk {
            before_start: self.before - pending.len(),
            after_start: self.after - pending.len(),
            lines: Vec::new(),
        });
        hunk.lines.extend(pending);
        for text in before {
            let number = Some(self.before);
            hunk.lines.push(Line { kind: LineKind::Removed, before: number, after: None, text: std::mem::take(text) });
            self.before += 1;
        }
        for text in after {
            let number = Some(self.after);
            hunk.lines.push(Line { kind: LineKind::Added, before: None, after: number, text: std::mem::take(text) });
            self.after += 1;
        }
    }

    /// Ends the open hunk and keeps what may lead the next one.
    fn close(&mut self) {
        if let Some(mut hunk) = self.open.take() {
            hunk.lines.extend(self.pending.iter().take(self.context).cloned());
            self.hunks.push(hunk);
        }
        let surplus = self.pending.len().saturating_sub(self.context);
        self.pending.drain(..surplus);
    }

    /// Ends with the unchanged pieces behind the last change.
    fn finish(mut self, pieces: &[Piece<'_>]) -> Vec<Hunk> {
        if self.open.is_some() {
            first_lines(pieces, self.context).into_iter().for_each(|line| self.same_line(line));
            self.close();
        }
        self.hunks
    }
}

fn compare(before: &[String], after: &[String]) -> Vec<DiffOp> {
    let mut hook = Compact::new(Replace::new(Capture::new()), before, after);
    let Ok(()) = myers::diff(&mut hook, before, 0..before.len(), after, 0..after.len());
    hook.into_inner().into_inner().into_ops()
}

fn lines_of(pieces: &[Piece<'_>]) -> Vec<String> {
    let mut lines = Vec::new();
    pieces.iter().for_each(|piece| piece.lay_out(&mut lines));
    lines
}

fn first_lines(pieces: &[Piece<'_>], count: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for piece in pieces {
        if lines.len() >= count {
            break;
        }
        piece.lay_out(&mut lines);
    }
    lines.truncate(count);
    lines
}

fn last_lines(pieces: &[Piece<'_>], count: usize) -> Vec<String> {
    let mut needed = 0;
    let from = pieces.iter().rposition(|piece| {
        needed += piece.line_count();
        needed >= count
    });
    let mut lines = lines_of(&pieces[from.unwrap_or(0)..]);
    lines.drain(..lines.len().saturating_sub(count));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn document(nodes: &[&str]) -> Document {
        Document::parse(&format!(r#"{{"id":"w","nodes":[{}],"transitions":[]}}"#, nodes.join(","))).unwrap()
    }

    #[track_caller]
    fn check(before: &[&str], after: &[&str], context: usize, expected: &str) {
        let hunks = unified(&document(before), &document(after), context);
        assert_eq!(to_unified_text(&hunks, "a", "b"), expected);
    }

    #[test]
    fn nothing_changed_is_nothing_printed() {
        check(&["1", "2"], &["1", "2"], 3, "");
    }

    #[test]
    fn an_added_element() {
        check(
            &["1", "2"],
            &["1", r#"{"id":"n"}"#, "2"],
            1,
            "--- a\n+++ b\n@@ -4,2 +4,5 @@\n     1,\n+    {\n+      \"id\": \"n\"\n+    },\n     2\n",
        );
    }

    #[test]
    fn an_element_appended_gives_its_predecessor_a_comma() {
        check(&["1"], &["1", "2"], 0, "--- a\n+++ b\n@@ -4 +4,2 @@\n-    1\n+    1,\n+    2\n");
    }

    #[test]
    fn a_list_that_was_empty() {
        check(
            &[],
            &["1"],
            1,
            "--- a\n+++ b\n@@ -2,3 +2,5 @@\n   \"id\": \"w\",\n-  \"nodes\": [],\n+  \"nodes\": [\n+    1\n+  ],\n   \"transitions\": []\n",
        );
    }

    #[test]
    fn only_the_changed_lines_inside_an_element() {
        check(
            &[r#"{"id":"a","x":{"p":1,"q":2}}"#],
            &[r#"{"id":"a","x":{"p":1,"q":3}}"#],
            1,
            "--- a\n+++ b\n@@ -7,3 +7,3 @@\n         \"p\": 1,\n-        \"q\": 2\n+        \"q\": 3\n       }\n",
        );
    }

    #[test]
    fn changes_share_a_hunk_if_their_contexts_touch() {
        let values = |changed: &[usize]| -> Vec<String> {
            (0..20).map(|at| if changed.contains(&at) { format!("-{at}") } else { at.to_string() }).collect()
        };
        let heads = |changed: &[usize], context: usize| -> Vec<String> {
            let elements = |values: &[String]| {
                let nodes: Vec<String> =
                    values.iter().enumerate().map(|(at, value)| format!(r#"{{"id":"{at}","v":{value}}}"#)).collect();
                document(&nodes.iter().map(String::as_str).collect::<Vec<_>>())
            };
            unified(&elements(&values(&[])), &elements(&values(changed)), context).iter().map(Hunk::heading).collect()
        };
        // Each element has four lines, its value on the third.
        assert_eq!(heads(&[2, 3], 1), ["@@ -13,3 +13,3 @@", "@@ -17,3 +17,3 @@"]);
        assert_eq!(heads(&[2, 3], 2), ["@@ -12,9 +12,9 @@"]);
        assert_eq!(heads(&[0, 19], 3), ["@@ -3,7 +3,7 @@", "@@ -79,7 +79,7 @@"]);
        assert_eq!(heads(&[0, 19], usize::MAX), ["@@ -1,86 +1,86 @@"]);
    }

    #[test]
    fn what_has_nothing_in_common_is_replaced() {
        let (before, after) = (Document::parse("{}").unwrap(), Document::parse(r#"{"a":1}"#).unwrap());
        assert_eq!(
            to_unified_text(&unified(&before, &after, 0), "a\nb", "c"),
            "--- a b\n+++ c\n@@ -1 +1,3 @@\n-{}\n+{\n+  \"a\": 1\n+}\n"
        );
    }
}
