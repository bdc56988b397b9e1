//! The outline: every node of the workflow as a tree grid, of which only the rows in view are drawn.
//!
//! One tab stop: the grid keeps the focus and names its active row or cell, because rows come and go as it
//! scrolls. Until the workspace is there, [`quiet`](super::quiet) shows what is needed to look at a workflow.

use super::graph::GraphPane;
use super::nodes_head::{NodesHead, WhichNodes};
use super::outline_keys::outline_key;
use super::outline_menu::menu;
use super::outline_row::outline_row;
use super::outline_state::OutlineState;
use super::quiet::{FILTER, LIST, ROW_HEIGHT};
use super::rows::Row;
use super::state::{Asked, use_editor};
use crate::browser::timer::sleep;
use crate::reactive::memo;
use crate::ui::{PlainInput, VirtualList};
use crate::words::editor::counted;
use crate::words::nodes as words;
use crate::workspace::use_opened;
use leptos::prelude::*;
use leptos::task::spawn_local_scoped_with_cancellation;

/// The nodes: as an outline or as a graph.
#[component]
pub fn NodesPane() -> impl IntoView {
    let opened = use_opened();
    let editor = use_editor();
    let outline = OutlineState::new(opened, editor);
    let told = move || {
        let all = opened.base.with(|base| base.nodes.len()) + outline.marks.with(|marks| marks.new.len());
        let all = counted(all, "node", "nodes");
        if outline.is_filtered.get() { words::found(outline.lines.with(|lines| lines.len()), &all) } else { all }
    };
    view! {
        <div class="outline">
            <NodesHead editor=editor told=Box::new(told) />
            {move || {
                if editor.graph.get() {
                    view! { <GraphPane outline=outline /> }.into_any()
                } else {
                    view! { <Outline outline=outline /> }.into_any()
                }
            }}
        </div>
    }
}

#[component]
fn Outline(outline: OutlineState) -> impl IntoView {
    let OutlineState { lines, editor, .. } = outline;
    let count = memo(move |_| lines.with(|lines| lines.len()));
    let revision = memo(move |before: Option<&u64>| {
        lines.track();
        before.map_or(0, |before| before + 1)
    });
    let asked = outline.editor.asked.try_update_value(std::mem::take).unwrap_or_default();
    spawn_local_scoped_with_cancellation(do_asked(outline, asked));
    let empty = move || {
        (count.get() == 0).then(|| {
            let text = if outline.is_filtered.get() { words::NOTHING_FOUND } else { words::NO_NODES };
            view! { <p class="empty-note">{text}</p> }
        })
    };
    view! {
        <div class="outline-filter">
            <PlainInput id=FILTER value=editor.filter label=words::FILTER placeholder=words::FILTER_PLACEHOLDER />
            <WhichNodes editor=editor />
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
            attr:id=LIST
            attr:aria-rowcount=count
            attr:aria-colcount=words::COLUMNS.len()
            attr:aria-activedescendant=move || lines.with(|lines| !lines.is_empty()).then(|| outline.active_id())
            on:keydown=move |event| {
                if outline_key(outline, &event) {
                    event.prevent_default();
                }
            }
        />
        {menu(outline)}
    }
}

/// Does what was asked before there was an outline, each once the one before has had its effect.
async fn do_asked(outline: OutlineState, all: Vec<Asked>) {
    for asked in all {
        sleep(0).await;
        match asked {
            Asked::Key(event) => drop(outline_key(outline, &event)),
            Asked::Menu(node, x, y) => outline.open_menu(Row::Base(node), x, y),
        }
    }
}
