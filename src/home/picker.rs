//! The list of workflows: filter, arrow keys, and every state it can be in.

use super::recent_workflows;
use super::rows::{Row, Section, rows};
use crate::api;
use crate::browser::page;
use crate::components::{FailurePanel, Load, RelativeTime, use_loader, use_session};
use crate::navigator::use_navigator;
use crate::reactive::memo;
use crate::routes;
use crate::shortcuts::{Action, use_shortcuts};
use crate::ui::{Icon, IconName, Kbd, PlainInput, Skeleton};
use crate::words::home as words;
use crate::words::{Doing, explain};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// The filter's field.
const FILTER: &str = "workflow-filter";
/// The same, as a CSS selector.
const FILTER_FIELD: &str = "#workflow-filter";

fn row_id(at: usize) -> String {
    format!("workflow-row-{at}")
}

/// The list of workflows.
#[component]
pub fn WorkflowPicker() -> impl IntoView {
    let session = use_session();
    let loader = use_loader(api::list_workflows);
    let filter = RwSignal::new(String::new());
    let focused = RwSignal::new(None::<usize>);
    let recent = StoredValue::new(session.with_untracked(|session| recent_workflows(&session.org)));

    let found = memo(move |_| {
        session.with(|session| {
            loader.state.with(|state| {
                let listed = match state {
                    Load::Ready(list) => list.as_ref().as_ref().map(|list| list.workflows.as_slice()),
                    Load::Loading | Load::Failed(_) => None,
                };
                recent.with_value(|recent| {
                    filter
                        .with(|filter| rows(session.workflow_id.as_deref(), recent, listed.unwrap_or_default(), filter))
                })
            })
        })
    });

    use_shortcuts().on(Action::Filter, || {
        page::focus(FILTER_FIELD);
        page::select_text(FILTER_FIELD);
    });

    let navigator = use_navigator();
    let on_keydown = move |event: KeyboardEvent| {
        let count = found.with_untracked(|(rows, _)| rows.len());
        if count == 0 {
            return;
        }
        let at = focused.get_untracked();
        let next = match (event.key().as_str(), at) {
            ("ArrowDown", at) => Some(at.map_or(0, |at| (at + 1).min(count - 1))),
            ("ArrowUp", Some(at)) => at.checked_sub(1),
            ("Home", Some(_)) => Some(0),
            ("End", Some(_)) => Some(count - 1),
            ("Enter", None) => {
                let first = found.with_untracked(|(rows, _)| rows.first().map(|row| routes::workflow(&row.id)));
                if let Some(url) = first.filter(|_| filter.with_untracked(|filter| !filter.is_empty())) {
                    event.prevent_default();
                    navigator.go(&url);
                }
                return;
            }
            ("Escape", _) if !filter.with_untracked(String::is_empty) => {
                filter.set(String::new());
                None
            }
            _ => return,
        };
        event.prevent_default();
        match next {
            Some(next) => page::focus(&format!("#{}", row_id(next))),
            None => page::focus(FILTER_FIELD),
        };
    };

    view! {
        <div class="picker" on:keydown=on_keydown>
            <div class="picker-filter" on:focusin=move |_| focused.set(None)>
                <Icon name=IconName::Search />
                <PlainInput id=FILTER value=filter label=words::FILTER placeholder=words::FILTER_PLACEHOLDER />
                <Kbd>"/"</Kbd>
            </div>
            {move || found.with(|(rows, more)| sections_view(rows, *more, focused))}
            {move || {
                match loader.state.get() {
                    Load::Loading => view! { <Skeleton label=words::LOADING lines=8 /> }.into_any(),
                    Load::Failed(failure) => {
                        view! {
                            <FailurePanel
                                words=explain(&failure, Doing::ListWorkflows)
                                on_action=move |()| loader.reload()
                            />
                        }
                            .into_any()
                    }
                    Load::Ready(list) => note_view(list.is_some(), list.as_ref().as_ref().is_some_and(|list| list.workflows.is_empty()), found.with(|(rows, _)| rows.is_empty()), filter),
                }
            }}
        </div>
    }
}

fn note_view(offered: bool, empty: bool, nothing_found: bool, filter: RwSignal<String>) -> AnyView {
    if !offered {
        return view! { <p class="empty-note">{words::NO_LIST}</p> }.into_any();
    }
    if empty {
        return view! {
            <p class="empty-note">
                {words::NO_WORKFLOWS}
            </p>
        }
        .into_any();
    }
    if nothing_found {
        return view! {
            <p class="empty-note">
                {words::NOTHING_FOUND} " "
                <button type="button" class="link-button" on:click=move |_| filter.set(String::new())>
                    {words::CLEAR_FILTER}
                </button>
            </p>
        }
        .into_any();
    }
    ().into_any()
}

fn sections_view(rows: &[Row], more: usize, focused: RwSignal<Option<usize>>) -> impl IntoView + use<> {
    let numbered: Vec<_> = rows.iter().enumerate().collect();
    let sections = [Section::Configured, Section::Recent, Section::All]
        .into_iter()
        .filter_map(|section| {
            let own: Vec<_> = numbered.iter().filter(|(_, row)| row.section == section).collect();
            if own.is_empty() {
                return None;
            }
            let list = own.into_iter().map(|(at, row)| row_view(*at, row, focused)).collect_view();
            Some(view! {
                <section class="picker-section" aria-label=section.title()>
                    <h2 class="section-title">{section.title()}</h2>
                    <ul class="rows">{list}</ul>
                </section>
            })
        })
        .collect_view();
    let rest = (more > 0).then(|| view! { <p class="empty-note">{words::more(more)}</p> });
    (sections, rest)
}

fn row_view(at: usize, row: &Row, focused: RwSignal<Option<usize>>) -> impl IntoView + use<> {
    // What is known by its id only shows that as its name, and once.
    let name = if row.name.is_empty() { &row.id } else { &row.name }.clone();
    let id = (!row.name.is_empty()).then(|| row.id.clone());
    let version =
        row.version.map(|version| view! { <span class="visually-hidden">{words::VERSION} " "</span> "v" {version} });
    let updated = row
        .updated
        .map(|at| view! { <span class="visually-hidden">{words::UPDATED} " "</span> <RelativeTime at=at /> });
    view! {
        <li>
            <a class="row" id=row_id(at) href=routes::workflow(&row.id) on:focus=move |_| focused.set(Some(at))>
                <span class="row-name" class:mono=id.is_none()>{name}</span>
                <span class="row-id mono">{id}</span>
                <span class="row-version mono">{version}</span>
                <span class="row-updated">{updated}</span>
            </a>
        </li>
    }
}
