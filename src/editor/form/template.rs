//! Which template the email is made from.

use super::Section;
use super::messages::{OkMark, messages_after};
use crate::reactive::{effect, memo};
use crate::ui::{Choice, Combobox, Field as FormField, FieldAction, FieldMessage, Tone};
use crate::words::editor as words;
use crate::words::{Doing, explain};
use crate::workspace::{Form, FormStoreFields, Known, Listed, OpenDraft, placeholders, use_workspace};
use leptos::prelude::*;
use workflow::document::TemplateId;
use workflow::validate::Field;

/// The template field. Choosing a template lays out a row for each of its placeholders.
#[component]
pub fn TemplateSection(
    /// The draft.
    draft: OpenDraft,
) -> impl IntoView {
    let workspace = use_workspace();
    let tenant = workspace.tenant;
    let value = memo(move |_| draft.form.template_id().get());
    let id = memo(move |_| value.with(|value| TemplateId::from(value.trim())));
    let known = memo(move |_| id.with(|id| tenant.template(id)));
    let left = RwSignal::new(false);
    let found = messages_after(draft, || Some(Field::TemplateId), move || value.with(String::is_empty), left);
    let options = memo(move |_| {
        tenant.template_list.with(|list| {
            list.entries()
                .iter()
                .map(|template| {
                    let label = if template.name.is_empty() { &template.id } else { &template.name };
                    let detail = format!("{} · {}", template.id, template.subject);
                    Choice::new(template.id.clone(), label.clone()).with_detail(detail.trim_end_matches(" · "))
                })
                .collect::<Vec<_>>()
        })
    });
    let hint = memo(move |_| match known.get() {
        Some(Known::Asking) => words::TEMPLATE_CHECKING.to_owned(),
        Some(Known::Here(template)) => {
            let name = if template.name.is_empty() { template.id.clone() } else { template.name.clone() };
            if template.subject.is_empty() { name } else { format!("{name} · Subject: {}", template.subject) }
        }
        Some(Known::Missing) => words::TEMPLATE_UNKNOWN.to_owned(),
        Some(Known::Failed(_)) | None => words::TEMPLATE_HINT.to_owned(),
    });
    let messages = Signal::derive(move || {
        let mut messages = found.get();
        if let Some(Known::Failed(failure)) = known.get() {
            let id = id.get_untracked();
            let told = explain(&failure, Doing::ReadTemplate(id.as_str()));
            messages.push(FieldMessage {
                tone: Tone::Warning,
                text: format!("{}. {} {}", told.title, told.happened, told.next),
                action: Some(FieldAction {
                    label: "Try again".to_owned(),
                    run: Callback::new(move |()| tenant.ask_template(id.clone())),
                }),
            });
        }
        if messages.is_empty()
            && let Listed::Failed(failure) = tenant.template_list.get()
        {
            let told = explain(&failure, Doing::ListTemplates);
            messages.push(FieldMessage {
                tone: Tone::Warning,
                text: format!("{}. {} You can still type an id.", told.title, told.happened),
                action: Some(FieldAction {
                    label: "Try again".to_owned(),
                    run: Callback::new(move |()| tenant.want_lists()),
                }),
            });
        }
        messages
    });
    let ok = memo(move |_| matches!(known.get(), Some(Known::Here(_))) && found.with(Vec::is_empty));

    // The template that was picked here and whose rows are still to be laid out, once it is known.
    let to_lay_out = RwSignal::new(None::<TemplateId>);
    effect(move || {
        if let (Some(picked), Some(Known::Here(template))) = (to_lay_out.get(), known.get())
            && picked == id.get_untracked()
        {
            to_lay_out.set(None);
            Form::change(draft.form, |form| form.lay_out(&placeholders(&template)));
        }
    });
    let choose = move |text: String| {
        let listed =
            tenant.template_list.with_untracked(|list| list.entries().iter().any(|template| template.id == text));
        let picked = TemplateId::from(text.trim());
        draft.form.template_id().set(text);
        to_lay_out.set(Some(picked.clone()));
        if listed {
            tenant.want_template(picked);
        }
    };
    view! {
        <Section title="Template">
            <div data-field="template" class="marked-field" on:focusout=move |_| left.set(true)>
                <FormField label="Template" hide_label=true required=true hint=hint messages=messages>
                    <Combobox
                        value=value
                        options=options
                        on_change=choose
                        placeholder="Search templates or type an id"
                        mono=true
                        loading=Signal::derive(move || tenant.template_list.with(|list| matches!(list, Listed::Asking)))
                    />
                </FormField>
                <OkMark ok=ok />
            </div>
        </Section>
    }
}
