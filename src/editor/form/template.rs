//! Which template the email is made from.

use super::Section;
use super::messages::{OkMark, leave, messages_after};
use super::notices::{Leftovers, Notices};
use crate::reactive::{effect, memo};
use crate::ui::{Choice, Combobox, Field as FormField, FieldAction, FieldMessage, Tone};
use crate::words::form as words;
use crate::words::{Doing, explain};
use crate::workspace::{Form, FormStoreFields, Known, Listed, OpenDraft, Pause, Tenant, placeholders, use_workspace};
use leptos::prelude::*;
use workflow::document::{NodeId, TemplateId};
use workflow::email::Draft;
use workflow::validate::Field;
use workflow::wire::{Template, TemplateSummary};

/// How long a suggestion must be walked over until more is asked about it, in ms.
const WALK_MS: u64 = 200;

/// The template field. Choosing a template lays out a row for each of its placeholders.
#[component]
pub fn TemplateSection(
    /// The draft.
    draft: OpenDraft,
) -> impl IntoView {
    let workspace = use_workspace();
    let tenant = workspace.tenant;
    let notices = Notices::expect();
    let value = memo(move |_| draft.form.template_id().get());
    let id = memo(move |_| value.with(|value| TemplateId::from(value.trim())));
    let known = memo(move |_| id.with(|id| tenant.template(id)));
    let left = RwSignal::new(false);
    let found = messages_after(draft, || Some(Field::TemplateId), move || value.with(String::is_empty), left);
    let options = memo(move |_| {
        tenant.template_list.with(|list| list.entries().iter().map(|one| choice(one, tenant)).collect::<Vec<_>>())
    });
    let hint = memo(move |_| match known.get() {
        Some(Known::Asking) => words::TEMPLATE_CHECKING.to_owned(),
        Some(Known::Here(template)) => about(&template),
        Some(Known::Missing) => words::TEMPLATE_UNKNOWN.to_owned(),
        Some(Known::Failed(_)) | None => words::TEMPLATE_HINT.to_owned(),
    });
    // An id that was good once is not misspelt but gone.
    let deployed = memo(move |_| {
        let node: NodeId = draft.existing()?;
        workspace.base.with(|base| Draft::of_node(&base.document, &node)).map(|draft| draft.template_id)
    });
    let was_there = memo(move |_| {
        known.with(|known| matches!(known, Some(Known::Missing)))
            && id.with(|id| {
                deployed.with(|deployed| deployed.as_deref() == Some(id.as_str()))
                    || tenant.template_list.with(|list| list.entries().iter().any(|one| one.id == id.as_str()))
            })
    });
    let messages = Signal::derive(move || {
        let mut messages = found.get();
        if was_there.get() {
            messages.push(FieldMessage { tone: Tone::Info, text: words::TEMPLATE_DELETED.to_owned(), action: None });
        }
        if let Some(Known::Failed(failure)) = known.get() {
            let id = id.get_untracked();
            let told = explain(&failure, Doing::ReadTemplate(id.as_str()));
            let again = Callback::new(move |()| tenant.ask_template(id.clone()));
            messages.push(failed(format!("{}. {} {}", told.title, told.happened, told.next), again));
        }
        if messages.is_empty()
            && let Listed::Failed(failure) = tenant.template_list.get()
        {
            let told = explain(&failure, Doing::ListTemplates);
            let again = Callback::new(move |()| tenant.want_lists());
            messages.push(failed(format!("{}. {} {}", told.title, told.happened, words::TYPE_AN_ID), again));
        }
        messages
    });
    let ok = memo(move |_| matches!(known.get(), Some(Known::Here(_))) && found.with(Vec::is_empty));

    let lay_out = move |form: &mut Form, template: &Template| {
        let names = placeholders(template);
        let before = form.variables.iter().filter(|row| !row.path.trim().is_empty()).count();
        let left = form.lay_out(&names);
        notices.leftovers.set((!left.is_empty()).then(|| Leftovers {
            template: template.id.clone(),
            kept: before.saturating_sub(left.len()),
            names: left,
        }));
    };
    // The template that was picked here and whose rows are still to be laid out, once it is known.
    let to_lay_out = RwSignal::new(None::<TemplateId>);
    effect(move || {
        if let (Some(picked), Some(Known::Here(template))) = (to_lay_out.get(), known.get())
            && picked == id.get_untracked()
        {
            to_lay_out.set(None);
            Form::change(draft.form, |form| lay_out(form, &template));
        }
    });
    let choose = move |text: String| {
        let picked = TemplateId::from(text.trim());
        let listed =
            tenant.template_list.with_untracked(|list| list.entries().iter().any(|template| template.id == text));
        if let Some(Known::Here(template)) = untrack(|| tenant.template(&picked)) {
            // At once where it is known, so that one step takes both back.
            to_lay_out.set(None);
            Form::change(draft.form, |form| {
                form.template_id = text;
                lay_out(form, &template);
            });
            return;
        }
        notices.leftovers.set(None);
        draft.form.template_id().set(text);
        to_lay_out.set(Some(picked.clone()));
        if listed {
            tenant.want_template(picked);
        }
    };
    let pause = Pause::of_ms(WALK_MS);
    let walk = move |id: String| {
        let is_told = tenant.template_list.with_untracked(|list| {
            list.entries().iter().any(|template| template.id == id && template.placeholders.is_some())
        });
        if is_told {
            pause.cancel();
        } else {
            pause.then(move || tenant.want_template(TemplateId::from(id.as_str())));
        }
    };
    on_cleanup(move || {
        tenant.searching.try_set(false);
    });
    view! {
        <Section title=words::TEMPLATE>
            <div data-field="template" class="marked-field" on:focusout=move |_| leave(left)>
                <FormField label=words::TEMPLATE hide_label=true required=true hint=hint messages=messages>
                    <Combobox
                        value=value
                        options=options
                        on_change=choose
                        on_walk=Callback::new(walk)
                        on_suggest=Callback::new(move |shown| tenant.searching.set(shown))
                        placeholder=words::TEMPLATE_PLACEHOLDER
                        mono=true
                        loading=Signal::derive(move || tenant.template_list.with(|list| matches!(list, Listed::Asking)))
                    />
                </FormField>
                <OkMark ok=ok />
            </div>
        </Section>
    }
}

