//! One row of the outline.

use super::outline_state::{OutlineState, cell_id};
use super::quiet::{indent, row_id};
use super::rows::Row;
use crate::components::node_icon;
use crate::reactive::memo;
use crate::ui::{Icon, IconName, Tone};
use crate::words::nodes as words;
use crate::workspace::Mark;
use leptos::attr::custom::custom_attribute;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use workflow::email::EMAIL_NODE_TYPE;
use workflow::validate::Severity;

/// What is done with a node: a word, and its tone.
#[must_use]
pub fn badge(row: Row, mark: Option<&Mark>) -> Option<(&'static str, Tone)> {
    if matches!(row, Row::New(_)) {
        return Some((words::NEW_MARK, Tone::Success));
    }
    Some(match mark? {
        Mark { removed: true, .. } => (words::REMOVED_MARK, Tone::Danger),
        Mark { edited: true, .. } => (words::EDITED_MARK, Tone::Info),
        Mark { moved: Some(_), .. } => (words::MOVED, Tone::Info),
        _ => (words::RENAMED_MARK, Tone::Info),
    })
}

/// Draws the row at a place.
pub fn outline_row(outline: OutlineState, at: usize) -> AnyView {
    let Some(line) = outline.line(at) else { return ().into_any() };
    let marks = outline.marks;
    let row = line.row;
    let kind = untrack(|| outline.kind_of(row));
    let is_email = kind == EMAIL_NODE_TYPE;
    let name = memo(move |_| {
        let id = outline.new_id_of(row);
        if id.as_str().is_empty() { words::NO_ID.to_owned() } else { id.to_string() }
    });
    let mark = memo(move |_| {
        let id = outline.id_of(row);
        marks.with(|marks| badge(row, marks.of(&id)))
    });
    let is_removed = move || mark.get().is_some_and(|(word, _)| word == words::REMOVED_MARK);
    let severity = memo(move |_| outline.severity_of(row));
    let selected = memo(move |_| outline.selected_at.get() == Some(at));
    let is_active = memo(move |_| outline.active_at.get() == at);
    let is_at = move |cell: usize| move || is_active.get() && outline.cell.get() == Some(cell);
    let fold = move |event: MouseEvent| {
        event.stop_propagation();
        outline.go_to(at);
        outline.fold(row, line.open == Some(true));
    };
    let menu = move |event: MouseEvent| {
        event.prevent_default();
        event.stop_propagation();
        outline.open_menu(row, f64::from(event.client_x()), f64::from(event.client_y()));
    };
    let folding = line.open.map(|open| {
        let icon = if open { IconName::ChevronDown } else { IconName::ChevronRight };
        view! { <span class="outline-fold" aria-hidden="true" on:click=fold><Icon name=icon /></span> }
    });
    let finding = move || {
        severity.get().map(|severity| {
            let (class, words) = match severity {
                Severity::Error => ("finding-dot tone-danger", words::HAS_ERRORS),
                _ => ("finding-dot tone-warning", words::HAS_WARNINGS),
            };
            view! { <span class=class title=words><span class="visually-hidden">{words}</span></span> }
        })
    };
    let change = move || {
        mark.get().map(|(word, tone)| view! { <span class=format!("badge tone-{}", tone.name())>{word}</span> })
    };
    view! {
        <div
            {..custom_attribute("aria-level", (line.level + 1).to_string())}
            class="outline-row"
            class:is-selected=selected
            class:is-active=move || is_active.get() && outline.cell.get().is_none()
            class:is-removed=is_removed
            class:is-new=matches!(row, Row::New(_))
            role="row"
            id=row_id(at)
            aria-rowindex=at + 1
            aria-expanded=line.open.map(|open| if open { "true" } else { "false" })
            aria-selected=move || if selected.get() { "true" } else { "false" }
            on:click=move |_| outline.open(at)
            on:contextmenu=menu
        >
            <span
                class="outline-node"
                class:is-at=is_at(0)
                role="gridcell"
                id=cell_id(at, 0)
                style:--level=indent(line)
            >
                {folding}
                <Icon name=node_icon(&kind) />
                <span class="outline-id mono" class:is-email=is_email>{name}</span>
            </span>
            <span class="outline-kind" class:is-at=is_at(1) role="gridcell" id=cell_id(at, 1)>{kind}</span>
            <span class="outline-finding" class:is-at=is_at(2) role="gridcell" id=cell_id(at, 2)>{finding}</span>
            <span class="outline-marks" class:is-at=is_at(3) role="gridcell" id=cell_id(at, 3)>{change}</span>
            <span class="outline-actions" class:is-at=is_at(4) role="gridcell" id=cell_id(at, 4)>
                <button
                    type="button"
                    class="outline-menu"
                    tabindex="-1"
                    aria-haspopup="menu"
                    aria-label=move || words::actions_of(&name.get())
                    on:click=menu
                >
                    <Icon name=IconName::More />
                </button>
            </span>
        </div>
    }
    .into_any()
}
