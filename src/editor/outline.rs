//! The outline: every node of the workflow as a tree grid, of which only the rows in view are drawn.
//!
//! One tab stop. Arrow keys, Page Up and Down, Home and End move through the rows, Enter and Space
//! open the row. The grid keeps the focus and names its active row, because rows come and go as it scrolls.

use super::rows::{NewNode, Row, rows};
use super::state::{Pane, use_editor};
use super::words::counted;
use crate::reactive::{effect, memo};
use crate::ui::{Icon, IconButton, IconName, TextInput, Tone, VirtualList};
use crate::workspace::{DraftKey, Selection, Step, use_workspace};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;
use workflow::document::NodeId;
use workflow::email::DraftOrigin;
use workflow::validate::Severity;

/// A row's height in px; the same in `style/editor.css`.
const ROW_HEIGHT: u32 = 32;
/// How far Page Up and Page Down go.
const PAGE: usize = 12;

/// The change mark of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    New,
    Edited,
    Removed,
}

impl Mark {
    const fn word(self) -> &'static str {
        match self {
            Self::New => "NEW",
            Self::Edited => "EDITED",
            Self::Removed => "REMOVED",
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::New => Tone::Success,
            Self::Edited => Tone::Info,
            Self::Removed => Tone::Danger,
        }
    }
}

