//! A form field: label, control, hint and messages, wired together for assistive technology.

use super::{Icon, Tone, fresh_id};
use crate::reactive::memo;
use leptos::context::Provider;
use leptos::prelude::*;

/// Something to say about a field's value.
#[derive(Clone, Debug)]
pub struct FieldMessage {
    /// How bad it is. [`Tone::Danger`] makes the field invalid.
    pub tone: Tone,
    /// What is wrong and what to do.
    pub text: String,
    /// A way out at the press of a button.
    pub action: Option<FieldAction>,
}

/// A way out of a problem.
#[derive(Clone, Debug)]
pub struct FieldAction {
    /// What it does, for the button.
    pub label: String,
    /// Does it.
    pub run: Callback<()>,
}

/// What a control inside a field needs to know. Taken from the context.
#[derive(Clone, Copy)]
pub struct FieldContext {
    control_id: StoredValue<String>,
    notes_id: StoredValue<String>,
    has_notes: Memo<bool>,
    invalid: Memo<bool>,
    required: bool,
}

impl FieldContext {
    /// The id that the control must carry; without a field around it, an id of its own.
    pub(super) fn control_id(field: Option<Self>, name: &str) -> String {
        field.map_or_else(|| fresh_id(name), |field| field.control_id.get_value())
    }

    /// The value of the control's `aria-describedby`.
    pub(super) fn described_by(field: Option<Self>) -> Option<String> {
        field.filter(|field| field.has_notes.get()).map(|field| field.notes_id.get_value())
    }

    /// The value of the control's `aria-invalid`.
    pub(super) fn invalid(field: Option<Self>) -> Option<&'static str> {
        field.filter(|field| field.invalid.get()).map(|_| "true")
    }

    /// The value of the control's `aria-required`.
    pub(super) fn required(field: Option<Self>) -> Option<&'static str> {
        field.filter(|field| field.required).map(|_| "true")
    }
}

/// A labelled field around one control. The hint gives way to messages, so that the form does not jump.
#[component]
pub fn Field(
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// Whether the label is for screen readers only, where the place says what the field is.
    #[prop(optional)]
    hide_label: bool,
    /// What to write, in a few words.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What to say about the value, worst first.
    #[prop(optional, into)]
    messages: Signal<Vec<FieldMessage>>,
    /// Whether it cannot be left empty.
    #[prop(optional)]
    required: bool,
    /// The control.
    children: ChildrenFn,
) -> impl IntoView {
    let control_id = fresh_id("field");
    let notes_id = fresh_id("notes");
    let context = FieldContext {
        control_id: StoredValue::new(control_id.clone()),
        notes_id: StoredValue::new(notes_id.clone()),
        has_notes: memo(move |_| messages.with(|messages| !messages.is_empty()) || hint.with(|hint| !hint.is_empty())),
        invalid: memo(move |_| messages.with(|messages| messages.iter().any(|message| message.tone == Tone::Danger))),
        required,
    };
    let worst = move || {
        messages.with(|messages| messages.iter().map(|message| message.tone).min()).map_or("field", |tone| match tone {
            Tone::Danger => "field field-danger",
            Tone::Warning => "field field-warning",
            Tone::Success | Tone::Info | Tone::Neutral => "field",
        })
    };
    view! {
        <div class=worst>
            <label class="field-label" class:visually-hidden=hide_label for=control_id>
                {label}
            </label>
            <Provider value=context>{children()}</Provider>
            <div class="field-notes" id=notes_id>
                {move || {
                    let messages = messages.get();
                    if messages.is_empty() {
                        hint.with(|hint| (!hint.is_empty()).then(|| view! { <p class="field-hint">{hint.clone()}</p> }.into_any()))
                    } else {
                        Some(messages.into_iter().map(message_view).collect_view().into_any())
                    }
                }}
            </div>
        </div>
    }
}

/// A message with its icon and its way out. Inside a field it is drawn by [`Field`]; a section draws its own.
pub fn message_view(message: FieldMessage) -> impl IntoView {
    let class = match message.tone {
        Tone::Danger => "field-message tone-danger",
        Tone::Warning => "field-message tone-warning",
        Tone::Success => "field-message tone-success",
        Tone::Info | Tone::Neutral => "field-message tone-info",
    };
    view! {
        <p class=class>
            <Icon name=message.tone.icon() />
            <span>{message.text}</span>
            {message
                .action
                .map(|action| {
                    view! {
                        <button type="button" class="link-button" on:click=move |_| action.run.run(())>
                            {action.label}
                        </button>
                    }
                })}
        </p>
    }
}
