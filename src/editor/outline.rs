//! The outline: every node of the workflow as a tree grid, of which only the rows in view are drawn.
//!
//! One tab stop: the grid keeps the focus and names its active row or cell, because rows come and go as it
//! scrolls. Here is what is needed to look at a workflow. Folding, filters, actions and all keys but the
//! plainest come with the workspace ([`OutlineParts`](super::parts::OutlineParts)).

use super::outline_row::outline_row;
use super::outline_state::OutlineState;
use super::parts::Parts;
use super::state::{EditorState, Pane, use_editor};
use crate::browser::page;
use crate::reactive::memo;
use crate::shortcuts::{Action, use_shortcuts};
use crate::ui::{IconButton, IconName, TextInput, VirtualList};
use crate::words::editor::counted;
use crate::words::nodes as words;
use crate::workspace::use_opened;
use leptos::prelude::*;

/// A row's height in px; the same in `style/editor.css`.
const ROW_HEIGHT: u32 = 32;

/// The filter's field.
const FILTER: &str = ".outline-filter .input";

/// The nodes: as an outline or as a graph.
#[component]
pub fn NodesPane(
    /// The parts that come with the workspace.
    parts: Signal<Option<&'static Parts>>,
) -> impl IntoView {
    let opened = use_opened();
    let editor = use_editor();
    let outline = OutlineState::new(opened, editor);
    let shortcuts = use_shortcuts();
    shortcuts.on(Action::Filter, move || {
        editor.graph.set(false);
        editor.pane.set(Pane::Outline);
        request_animation_frame(|| {
            page::focus(FILTER);
            page::select_text(FILTER);
        });
    });
    shortcuts.on(Action::Reload, move || opened.reload());
    // The outline stays as it is when the parts come: made anew, it would lose the focus that is in it.
    let is_graph = memo(move |_| editor.graph.get());
    let can_draw = memo(move |_| is_graph.get() && parts.with(Option::is_some));
    let told = move || {
        let all = opened.base.with(|base| base.nodes.len()) + outline.marks.with(|marks| marks.new.len());
        let all = counted(all, "node", "nodes");
        if outline.is_filtered.get() { words::found(outline.lines.with(|lines| lines.len()), &all) } else { all }
    };
    view! {
        <div class="outline">
            <div class="outline-head">
                <Switch editor=editor />
                <span class="muted" role="status">{told}</span>
                <IconButton
                    label=words::RELOAD
                    icon=IconName::Refresh
                    disabled=opened.reloading
                    on_press=move |()| opened.reload()
                />
            </div>
            {move || match (is_graph.get(), can_draw.get()) {
                (true, true) => parts.with_untracked(|parts| parts.map(|parts| (parts.graph)(outline))).into_any(),
                (true, false) => view! { <p class="empty-note" role="status">{words::DRAWING}</p> }.into_any(),
                (false, _) => view! { <Outline outline=outline parts=parts /> }.into_any(),
            }}
        </div>
    }
}

/// Outline or graph.
#[component]
fn Switch(editor: EditorState) -> impl IntoView {
    let one = move |graph: bool, name: &'static str| {
        view! {
            <button
                type="button"
                aria-pressed=move || if editor.graph.get() == graph { "true" } else { "false" }
                on:click=move |_| editor.graph.set(graph)
            >
                {name}
            </button>
        }
    };
    view! {
        <h2 class="visually-hidden">{words::NODES}</h2>
        <div class="segmented" role="group" aria-label=words::SHOW_NODES_AS>
            {one(false, words::OUTLINE)}
            {one(true, words::GRAPH)}
        </div>
    }
}

#[component]
fn Outline(outline: OutlineState, parts: Signal<Option<&'static Parts>>) -> impl IntoView {
    let OutlineState { lines, filter, .. } = outline;
    let count = memo(move |_| lines.with(|lines| lines.len()));
    let revision = memo(move |before: Option<&u64>| {
        lines.track();
        before.map_or(0, |before| before + 1)
    });
    let empty = move || {
        (count.get() == 0).then(|| {
            let text = if outline.is_filtered.get() { words::NOTHING_FOUND } else { words::NO_NODES };
            view! { <p class="empty-note">{text}</p> }
        })
    };
    view! {
        <div class="outline-filter">
            <TextInput
                value=filter
                on_input=move |text| filter.set(text)
                kind="search"
                placeholder=words::FILTER_PLACEHOLDER
                label=words::FILTER
            />
            {move || parts.get().map(|parts| (parts.outline.filters)(outline))}
        </div>
        {empty}
        <VirtualList
            count=count
            row_height=ROW_HEIGHT
            revision=revision
            reveal=Signal::derive(move || Some(outline.active_at.get()))
            role="treegrid"
            label=words::NODES_OF_WORKFLOW
            focusable=true
            class="outline-list"
            render=move |at| outline_row(outline, at)
            attr:aria-rowcount=count
            attr:aria-colcount=words::COLUMNS.len()
            attr:aria-activedescendant=move || outline.lines.with(|lines| !lines.is_empty()).then(|| outline.active_id())
            on:keydown=move |event| {
                let full = parts.with_untracked(|parts| parts.map(|parts| parts.outline.keys));
                let done = full.map_or_else(|| plain_key(outline, &event.key()), |keys| keys(outline, &event));
                if done {
                    event.prevent_default();
                }
            }
        />
        {move || parts.get().map(|parts| (parts.outline.menu)(outline))}
    }
}

/// The keys that work before all else is here.
fn plain_key(outline: OutlineState, key: &str) -> bool {
    match key {
        "ArrowDown" => outline.step(1),
        "ArrowUp" => outline.step(-1),
        "Home" => outline.go_to(0),
        "End" => outline.go_to(usize::MAX),
        "Enter" | " " => outline.open(outline.active_at.get_untracked()),
        _ => return false,
    }
    true
}
