//! All shortcuts on one sheet, from the same table as everything else, and the switch for single keys.

use super::view::KeysView;
use super::{Palette, Sheet};
use crate::browser::keys::Keys;
use crate::reactive::effect;
use crate::shortcuts::{Place, TABLE, use_shortcuts};
use crate::ui::{Checkbox, Dialog};
use crate::words::craft::help as words;
use leptos::prelude::*;

/// Keys that belong to a part of the page rather than to all of it.
const IN_LISTS: &[(&str, &[Keys])] = &[
    (words::MOVE, &[Keys::plain("ArrowUp"), Keys::plain("ArrowDown")]),
    (words::ENDS, &[Keys::plain("Home"), Keys::plain("End")]),
    (words::OPEN, &[Keys::plain("Enter")]),
    (words::BACK, &[Keys::plain("Escape")]),
];

/// The sheet.
#[component]
pub(super) fn HelpSheet(palette: Palette) -> impl IntoView {
    let shortcuts = use_shortcuts();
    let open = RwSignal::new(palette.shown.get_untracked() == Some(Sheet::Help));
    effect(move || open.set(palette.shown.get() == Some(Sheet::Help)));
    effect(move || {
        if !open.get() && palette.shown.get_untracked() == Some(Sheet::Help) {
            palette.shown.set(None);
        }
    });
    view! {
        <Dialog title=words::TITLE open=open wide=true>
            <div class="help">
                {section(words::EVERYWHERE, of_place(Place::Everywhere))}
                {section(words::WORKFLOW, of_place(Place::Workflow))}
                {section(words::LISTS, IN_LISTS.to_vec())}
            </div>
            <div class="help-setting">
                <Checkbox
                    checked=Signal::derive(move || shortcuts.has_single_keys())
                    on_change=move |on| shortcuts.set_single_keys(on)
                    label=words::SINGLE_KEYS
                    hint=words::SINGLE_KEYS_HINT
                />
            </div>
        </Dialog>
    }
}

fn of_place(place: Place) -> Vec<(&'static str, &'static [Keys])> {
    let rows = TABLE.iter().filter(|row| row.place == place && !row.keys.is_empty());
    rows.map(|row| (row.name, row.keys)).collect()
}

fn section(title: &'static str, rows: Vec<(&'static str, &'static [Keys])>) -> AnyView {
    let rows = rows.into_iter().map(|(name, keys)| {
        let all = keys.iter().enumerate().map(|(at, keys)| {
            let or = (at > 0).then(|| view! { <span class="muted">{words::OR}</span> });
            view! { {or} <KeysView keys=*keys /> }
        });
        view! {
            <div class="help-row">
                <dt>{name}</dt>
                <dd>{all.collect_view()}</dd>
            </div>
        }
    });
    view! {
        <section class="help-section">
            <h3 class="help-title">{title}</h3>
            <dl>{rows.collect_view()}</dl>
        </section>
    }
    .into_any()
}
