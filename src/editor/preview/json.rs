//! The JSON: of the node, and of the whole document with the change in it.

use crate::components::{CopyButton, JsonText, JsonView};
use crate::editor::state::use_editor;
use crate::reactive::memo;
use crate::workspace::{Selection, use_workspace};
use leptos::prelude::*;
use std::ops::Range;
use workflow::document::{Document, NodeId};
use workflow::json::{Value, pretty, quote};

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    Node,
    Document,
}

/// The node's JSON or the document's.
#[component]
pub fn JsonPanel() -> impl IntoView {
    let workspace = use_workspace();
    let whole_document = use_editor().whole_document;
    let extent = memo(move |_| if whole_document.get() { Extent::Document } else { Extent::Node });
    let node = memo(move |_| match workspace.selected.get() {
        Selection::Draft(key) => workspace.draft(key).map(|draft| draft.id.get()),
        Selection::Node(node) => Some(node),
        Selection::Nothing => None,
    });
    let node_text = memo(move |_| {
        let node = node.get()?;
        let draft = workspace.selected_draft();
        let found = workspace.applied.with(|applied| {
            applied.as_ref().ok().and_then(|applied| applied.document.node(&node).map(|found| found.text.to_owned()))
        });
        let text = found
            .or_else(|| draft.map(|draft| draft.draft.with(workflow::email::Draft::to_node_text)))
            .or_else(|| workspace.base.with(|base| base.document.node(&node).map(|found| found.text.to_owned())))?;
        Some(JsonText::new(laid_out(&text)))
    });
    let changed = memo(move |_| {
        let node = node.get()?;
        let before = workspace.base.with(|base| base.document.node(&node).map(|found| laid_out(found.text)))?;
        node_text.with(|text| changed_lines(&before, text.as_ref()?.text()))
    });
    let whole = memo(move |_| {
        let node = node.get();
        workspace.settled.with(|document| document_text(document, node.as_ref()))
    });
    let buttons = [(Extent::Node, "Node"), (Extent::Document, "Document")];
    view! {
        <div class="json-panel">
            <div class="preview-tools">
                <div class="segmented" role="group" aria-label="JSON of">
                    {buttons
                        .into_iter()
                        .map(|(one, name)| {
                            view! {
                                <button
                                    type="button"
                                    aria-pressed=move || if extent.get() == one { "true" } else { "false" }
                                    on:click=move |_| whole_document.set(one == Extent::Document)
                                >
                                    {name}
                                </button>
                            }
                        })
                        .collect_view()}
                </div>
                <CopyButton
                    what="the JSON"
                    text=move |()| match extent.get_untracked() {
                        Extent::Node => {
                            node_text.get_untracked().map(|text| text.text().to_owned()).unwrap_or_default()
                        }
                        Extent::Document => workspace.current_document().to_text(),
                    }
                />
            </div>
            {move || match extent.get() {
                Extent::Node => {
                    if node_text.with(Option::is_none) {
                        return view! { <p class="empty-note">"Choose a node to see its JSON."</p> }.into_any();
                    }
                    view! {
                        <JsonView
                            text=Signal::derive(move || node_text.get().unwrap_or_default())
                            marked=changed
                            label="The node's JSON"
                        />
                    }
                        .into_any()
                }
                Extent::Document => {
                    view! {
                        <JsonView
                            text=Signal::derive(move || whole.with(|whole| whole.text.clone()))
                            marked=Signal::derive(move || whole.with(|whole| whole.marked.clone()))
                            label="The workflow's JSON with your changes"
                        />
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

/// A document laid out, and the lines of one node in it.
#[derive(Clone, Debug, PartialEq)]
struct Whole {
    text: JsonText,
    marked: Option<Range<usize>>,
}

fn laid_out(text: &str) -> String {
    Value::parse(text).map_or_else(|_| text.to_owned(), |value| pretty(&value))
}

/// The lines of `after` from the first to the last that differs from `before`; `None` where none does.
fn changed_lines(before: &str, after: &str) -> Option<Range<usize>> {
    let (before, after): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let shorter = before.len().min(after.len());
    let start = (0..shorter).find(|&at| before[at] != after[at]).unwrap_or(shorter);
    let same_end = before[start..].iter().rev().zip(after[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let end = after.len() - same_end;
    let changed = start < end || start < before.len() - same_end;
    // Where lines were only taken away, the line after the gap is marked.
    changed.then(|| start..end.max(start + 1).min(after.len()))
}

/// Lays a document out piece by piece, so that the lines of `node` are known without searching.
fn document_text(document: &Document, node: Option<&NodeId>) -> Whole {
    let mut text = String::with_capacity(document.text_len() + document.text_len() / 2);
    let mut marked = None;
    text.push('{');
    let mut first = true;
    for (key, value) in document.members() {
        text.push_str(if first { "\n  " } else { ",\n  " });
        first = false;
        text.push_str(&quote(key));
        text.push_str(": ");
        match value {
            Some(value) => text.push_str(&laid_out(value).replace('\n', "\n  ")),
            None if key == document.dialect().nodes => {
                let elements =
                    document.nodes().map(|found| (found.text, node.is_some() && found.id == node.map(NodeId::as_str)));
                push_array(&mut text, elements, &mut marked);
            }
            None => push_array(&mut text, document.transitions().map(|found| (found.text, false)), &mut marked),
        }
    }
    text.push_str(if first { "}" } else { "\n}" });
    let text = JsonText::new(text);
    let marked = marked.map(|bytes: Range<usize>| text.line_of(bytes.start)..text.line_of(bytes.end) + 1);
    Whole { text, marked }
}

fn push_array<'a>(
    text: &mut String,
    elements: impl ExactSizeIterator<Item = (&'a str, bool)>,
    marked: &mut Option<Range<usize>>,
) {
    if elements.len() == 0 {
        text.push_str("[]");
        return;
    }
    text.push('[');
    for (index, (element, mark)) in elements.enumerate() {
        text.push_str(if index == 0 { "\n    " } else { ",\n    " });
        let start = text.len();
        text.push_str(&laid_out(element).replace('\n', "\n    "));
        if mark {
            *marked = Some(start..text.len());
        }
    }
    text.push_str("\n  ]");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_lines_are_found_from_both_ends() {
        let before = "{\n  a\n  b\n  c\n}";
        for (after, lines) in [
            (before, None),
            ("{\n  a\n  B\n  c\n}", Some(2..3)),
            ("{\n  a\n  b\n  x\n  y\n  c\n}", Some(3..5)),
            ("{\n  a\n  c\n}", Some(2..3)),
        ] {
            assert_eq!(changed_lines(before, after), lines, "{after}");
        }
    }

    #[test]
    fn the_document_is_laid_out_like_any_json_and_the_node_is_found() {
        let source =
            r#"{"id":"wf","nodes":[{"id":"a","n":1E5},{"id":"b","list":[]}],"transitions":[],"more":{"x":[1]}}"#;
        let document = Document::parse(source).expect("parses");
        let whole = document_text(&document, Some(&NodeId::from("b")));
        assert_eq!(whole.text.text(), laid_out(source));
        let marked = whole.marked.expect("the node is there");
        assert_eq!(whole.text.line(marked.start).trim(), "{");
        assert_eq!(whole.text.line(marked.start + 1).trim(), "\"id\": \"b\",");
        assert_eq!(whole.text.line(marked.end - 1).trim(), "}");
    }
}
