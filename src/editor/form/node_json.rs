//! The whole node as JSON, in step with the form.

use super::Section;
use super::json_box::{JsonBox, laid_out};
use crate::browser::page;
use crate::components::CopyButton;
use crate::reactive::memo;
use crate::ui::{Banner, Button, ButtonKind, FieldAction, Tone};
use crate::words::form as words;
use crate::workspace::{Form, FormStoreFields, OpenDraft, TypedJson, Workspace, use_workspace};
use leptos::html;
use leptos::prelude::*;
use workflow::email::NodeJsonError;
use workflow::json::{Value, carry_over};

/// Whether the section is open. The form provides it, for the button in its head.
#[derive(Clone, Copy)]
pub struct JsonOpen(RwSignal<bool>);

impl JsonOpen {
    /// Provides it as context: closed, unless JSON is typed that is not valid yet.
    pub fn provide(draft: OpenDraft) -> Self {
        let open = Self(RwSignal::new(draft.form.json_typed().with_untracked(Option::is_some)));
        provide_context(open);
        open
    }

    /// Opens it and goes there.
    pub fn show(self) {
        self.0.set(true);
        page::focus_soon("#node-json textarea");
    }
}

/// The section with the text.
#[component]
pub fn NodeJsonSection(
    /// The draft.
    draft: OpenDraft,
) -> impl IntoView {
    let JsonOpen(open) = expect_context();
    let toggle = move || {
        view! {
            <button
                type="button"
                class="link-button"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls="node-json"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {move || if open.get() { words::HIDE_JSON } else { words::SHOW_JSON }}
                <span class="visually-hidden">{format!(" {}", words::NODE_JSON)}</span>
            </button>
        }
    };
    view! {
        <Section title=words::NODE_JSON aside=toggle>
            <div id="node-json" hidden=move || !open.get()>
                {move || open.get().then(|| view! { <NodeJson draft=draft /> })}
            </div>
        </Section>
    }
}

#[component]
fn NodeJson(draft: OpenDraft) -> impl IntoView {
    let workspace = use_workspace();
    let area = NodeRef::<html::Textarea>::new();
    let value = memo(move |_| workspace.base.with(|base| draft.draft.with(|draft| draft.text_in(&base.document))));
    let typed = memo(move |_| draft.form.json_typed().get());
    let check = move |text: String| checked(workspace, draft, &text).err();
    let on_valid = move |(text, from): (String, String)| take(workspace, draft, &text, &from);
    let keep = move |typed: Option<TypedJson>| draft.form.json_typed().set(typed);
    let format = move |()| {
        if typed.with_untracked(Option::is_none)
            && let Some(area) = area.get_untracked()
        {
            let text = laid_out(&area.value());
            area.set_value(&text);
            let _ = area.focus();
            on_valid((text, value.get_untracked()));
        }
    };
    view! {
        <JsonBox
            label=words::NODE_JSON
            value=value
            typed=typed
            on_typed=keep
            check=check
            on_valid=on_valid
            hint=words::NODE_JSON_HINT
            node_ref=area
        />
        <div class="row-actions">
            <Button kind=ButtonKind::Ghost on_press=format>{words::FORMAT_JSON}</Button>
            <CopyButton
                what=words::COPY_JSON
                text=move |()| area.get_untracked().map_or_else(|| value.get_untracked(), |area| area.value())
            />
        </div>
    }
}

/// Tells at the top of the form that it does not follow the JSON below.
#[component]
pub fn JsonNotice(
    /// The draft.
    draft: OpenDraft,
) -> impl IntoView {
    let JsonOpen(open) = expect_context();
    let is_invalid = memo(move |_| draft.form.json_typed().with(Option::is_some));
    move || {
        is_invalid.get().then(|| {
            let go =
                FieldAction { label: words::JSON_SHOW.to_owned(), run: Callback::new(move |()| JsonOpen(open).show()) };
            let drop_it = FieldAction {
                label: words::JSON_DROP.to_owned(),
                run: Callback::new(move |()| {
                    draft.form.json_typed().set(None);
                    page::focus("#node-heading");
                }),
            };
            let actions = [go, drop_it].into_iter().map(|FieldAction { label, run }| {
                view! { <button type="button" class="link-button" on:click=move |_| run.run(())>{label}</button> }
            });
            view! {
                <Banner tone=Tone::Warning>
                    {words::JSON_INVALID}
                    <p class="notice-actions">{actions.collect_view()}</p>
                </Banner>
            }
        })
    }
}

fn checked(workspace: Workspace, draft: OpenDraft, text: &str) -> Result<workflow::email::Draft, NodeJsonError> {
    workspace.base.with_untracked(|base| draft.draft.with_untracked(|draft| draft.with_text(&base.document, text)))
}

/// The form takes over a valid text. What the form was edited in meanwhile stays: only what differs between the text and
/// what it was typed from is set.
fn take(workspace: Workspace, draft: OpenDraft, text: &str, from: &str) {
    let now = workspace.base.with_untracked(|base| draft.draft.with_untracked(|draft| draft.text_in(&base.document)));
    let merged = match (Value::parse(from), Value::parse(text)) {
        (Ok(from), Ok(to)) => carry_over(&from, &to, &now).unwrap_or_else(|_| text.to_owned()),
        _ => text.to_owned(),
    };
    if let Ok(edited) = checked(workspace, draft, &merged).or_else(|_| checked(workspace, draft, text)) {
        Form::change(draft.form, |form| form.take_json(edited));
    }
}
