//! The files that go with the email.

use super::Section;
use super::attachment_row::AttachmentRow;
use super::budget::{Budget, Total};
use super::messages::{Notes, messages};
use super::template::failed;
use super::uploading::{DropZone, UploadButton, UploadList};
use crate::browser::locale::size;
use crate::editor::state::focus_field;
use crate::reactive::memo;
use crate::ui::{Button, ButtonKind, Choice, Each, IconName};
use crate::words::form as words;
use crate::words::{Doing, explain};
use crate::workspace::{AttachmentField, Form, FormStoreFields, Listed, OpenDraft, use_workspace};
use leptos::prelude::*;
use reactive_stores::AtKeyed;
use workflow::validate::Field;
use workflow::wire::Attachment;

/// One row per file, and how much of the tenant's limits they take.
#[component]
pub fn AttachmentsSection(
    /// The draft.
    draft: OpenDraft,
) -> impl IntoView {
    let workspace = use_workspace();
    let tenant = workspace.tenant;
    let found = messages(draft, || Some(Field::Attachments), || false);
    let options =
        memo(move |_| tenant.attachment_list.with(|list| list.entries().iter().map(choice).collect::<Vec<_>>()));
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
            let again = Callback::new(move |()| tenant.want_lists());
            vec![failed(format!("{}. {} {}", told.title, told.happened, words::TYPE_A_FILE_ID), again)]
        }
        _ => Vec::new(),
    });
    view! {
        <Section title=words::ATTACHMENTS aside=move || view! { <Total draft=draft /> }>
            <DropZone draft=draft>
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
                <UploadList draft=draft />
                {move || (!is_empty.get()).then(|| view! { <Budget draft=draft /> })}
                <div data-field="attachments">
                    <Notes messages=found />
                    <Notes messages=list_failed />
                    <div class="row-actions">
                        <Button kind=ButtonKind::Ghost icon=IconName::Add on_press=add>
                            {words::ADD_ATTACHMENT}
                        </Button>
                        <UploadButton draft=draft />
                    </div>
                </div>
            </DropZone>
        </Section>
    }
}

/// A file to choose: its name and id, its size and type.
fn choice(file: &Attachment) -> Choice {
    let name = file.file_name.clone().unwrap_or_else(|| file.file_id.clone());
    let kind = file.content_type.as_deref().unwrap_or(words::UNKNOWN_TYPE);
    Choice::new(file.file_id.clone(), name)
        .with_origin(file.file_id.clone())
        .with_detail([&*size(file.size), kind].join(words::AND_FROM))
}
