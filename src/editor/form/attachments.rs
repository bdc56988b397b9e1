//! The files that go with the email.

use super::Section;
use super::messages::{Notes, messages, messages_after};
use crate::browser::locale::size;
use crate::editor::state::{focus_field, spot};
use crate::reactive::memo;
use crate::ui::{
    Button, ButtonKind, Choice, Combobox, Each, Field as FormField, FieldMessage, IconButton, IconName, TextInput, Tone,
};
use crate::words::editor::{self as words, counted};
use crate::words::{Doing, explain};
use crate::workspace::{
    AttachmentField, AttachmentFieldStoreFields, Form, FormStoreFields, Known, Listed, OpenDraft, use_workspace,
};
use leptos::prelude::*;
use reactive_stores::AtKeyed;
use workflow::validate::Field;

/// One row per file, and how much of the tenant's limits they take.
#[component]
pub fn AttachmentsSection(
    /// The draft.
    draft: OpenDraft,
) -> impl IntoView {
    let workspace = use_workspace();
    let tenant = workspace.tenant;
    let found = messages(draft, || Some(Field::Attachments), || false);
    let options = memo(move |_| {
        tenant.attachment_list.with(|list| {
            list.entries()
                .iter()
                .map(|file| {
                    let name = file.file_name.clone().unwrap_or_else(|| file.file_id.clone());
                    let kind = file.content_type.as_deref().unwrap_or("unknown type");
                    Choice::new(file.file_id.clone(), name).with_detail(format!(
                        "{} · {} · {kind}",
                        file.file_id,
                        size(file.size)
                    ))
                })
                .collect::<Vec<_>>()
        })
    });
    let is_empty = memo(move |_| draft.form.attachments().with(Vec::is_empty));
    let add = move |()| {
        let row = draft.form.attachments().with_untracked(Vec::len);
        Form::change(draft.form, |form| {
            let key = form.fresh_key();
            form.attachments.push(AttachmentField { key, ..AttachmentField::default() });
        });
        focus_field(Field::AttachmentId(row));
    };
    let list_failed = Signal::derive(move || match tenant.attachment_list.get() {
        Listed::Failed(failure) if !is_empty.get() => {
            let told = explain(&failure, Doing::ListAttachments);
            vec![FieldMessage {
                tone: Tone::Warning,
                text: format!("{}. {} You can still type a file id.", told.title, told.happened),
                action: Some(crate::ui::FieldAction {
                    label: "Try again".to_owned(),
                    run: Callback::new(move |()| tenant.want_lists()),
                }),
            }]
        }
        _ => Vec::new(),
    });
    view! {
        <Section title="Attachments" aside=move || view! { <Total draft=draft /> }>
            <div class="attachments">
                {move || is_empty.get().then(|| view! { <p class="empty-note">{words::NO_ATTACHMENTS}</p> })}
                <Each
                    each=move || draft.form.attachments()
                    key=|row| row.key()
                    children=move |row| {
                        view! { <AttachmentRow draft=draft key=AtKeyed::key(&row) options=options /> }
                    }
                />
            </div>
            {move || (!is_empty.get()).then(|| view! { <Budget draft=draft /> })}
            <div data-field="attachments">
                <Notes messages=found />
                <Notes messages=list_failed />
                <div class="row-actions">
                    <Button kind=ButtonKind::Ghost icon=IconName::Add on_press=add>
                        "Add an attachment"
                    </Button>
                </div>
            </div>
        </Section>
    }
}

