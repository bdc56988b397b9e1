//! The JSON: of the node, and of the whole document with the change in it.

use crate::browser::download;
use crate::components::{CopyButton, JsonExplorer, JsonText, LineMarks, use_announcer};
use crate::editor::state::{EditorState, use_editor};
use crate::reactive::{effect, memo};
use crate::ui::{Each, IconButton, IconName, Tone};
use crate::words::preview as words;
use crate::workspace::{Selection, use_workspace};
use leptos::prelude::*;
use std::ops::Range;
use std::sync::Arc;
use workflow::diff::{Pretty, unified};
use workflow::document::{Dialect, Document, NodeId};
use workflow::json::{Value, pretty, quote};

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    Node,
    Document,
}

/// A text, what became of its lines, and which of them are the node's.
#[derive(Clone, Debug, Default, PartialEq)]
struct Page {
    text: JsonText,
    marks: Arc<LineMarks>,
    about: Option<Range<usize>>,
}

/// The node's JSON or the document's.
#[component]
pub fn JsonPanel() -> impl IntoView {
    let workspace = use_workspace();
    let announcer = use_announcer();
    let EditorState { whole_document, pointer, .. } = use_editor();
    let extent = memo(move |_| if whole_document.get() { Extent::Document } else { Extent::Node });
    // The node as it is called now, and as the base calls it; the latter only where it is there.
    let names = memo(move |_| match workspace.selected.get() {
        Selection::Draft(key) => workspace.draft(key).map(|draft| (draft.id.get(), draft.existing())),
        Selection::Node(node) => Some((node.clone(), Some(node))),
        Selection::Nothing => None,
    });
    let node = memo(move |_| {
        let (now, before) = names.get()?;
        let draft = workspace.selected_draft();
        let found = workspace.applied.with(|applied| {
            applied.as_ref().ok().and_then(|applied| applied.document.node(&now).map(|found| found.text.to_owned()))
        });
        let of_base =
            |node: &NodeId| workspace.base.with(|base| base.document.node(node).map(|found| found.text.to_owned()));
        let before = before.as_ref().and_then(of_base);
        let text = found
            .or_else(|| draft.map(|draft| draft.draft.with(workflow::email::Draft::to_node_text)))
            .or_else(|| before.clone())?;
        Some(workspace.base.with(|base| node_page(before.as_deref(), &text, base.document.dialect())))
    });
    let whole = memo(move |_| {
        let now = names.get().map(|(now, _)| now);
        workspace.base.with(|base| {
            workspace.settled.with(|document| {
                let pretty = Pretty::of(document);
                let index = now.and_then(|now| document.node(&now).map(|found| found.index));
                let about = index.and_then(|index| pretty.node_lines(index));
                let marks = LineMarks::of(&unified(&base.document, document, 0), 0, pretty.starts.len());
                Page { text: JsonText::from(pretty), marks: Arc::new(marks), about }
            })
        })
    });
    let exact = move || match extent.get_untracked() {
        Extent::Node => node.get_untracked().map(|page| page.text.text().to_owned()).unwrap_or_default(),
        Extent::Document => workspace.current_document().to_text(),
    };
    let save = move |()| {
        let workflow = workspace.id.with_untracked(|id| id.to_string());
        let name = match (extent.get_untracked(), names.get_untracked()) {
            (Extent::Node, Some((node, _))) => format!("{workflow}.{node}.json"),
            _ => format!("{workflow}.json"),
        };
        if !download::save(&file_name(&name), "application/json", &exact()) {
            announcer.notify(Tone::Warning, words::JSON_NOT_SAVED);
        }
    };
    let is_there = memo(move |_| extent.get() == Extent::Document || node.with(Option::is_some));
    // A new id is no other node.
    let about_what = Signal::from(memo(move |_| match workspace.selected.get() {
        Selection::Draft(key) => format!("draft:{}", key.0),
        Selection::Node(node) => node.to_string(),
        Selection::Nothing => String::new(),
    }));
    let wanted = RwSignal::new(None::<usize>);
    effect(move || {
        if let (Extent::Document, Some(place)) = (extent.get(), pointer.get()) {
            wanted.set(Some(untrack(|| whole.with(|page| page.text.line_at(&place)))));
            pointer.set(None);
        }
    });
    let buttons = [(Extent::Node, words::JSON_NODE), (Extent::Document, words::JSON_DOCUMENT)];
    view! {
        <div class="json-panel">
            <div class="preview-tools">
                <div class="segmented" role="group" aria-label=words::JSON_OF>
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
                {move || {
                    is_there
                        .get()
                        .then(|| {
                            view! {
                                <span class="preview-actions">
                                    <CopyButton what=words::JSON_COPIED text=move |()| exact() />
                                    <IconButton label=words::JSON_DOWNLOAD icon=IconName::Download on_press=save />
                                </span>
                            }
                        })
                }}
            </div>
            // Each extent has an explorer of its own: one that was drawn over the other would keep its keys.
            <Each
                each=move || [(is_there.get(), extent.get())]
                key=|(is_there, extent)| (*is_there, *extent == Extent::Document)
                children=move |shown| match shown {
                    (false, _) => view! { <p class="empty-note">{words::JSON_NO_NODE}</p> }.into_any(),
                    (true, Extent::Node) => {
                        let page = Signal::derive(move || node.get().unwrap_or_default());
                        explorer(page, words::JSON_LABEL_NODE, about_what, Signal::default())
                    }
                    (true, Extent::Document) => {
                        explorer(whole.into(), words::JSON_LABEL_DOCUMENT, about_what, wanted.into())
                    }
                }
            />
        </div>
    }
}

