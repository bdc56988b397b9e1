//! The outline: every node of the workflow as a tree grid, of which only the rows in view are drawn.
//!
//! One tab stop. Arrow keys, Page Up and Down, Home and End move through the rows, Enter and Space
//! open the row. The grid keeps the focus and names its active row, because rows come and go as it scrolls.

use super::rows::{Row, rows};
use super::state::{Pane, use_editor};
use crate::browser::page;
use crate::browser::text::lowercase;
use crate::components::node_icon;
use crate::reactive::{effect, memo};
use crate::shortcuts::{Action, use_shortcuts};
use crate::ui::{Icon, IconButton, IconName, TextInput, Tone, VirtualList};
use crate::words::editor::counted;
use crate::workspace::{Ask, Mark, Marks, Shown, use_opened};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use std::sync::Arc;
use workflow::email::EMAIL_NODE_TYPE;
use workflow::validate::Severity;

/// A row's height in px; the same in `style/editor.css`.
const ROW_HEIGHT: u32 = 32;
const FILTER: &str = "#outline-filter input";
/// How far Page Up and Page Down go.
const PAGE: usize = 12;

/// The change mark of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Badge {
    New,
    Edited,
    Moved,
    Removed,
}

impl Badge {
    const fn of(mark: &Mark) -> Self {
        match mark {
            Mark { removed: true, .. } => Self::Removed,
            Mark { edited: false, moved: Some(_), .. } => Self::Moved,
            _ => Self::Edited,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::New => "NEW",
            Self::Edited => "EDITED",
            Self::Moved => "MOVED",
            Self::Removed => "REMOVED",
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::New => Tone::Success,
            Self::Edited | Self::Moved => Tone::Info,
            Self::Removed => Tone::Danger,
        }
    }
}

/// The nodes, with a filter above them.
#[component]
pub fn Outline() -> impl IntoView {
    let opened = use_opened();
    let editor = use_editor();
    let filter = RwSignal::new(String::new());
    use_shortcuts().on(Action::Filter, move || {
        editor.pane.set(Pane::Outline);
        request_animation_frame(|| {
            page::focus(FILTER);
            page::select_text(FILTER);
        });
    });
    use_shortcuts().on(Action::Reload, move || opened.reload());
    let needle = memo(move |_| filter.with(|filter| lowercase(filter.trim())));

    let marks = memo(move |_| opened.work.get().map_or_else(Arc::<Marks>::default, |work| work.marks.get()));
    let lines = memo(move |_| {
        opened.base.with(|base| marks.with(|marks| needle.with(|needle| Arc::new(rows(base, &marks.new, needle)))))
    });
    let count = memo(move |_| lines.with(|rows| rows.len()));
    let revision = memo(move |before: Option<&u64>| {
        lines.track();
        opened.base.track();
        before.map_or(0, |before| before + 1)
    });
    let id_of = move |row: Row| match row {
        Row::Base(index) => opened.base.with(|base| base.nodes.get(index).map(|node| node.id.clone())),
        Row::New(key) => marks.with(|marks| marks.new.iter().find(|node| node.key == key).map(|node| node.id.clone())),
    };
    // What was asked for counts until it can be shown.
    let shown = memo(move |_| match (opened.work.get(), opened.asked.get()) {
        (_, Some(Ask::Show(node))) => Shown::Node(node),
        (Some(work), _) => work.shown.get(),
        (None, _) => Shown::Nothing,
    });
    let selected_row = memo(move |_| {
        shown.with(|shown| {
            lines.with(|rows| match shown {
                Shown::Nothing => None,
                Shown::New(key) => rows.iter().position(|row| *row == Row::New(*key)),
                Shown::Node(wanted) => opened.base.with(|base| {
                    rows.iter().position(|row| {
                        matches!(row, Row::Base(index) if base.nodes.get(*index).is_some_and(|node| node.id == *wanted))
                    })
                }),
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
        let Some(row) = lines.with_untracked(|rows| rows.get(at).copied()) else { return };
        active.set(at);
        match row {
            Row::New(key) => opened.ask(Ask::ShowDraft(key)),
            Row::Base(_) => {
                if let Some(id) = untrack(|| id_of(row)) {
                    opened.ask(Ask::Show(id));
                }
            }
        }
        editor.pane.set(Pane::Form);
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
        let Some(row) = lines.with_untracked(|rows| rows.get(at).copied()) else { return ().into_any() };
        let kind = match row {
            Row::Base(index) => opened
                .base
                .with_untracked(|base| base.nodes.get(index).map(|node| node.kind.to_string()).unwrap_or_default()),
            Row::New(_) => EMAIL_NODE_TYPE.to_owned(),
        };
        let is_email = kind == EMAIL_NODE_TYPE;
        let id = memo(move |_| id_of(row).unwrap_or_default());
        let mark = memo(move |_| match row {
            Row::New(_) => Some(Badge::New),
            Row::Base(_) => id.with(|id| marks.with(|marks| marks.of(id).map(Badge::of))),
        });
        let severity =
            memo(move |_| opened.work.get().and_then(|work| id.with(|id| work.worst.with(|worst| worst.of(id)))));
        let selected = memo(move |_| selected_row.get() == Some(at));
        view! {
            <div
                class="outline-row"
                class:is-selected=selected
                class:is-active=move || active_row.get() == at
                class:is-removed=move || mark.get() == Some(Badge::Removed)
                class:is-new=move || mark.get() == Some(Badge::New)
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
        let all = opened.base.with(|base| base.nodes.len()) + marks.with(|marks| marks.new.len());
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
                    disabled=opened.reloading
                    on_press=move |()| opened.reload()
                />
            </div>
            <div class="outline-filter" id="outline-filter">
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

fn row_id(at: usize) -> String {
    format!("outline-row-{at}")
}
