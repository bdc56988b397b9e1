//! The lines of a hunk in two columns.

use crate::diff::{Hunk, Line, LineKind};

/// A row of two columns. A line that is in both documents stands on both sides; a removed line
/// and the line that replaces it stand opposite each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// The earlier document's line.
    pub left: Option<&'a Line>,
    /// The later document's line.
    pub right: Option<&'a Line>,
}

/// Lays a hunk out in two columns.
#[must_use]
pub fn side_by_side(hunk: &Hunk) -> Vec<Row<'_>> {
    let mut rows = Vec::with_capacity(hunk.lines.len());
    let mut rest = hunk.lines.as_slice();
    while let Some((line, others)) = rest.split_first() {
        if line.kind == LineKind::Same {
            rows.push(Row { left: Some(line), right: Some(line) });
            rest = others;
            continue;
        }
        let (removed, behind) = split_run(rest, LineKind::Removed);
        let (added, behind) = split_run(behind, LineKind::Added);
        rows.extend((0..removed.len().max(added.len())).map(|at| Row { left: removed.get(at), right: added.get(at) }));
        rest = behind;
    }
    rows
}

fn split_run(lines: &[Line], kind: LineKind) -> (&[Line], &[Line]) {
    lines.split_at(lines.iter().take_while(|line| line.kind == kind).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// Lines as `diff` marks them, rows as `left|right`.
    #[track_caller]
    fn check(marked: &[&str], expected: &[&str]) {
        let lines = marked
            .iter()
            .map(|text| {
                let (kind, text) = match text.split_at(1) {
                    ("-", text) => (LineKind::Removed, text),
                    ("+", text) => (LineKind::Added, text),
                    (_, text) => (LineKind::Same, text),
                };
                Line { kind, before: None, after: None, text: text.to_owned() }
            })
            .collect();
        let hunk = Hunk { before_start: 1, after_start: 1, lines };
        let column = |line: Option<&Line>| line.map_or("", |line| line.text.as_str()).to_owned();
        let rows: Vec<String> =
            side_by_side(&hunk).iter().map(|row| format!("{}|{}", column(row.left), column(row.right))).collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn replaced_lines_stand_opposite() {
        check(&[" a", "-b", "+c", " d"], &["a|a", "b|c", "d|d"]);
    }

    #[test]
    fn the_longer_side_goes_on_alone() {
        check(&["-a", "-b", "+c"], &["a|c", "b|"]);
        check(&["+a", "+b", " c"], &["|a", "|b", "c|c"]);
        check(&["-a", "+b", "-c", "+d"], &["a|b", "c|d"]);
        check(&[], &[]);
    }
}
