//! Properties of the node that the form has no field for: shown, kept, and edited as JSON.

use super::Section;
use super::json_box::JsonBox;
use crate::browser::page;
use crate::reactive::memo;
use crate::ui::{Button, ButtonKind, Each, Field as FormField, FieldMessage, IconButton, IconName, TextInput, Tone};
use crate::words::form as words;
use crate::workspace::{Form, OpenDraft, TypedJson, Workspace, use_workspace};
use leptos::prelude::*;
use workflow::email::{NodeJsonError, OtherProperty};
use workflow::json::{Pointer, Value};

/// One field of JSON for each, and a way to add one.
#[component]
pub fn OtherSection(
    /// The draft.
    draft: OpenDraft,
) -> impl IntoView {
    let workspace = use_workspace();
    let others =
        memo(move |_| workspace.base.with(|base| draft.draft.with(|draft| draft.other_properties(&base.document))));
    let is_empty = memo(move |_| others.with(Vec::is_empty));
    let adding = RwSignal::new(false);
    // Only its name is looked at, so that a value that is typed does not draw its field anew.
    let keys = memo(move |_| {
        others.with(|all| all.iter().map(|one| (one.pointer.to_string(), one.key.clone())).collect::<Vec<_>>())
    });
    view! {
        <Section title=words::OTHER_PROPERTIES>
            <div class="other-properties" data-field="other">
                {move || (!is_empty.get()).then(|| view! { <p class="field-hint">{words::OTHER_HINT}</p> })}
                <Each
                    each=move || keys.get()
                    key=|(pointer, _)| pointer.clone()
                    children=move |(pointer, key)| {
                        view! { <Property draft=draft pointer=pointer key=key others=others /> }
                    }
                />
                {move || {
                    if adding.get() {
                        view! { <NewProperty draft=draft others=others open=adding /> }.into_any()
                    } else {
                        view! {
                            <div class="row-actions">
                                <Button kind=ButtonKind::Ghost icon=IconName::Add on_press=move |()| adding.set(true)>
                                    {words::ADD_PROPERTY}
                                </Button>
                            </div>
                        }
                            .into_any()
                    }
                }}
            </div>
        </Section>
    }
}

#[component]
fn Property(draft: OpenDraft, pointer: String, key: String, others: Memo<Vec<OtherProperty>>) -> impl IntoView {
    let workspace = use_workspace();
    let is_on_node = pointer.matches('/').count() == 1;
    let (label, remove_label) = (words::property_json(&key), words::remove_property(&key));
    let pointer = StoredValue::new(Pointer::parse(&pointer).unwrap_or_default());
    let value = memo(move |before: Option<&String>| {
        let here = others.with(|all| {
            all.iter().find(|one| pointer.with_value(|pointer| one.pointer == *pointer)).map(|one| one.text.clone())
        });
        // One that was just removed is asked once more before it is taken away.
        here.or_else(|| before.cloned()).unwrap_or_default()
    });
    let typed = RwSignal::new(None::<TypedJson>);
    let check = move |text: String| Value::parse(&text).err().map(NodeJsonError::from);
    let on_valid = move |(text, _): (String, String)| {
        typed.set(None);
        pointer.with_value(|pointer| set(workspace, draft, pointer, Some(&text)));
    };
    let remove = move |()| {
        pointer.with_value(|pointer| set(workspace, draft, pointer, None));
        page::focus_soon("[data-field=other] :is(textarea, button)");
    };
    view! {
        <div class="other-property" data-property=pointer.with_value(ToString::to_string)>
            <div class="other-head">
                <span class="other-key mono">{key}</span>
                {is_on_node.then(|| view! { <span class="muted">{words::ON_THE_NODE}</span> })}
                <IconButton label=remove_label icon=IconName::Trash on_press=remove />
            </div>
            <JsonBox
                label=label
                value=value
                typed=typed
                on_typed=move |now| typed.set(now)
                check=check
                on_valid=on_valid
            />
        </div>
    }
}

/// Asks for a key and adds a property of it, to be filled in its field.
#[component]
fn NewProperty(draft: OpenDraft, others: Memo<Vec<OtherProperty>>, open: RwSignal<bool>) -> impl IntoView {
    let workspace = use_workspace();
    let key = RwSignal::new(String::new());
    let refusal = memo(move |_| {
        let key = key.get();
        let pointer = pointer_of(&key);
        if others.with(|all| all.iter().any(|one| one.pointer == pointer)) {
            Some(words::PROPERTY_TAKEN)
        } else if Form::has_field(key.trim()) {
            Some(words::PROPERTY_KNOWN)
        } else {
            None
        }
    });
    let messages = Signal::derive(move || {
        let message = |text: &str| FieldMessage { tone: Tone::Danger, text: text.to_owned(), action: None };
        refusal.get().map(message).into_iter().collect::<Vec<_>>()
    });
    let add = move || {
        if refusal.with_untracked(Option::is_some) || key.with_untracked(|key| key.trim().is_empty()) {
            page::focus("[data-field=other-key] input");
            return;
        }
        let pointer = key.with_untracked(|key| pointer_of(key));
        set(workspace, draft, &pointer, Some("null"));
        open.set(false);
        page::focus_soon(format!("[data-property={:?}] textarea", pointer.as_str()));
    };
    let close = move || {
        open.set(false);
        page::focus_soon("[data-field=other] .row-actions button");
    };
    page::focus_soon("[data-field=other-key] input");
    view! {
        <div
            class="new-property"
            data-field="other-key"
            on:keydown=move |event| match event.key().as_str() {
                "Enter" if !event.is_composing() && event.target() != event.current_target() => {
                    let is_input = page::is_typing();
                    if is_input {
                        event.prevent_default();
                        add();
                    }
                }
                "Escape" => close(),
                _ => {}
            }
        >
            <FormField label=words::PROPERTY_KEY messages=messages>
                <TextInput
                    value=key
                    mono=true
                    placeholder=words::PROPERTY_KEY_PLACEHOLDER
                    on_input=move |text| key.set(text)
                />
            </FormField>
            <div class="paste-actions">
                <Button on_press=move |()| add()>{words::PROPERTY_ADD}</Button>
                <Button kind=ButtonKind::Ghost on_press=move |()| close()>{words::CANCEL}</Button>
            </div>
        </div>
    }
}

fn pointer_of(key: &str) -> Pointer {
    Pointer::root().child("properties").child(key.trim())
}

fn set(workspace: Workspace, draft: OpenDraft, pointer: &Pointer, json: Option<&str>) {
    let edited = workspace
        .base
        .with_untracked(|base| draft.draft.with_untracked(|draft| draft.with_value(&base.document, pointer, json)));
    if let Ok(edited) = edited {
        let typed = draft.form.with_untracked(|form| form.json_typed.clone());
        Form::change(draft.form, |form| {
            form.take_json(edited);
            form.json_typed = typed;
        });
    }
}