fn explorer(
    page: Signal<Page>,
    label: &'static str,
    about_what: Signal<String>,
    wanted: Signal<Option<usize>>,
) -> AnyView {
    view! {
        <JsonExplorer
            text=Signal::derive(move || page.with(|page| page.text.clone()))
            marks=Signal::derive(move || page.with(|page| Arc::clone(&page.marks)))
            about=Signal::derive(move || page.with(|page| page.about.clone()))
            about_what=about_what
            wanted=wanted
            label=label
        />
    }
    .into_any()
}

/// A node laid out, with what became of its lines since the base.
fn node_page(before: Option<&str>, now: &str, dialect: &Dialect) -> Page {
    let laid_out = Value::parse(now).map_or_else(|_| now.to_owned(), |value| pretty(&value));
    let text = JsonText::new(laid_out);
    let marks = match before {
        None => LineMarks::all_added(text.line_count()),
        Some(before) => {
            let alone = |node: &str| Document::parse_with(&format!("{{{}:[{node}]}}", quote(&dialect.nodes)), dialect);
            match (alone(before), alone(now)) {
                // The lines of the braces and of the list around the node come before its own.
                (Ok(before), Ok(now)) => LineMarks::of(&unified(&before, &now, 0), 2, text.line_count()),
                _ => LineMarks::default(),
            }
        }
    };
    Page { text, marks: Arc::new(marks), about: None }
}

/// Ids may hold what no file can be called.
fn file_name(name: &str) -> String {
    let allowed = |letter: char| letter.is_alphanumeric() || "._-".contains(letter);
    name.chars().map(|letter| if allowed(letter) { letter } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::MarkKind;

    #[test]
    fn a_nodes_changed_lines_are_marked_in_its_own_lines() {
        let dialect = Dialect::default();
        let before = r#"{"id":"mail","properties":{"templateId":"a","trackOpens":true}}"#;
        let now = r#"{"id":"mail","properties":{"templateId":"b","trackOpens":true,"x":1}}"#;
        let page = node_page(Some(before), now, &dialect);
        let kinds: Vec<_> = (0..page.text.line_count())
            .filter_map(|line| Some((page.text.line(line).trim().to_owned(), page.marks.at(line).kind?)))
            .collect();
        assert_eq!(
            kinds,
            [
                ("\"templateId\": \"b\",".to_owned(), MarkKind::Changed),
                ("\"trackOpens\": true,".to_owned(), MarkKind::Changed),
                ("\"x\": 1".to_owned(), MarkKind::Added)
            ]
        );
        assert!(node_page(Some(before), before, &dialect).marks.runs().is_empty());
        assert_eq!(node_page(None, now, &dialect).marks.at(0).kind, Some(MarkKind::Added));
    }

    #[test]
    fn files_have_names_that_every_system_takes() {
        assert_eq!(file_name("wf 1/../a:b.é-x_1.json"), "wf_1_.._a_b.é-x_1.json");
    }
}
