//! The audit trail as a table that can be exported.

use super::row::EventRow;
use crate::api;
use crate::components::{FailurePanel, Load, PageHeading, use_loader};
use crate::routes;
use crate::ui::{Button, Each, Icon, IconName, Skeleton, TableFrame};
use crate::words::activity as words;
use crate::words::{Doing, explain};
use leptos::prelude::*;
use workflow::wire::AuditList;

/// Events drawn at first; the rest at the press of a button.
const PAGE: usize = 100;

/// Which columns are numbers.
const NUMBERS: [bool; 9] = [false, false, false, false, false, true, true, true, false];

/// The audit trail.
#[component]
pub fn ActivityLog() -> impl IntoView {
    let loader = use_loader(api::audit);
    view! {
        <div class="page">
            <div class="page-head">
                <PageHeading title=words::TITLE />
                <div class="page-actions">
                    <a class="button" href=routes::api::AUDIT_CSV download="activity.csv">
                        <Icon name=IconName::Download />
                        {words::EXPORT_CSV}
                    </a>
                    <a class="button" href=routes::api::AUDIT_JSONL download="activity.jsonl">
                        <Icon name=IconName::Download />
                        {words::EXPORT_JSONL}
                    </a>
                    <Button icon=IconName::Refresh loading=loader.refreshing on_press=move |()| loader.reload()>
                        {words::REFRESH}
                    </Button>
                </div>
            </div>
            {move || {
                match loader.state.get() {
                    Load::Loading => view! { <Skeleton label=words::LOADING lines=8 /> }.into_any(),
                    Load::Failed(failure) => {
                        view! {
                            <FailurePanel
                                words=explain(&failure, Doing::ReadActivity)
                                on_action=move |()| loader.reload()
                            />
                        }
                            .into_any()
                    }
                    Load::Ready(list) if list.events.is_empty() => empty_view().into_any(),
                    Load::Ready(list) => table_view(&list).into_any(),
                }
            }}
        </div>
    }
}

fn empty_view() -> impl IntoView {
    view! {
        <div class="empty">
            <h2>{words::EMPTY_TITLE}</h2>
            <p>{words::EMPTY}</p>
            <a class="button button-primary" href=routes::HOME>
                {words::OPEN_WORKFLOW}
            </a>
        </div>
    }
}

// The roles keep the table a table for screen readers where a narrow screen lays it out as cards.
fn table_view(list: &AuditList) -> impl IntoView + use<> {
    let events = StoredValue::new(list.events.clone());
    let total = list.events.len();
    let shown = RwSignal::new(PAGE.min(total));
    view! {
        <TableFrame label=words::TABLE>
            <thead role="rowgroup">
                <tr role="row">
                    {words::HEADS
                        .iter()
                        .zip(NUMBERS)
                        .map(|(head, number)| {
                            view! { <th role="columnheader" scope="col" class:cell-number=number>{*head}</th> }
                        })
                        .collect_view()}
                </tr>
            </thead>
            <Each
                each=move || 0..shown.get()
                key=|at| *at
                children=move |at| {
                    events.with_value(|events| events.get(at).cloned()).map(|event| view! { <EventRow event=event /> })
                }
            />
        </TableFrame>
        {move || {
            (shown.get() < total)
                .then(|| {
                    view! {
                        <p class="empty-note">
                            <Button on_press=move |()| shown.update(|shown| *shown = (*shown + PAGE).min(total))>
                                {words::OLDER}
                            </Button>
                        </p>
                    }
                })
        }}
    }
}
