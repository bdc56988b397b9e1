//! A text input with suggestions (WAI-ARIA APG "editable combobox with list autocomplete").
//!
//! What is typed is the value, whether or not it is among the suggestions. Arrow keys move through
//! the suggestions while the focus stays in the input, Enter takes one, Escape closes the list, and
//! a second Escape empties nothing.

use super::{FieldContext, Icon, IconName, fresh_id};
use crate::reactive::{effect, memo};
use crate::words::craft::parts as words;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

/// Suggestions drawn at most. Typing narrows the rest down.
const SHOWN: usize = 100;

/// Something to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The value.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// More about it, in a second line.
    pub detail: String,
}

impl Choice {
    /// A choice without a second line.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), detail: String::new() }
    }

    /// The choice with a second line.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    fn matches(&self, needle: &str) -> bool {
        contains(&self.value, needle) || contains(&self.label, needle) || contains(&self.detail, needle)
    }
}

fn contains(hay: &str, lower_needle: &str) -> bool {
    hay.to_lowercase().contains(lower_needle)
}

/// The suggestions that match, the first [`SHOWN`] of them, and how many more there are.
fn matching(options: &[Choice], needle: Option<&str>) -> (Vec<Choice>, usize) {
    let needle = needle.unwrap_or_default().trim().to_lowercase();
    let mut all = options.iter().filter(|choice| needle.is_empty() || choice.matches(&needle));
    let shown: Vec<_> = all.by_ref().take(SHOWN).cloned().collect();
    (shown, all.count())
}

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
    /// The element, for focus.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let field = use_context::<FieldContext>();
    let list_id = StoredValue::new(fresh_id("suggestions"));
    let option_id = move |at: usize| list_id.with_value(|list| format!("{list}-{at}"));
    let list = NodeRef::<html::Ul>::new();

    let open = RwSignal::new(false);
    let active = RwSignal::new(None::<usize>);
    // All suggestions until something is typed: a filled field must not hide its alternatives.
    let needle = RwSignal::new(None::<String>);
    let found = memo(move |_| {
        if open.get() {
            options.with(|options| needle.with(|needle| matching(options, needle.as_deref())))
        } else {
            (Vec::new(), 0)
        }
    });
    let count = move || found.with_untracked(|(shown, _)| shown.len());
    let has_list = memo(move |_| {
        // Where the only suggestion is what was typed, there is nothing left to suggest.
        let typed_out = || {
            found.with(|(shown, _)| matches!(shown.as_slice(), [only] if needle.with(|needle| needle.as_ref() == Some(&only.value))))
        };
        let some = || found.with(|(shown, _)| !shown.is_empty()) || needle.with(Option::is_some);
        open.get() && !typed_out() && (loading.get() || some())
    });

    let show = move || {
        if !open.get_untracked() {
            needle.set(None);
            open.set(true);
            let current = value.get_untracked();
            active.set(found.with_untracked(|(shown, _)| shown.iter().position(|choice| choice.value == current)));
        }
    };
    let close = move || {
        open.set(false);
        active.set(None);
        needle.set(None);
    };
    let take = move |at: usize| {
        let chosen = found.with_untracked(|(shown, _)| shown.get(at).map(|choice| choice.value.clone()));
        close();
        if let Some(chosen) = chosen {
            on_change.run(chosen);
        }
    };

    effect(move || {
        let (Some(at), Some(list)) = (active.get(), list.get()) else { return };
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
            // In a list that is being walked these are the list's; else the text's.
            "Home" if was_open && active.get_untracked().is_some() => active.set(Some(0)),
            "End" if was_open && active.get_untracked().is_some() => active.set(count().checked_sub(1)),
            "Enter" if was_open && active.get_untracked().is_some() => take(active.get_untracked().unwrap_or_default()),
            "Enter" if was_open => {
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

    view! {
        <div class="combobox">
            <input
                node_ref=node_ref
                class="input combobox-input"
                class:mono=mono
                type="text"
                role="combobox"
                id=FieldContext::control_id(field, "combobox")
                aria-label=label
                aria-autocomplete="list"
                aria-expanded=move || if has_list.get() { "true" } else { "false" }
                aria-controls=list_id.get_value()
                aria-activedescendant=move || active.get().filter(|_| has_list.get()).map(option_id)
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
                    needle.set(Some(text.clone()));
                    active.set(None);
                    open.set(true);
                    on_change.run(text);
                }
                on:click=move |_| show()
                on:keydown=on_keydown
                on:blur=move |_| close()
            />
            <span class="combobox-arrow" aria-hidden="true">
                <Icon name=IconName::ChevronDown />
            </span>
            <ul
                class="combobox-list"
                role="listbox"
                node_ref=list
                id=list_id.get_value()
                aria-label=words::SUGGESTIONS
                hidden=move || !has_list.get()
                // The focus stays in the input, or the list would close before the click arrives.
                on:mousedown=|event| event.prevent_default()
            >
                {move || {
                    let (shown, more) = found.get();
                    let nothing = shown.is_empty();
                    let rows = shown
                        .into_iter()
                        .enumerate()
                        .map(|(at, choice)| {
                            let is_active = move || active.get() == Some(at);
                            let is_code = mono && choice.label == choice.value;
                            view! {
                                <li
                                    class="combobox-option"
                                    class:is-active=is_active
                                    role="option"
                                    id=option_id(at)
                                    aria-selected=move || if is_active() { "true" } else { "false" }
                                    on:click=move |_| take(at)
                                >
                                    <span class="combobox-label" class:mono=is_code>{choice.label}</span>
                                    {(!choice.detail.is_empty()).then(|| view! { <span class="combobox-detail">{choice.detail}</span> })}
                                </li>
                            }
                        })
                        .collect_view();
                    let note = if loading.get() {
                        Some(words::LOADING.to_owned())
                    } else if nothing {
                        Some(words::NO_SUGGESTION.to_owned())
                    } else {
                        (more > 0).then(|| words::more_suggestions(more))
                    };
                    (rows, note.map(|note| view! { <li class="combobox-note" role="presentation">{note}</li> }))
                }}
            </ul>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, SHOWN, matching};

    #[test]
    fn typing_filters_by_value_label_and_detail_whatever_the_case() {
        let options = [
            Choice::new("tmpl_inv_2024", "Invoice").with_detail("Your invoice"),
            Choice::new("tmpl_ship", "Shipping").with_detail("On its way"),
        ];
        let values =
            |needle| matching(&options, Some(needle)).0.into_iter().map(|choice| choice.value).collect::<Vec<_>>();
        assert_eq!(values("INV"), ["tmpl_inv_2024"]);
        assert_eq!(values("way"), ["tmpl_ship"]);
        assert_eq!(values(" "), ["tmpl_inv_2024", "tmpl_ship"]);
        assert!(values("refund").is_empty());
    }

    #[test]
    fn a_long_list_is_cut_and_says_how_much_is_left() {
        let options: Vec<_> = (0..250).map(|n| Choice::new(format!("node_{n}"), "")).collect();
        let (shown, more) = matching(&options, None);
        assert_eq!((shown.len(), more), (SHOWN, 250 - SHOWN));
    }
}
