//! The palette on the screen (WAI-ARIA APG "combobox with listbox popup", in a dialog): the focus stays in
//! the field, which names the item that Enter would choose.

use super::help::HelpSheet;
use super::items::{Doer, Item, all};
use super::rank::{Hit, ranked};
use super::recent::{recent, remember};
use super::{Palette, Sheet};
use crate::api;
use crate::browser::keys::Keys;
use crate::reactive::{effect, memo, spawn_local};
use crate::shortcuts::{Action, row, use_shortcuts};
use crate::ui::{Icon, IconName, Kbd, keep_modal};
use crate::words::craft::palette as words;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use std::ops::Range;
use workflow::wire::WorkflowSummary;

/// How far Page Up and Page Down go.
const PAGE: usize = 8;
const LIST: &str = "palette-list";

/// Both sheets.
pub(super) fn sheets(palette: Palette) -> AnyView {
    view! {
        <PaletteSheet palette=palette />
        <HelpSheet palette=palette />
    }
    .into_any()
}

fn option_id(at: usize) -> String {
    format!("palette-item-{at}")
}

#[component]
fn PaletteSheet(palette: Palette) -> impl IntoView {
    let shortcuts = use_shortcuts();
    let doer = Doer::new(palette, shortcuts);
    let element = NodeRef::<html::Dialog>::new();
    let input = NodeRef::<html::Input>::new();
    let list = NodeRef::<html::Div>::new();
    let open = memo(move |_| palette.shown.get() == Some(Sheet::Palette));
    keep_modal(element, open.into());

    let workflows = RwSignal::new(Vec::<WorkflowSummary>::new());
    let typed = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    // What there is to choose is looked at when the palette is opened, not while it is closed.
    let items = memo(move |_| if open.get() { all(palette, shortcuts, &workflows.read()) } else { Vec::new() });
    let lately = memo(move |_| if open.get() { recent() } else { Vec::new() });
    let found =
        memo(move |_| items.with(|items| lately.with(|lately| typed.with(|typed| ranked(items, typed, lately)))));
    let count = move || found.with(|(hits, _)| hits.len());
    let is_empty = memo(move |_| count() == 0);
    effect(move || {
        if !open.get() {
            return;
        }
        typed.set(String::new());
        active.set(0);
        spawn_local(async move {
            // Without a list the palette offers what it has.
            if let Ok(Some(listed)) = api::list_workflows().await {
                let _ = workflows.try_set(listed.workflows);
            }
        });
    });
    effect(move || {
        let at = active.get();
        let (Some(list), Some(row)) = (list.get(), document().get_element_by_id(&option_id(at))) else { return };
        // Headings stay in sight above the first of their items.
        if at == 0 { list.set_scroll_top(0) } else { reveal(&list, &row) }
    });

    let close = move || {
        if let Some(dialog) = element.get_untracked() {
            // At once, so that the focus is back where it was before anything else moves it.
            dialog.close();
        }
        palette.shown.set(None);
    };
    let choose = move |at: usize| {
        let item = found.with_untracked(|(hits, _)| {
            items.with_untracked(|items| {
                hits.get(at).and_then(|hit| items.get(hit.at)).map(|item| (item.key.clone(), item.run.clone()))
            })
        });
        let Some((key, run)) = item else { return };
        close();
        remember(&key);
        doer.run(&run);
    };
    let on_keydown = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let toggles =
            row(Action::Palette).is_some_and(|row| row.keys.iter().any(|keys: &Keys| keys.are_pressed(&event)));
        if toggles {
            event.prevent_default();
            close();
            return;
        }
        let last = untrack(count).saturating_sub(1);
        let at = active.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" => {
                if at >= last {
                    0
                } else {
                    at + 1
                }
            }
            "ArrowUp" => at.checked_sub(1).unwrap_or(last),
            "PageDown" => (at + PAGE).min(last),
            "PageUp" => at.saturating_sub(PAGE),
            "Enter" => {
                event.prevent_default();
                choose(at);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        active.set(next);
    };

    view! {
        <dialog
            class="palette"
            node_ref=element
            aria-label=words::TITLE
            on:close=move |_| palette.shown.set(None)
            on:click=move |event| {
                let beside = event.target().zip(element.get_untracked()).is_some_and(|(target, dialog)| target == ****dialog);
                if beside {
                    close();
                }
            }
            on:keydown=on_keydown
        >
            {move || open.get().then(|| view! {
                <div class="palette-body">
                    <div class="palette-head">
                        <Icon name=IconName::Search />
                        <input
                            node_ref=input
                            class="palette-input"
                            type="text"
                            role="combobox"
                            aria-label=words::INPUT
                            aria-autocomplete="list"
                            aria-expanded=move || if is_empty.get() { "false" } else { "true" }
                            aria-controls=LIST
                            aria-activedescendant=move || (count() > 0).then(|| option_id(active.get()))
                            placeholder=words::PLACEHOLDER
                            autocomplete="off"
                            autocapitalize="off"
                            spellcheck="false"
                            autofocus
                            prop:value=typed
                            on:input=move |event| {
                                typed.set(event_target_value(&event));
                                active.set(0);
                            }
                        />
                        <button type="button" class="palette-close" aria-label=words::CLOSE on:click=move |_| close()>
                            <Kbd>{words::ESCAPE}</Kbd>
                        </button>
                    </div>
                    <div class="palette-list" id=LIST role="listbox" aria-label=words::RESULTS node_ref=list hidden=is_empty>
                        {move || found.with(|(hits, _)| items.with(|items| groups_view(items, hits, active, choose)))}
                    </div>
                    {move || (count() == 0).then(|| view! {
                        <p class="palette-nothing">{move || typed.with(|typed| words::nothing(typed.trim()))}</p>
                    })}
                    <p class="palette-note" role="status">{move || found.with(|(hits, more)| words::told(hits.len(), *more))}</p>
                </div>
            })}
        </dialog>
    }
}

