//! A line of text.

use super::FieldContext;
use leptos::html;
use leptos::prelude::*;

/// A text input. Inside a `Field` it takes label, hint and messages from there.
#[component]
pub fn TextInput(
    /// What it shows.
    #[prop(into)]
    value: Signal<String>,
    /// Told of every keystroke.
    #[prop(into)]
    on_input: Callback<String>,
    /// Shown while it is empty.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// Whether its text is code: an id, a path.
    #[prop(optional)]
    mono: bool,
    /// The input's type: `text`, `search`, `url`, `password`.
    #[prop(default = "text")]
    kind: &'static str,
    /// Whether it cannot be edited.
    #[prop(optional, into)]
    read_only: Signal<bool>,
    /// Its name without a field around it.
    #[prop(optional, into)]
    label: Option<String>,
    /// What a browser may fill in: `username`, `current-password`.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The element, for focus.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let field = use_context::<FieldContext>();
    view! {
        <input
            node_ref=node_ref
            class="input"
            class:mono=mono
            type=kind
            id=FieldContext::control_id(field, "input")
            aria-label=label
            aria-describedby=move || FieldContext::described_by(field)
            aria-invalid=move || FieldContext::invalid(field)
            aria-required=FieldContext::required(field)
            placeholder=placeholder
            readonly=read_only
            autocomplete=autocomplete
            autocapitalize="off"
            spellcheck="false"
            prop:value=value
            on:input=move |event| on_input.run(event_target_value(&event))
        />
    }
}
