//! What fills the template's placeholders.

use super::Section;
use super::messages::{Notes, OkMark, messages, messages_after};
use crate::editor::samples::sample;
use crate::editor::state::{focus_field, spot};
use crate::reactive::memo;
use crate::ui::{Button, ButtonKind, Choice, Combobox, Each, Field as FormField, IconButton, IconName, TextInput};
use crate::words::editor as words;
use crate::workspace::{
    Form, FormStoreFields, Known, OpenDraft, VariableField, VariableFieldStoreFields, placeholders, use_workspace,
};
use leptos::prelude::*;
use reactive_stores::AtKeyed;
use std::collections::BTreeMap;
use workflow::document::TemplateId;
use workflow::validate::Field;

/// One row per placeholder, and rows of one's own.
#[component]
pub fn VariablesSection(
    /// The draft.
    draft: OpenDraft,
) -> impl IntoView {
    let workspace = use_workspace();
    let found = messages(draft, || Some(Field::Variables), || false);
    let expected = memo(move |_| {
        let id = draft.form.template_id().with(|id| TemplateId::from(id.trim()));
        match workspace.tenant.template(&id) {
            Some(Known::Here(template)) => Some(placeholders(&template)),
            _ => None,
        }
    });
    let progress = memo(move |_| {
        let expected = expected.get()?;
        let set = draft.form.variables().with(|rows| {
            expected
                .iter()
                .filter(|name| rows.iter().any(|row| row.name == **name && !row.path.trim().is_empty()))
                .count()
        });
        Some((set, expected.len()))
    });
    let missing = memo(move |_| {
        let expected = expected.get().unwrap_or_default();
        draft.form.variables().with(|rows| {
            expected.into_iter().filter(|name| !rows.iter().any(|row| row.name == *name)).collect::<Vec<_>>()
        })
    });
    let paths = memo(move |_| {
        let mut paths = BTreeMap::new();
        workspace.session.with(|session| {
            paths.extend(session.scope_paths.iter().map(|path| (path.clone(), "")));
        });
        workspace.base.with(|base| {
            paths.extend(base.scope_paths().iter().map(|path| (path.clone(), "used in this workflow")));
        });
        paths.into_iter().map(|(path, detail)| Choice::new(path.clone(), path).with_detail(detail)).collect::<Vec<_>>()
    });
    let is_empty = memo(move |_| draft.form.variables().with(Vec::is_empty));
    let add = move |()| {
        let row = draft.form.variables().with_untracked(Vec::len);
        Form::change(draft.form, |form| {
            let key = form.fresh_key();
            form.variables.push(VariableField { key, ..VariableField::default() });
        });
        focus_field(Field::VariableName(row));
    };
    let add_missing = move |()| {
        let names = expected.get_untracked().unwrap_or_default();
        Form::change(draft.form, |form| form.lay_out(&names));
    };
    let aside = move || {
        progress.get().map(|(set, all)| {
            view! { <span class="muted" class:tone-success={set == all}>{format!("{set} of {all} placeholders set")}</span> }
        })
    };
    view! {
        <Section title="Variables" aside=aside>
            <div class="variables">
                {move || {
                    if is_empty.get() {
                        view! { <p class="empty-note">{words::NO_VARIABLES}</p> }.into_any()
                    } else {
                        view! {
                            <div class="variable-row variable-names" aria-hidden="true">
                                <span>"Placeholder"</span>
                                <span>"Scope path"</span>
                                <span>"Sample"</span>
                            </div>
                        }
                            .into_any()
                    }
                }}
                <Each
                    each=move || draft.form.variables()
                    key=|row| row.key()
                    children=move |row| view! { <VariableRow draft=draft key=AtKeyed::key(&row) paths=paths /> }
                />
            </div>
            <div data-field="variables">
                <Notes messages=found />
                <div class="row-actions">
                    <Button kind=ButtonKind::Ghost icon=IconName::Add on_press=add>
                        "Add a variable"
                    </Button>
                    {move || {
                        let missing = missing.get();
                        (!missing.is_empty())
                            .then(|| {
                                let label = if missing.len() == 1 {
                                    format!("Add {}", missing[0])
                                } else {
                                    format!("Add the {} missing placeholders", missing.len())
                                };
                                view! {
                                    <Button kind=ButtonKind::Ghost icon=IconName::Add on_press=add_missing>
                                        {label.clone()}
                                    </Button>
                                }
                            })
                    }}
                </div>
            </div>
        </Section>
    }
}

#[component]
fn VariableRow(draft: OpenDraft, key: u32, paths: Memo<Vec<Choice>>) -> impl IntoView {
    let row = AtKeyed::new(draft.form.variables(), key);
    // A row that was just removed may be asked once more before it is taken away.
    let name = memo(move |_| row.name().try_get().unwrap_or_default());
    let path = memo(move |_| row.path().try_get().unwrap_or_default());
    let position = memo(move |_| draft.form.variables().with(|rows| rows.iter().position(|row| row.key == key)));
    let (name_left, path_left) = (RwSignal::new(false), RwSignal::new(false));
    let about_name = messages_after(
        draft,
        move || position.get().map(Field::VariableName),
        move || name.with(String::is_empty),
        name_left,
    );
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
    let shown_sample = move || {
        name.with(|name| {
            path.with(|path| if path.is_empty() || name.is_empty() { String::new() } else { sample(name, path) })
        })
    };
    let path_label = Signal::derive(move || {
        name.with(|name| if name.is_empty() { "Scope path".to_owned() } else { format!("Scope path for {name}") })
    });
    let remove_label = Signal::derive(move || {
        name.with(|name| if name.is_empty() { "Remove this variable".to_owned() } else { format!("Remove {name}") })
    });
    let remove = move |()| {
        let at = position.get_untracked().unwrap_or_default();
        Form::change(draft.form, |form| form.variables.retain(|row| row.key != key));
        let left = draft.form.variables().with_untracked(Vec::len);
        focus_field(if left == 0 { Field::Variables } else { Field::VariablePath(at.min(left - 1)) });
    };
    let place = move |field: fn(usize) -> Field| move || position.get().map(|at| spot(field(at)));
    view! {
        <div class="variable-row">
            <div data-field=place(Field::VariableName) on:focusout=move |_| name_left.set(true)>
                <FormField label="Placeholder" hide_label=true messages=about_name>
                    <TextInput
                        value=name
                        mono=true
                        placeholder="placeholder"
                        on_input=move |text| {
                            row.name().try_update(|name| *name = text);
                        }
                    />
                </FormField>
            </div>
            <div data-field=place(Field::VariablePath) on:focusout=move |_| path_left.set(true)>
                <FormField label=path_label hide_label=true messages=about_path>
                    <Combobox
                        value=path
                        options=paths
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
