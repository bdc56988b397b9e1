//! One attachment: the file, the name that the recipient sees, its size and type, and its place in the list.

use super::messages::{leave, messages_after};
use super::template::failed;
use crate::browser::locale::size;
use crate::browser::page;
use crate::components::use_announcer;
use crate::editor::state::{focus_field, spot};
use crate::reactive::memo;
use crate::ui::{Choice, Combobox, Field as FormField, Icon, IconButton, IconName, TextInput};
use crate::words::form as words;
use crate::words::{Doing, explain};
use crate::workspace::{AttachmentFieldStoreFields, Form, FormStoreFields, Known, Listed, OpenDraft, use_workspace};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use reactive_stores::AtKeyed;
use wasm_bindgen::JsCast;
use web_sys::Element;
use workflow::validate::Field;

/// A row of the attachments.
#[component]
pub fn AttachmentRow(
    /// The draft.
    draft: OpenDraft,
    /// The row.
    key: u32,
    /// The files to choose from.
    options: Memo<Vec<Choice>>,
) -> impl IntoView {
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
            let again = Callback::new(move |()| tenant.ask_attachment(file_id.with_untracked(|id| id.trim().into())));
            messages.push(failed(format!("{}. {}", told.title, told.happened), again));
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
        let take_over = file_name.with_untracked(|name| name.is_empty() || (!old.is_empty() && *name == old))
            && !(new.is_empty() && old.is_empty());
        if !take_over {
            row.file_id().try_update(|id| *id = text);
            return;
        }
        Form::change(draft.form, |form| {
            if let Some(row) = form.attachments.iter_mut().find(|row| row.key == key) {
                (row.file_id, row.file_name) = (text, new);
            }
        });
    };
    let shown = move || match file.get() {
        Some(Known::Here(file)) => view! {
            <span>{size(file.size)}</span>
            <span class="attachment-type">{file.content_type.clone().unwrap_or_default()}</span>
        }
        .into_any(),
        Some(Known::Asking) => words::ASKING.into_any(),
        _ => ().into_any(),
    };
    let remove_label = Signal::derive(move || file_name.with(|name| words::remove_attachment(name)));
    let remove = move |()| {
        let at = position.get_untracked().unwrap_or_default();
        Form::change(draft.form, |form| form.attachments.retain(|row| row.key != key));
        let left = draft.form.attachments().with_untracked(Vec::len);
        focus_field(if left == 0 { Field::Attachments } else { Field::AttachmentId(at.min(left - 1)) });
    };
    let place = move |field: fn(usize) -> Field| move || position.get().map(|at| spot(field(at)));
    view! {
        <div class="attachment-row" data-row=key.to_string()>
            <MoveHandle draft=draft key=key name=file_name position=position />
            <div data-field=place(Field::AttachmentId) on:focusout=move |_| leave(id_left)>
                <FormField label=words::FILE_ID hide_label=true messages=about_id>
                    <Combobox
                        value=file_id
                        options=options
                        mono=true
                        placeholder=words::FILE_ID_PLACEHOLDER
                        on_change=choose
                        loading=Signal::derive(move || tenant.attachment_list.with(|list| matches!(list, Listed::Asking)))
                    />
                </FormField>
            </div>
            <div data-field=place(Field::AttachmentName) on:focusout=move |_| leave(name_left)>
                <FormField label=words::FILE_NAME hide_label=true messages=about_name>
                    <TextInput
                        value=file_name
                        placeholder=words::FILE_NAME_PLACEHOLDER
                        on_input=move |text| {
                            row.file_name().try_update(|name| *name = text);
                        }
                    />
                </FormField>
            </div>
            <span class="attachment-size">{shown}</span>
            <IconButton label=remove_label icon=IconName::Trash on_press=remove />
        </div>
    }
}

/// Moves a row: up and down with the keyboard, or dragged.
#[component]
fn MoveHandle(draft: OpenDraft, key: u32, name: Memo<String>, position: Memo<Option<usize>>) -> impl IntoView {
    let announcer = use_announcer();
    let count = memo(move |_| draft.form.attachments().with(Vec::len));
    let dragged = RwSignal::new(false);
    let id = format!("move-{key}-{}", draft.key.0);
    let selector = format!("#{id}");
    let label = move || {
        let at = position.get().unwrap_or_default();
        name.with(|name| words::move_file(name, at + 1, count.get()))
    };
    let move_to = StoredValue::new(Box::new(move |to: usize, focus: bool| {
        if position.get_untracked() == Some(to) || to >= count.get_untracked() {
            return;
        }
        let mut place = None;
        Form::change(draft.form, |form| place = form.move_attachment(key, to));
        if let Some(at) = place {
            announcer.say(name.with_untracked(|name| words::moved_file(name, at + 1, count.get_untracked())));
        }
        // A row that is put elsewhere in the page loses the focus.
        if focus {
            let selector = selector.clone();
            page::focus_soon(selector.clone());
        }
    }) as Box<dyn Fn(usize, bool) + Send + Sync>);
    let on_keydown = move |event: KeyboardEvent| {
        let Some(at) = position.get_untracked() else { return };
        let to = match event.key().as_str() {
            "ArrowUp" => at.checked_sub(1),
            "ArrowDown" => Some(at + 1),
            "Home" => Some(0),
            "End" => count.get_untracked().checked_sub(1),
            _ => return,
        };
        event.prevent_default();
        if let Some(to) = to {
            move_to.with_value(|move_to| move_to(to, true));
        }
    };
    let down = move |event: PointerEvent| {
        if event.button() == 0
            && let Some(handle) = handle_of(&event)
        {
            dragged.set(true);
            let _ = handle.set_pointer_capture(event.pointer_id());
        }
    };
    let moved = move |event: PointerEvent| {
        if dragged.get_untracked()
            && let Some(to) = handle_of(&event).and_then(|handle| row_at(&handle, f64::from(event.client_y())))
        {
            move_to.with_value(|move_to| move_to(to, false));
            // Put elsewhere in the page, the handle has to be held anew.
            if let Some(handle) = handle_of(&event) {
                let _ = handle.set_pointer_capture(event.pointer_id());
            }
        }
    };
    view! {
        <button
            type="button"
            class="move-handle"
            id=id
            class:is-dragged=dragged
            aria-label=label
            title=words::ORDER_HINT
            aria-disabled=move || (count.get() < 2).then_some("true")
            on:keydown=on_keydown
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=move |_| dragged.set(false)
            on:pointercancel=move |_| dragged.set(false)
        >
            <Icon name=IconName::Grip />
        </button>
    }
}

fn handle_of(event: &PointerEvent) -> Option<Element> {
    event.current_target().and_then(|target| target.dyn_into::<Element>().ok())
}

/// The row that a height lies in.
fn row_at(handle: &Element, y: f64) -> Option<usize> {
    let list = handle.closest(".attachments").ok().flatten()?;
    let rows = list.query_selector_all(".attachment-row").ok()?;
    (0..rows.length()).find_map(|at| {
        let rect = rows.get(at)?.dyn_into::<Element>().ok()?.get_bounding_client_rect();
        (rect.top() <= y && y < rect.bottom()).then_some(at as usize)
    })
}
