//! A difference as lines of text: one below the other, or side by side.

use super::json_view::line_view;
use crate::words::preview as words;
use leptos::prelude::*;
use workflow::diff::{Hunk, Line, LineKind, Row, side_by_side};

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
        <div class="diff" role="region" aria-label=words::LINES tabindex="0">
            {move || {
                let layout = layout.get();
                hunks.with(|hunks| {
                    if hunks.is_empty() {
                        return view! { <p class="empty-note">{words::SAME_TEXTS}</p> }.into_any();
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
        LineKind::Removed => ("\u{2212}", words::LINE_REMOVED),
        LineKind::Added => ("+", words::LINE_ADDED),
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
    let rows = side_by_side(hunk)
        .into_iter()
        .map(|Row { left, right }| {
            view! {
                {side(left, left.and_then(|line| line.before))}
                {side(right, right.and_then(|line| line.after))}
            }
        })
        .collect_view();
    view! { <div class="diff-hunk diff-sides">{rows}</div> }
}