/// The nodes, with a filter above them.
#[component]
pub fn Outline() -> impl IntoView {
    let workspace = use_workspace();
    let editor = use_editor();
    let filter = RwSignal::new(String::new());
    let needle = memo(move |_| filter.with(|filter| filter.trim().to_lowercase()));

    let new_nodes = memo(move |_| {
        workspace.steps.with(|steps| {
            steps
                .iter()
                .filter_map(Step::draft)
                .filter_map(|draft| match draft.form_origin() {
                    DraftOrigin::New(placement) => {
                        Some(NewNode { key: draft.key, id: draft.id.get(), after: placement.predecessor().clone() })
                    }
                    DraftOrigin::Existing(_) => None,
                })
                .collect::<Vec<_>>()
        })
    });
    let shown = memo(move |_| {
        workspace.base.with(|base| new_nodes.with(|new| needle.with(|needle| Arc::new(rows(base, new, needle)))))
    });
    let count = memo(move |_| shown.with(|rows| rows.len()));
    let revision = memo(move |before: Option<&u64>| {
        shown.track();
        workspace.base.track();
        before.map_or(0, |before| before + 1)
    });
    let marks = memo(move |_| {
        workspace.steps.with(|steps| {
            let mut marks = HashMap::new();
            for step in steps {
                match step {
                    Step::Removal(removal) => drop(marks.insert(removal.id.clone(), Mark::Removed)),
                    Step::Draft(draft) => {
                        if let Some(node) = draft.existing()
                            && draft.edit.with(Option::is_some)
                        {
                            marks.insert(node, Mark::Edited);
                        }
                    }
                }
            }
            marks
        })
    });
    let worst = memo(move |_| {
        let mut worst: HashMap<NodeId, Severity> = HashMap::new();
        let mut take = |all: &Arc<Vec<workflow::validate::Finding>>| {
            for finding in all.iter() {
                if let (Some(node), true) = (&finding.node, finding.severity != Severity::Hint) {
                    let known = worst.entry(node.clone()).or_insert(finding.severity);
                    *known = (*known).min(finding.severity);
                }
            }
        };
        workspace.live.with(&mut take);
        workspace.rest.with(&mut take);
        worst
    });
    let id_of = move |row: Row| match row {
        Row::Base(index) => workspace.base.with(|base| base.nodes.get(index).map(|node| node.id.clone())),
        Row::New(key) => workspace.draft(key).map(|draft| draft.id.get()),
    };
    let is_selected = move |row: Row| match (workspace.selected.get(), row) {
        (Selection::Draft(key), Row::New(new)) => key == new,
        (Selection::Draft(key), Row::Base(_)) => {
            workspace.draft(key).and_then(|draft| draft.existing()).is_some_and(|node| id_of(row) == Some(node))
        }
        (Selection::Node(node), Row::Base(_)) => id_of(row) == Some(node),
        _ => false,
    };
    let selected_row = memo(move |_| {
        let wanted = match workspace.selected.get() {
            Selection::Nothing => return None,
            Selection::Draft(key) => match workspace.draft(key).and_then(|draft| draft.existing()) {
                Some(node) => node,
                None => return shown.with(|rows| rows.iter().position(|row| *row == Row::New(key))),
            },
            Selection::Node(node) => node,
        };
        workspace.base.with(|base| {
            shown.with(|rows| {
                rows.iter().position(
                    |row| matches!(row, Row::Base(index) if base.nodes.get(*index).is_some_and(|node| node.id == wanted)),
                )
            })
        })
    });

    // Where the keyboard is; follows the selection until it is moved.
    let active = RwSignal::new(0_usize);
    effect(move || {
        if let Some(row) = selected_row.get() {
            active.set(row);
        }
    });
    let active_row = memo(move |_| active.get().min(count.get().saturating_sub(1)));
    let open = move |at: usize| {
        let Some(row) = shown.with_untracked(|rows| rows.get(at).copied()) else { return };
        active.set(at);
        match row {
            Row::New(key) => open_draft(workspace, editor.pane, key),
            Row::Base(_) => {
                if let Some(id) = untrack(|| id_of(row)) {
                    editor.open(workspace, &id);
                }
            }
        }
    };
    let on_keydown = move |event: KeyboardEvent| {
        let last = count.get_untracked().saturating_sub(1);
        let at = active_row.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" => (at + 1).min(last),
            "ArrowUp" => at.saturating_sub(1),
            "PageDown" => (at + PAGE).min(last),
            "PageUp" => at.saturating_sub(PAGE),
            "Home" => 0,
            "End" => last,
            "Enter" | " " => {
                event.prevent_default();
                open(at);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        active.set(next);
    };
    let render = move |at: usize| {
        let Some(row) = shown.with_untracked(|rows| rows.get(at).copied()) else { return ().into_any() };
        let kind = match row {
            Row::Base(index) => workspace
                .base
                .with_untracked(|base| base.nodes.get(index).map(|node| node.kind.to_string()).unwrap_or_default()),
            Row::New(_) => workflow::email::EMAIL_NODE_TYPE.to_owned(),
        };
        let is_email = kind == workflow::email::EMAIL_NODE_TYPE;
        let id = memo(move |_| id_of(row).unwrap_or_default());
        let mark = memo(move |_| match row {
            Row::New(_) => Some(Mark::New),
            Row::Base(_) => id.with(|id| marks.with(|marks| marks.get(id).copied())),
        });
        let severity = memo(move |_| id.with(|id| worst.with(|worst| worst.get(id).copied())));
        let selected = memo(move |_| is_selected(row));
        view! {
            <div
                class="outline-row"
                class:is-selected=selected
                class:is-active=move || active_row.get() == at
                class:is-removed=move || mark.get() == Some(Mark::Removed)
                class:is-new=move || mark.get() == Some(Mark::New)
                role="row"
                id=row_id(at)
                aria-rowindex=at + 1
                attr:aria-level="1"
                aria-selected=move || if selected.get() { "true" } else { "false" }
                on:click=move |_| open(at)
            >
                <span class="outline-node" role="gridcell">
                    <Icon name=node_icon(&kind) />
                    <span class="outline-id mono" class:is-email=is_email>
                        {move || id.with(|id| if id.as_str().is_empty() { "(no id)".to_owned() } else { id.to_string() })}
                    </span>
                </span>
                <span class="outline-kind" role="gridcell">{kind.clone()}</span>
                <span class="outline-marks" role="gridcell">
                    {move || severity.get().map(|severity| {
                        let (class, words) = match severity {
                            Severity::Error => ("finding-dot tone-danger", "has errors"),
                            _ => ("finding-dot tone-warning", "has warnings"),
                        };
                        view! { <span class=class title=words><span class="visually-hidden">{words}</span></span> }
                    })}
                    {move || mark.get().map(|mark| {
                        view! { <span class=format!("badge tone-{}", mark.tone().name())>{mark.word()}</span> }
                    })}
                </span>
            </div>
        }
        .into_any()
    };
    let told = move || {
        let all = workspace.base.with(|base| base.nodes.len()) + new_nodes.with(Vec::len);
        let shown = count.get();
        if shown == all {
            counted(all, "node", "nodes")
        } else {
            format!("{shown} of {}", counted(all, "node", "nodes"))
        }
    };
    view! {
        <div class="outline">
            <div class="outline-head">
                <h2 class="pane-title">"Outline"</h2>
                <span class="muted" role="status">{told}</span>
                <IconButton
                    label="Load the newest version"
                    icon=IconName::Refresh
                    disabled=workspace.reloading
                    on_press=move |()| workspace.reload()
                />
            </div>
            <div class="outline-filter">
                <TextInput
                    value=filter
                    on_input=move |text| filter.set(text)
                    kind="search"
                    placeholder="Filter by id or type"
                    label="Filter the nodes"
                />
            </div>
            {move || (count.get() == 0).then(|| view! { <p class="empty-note">{move || {
                if needle.with(String::is_empty) { "This workflow has no nodes." } else { "No node matches the filter." }
            }}</p> })}
            <VirtualList
                count=count
                row_height=ROW_HEIGHT
                revision=revision
                reveal=Signal::derive(move || Some(active_row.get()))
                role="treegrid"
                label="Nodes of the workflow"
                focusable=true
                class="outline-list"
                render=render
                attr:aria-rowcount=count
                attr:aria-activedescendant=move || (count.get() > 0).then(|| row_id(active_row.get()))
                on:keydown=on_keydown
            />
        </div>
    }
}

fn open_draft(workspace: crate::workspace::Workspace, pane: RwSignal<Pane>, key: DraftKey) {
    workspace.select_draft(key);
    pane.set(Pane::Form);
}

fn row_id(at: usize) -> String {
    format!("outline-row-{at}")
}

/// The icon of a node type, as far as types are known.
#[must_use]
pub fn node_icon(kind: &str) -> IconName {
    match kind {
        "email" => IconName::Mail,
        "start" => IconName::ArrowRight,
        "end" => IconName::Check,
        "wait" | "delay" | "timer" => IconName::Clock,
        _ => IconName::Flow,
    }
}
