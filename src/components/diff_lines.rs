//! A difference as lines of text: one below the other, or side by side.

use super::json_view::line_view;
use leptos::prelude::*;
use workflow::diff::{Hunk, Line, LineKind};

/// How the lines are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DiffLayout {
    /// Removed lines above added ones.
    #[default]
    Unified,
    /// Before on the left, after on the right.
    SideBySide,
}

/// Shows the hunks of a difference.
#[component]
pub fn DiffLines(
    /// The hunks.
    #[prop(into)]
    hunks: Signal<Vec<Hunk>>,
    /// How they are laid out.
    #[prop(into)]
    layout: Signal<DiffLayout>,
) -> impl IntoView {
    view! {
        <div class="diff" role="region" aria-label="Changed lines" tabindex="0">
            {move || {
                let layout = layout.get();
                hunks.with(|hunks| {
                    if hunks.is_empty() {
                        return view! { <p class="empty-note">"Both texts are the same."</p> }.into_any();
                    }
                    hunks
                        .iter()
                        .map(|hunk| match layout {
                            DiffLayout::Unified => unified_view(hunk).into_any(),
                            DiffLayout::SideBySide => side_by_side_view(hunk).into_any(),
                        })
                        .collect_view()
                        .into_any()
                })
            }}
        </div>
    }
}

const fn class(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Same => "diff-line",
        LineKind::Removed => "diff-line diff-removed",
        LineKind::Added => "diff-line diff-added",
    }
}

/// The sign before a line. Screen readers hear a word in its place.
fn sign_view(kind: LineKind) -> impl IntoView {
    let (sign, word) = match kind {
        LineKind::Same => ("", ""),
        LineKind::Removed => ("\u{2212}", "removed: "),
        LineKind::Added => ("+", "added: "),
    };
    view! {
        <span class="diff-sign" aria-hidden="true">{sign}</span>
        <span class="visually-hidden">{word}</span>
    }
}

fn unified_view(hunk: &Hunk) -> impl IntoView + use<> {
    let lines = hunk
        .lines
        .iter()
        .map(|line| {
            view! {
                <div class=class(line.kind)>
                    <span class="code-number" aria-hidden="true">{line.before}</span>
                    <span class="code-number" aria-hidden="true">{line.after}</span>
                    {sign_view(line.kind)}
                    {line_view(&line.text)}
                </div>
            }
        })
        .collect_view();
    view! { <div class="diff-hunk">{lines}</div> }
}

fn side_by_side_view(hunk: &Hunk) -> impl IntoView + use<> {
    let side = |line: Option<&Line>, number: Option<usize>| match line {
        Some(line) => view! {
            <div class=class(line.kind)>
                <span class="code-number" aria-hidden="true">{number}</span>
                {sign_view(line.kind)}
                {line_view(&line.text)}
            </div>
        }
        .into_any(),
        None => view! { <div class="diff-line diff-gap" aria-hidden="true"></div> }.into_any(),
    };
    let rows = pairs(&hunk.lines)
        .into_iter()
        .map(|(left, right)| {
            view! {
                {side(left, left.and_then(|line| line.before))}
                {side(right, right.and_then(|line| line.after))}
            }
        })
        .collect_view();
    view! { <div class="diff-hunk diff-sides">{rows}</div> }
}

/// Puts the lines that stand for each other beside each other: in a run of changes, the first
/// removed line with the first added one, and so on.
fn pairs(lines: &[Line]) -> Vec<(Option<&Line>, Option<&Line>)> {
    let mut rows = Vec::with_capacity(lines.len());
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if line.kind == LineKind::Same {
            rows.push((Some(line), Some(line)));
            at += 1;
            continue;
        }
        let end = lines[at..].iter().position(|line| line.kind == LineKind::Same).map_or(lines.len(), |run| at + run);
        let of = |kind| lines[at..end].iter().filter(move |line| line.kind == kind);
        let (mut left, mut right) = (of(LineKind::Removed), of(LineKind::Added));
        loop {
            match (left.next(), right.next()) {
                (None, None) => break,
                row => rows.push(row),
            }
        }
        at = end;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::pairs;
    use workflow::diff::{Line, LineKind};

    fn line(kind: LineKind, text: &str) -> Line {
        Line { kind, before: None, after: None, text: text.to_owned() }
    }

    #[test]
    fn removed_and_added_lines_of_a_run_stand_beside_each_other() {
        let lines = [
            line(LineKind::Same, "a"),
            line(LineKind::Removed, "b"),
            line(LineKind::Removed, "c"),
            line(LineKind::Added, "B"),
            line(LineKind::Same, "d"),
            line(LineKind::Added, "e"),
        ];
        let rows: Vec<_> = pairs(&lines)
            .into_iter()
            .map(|(left, right)| (left.map(|line| line.text.as_str()), right.map(|line| line.text.as_str())))
            .collect();
        let expected = [
            (Some("a"), Some("a")),
            (Some("b"), Some("B")),
            (Some("c"), None),
            (Some("d"), Some("d")),
            (None, Some("e")),
        ];
        assert_eq!(rows, expected);
    }
}
