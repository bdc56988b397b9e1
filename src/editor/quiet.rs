//! The panes as they look while nothing was done yet: what it takes to look at a workflow, and no more.
//!
//! Whatever is pressed here is kept in the [`EditorState`] or asked of [`Opened`], so that the panes that
//! come with the workspace ([`Parts`](super::parts::Parts)) go on from it. They look the same.

use super::nodes_head::{NodesHead, WhichNodes};
use super::rows::{Line, Row, base_lines};
use super::state::{Asked, EditorState, Pane, TABS};
use crate::components::node_icon;
use crate::ui::{Icon, IconName, PlainInput, rows_that_fit};
use crate::words::editor as words;
use crate::words::{nodes, overview};
use crate::workspace::{Ask, Base, Opened, use_opened};
use leptos::attr::custom::custom_attribute;
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use workflow::document::NodeId;
use workflow::email::EMAIL_NODE_TYPE;

/// A row's height in px; the same in `style/editor.css`.
pub const ROW_HEIGHT: u32 = 32;

/// The filter's field.
pub const FILTER: &str = "outline-filter";

/// The list of nodes.
pub const LIST: &str = "outline-list";

/// The keys of the outline that are no characters.
const KEYS: [&str; 13] = [
    "ArrowUp",
    "ArrowDown",
    "ArrowLeft",
    "ArrowRight",
    "PageUp",
    "PageDown",
    "Home",
    "End",
    "Enter",
    "ContextMenu",
    "Delete",
    "Insert",
    "F2",
];

/// Deeper levels are drawn no further in.
const DEEPEST: u32 = 8;

/// How far in a row is drawn, for `--level`.
#[must_use]
pub fn indent(line: Line) -> String {
    line.level.min(DEEPEST).to_string()
}

/// The id of a row's element.
#[must_use]
pub fn row_id(at: usize) -> String {
    format!("outline-row-{at}")
}

/// Whether the outline answers to a key.
#[must_use]
pub fn is_of_outline(event: &KeyboardEvent) -> bool {
    if event.alt_key() || event.is_composing() {
        return false;
    }
    let key = event.key();
    let key = key.as_str();
    if event.ctrl_key() || event.meta_key() {
        return matches!(key, "d" | "D" | "Home" | "End");
    }
    let mut letters = key.chars();
    match (letters.next(), letters.next()) {
        // All letters of the world, without a table of them.
        (Some(letter), None) => !letter.is_ascii_punctuation() || "_-.".contains(letter),
        _ if key == "F10" => event.shift_key(),
        _ => KEYS.contains(&key),
    }
}

/// The nodes in the order of the flow, as far as they are in view.
pub fn nodes_pane(editor: EditorState) -> AnyView {
    let opened = use_opened();
    let told = move || opened.base.with(|base| words::counted(base.nodes.len(), "node", "nodes"));
    let list = move || {
        opened.base.with(|base| {
            let lines = base_lines(&base.document);
            let shown = lines.iter().enumerate().take(rows_that_fit(ROW_HEIGHT));
            let rows = shown.map(|(at, line)| row(opened, editor, base, *line, at)).collect_view();
            view! {
                {lines.is_empty().then(|| view! { <p class="empty-note">{nodes::NO_NODES}</p> })}
                <div
                    class="virtual-list outline-list"
                    id=LIST
                    role="treegrid"
                    tabindex="0"
                    aria-label=nodes::NODES_OF_WORKFLOW
                    aria-rowcount=lines.len().to_string()
                    aria-colcount=nodes::COLUMNS.len().to_string()
                    aria-activedescendant=(!lines.is_empty()).then(|| row_id(0))
                    on:keydown=move |event| {
                        if is_of_outline(&event) {
                            event.prevent_default();
                            editor.asked.update_value(|asked| asked.push(Asked::Key(event)));
                        }
                    }
                    // Whoever has gone on to something else is not to be surprised.
                    on:focusout=move |_| editor.asked.update_value(Vec::clear)
                >
                    <div
                        class="virtual-list-space"
                        role="presentation"
                        style:height=format!("{}px", lines.len() * ROW_HEIGHT as usize)
                    >
                        {rows}
                    </div>
                </div>
            }
        })
    };
    view! {
        <div class="outline">
            <NodesHead editor=editor told=Box::new(told) />
            <div class="outline-filter">
                <PlainInput id=FILTER value=editor.filter label=nodes::FILTER placeholder=nodes::FILTER_PLACEHOLDER />
                <WhichNodes editor=editor />
            </div>
            {list}
        </div>
    }
    .into_any()
}

