//! One variable: the placeholder that it fills, the scope path that fills it, and what that may look like.

use super::messages::{OkMark, leave, messages_after};
use super::pasting::Take;
use super::paths::{catalogue_sample, meant};
use crate::editor::samples::sample;
use crate::editor::state::{focus_field, spot};
use crate::reactive::memo;
use crate::ui::{Badge, Choice, Combobox, Field as FormField, IconButton, IconName, TextInput, Tone};
use crate::words::form as words;
use crate::workspace::{Form, FormStoreFields, OpenDraft, VariableFieldStoreFields, use_workspace};
use leptos::prelude::*;
use reactive_stores::AtKeyed;
use wasm_bindgen::JsCast;
use web_sys::ClipboardEvent;
use workflow::validate::Field;

/// A row of the variables. Only what it shows of itself is drawn anew when it is edited.
#[component]
pub fn VariableRow(
    /// The draft.
    draft: OpenDraft,
    /// The row.
    key: u32,
    /// The paths to choose from.
    paths: Memo<Vec<Choice>>,
    /// The template's placeholders, where they are known.
    expected: Memo<Option<Vec<String>>>,
    /// Asked first about a text that is pasted.
    on_paste: Take,
) -> impl IntoView {
    let workspace = use_workspace();
    let row = AtKeyed::new(draft.form.variables(), key);
    // A row that was just removed may be asked once more before it is taken away.
    let name = memo(move |_| row.name().try_get().unwrap_or_default());
    let path = memo(move |_| row.path().try_get().unwrap_or_default());
    let position = memo(move |_| draft.form.variables().with(|rows| rows.iter().position(|row| row.key == key)));
    let (name_left, path_left) = (RwSignal::new(false), RwSignal::new(false));
    let told_about_name = messages_after(
        draft,
        move || position.get().map(Field::VariableName),
        move || name.with(String::is_empty),
        name_left,
    );
    // The name of a new row says little until it is typed out, and the way on to its path should lead past nothing.
    let first_naming = RwSignal::new(false);
    let about_name =
        Signal::derive(move || if first_naming.get() && !name_left.get() { Vec::new() } else { told_about_name.get() });
    let about_path = messages_after(
        draft,
        move || position.get().map(Field::VariablePath),
        move || path.with(String::is_empty),
        path_left,
    );
    let ok = memo(move |_| {
        !path.with(String::is_empty)
            && !name.with(String::is_empty)
            && about_path.with(Vec::is_empty)
            && about_name.with(Vec::is_empty)
    });
    let is_asked_for =
        memo(move |_| expected.with(|expected| expected.as_ref().map(|names| name.with(|name| names.contains(name)))));
    let is_extra = memo(move |_| is_asked_for.get() == Some(false) && !name.with(String::is_empty));
    // A placeholder's name is the template's affair. While a name is typed its field stays, whatever it spells.
    let naming = RwSignal::new(false);
    let is_fixed = memo(move |_| is_asked_for.get() == Some(true) && !naming.get() && about_name.with(Vec::is_empty));
    let shown_sample = memo(move |_| {
        name.with(|name| {
            path.with(|path| {
                if path.is_empty() || name.is_empty() {
                    return String::new();
                }
                catalogue_sample(workspace, path).unwrap_or_else(|| sample(name, path))
            })
        })
    });
    let path_label = Signal::derive(move || name.with(|name| words::path_for(name)));
    let remove_label = Signal::derive(move || name.with(|name| words::remove_variable(name)));
    let remove = move |()| {
        let at = position.get_untracked().unwrap_or_default();
        Form::change(draft.form, |form| form.variables.retain(|row| row.key != key));
        let left = draft.form.variables().with_untracked(Vec::len);
        focus_field(if left == 0 { Field::Variables } else { Field::VariablePath(at.min(left - 1)) });
    };
    let place = move |field: fn(usize) -> Field| move || position.get().map(|at| spot(field(at)));
    let name_field = move || {
        if is_fixed.get() {
            return view! {
                <span class="variable-name mono" title=name>
                    {name}
                </span>
            }
            .into_any();
        }
        view! {
            <FormField label=words::PLACEHOLDER hide_label=true messages=about_name>
                <TextInput
                    value=name
                    mono=true
                    placeholder=words::NAME_PLACEHOLDER
                    on_input=move |text| {
                        row.name().try_update(|name| *name = text);
                    }
                />
            </FormField>
        }
        .into_any()
    };
    view! {
        <div class="variable-row" role="group" aria-label=move || name.with(|name| words::variable_row(name))>
            <div
                data-field=place(Field::VariableName)
                on:focusin=move |_| {
                    naming.set(true);
                    if name.with_untracked(String::is_empty) {
                        first_naming.set(true);
                    }
                }
                on:focusout=move |_| {
                    leave(name_left);
                    naming.set(false);
                }
                on:paste=move |event| {
                    let text = event
                        .unchecked_ref::<ClipboardEvent>()
                        .clipboard_data()
                        .and_then(|data| data.get_data("text/plain").ok())
                        .unwrap_or_default();
                    if on_paste.run(text) {
                        event.prevent_default();
                    }
                }
            >
                {name_field}
                {move || {
                    is_extra
                        .get()
                        .then(|| {
                            view! {
                                <span class="variable-extra" title=words::EXTRA_TITLE>
                                    <Badge tone=Tone::Neutral>{words::EXTRA}</Badge>
                                </span>
                            }
                        })
                }}
            </div>
            <div data-field=place(Field::VariablePath) on:focusout=move |_| leave(path_left)>
                <FormField label=path_label hide_label=true messages=about_path>
                    <Combobox
                        value=path
                        options=paths
                        towards=name
                        near=Callback::new(move |typed: String| meant(paths, &typed))
                        on_paste=on_paste
                        mono=true
                        placeholder=words::PATH_PLACEHOLDER
                        on_change=move |text| {
                            row.path().try_update(|path| *path = text);
                        }
                    />
                </FormField>
            </div>
            <div class="variable-sample">
                <OkMark ok=ok />
                <span class="sample" title=shown_sample>{shown_sample}</span>
            </div>
            <IconButton label=remove_label icon=IconName::Trash on_press=remove />
        </div>
    }
}