/// A template to choose: its name and id, its subject, when it was changed and what it asks for.
fn choice(listed: &TemplateSummary, tenant: Tenant) -> Choice {
    let id = TemplateId::from(listed.id.as_str());
    let asked = || match tenant.template(&id) {
        Some(Known::Here(template)) => Some(placeholders(&template)),
        _ => None,
    };
    let mut more: Vec<String> = Vec::new();
    more.extend(listed.last_updated_timestamp.map(words::changed));
    more.extend(listed.placeholders.clone().or_else(asked).map(|names| words::placeholders(&names)));
    let subject = if listed.subject.is_empty() { String::new() } else { words::subject(&listed.subject) };
    let choice = if listed.name.is_empty() {
        Choice::new(listed.id.clone(), listed.id.clone())
    } else {
        Choice::new(listed.id.clone(), listed.name.clone()).with_origin(listed.id.clone())
    };
    choice.with_detail(subject).with_more(more.join(words::AND_FROM))
}

/// A template that is chosen, in a line.
fn about(template: &Template) -> String {
    let mut parts = Vec::new();
    if !template.name.is_empty() {
        parts.push(template.name.clone());
    }
    if !template.subject.is_empty() {
        parts.push(words::subject(&template.subject));
    }
    parts.extend(template.last_updated_timestamp.map(words::changed));
    if parts.is_empty() { template.id.clone() } else { parts.join(words::AND_FROM) }
}

/// That the tenant could not be asked, with a way to ask again.
pub(super) fn failed(text: String, again: Callback<()>) -> FieldMessage {
    let action = Some(FieldAction { label: words::TRY_AGAIN.to_owned(), run: again });
    FieldMessage { tone: Tone::Warning, text, action }
}
