//! What fills the template's placeholders.

use super::Section;
use super::messages::{Notes, messages};
use super::notices::{Leftovers, Notice, Notices};
use super::pasting::{PasteField, take_pasted};
use super::paths::path_choices;
use super::variable_row::VariableRow;
use crate::components::use_announcer;
use crate::editor::state::focus_field;
use crate::reactive::memo;
use crate::ui::{Button, ButtonKind, Each, FieldAction, IconName, Tone};
use crate::words::form as words;
use crate::workspace::{Form, FormStoreFields, Known, OpenDraft, VariableField, placeholders, use_workspace};
use leptos::prelude::*;
use reactive_stores::AtKeyed;
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
    let paths = path_choices(workspace);
    let is_empty = memo(move |_| draft.form.variables().with(Vec::is_empty));
    let pasting = RwSignal::new(false);
    let take = take_pasted(draft, expected);
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
        Form::change(draft.form, |form| drop(form.lay_out(&names)));
    };
    let aside = move || {
        progress.get().map(|(set, all)| {
            view! { <span class="muted" class:tone-success={set == all}>{words::placeholders_set(set, all)}</span> }
        })
    };
    view! {
        <Section title=words::VARIABLES aside=aside>
            <VariableNotices draft=draft expected=expected />
            <div class="variables">
                {move || {
                    if is_empty.get() {
                        view! { <p class="empty-note">{words::NO_VARIABLES}</p> }.into_any()
                    } else {
                        view! {
                            <div class="variable-row variable-names" aria-hidden="true">
                                <span>{words::PLACEHOLDER}</span>
                                <span>{words::SCOPE_PATH}</span>
                                <span>{words::SAMPLE}</span>
                            </div>
                        }
                            .into_any()
                    }
                }}
                <Each
                    each=move || draft.form.variables()
                    key=|row| row.key()
                    children=move |row| {
                        view! { <VariableRow draft=draft key=AtKeyed::key(&row) paths=paths expected=expected on_paste=take /> }
                    }
                />
            </div>
            <div data-field="variables">
                <Notes messages=found />
                <div class="row-actions">
                    <Button kind=ButtonKind::Ghost icon=IconName::Add on_press=add>
                        {words::ADD_VARIABLE}
                    </Button>
                    {move || {
                        let missing = missing.get();
                        (!missing.is_empty())
                            .then(|| {
                                let label = words::add_missing(&missing);
                                view! {
                                    <Button kind=ButtonKind::Ghost icon=IconName::Add on_press=add_missing>
                                        {label.clone()}
                                    </Button>
                                }
                            })
                    }}
                    <Button kind=ButtonKind::Ghost icon=IconName::Copy on_press=move |()| pasting.update(|open| *open = !*open)>
                        {words::PASTE_LINES}
                    </Button>
                </div>
                {move || pasting.get().then(|| view! { <PasteField open=pasting on_take=take /> })}
            </div>
        </Section>
    }
}

/// What a change of template left over, and what came out of a pasted text.
#[component]
fn VariableNotices(draft: OpenDraft, expected: Memo<Option<Vec<String>>>) -> impl IntoView {
    let workspace = use_workspace();
    let announcer = use_announcer();
    let notices = Notices::expect();
    // Only what is still there and still not asked for.
    let leftovers = memo(move |_| {
        let Leftovers { template, kept, names } = notices.leftovers.get()?;
        let is_chosen = draft.form.template_id().with(|id| id.trim() == template);
        let names: Vec<String> = draft
            .form
            .variables()
            .with(|rows| names.into_iter().filter(|name| rows.iter().any(|row| row.name == *name)).collect());
        (is_chosen && !names.is_empty()).then_some((kept, names))
    });
    let close = move || {
        notices.leftovers.set(None);
        focus_field(Field::TemplateId);
    };
    let leftover_view = move || {
        let (kept, names) = leftovers.get()?;
        let dropped = names.clone();
        let drop_them = Callback::new(move |()| {
            workspace.step(words::drop_step(&dropped), || {
                Form::change(draft.form, |form| form.variables.retain(|row| !dropped.contains(&row.name)));
            });
            announcer.say(words::dropped(&dropped));
            close();
        });
        let actions = vec![
            FieldAction { label: words::DROP_LEFTOVERS.to_owned(), run: drop_them },
            FieldAction { label: words::KEEP_LEFTOVERS.to_owned(), run: Callback::new(move |()| close()) },
        ];
        Some(view! { <Notice tone=Tone::Warning text=words::leftovers(kept, &names) actions=actions /> })
    };
    let pasted_view = move || {
        let pasted = notices.pasted.get()?;
        let expected = expected.get_untracked();
        let extra: Vec<String> = match &expected {
            Some(expected) => {
                pasted.taken.iter().map(|row| row.name.clone()).filter(|name| !expected.contains(name)).collect()
            }
            None => Vec::new(),
        };
        let tone = if pasted.left.is_empty() { Tone::Success } else { Tone::Warning };
        let close = Callback::new(move |()| {
            notices.pasted.set(None);
            focus_field(Field::Variables);
        });
        let actions = vec![FieldAction { label: words::CLOSE_NOTE.to_owned(), run: close }];
        let lines: Vec<String> = pasted.left.iter().map(words::left_out).collect();
        Some(view! { <Notice tone=tone text=words::pasted(pasted.taken.len(), &extra) lines=lines actions=actions /> })
    };
    view! {
        {leftover_view}
        {pasted_view}
    }
}
