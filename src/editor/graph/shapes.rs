//! A node and a way, drawn. What is done with a node, and what is wrong with it, is told by shape and word,
//! not by colour alone.

use super::scene::{HEIGHT, Scene, WIDTH};
use crate::components::node_icon;
use crate::editor::outline_row::badge;
use crate::editor::outline_state::OutlineState;
use crate::reactive::memo;
use crate::ui::Icon;
use crate::words::nodes as words;
use leptos::prelude::*;
use workflow::validate::Severity;

/// Longest id that is drawn, in characters; the rest is in the title.
const LONGEST_ID: usize = 19;
/// Longest condition that is drawn.
const LONGEST_CONDITION: usize = 24;

fn shortened(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    text.chars().take(longest - 1).chain(['…']).collect()
}

/// A node.
pub fn node(outline: OutlineState, scene: &Scene, at: usize) -> AnyView {
    let (row, (x, y)) = (scene.rows[at], scene.middles[at]);
    let kind = untrack(|| outline.kind_of(row));
    let name = memo(move |_| {
        let id = outline.new_id_of(row);
        if id.as_str().is_empty() { words::NO_ID.to_owned() } else { id.to_string() }
    });
    let mark = memo(move |_| {
        let id = outline.id_of(row);
        outline.marks.with(|marks| badge(row, marks.of(&id)))
    });
    let severity = memo(move |_| outline.severity_of(row));
    let selected = memo(move |_| outline.selected.get() == Some(row));
    let (left, top) = (-WIDTH / 2.0, -HEIGHT / 2.0);
    let told = {
        let kind = kind.clone();
        move || {
            let mark = mark.get().map(|(word, _)| word);
            let finding = severity.get().map(finding_words);
            words::node_told(&name.get(), &kind, mark, finding)
        }
    };
    view! {
        <g
            class="graph-node"
            class:is-selected=selected
            class=("is-new", move || is_marked(mark.get(), words::NEW_MARK))
            class=("is-removed", move || is_marked(mark.get(), words::REMOVED_MARK))
            class=("is-changed", move || mark.get().is_some())
            data-node=at.to_string()
            transform=format!("translate({x},{y})")
        >
            <title>{told}</title>
            <rect class="graph-box" x=left y=top width=WIDTH height=HEIGHT rx="8"></rect>
            <g transform=format!("translate({},-8)", left + 12.0)><Icon name=node_icon(&kind) /></g>
            <text class="graph-id" x=left + 36.0 y="-3">{move || shortened(&name.get(), LONGEST_ID)}</text>
            <text class="graph-kind" x=left + 36.0 y="13">{shortened(&kind, LONGEST_ID)}</text>
            {move || mark.get().map(|(word, tone)| {
                let width = word.chars().count() as f64 * 6.6 + 12.0;
                let right = WIDTH / 2.0 - 6.0;
                view! {
                    <g class=format!("graph-mark tone-{}", tone.name())>
                        <rect x=right - width y=top - 9.0 width=width height="18" rx="9"></rect>
                        <text x=right - width / 2.0 y=top + 4.0>{word}</text>
                    </g>
                }
            })}
            {move || severity.get().map(|severity| {
                // An octagon for errors, a triangle for warnings.
                let (class, shape) = match severity {
                    Severity::Error => ("graph-finding tone-danger", "M-4-9h8l5 5v8l-5 5h-8l-5-5v-8z"),
                    _ => ("graph-finding tone-warning", "M0-9 9 8H-9z"),
                };
                view! {
                    <g class=class transform=format!("translate({},{})", left + 2.0, top + 2.0)>
                        <path d=shape></path>
                        <text y="4">"!"</text>
                    </g>
                }
            })}
        </g>
    }
    .into_any()
}

fn is_marked(mark: Option<(&'static str, crate::ui::Tone)>, word: &str) -> bool {
    mark.is_some_and(|(found, _)| found == word)
}

fn finding_words(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => words::HAS_ERRORS,
        _ => words::HAS_WARNINGS,
    }
}

/// A way, with its condition.
pub fn way(scene: &Scene, at: usize) -> AnyView {
    let (line, (x, y)) = scene.line(at);
    let condition = scene.ways[at].condition.clone();
    let label = (!condition.is_empty()).then(|| {
        let short = shortened(&condition, LONGEST_CONDITION);
        let width = short.chars().count() as f64 * 6.2 + 10.0;
        view! {
            <g class="graph-condition" transform=format!("translate({x},{y})")>
                <title>{condition}</title>
                <rect x=-width / 2.0 y="-9" width=width height="18" rx="4"></rect>
                <text y="4">{short}</text>
            </g>
        }
    });
    view! {
        <g class="graph-way" class:is-back=scene.is_back(at)>
            <path d=line marker-end="url(#graph-arrow)"></path>
            {label}
        </g>
    }
    .into_any()
}
