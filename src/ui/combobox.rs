//! A text input with suggestions (WAI-ARIA APG "editable combobox with list autocomplete").
//!
//! What is typed is the value, whether or not it is among the suggestions. Arrow keys move through
//! the suggestions while the focus stays in the input, Enter takes one, Escape closes the list, and
//! a second Escape empties nothing.

use super::choice::{Found, Mark, matching};
use super::{Choice, FieldContext, Icon, IconName, fresh_id};
use crate::reactive::{effect, memo};
use crate::words::craft::parts as words;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, HtmlElement};

/// Room that a list wants below the input, in px; with less, and more above, it opens upwards.
const WANTED_ROOM: f64 = 300.0;

/// A combobox. Inside a `Field` it takes label, hint and messages from there.
#[component]
pub fn Combobox(
    /// What it holds.
    #[prop(into)]
    value: Signal<String>,
    /// What it suggests.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// Told of every keystroke and of every suggestion taken.
    #[prop(into)]
    on_change: Callback<String>,
    /// Shown while it is empty.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// Whether its text is code: an id, a path.
    #[prop(optional)]
    mono: bool,
    /// Whether the suggestions are still being loaded.
    #[prop(optional, into)]
    loading: Signal<bool>,
    /// Its name without a field around it.
    #[prop(optional, into)]
    label: Option<String>,
    /// What the value is probably about: suggestions that look like it come first.
    #[prop(optional, into)]
    towards: Signal<String>,
    /// Where nothing matches: what may have been meant.
    #[prop(optional, into)]
    near: Option<Callback<String, Vec<Choice>>>,
    /// Told of the suggestion that is walked over.
    #[prop(optional, into)]
    on_walk: Option<Callback<String>>,
    /// Told whether suggestions are being shown.
    #[prop(optional, into)]
    on_suggest: Option<Callback<bool>>,
    /// Asked first about a text that is pasted; answers whether it has taken it.
    #[prop(optional, into)]
    on_paste: Option<Callback<String, bool>>,
    /// The element, for focus.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let field = use_context::<FieldContext>();
    let list_id = StoredValue::new(fresh_id("suggestions"));
    let option_id = move |at: usize| list_id.with_value(|list| format!("{list}-{at}"));
    let list = NodeRef::<html::Ul>::new();
    let frame = NodeRef::<html::Div>::new();

    let open = RwSignal::new(false);
    let above = RwSignal::new(false);
    let active = RwSignal::new(None::<usize>);
    // All suggestions until something is typed: a filled field must not hide its alternatives.
    let needle = RwSignal::new(None::<String>);
    let matched = memo(move |_| {
        if open.get() {
            options.with(|options| {
                needle.with(|needle| towards.with(|towards| matching(options, needle.as_deref(), towards)))
            })
        } else {
            (Vec::new(), 0)
        }
    });
    // What may have been meant stands in for what matches where nothing does.
    let meant = memo(move |_| {
        let typed = needle.get().filter(|typed| !typed.trim().is_empty());
        let (Some(near), Some(typed), true) = (near, typed, matched.with(|(found, _)| found.is_empty())) else {
            return Vec::new();
        };
        let bare = |choice| Found { choice, label: Vec::new(), detail: Vec::new(), more: Vec::new() };
        near.run(typed).into_iter().map(bare).collect()
    });
    let found = memo(move |_| {
        let meant = meant.get();
        if meant.is_empty() { matched.get() } else { (meant, 0) }
    });
    let count = move || found.with_untracked(|(shown, _)| shown.len());
    let has_list = memo(move |_| {
        // Where the only suggestion is what was typed, there is nothing left to suggest.
        let typed_out = || {
            found.with(|(shown, _)| matches!(shown.as_slice(), [only] if needle.with(|needle| needle.as_ref() == Some(&only.choice.value))))
        };
        let some = || found.with(|(shown, _)| !shown.is_empty()) || needle.with(Option::is_some);
        open.get() && !typed_out() && (loading.get() || some())
    });
    let has_options = memo(move |_| has_list.get() && found.with(|(shown, _)| !shown.is_empty()));
    if let Some(on_suggest) = on_suggest {
        effect(move || on_suggest.run(has_options.get()));
    }
    let note = memo(move |_| {
        found.with(|(shown, more)| {
            if loading.get() {
                Some(words::LOADING.to_owned())
            } else if shown.is_empty() {
                Some(words::NO_SUGGESTION.to_owned())
            } else if !meant.with(Vec::is_empty) {
                Some(words::MAYBE_MEANT.to_owned())
            } else {
                (*more > 0).then(|| words::more_suggestions(*more))
            }
        })
    });
    let spoken = move || {
        if !has_list.get() {
            return String::new();
        }
        let count = found.with(|(shown, more)| shown.len() + more);
        match note.get() {
            Some(note) if count == 0 || !meant.with(Vec::is_empty) => note,
            _ => words::suggestions(count),
        }
    };

    let show = move || {
        if !open.get_untracked() {
            above.set(frame.get_untracked().is_some_and(|frame| opens_upwards(&frame)));
            needle.set(None);
            open.set(true);
            let current = value.get_untracked();
            active.set(found.with_untracked(|(shown, _)| shown.iter().position(|one| one.choice.value == current)));
        }
    };
    let close = move || {
        open.set(false);
        active.set(None);
        needle.set(None);
    };
    let take = move |at: usize| {
        let chosen = found.with_untracked(|(shown, _)| shown.get(at).map(|one| one.choice.value.clone()));
        close();
        if let Some(chosen) = chosen {
            on_change.run(chosen);
        }
    };

    effect(move || {
        let (Some(at), Some(list)) = (active.get(), list.get()) else { return };
        if let Some(on_walk) = on_walk
            && let Some(value) = found.with_untracked(|(shown, _)| shown.get(at).map(|one| one.choice.value.clone()))
        {
            untrack(|| on_walk.run(value));
        }
        let Some(row) = document().get_element_by_id(&option_id(at)) else { return };
        let (row, frame) = (row.get_bounding_client_rect(), list.get_bounding_client_rect());
        if row.top() < frame.top() {
            list.set_scroll_top(list.scroll_top() - (frame.top() - row.top()).ceil() as i32);
        } else if row.bottom() > frame.bottom() {
            list.set_scroll_top(list.scroll_top() + (row.bottom() - frame.bottom()).ceil() as i32);
        }
    });

    let on_keydown = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let was_open = open.get_untracked();
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" => {
                let down = event.key() == "ArrowDown";
                if event.alt_key() && !down {
                    close();
                    event.prevent_default();
                    event.stop_propagation();
                    return;
                }
                show();
                let count = count();
                if event.alt_key() || count == 0 || (!was_open && active.get_untracked().is_some()) {
                    // Alt+Down only opens; a list just opened starts at the current value.
                } else {
                    active.update(|active| {
                        *active = Some(match (*active, down) {
                            (Some(at), true) => (at + 1) % count,
                            (Some(at), false) => (at + count - 1) % count,
                            (None, true) => 0,
                            (None, false) => count - 1,
                        });
                    });
                }
            }
            "PageDown" | "PageUp" if was_open && count() > 0 => {
                let last = count() - 1;
                let at = active.get_untracked();
                let to = if event.key() == "PageDown" {
                    at.map_or(0, |at| (at + 8).min(last))
                } else {
                    at.map_or(last, |at| at.saturating_sub(8))
                };
                active.set(Some(to));
            }
            // In a list that is being walked these are the list's; else the text's.
            "Home" if was_open && active.get_untracked().is_some() => active.set(Some(0)),
            "End" if was_open && active.get_untracked().is_some() => active.set(count().checked_sub(1)),
            "Enter" if was_open && active.get_untracked().is_some() => take(active.get_untracked().unwrap_or_default()),
            "Enter" if was_open && !event.ctrl_key() && !event.meta_key() => {
                close();
                return;
            }
            "Escape" if was_open => close(),
            "Tab" => {
                close();
                return;
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let pasted = move |event: leptos::ev::Event| {
        let text = event
            .unchecked_into::<ClipboardEvent>()
            .clipboard_data()
            .and_then(|data| data.get_data("text/plain").ok())
            .unwrap_or_default();
        on_paste.is_some_and(|on_paste| on_paste.run(text))
    };

    view! {
        <div class="combobox" node_ref=frame>
            <input
                node_ref=node_ref
                class="input combobox-input"
                class:mono=mono
                type="text"
                role="combobox"
                id=FieldContext::control_id(field, "combobox")
                aria-label=label
                aria-autocomplete="list"
                aria-expanded=move || if has_options.get() { "true" } else { "false" }
                aria-controls=list_id.get_value()
                aria-activedescendant=move || active.get().filter(|_| has_options.get()).map(option_id)
                aria-describedby=move || FieldContext::described_by(field)
                aria-invalid=move || FieldContext::invalid(field)
                aria-required=FieldContext::required(field)
                placeholder=placeholder
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=value
                on:input=move |event| {
                    let text = event_target_value(&event);
                    if !open.get_untracked() {
                        above.set(frame.get_untracked().is_some_and(|frame| opens_upwards(&frame)));
                    }
                    needle.set(Some(text.clone()));
                    active.set(None);
                    open.set(true);
                    on_change.run(text);
                }
                on:click=move |_| show()
                on:keydown=on_keydown
                on:paste=move |event| {
                    let event: leptos::ev::Event = event.unchecked_into();
                    if pasted(event.clone()) {
                        event.prevent_default();
                        close();
                    }
                }
                on:blur=move |_| close()
            />
            <span class="combobox-arrow" aria-hidden="true">
                <Icon name=IconName::ChevronDown />
            </span>
            <div
                class="combobox-popup"
                class:is-above=above
                hidden=move || !has_list.get()
                // The focus stays in the input, or the list would close before the click arrives.
                on:mousedown=|event| event.prevent_default()
            >
                <ul
                    class="combobox-list"
                    role="listbox"
                    node_ref=list
                    id=list_id.get_value()
                    aria-label=words::SUGGESTIONS
                    hidden=move || !has_options.get()
                >
                    {move || {
                        let (shown, _) = found.get();
                        shown
                            .into_iter()
                            .enumerate()
                            .map(|(at, found)| {
                                let is_active = move || active.get() == Some(at);
                                let Found { choice, label, detail, more } = found;
                                let is_code = mono && choice.label == choice.value;
                                let value = choice.value.clone();
                                view! {
                                    <li
                                        class="combobox-option"
                                        class:is-active=is_active
                                        role="option"
                                        id=option_id(at)
                                        aria-selected=move || if is_active() { "true" } else { "false" }
                                        on:click=move |_| take(at)
                                        on:mouseenter=move |_| {
                                            if let Some(on_walk) = on_walk {
                                                on_walk.run(value.clone());
                                            }
                                        }
                                    >
                                        <span class="combobox-first">
                                            <span class="combobox-label" class:mono=is_code>
                                                {marked(&choice.label, &label)}
                                            </span>
                                            {line("combobox-origin", &choice.origin, &[])}
                                        </span>
                                        {line("combobox-detail", &choice.detail, &detail)}
                                        {line("combobox-detail", &choice.more, &more)}
                                    </li>
                                }
                            })
                            .collect_view()
                    }}
                </ul>
                {move || note.get().map(|note| view! { <p class="combobox-note">{note}</p> })}
            </div>
            <span class="visually-hidden" role="status">{spoken}</span>
        </div>
    }
}

/// A line of a suggestion; nothing where there is no text.
fn line(class: &'static str, text: &str, marks: &[Mark]) -> Option<AnyView> {
    (!text.is_empty()).then(|| view! { <span class=class>{marked(text, marks)}</span> }.into_any())
}

/// A text with some of its parts marked.
fn marked(text: &str, marks: &[Mark]) -> AnyView {
    let mut parts = Vec::with_capacity(marks.len() * 2 + 1);
    let mut done = 0;
    for (start, end) in marks {
        parts.push(text[done..*start].to_owned().into_any());
        parts.push(view! { <mark>{text[*start..*end].to_owned()}</mark> }.into_any());
        done = *end;
    }
    parts.push(text[done..].to_owned().into_any());
    parts.into_any()
}

/// Whether a list has too little room below the input, and more above it.
fn opens_upwards(frame: &HtmlElement) -> bool {
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(f64::MAX);
    let rect = frame.get_bounding_client_rect();
    let below = height - rect.bottom();
    below < WANTED_ROOM && rect.top() > below
}
