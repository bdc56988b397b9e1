//! What stands above the nodes: as what they are shown, how many there are, and which are looked for.

use super::state::{EditorState, Which};
use crate::ui::{IconButton, IconName};
use crate::words::nodes as words;
use crate::workspace::use_opened;
use leptos::prelude::*;

/// Outline or graph, how many nodes there are, and a way to fetch the workflow again.
#[component]
pub fn NodesHead(
    /// The panes.
    editor: EditorState,
    /// How many nodes there are, in words.
    told: Box<dyn Fn() -> String + Send>,
) -> impl IntoView {
    let opened = use_opened();
    let one = move |graph: bool, id: &'static str, name: &'static str| {
        view! {
            <button
                type="button"
                id=id
                aria-pressed=move || if editor.graph.get() == graph { "true" } else { "false" }
                on:click=move |_| editor.graph.set(graph)
            >
                {name}
            </button>
        }
    };
    view! {
        <h2 class="visually-hidden">{words::NODES}</h2>
        <div class="outline-head">
            <div class="segmented" role="group" aria-label=words::SHOW_NODES_AS>
                {one(false, "show-outline", words::OUTLINE)}
                {one(true, "show-graph", words::GRAPH)}
            </div>
            <span class="muted" role="status">{told}</span>
            <IconButton
                label=words::RELOAD
                icon=IconName::Refresh
                disabled=opened.reloading
                on_press=move |()| opened.reload()
            />
        </div>
    }
}

/// Which nodes are looked for, besides those that the text names.
#[component]
pub fn WhichNodes(
    /// The panes.
    editor: EditorState,
) -> impl IntoView {
    let one = move |(which, id, name): (Which, &'static str, &'static str)| {
        view! {
            <button
                type="button"
                class="chip"
                id=id
                aria-pressed=move || if editor.which.get() == which { "true" } else { "false" }
                on:click=move |_| editor.which.update(|now| *now = if *now == which { Which::All } else { which })
            >
                {name}
            </button>
        }
    };
    let all = [
        (Which::Email, "only-email", words::ONLY_EMAIL),
        (Which::Changed, "only-changed", words::ONLY_CHANGED),
        (Which::Faulty, "only-faulty", words::ONLY_FAULTY),
    ];
    view! { <div class="outline-which" role="group" aria-label=words::FILTER>{all.map(one).collect_view()}</div> }
}