#[component]
fn AttachmentRow(draft: OpenDraft, key: u32, options: Memo<Vec<Choice>>) -> impl IntoView {
    let tenant = use_workspace().tenant;
    let row = AtKeyed::new(draft.form.attachments(), key);
    let file_id = memo(move |_| row.file_id().try_get().unwrap_or_default());
    let file_name = memo(move |_| row.file_name().try_get().unwrap_or_default());
    let position = memo(move |_| draft.form.attachments().with(|rows| rows.iter().position(|row| row.key == key)));
    let file = memo(move |_| file_id.with(|id| tenant.attachment(id.trim())));
    let (id_left, name_left) = (RwSignal::new(false), RwSignal::new(false));
    let about_id = messages_after(
        draft,
        move || position.get().map(Field::AttachmentId),
        move || file_id.with(String::is_empty),
        id_left,
    );
    let about_name = messages_after(
        draft,
        move || position.get().map(Field::AttachmentName),
        move || file_name.with(String::is_empty),
        name_left,
    );
    let about_id = Signal::derive(move || {
        let mut messages = about_id.get();
        if let Some(Known::Failed(failure)) = file.get() {
            let told = file_id.with(|id| explain(&failure, Doing::ReadAttachment(id)));
            let text = format!("{}. {}", told.title, told.happened);
            messages.push(FieldMessage { tone: Tone::Warning, text, action: None });
        }
        messages
    });
    // The storage's name is taken over as long as nobody has typed another.
    let choose = move |text: String| {
        let named = |id: &str| {
            tenant
                .attachment_list
                .with_untracked(|list| {
                    list.entries().iter().find(|file| file.file_id == id).and_then(|file| file.file_name.clone())
                })
                .unwrap_or_default()
        };
        let (old, new) = (file_id.with_untracked(|id| named(id)), named(&text));
        let take_over = file_name.with_untracked(|name| name.is_empty() || (!old.is_empty() && *name == old));
        row.file_id().try_update(|id| *id = text);
        if take_over && !(new.is_empty() && old.is_empty()) {
            row.file_name().try_update(|name| *name = new);
        }
    };
    let shown_size = move || match file.get() {
        Some(Known::Here(file)) => size(file.size),
        Some(Known::Asking) => "…".to_owned(),
        _ => String::new(),
    };
    let remove_label = Signal::derive(move || {
        file_name
            .with(|name| if name.is_empty() { "Remove this attachment".to_owned() } else { format!("Remove {name}") })
    });
    let remove = move |()| {
        let at = position.get_untracked().unwrap_or_default();
        Form::change(draft.form, |form| form.attachments.retain(|row| row.key != key));
        let left = draft.form.attachments().with_untracked(Vec::len);
        focus_field(if left == 0 { Field::Attachments } else { Field::AttachmentId(at.min(left - 1)) });
    };
    let place = move |field: fn(usize) -> Field| move || position.get().map(|at| spot(field(at)));
    view! {
        <div class="attachment-row">
            <div data-field=place(Field::AttachmentId) on:focusout=move |_| id_left.set(true)>
                <FormField label="File id" hide_label=true messages=about_id>
                    <Combobox
                        value=file_id
                        options=options
                        mono=true
                        placeholder="att_…"
                        on_change=choose
                        loading=Signal::derive(move || tenant.attachment_list.with(|list| matches!(list, Listed::Asking)))
                    />
                </FormField>
            </div>
            <div data-field=place(Field::AttachmentName) on:focusout=move |_| name_left.set(true)>
                <FormField label="File name" hide_label=true messages=about_name>
                    <TextInput
                        value=file_name
                        placeholder="Name the recipient sees"
                        on_input=move |text| {
                            row.file_name().try_update(|name| *name = text);
                        }
                    />
                </FormField>
            </div>
            <span class="attachment-size">{shown_size}</span>
            <IconButton label=remove_label icon=IconName::Trash on_press=remove />
        </div>
    }
}

/// The sizes of a draft's files that are known, by name.
fn sizes(draft: OpenDraft) -> Memo<Vec<(String, u64)>> {
    let tenant = use_workspace().tenant;
    memo(move |_| {
        draft.form.attachments().with(|rows| {
            rows.iter()
                .filter_map(|row| match tenant.attachment(row.file_id.trim()) {
                    Some(Known::Here(file)) => {
                        let name = if row.file_name.is_empty() { &row.file_id } else { &row.file_name };
                        Some((name.clone(), file.size))
                    }
                    _ => None,
                })
                .collect()
        })
    })
}

#[component]
fn Total(draft: OpenDraft) -> impl IntoView {
    let workspace = use_workspace();
    let sizes = sizes(draft);
    move || {
        let count = draft.form.attachments().with(Vec::len);
        let total: u64 = sizes.with(|sizes| sizes.iter().map(|(_, size)| size).sum());
        let limit = workspace.limits.with(|limits| limits.attachments_total_bytes);
        (count > 0).then(|| {
            view! {
                <span class="muted" class:tone-danger={total > limit}>
                    {format!("{}, {} of {}", counted(count, "file", "files"), size(total), size(limit))}
                </span>
            }
        })
    }
}

/// A bar of the limit for all files, one segment per file.
#[component]
fn Budget(draft: OpenDraft) -> impl IntoView {
    let workspace = use_workspace();
    let sizes = sizes(draft);
    let words = move || {
        let (each, all) = workspace.limits.with(|limits| (limits.attachment_bytes, limits.attachments_total_bytes));
        sizes.with(|sizes| {
            let files: Vec<_> = sizes.iter().map(|(name, bytes)| format!("{name} {}", size(*bytes))).collect();
            format!("{}. At most {} a file and {} in all.", files.join(", "), size(each), size(all))
        })
    };
    view! {
        <div class="budget" role="img" aria-label=words title=words>
            {move || {
                let (each, all) = workspace
                    .limits
                    .with(|limits| (limits.attachment_bytes, limits.attachments_total_bytes));
                sizes
                    .with(|sizes| {
                        let total: u64 = sizes.iter().map(|(_, size)| size).sum();
                        let whole = total.max(all).max(1) as f64;
                        sizes
                            .iter()
                            .map(|(_, bytes)| {
                                let width = format!("{}%", *bytes as f64 / whole * 100.0);
                                let too_big = *bytes > each || total > all;
                                view! { <span class="budget-file" class:is-over=too_big style:width=width></span> }
                            })
                            .collect_view()
                    })
            }}
        </div>
    }
}