fn row(opened: Opened, editor: EditorState, base: &Base, line: Line, at: usize) -> AnyView {
    let Row::Base(index) = line.row else { return ().into_any() };
    let node = base.nodes.get(index).map(|node| (node.id.clone(), node.kind.to_string()));
    let (id, kind) = node.unwrap_or_default();
    let name = if id.as_str().is_empty() { nodes::NO_ID.to_owned() } else { id.to_string() };
    let is_email = kind == EMAIL_NODE_TYPE;
    let folding = line
        .open
        .map(|_| view! { <span class="outline-fold" aria-hidden="true"><Icon name=IconName::ChevronDown /></span> });
    let menu = move |event: MouseEvent| {
        event.prevent_default();
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        editor.asked.update_value(|asked| asked.push(Asked::Menu(index, x, y)));
    };
    let is_asked = {
        let id = id.clone();
        move || opened.asked.with(|asked| matches!(asked, Some(Ask::Show(node)) if *node == id))
    };
    view! {
        <div class="virtual-list-row" role="presentation" style:top=format!("{}px", at * ROW_HEIGHT as usize) style:height=format!("{ROW_HEIGHT}px")>
            <div
                {..custom_attribute("aria-level", (line.level + 1).to_string())}
                class="outline-row"
                class:is-selected=is_asked
                role="row"
                id=row_id(at)
                aria-rowindex=(at + 1).to_string()
                aria-expanded=line.open.map(|_| "true")
                aria-selected="false"
                on:click=move |_| show(opened, editor, &id)
                on:contextmenu=menu
            >
                <span class="outline-node" role="gridcell" style:--level=indent(line)>
                    {folding}
                    <Icon name=node_icon(&kind) />
                    <span class="outline-id mono" class:is-email=is_email>{name}</span>
                </span>
                <span class="outline-kind" role="gridcell">{kind}</span>
                <span class="outline-finding" role="gridcell"></span>
                <span class="outline-marks" role="gridcell"></span>
                <span class="outline-actions" role="gridcell"></span>
            </div>
        </div>
    }
    .into_any()
}

fn show(opened: Opened, editor: EditorState, id: &NodeId) {
    opened.ask(Ask::Show(id.clone()));
    editor.pane.set(Pane::Form);
}

/// The right side while nothing is chosen. Choosing a tab brings what it shows.
pub fn preview(editor: EditorState) -> AnyView {
    let opened = use_opened();
    let tab = move |(key, label): (&'static str, &'static str)| {
        view! {
            <button
                type="button"
                class="tab"
                id=format!("preview-tab-{key}")
                on:click=move |_| {
                    editor.tab.set(key);
                    opened.want();
                }
                aria-pressed=move || if editor.tab.get() == key { "true" } else { "false" }
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="preview">
            <div class="tabs" role="group" aria-label=words::PREVIEW>{TABS.map(tab).collect_view()}</div>
            <div class="tab-panel">
                <div class="quiet-preview"><p class="preview-empty muted">{words::PREVIEW_NO_EMAIL}</p></div>
            </div>
        </div>
    }
    .into_any()
}

/// The bar at the bottom while nothing is changed.
pub fn status_bar() -> AnyView {
    view! {
        <footer class="status-bar" aria-label=overview::BAR>
            <div class="status-bar-words"><span class="status-bar-summary">{overview::NO_CHANGES}</span></div>
        </footer>
    }
    .into_any()
}