fn groups_view(
    items: &[Item],
    hits: &[Hit],
    active: RwSignal<usize>,
    choose: impl Fn(usize) + Copy + Send + Sync + 'static,
) -> AnyView {
    let mut groups = Vec::new();
    let mut from = 0;
    for part in hits.chunk_by(|one, next| one.group == next.group) {
        let heading = format!("palette-group-{}", groups.len());
        let labelled_by = heading.clone();
        let title = part.first().map_or("", |hit| hit.group.title());
        let first = from;
        from += part.len();
        let rows = part.iter().enumerate().filter_map(|(offset, hit)| {
            items.get(hit.at).map(|item| row_view(item, hit, first + offset, active, choose))
        });
        groups.push(
            view! {
                <div role="group" class="palette-group" aria-labelledby=labelled_by>
                    <div class="palette-title" id=heading role="presentation">{title}</div>
                    {rows.collect_view()}
                </div>
            }
            .into_any(),
        );
    }
    groups.into_any()
}

fn row_view(
    item: &Item,
    hit: &Hit,
    at: usize,
    active: RwSignal<usize>,
    choose: impl Fn(usize) + Copy + Send + Sync + 'static,
) -> AnyView {
    let is_active = memo(move |_| active.get() == at);
    let keys = item.keys.first().map(|keys| view! { <KeysView keys=*keys /> });
    let current = item.is_current.then(|| {
        view! {
            <span class="palette-current"><Icon name=IconName::Check /> {words::CURRENT}</span>
        }
    });
    view! {
        <div
            class="palette-row"
            class:is-active=is_active
            role="option"
            id=option_id(at)
            aria-selected=move || if is_active.get() { "true" } else { "false" }
            on:pointermove=move |_| if active.get_untracked() != at { active.set(at) }
            on:click=move |_| choose(at)
        >
            <Icon name=item.icon />
            <span class="palette-label">{marked(&item.label, &hit.label)}</span>
            <span class="palette-detail">{marked(&item.detail, &hit.detail)}</span>
            {current}
            {keys}
        </div>
    }
    .into_any()
}

/// A text whose matching parts are marked.
fn marked(text: &str, marks: &[Range<usize>]) -> AnyView {
    let mut parts = Vec::new();
    let mut from = 0;
    for mark in marks {
        let (Some(before), Some(inside)) = (text.get(from..mark.start), text.get(mark.clone())) else { continue };
        parts.push(view! { {before.to_owned()} <mark>{inside.to_owned()}</mark> }.into_any());
        from = mark.end;
    }
    parts.push(text.get(from..).unwrap_or_default().to_owned().into_any());
    parts.into_any()
}

/// Keys side by side, as they are printed.
#[component]
pub(super) fn KeysView(keys: Keys) -> impl IntoView {
    let printed = keys.printed().into_iter().map(|key| view! { <Kbd>{key}</Kbd> }).collect_view();
    view! { <span class="keys">{printed}</span> }
}

fn reveal(list: &web_sys::HtmlDivElement, row: &web_sys::Element) {
    let (row, frame) = (row.get_bounding_client_rect(), list.get_bounding_client_rect());
    if row.top() < frame.top() {
        list.set_scroll_top(list.scroll_top() - (frame.top() - row.top()).ceil() as i32);
    } else if row.bottom() > frame.bottom() {
        list.set_scroll_top(list.scroll_top() + (row.bottom() - frame.bottom()).ceil() as i32);
    }
}
