//! A line of text that needs no field around it.

use crate::browser::page;
use crate::reactive::effect;
use leptos::prelude::*;

/// A text input with a name of its own: what lists are filtered with. It is loaded before all else; what forms
/// are made of is [`TextInput`](super::TextInput).
#[component]
pub fn PlainInput(
    /// Its id.
    id: &'static str,
    /// What it shows.
    value: RwSignal<String>,
    /// Told of every keystroke, after `value`.
    #[prop(optional, into)]
    on_input: Option<Callback<()>>,
    /// Shown while it is empty.
    placeholder: &'static str,
    /// Its name for screen readers, where no label is beside it.
    #[prop(optional, into)]
    label: Option<String>,
    /// The input's type: `text`, `search`.
    #[prop(default = "search")]
    kind: &'static str,
    /// Whether its text is code: an id, a path.
    #[prop(optional)]
    mono: bool,
) -> impl IntoView {
    // What is typed is in the element already; this is for what is set from elsewhere.
    effect(move || value.with(|text| page::set_value(id, text)));
    view! {
        <input
            class="input"
            class:mono=mono
            type=kind
            id=id
            aria-label=label
            placeholder=placeholder
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            on:input=move |event| {
                value.set(event_target_value(&event));
                if let Some(on_input) = on_input {
                    on_input.run(());
                }
            }
        />
    }
}
