//! The node's id.

use super::Section;
use super::messages::messages;
use crate::reactive::memo;
use crate::ui::{Field as FormField, TextInput};
use crate::words::editor as words;
use crate::workspace::{FormStoreFields, OpenDraft};
use leptos::prelude::*;
use workflow::validate::Field;

/// The id: suggested for a new node, fixed for one that is in the workflow.
#[component]
pub fn IdentitySection(
    /// The draft.
    draft: OpenDraft,
) -> impl IntoView {
    let value = memo(move |_| draft.form.id().get());
    let fixed = memo(move |_| !draft.is_new());
    let found = messages(draft, || Some(Field::Id), || false);
    let hint = Signal::derive(move || if fixed.get() { words::ID_FIXED } else { words::ID_HINT }.to_owned());
    view! {
        <Section title="Node id">
            <div data-field="id">
                <FormField label="Node id" hide_label=true required=true hint=hint messages=found>
                    <TextInput value=value mono=true read_only=fixed on_input=move |text| draft.form.id().set(text) />
                </FormField>
            </div>
        </Section>
    }
}
