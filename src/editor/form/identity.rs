//! The node's id.

use super::Section;
use super::messages::messages;
use crate::reactive::memo;
use crate::ui::{Field as FormField, FieldAction, FieldMessage, TextInput, Tone};
use crate::words::nodes as words;
use crate::workspace::{FormStoreFields, OpenDraft, use_workspace};
use leptos::prelude::*;
use workflow::validate::Field;

/// The id: suggested and unique for a new node; another one for a node of the workflow takes its transitions along.
#[component]
pub fn IdentitySection(
    /// The draft.
    draft: OpenDraft,
) -> impl IntoView {
    let workspace = use_workspace();
    let value = memo(move |_| draft.form.id().get());
    let old = memo(move |_| draft.existing());
    let is_renamed = memo(move |_| old.with(|old| old.as_ref().is_some_and(|old| value.with(|id| id != old.as_str()))));
    let found = messages(draft, || Some(Field::Id), || false);
    let told = Signal::derive(move || {
        let mut told = found.get();
        for message in &mut told {
            if message.tone == Tone::Danger && message.action.is_none() {
                let free = workspace.free_id_for(draft);
                let label = words::use_id(&free);
                let run = Callback::new(move |()| workspace.rename(draft.key, &free));
                message.action = Some(FieldAction { label, run });
            }
        }
        if is_renamed.get()
            && let Some(old) = old.get()
        {
            let back = old.clone();
            let run = Callback::new(move |()| workspace.rename(draft.key, back.as_str()));
            told.push(FieldMessage {
                tone: Tone::Info,
                text: words::renamed_from(old.as_str()),
                action: Some(FieldAction { label: words::use_id(old.as_str()), run }),
            });
        }
        told
    });
    let hint = Signal::derive(move || {
        if old.with(Option::is_some) { words::ID_OF_EXISTING } else { words::ID_OF_NEW }.to_owned()
    });
    view! {
        <Section title=words::NODE_ID>
            <div data-field="id">
                <FormField label=words::NODE_ID hide_label=true required=true hint=hint messages=told>
                    <TextInput value=value mono=true on_input=move |text: String| workspace.rename(draft.key, &text) />
                </FormField>
            </div>
        </Section>
    }
}
