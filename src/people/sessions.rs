//! Who is signed in where, and ending that.

use crate::api::{self, Failure};
use crate::components::{ConfirmDialog, FailurePanel, Load, Loader, PageHeading, RelativeTime, use_loader};
use crate::reactive::spawn_local;
use crate::ui::{Banner, Button, ButtonKind, IconName, Skeleton, TableFrame, Tone};
use crate::words::{Doing, explain, people as words};
use leptos::prelude::*;
use workflow::wire::{SessionInfo, SessionList};

/// The question whether a session is to be ended.
#[derive(Clone, Copy)]
struct Asked {
    session: RwSignal<Option<SessionInfo>>,
    open: RwSignal<bool>,
}

impl Asked {
    fn about(self, session: SessionInfo) {
        self.session.set(Some(session));
        self.open.set(true);
    }
}

/// The page.
pub(super) fn page() -> AnyView {
    let loader = use_loader(api::sessions);
    let asked = Asked { session: RwSignal::new(None), open: RwSignal::new(false) };
    let failure = RwSignal::new(None::<Failure>);
    view! {
        <div class="page">
            <div class="page-head">
                <PageHeading title=words::SESSIONS />
                <div class="page-actions">
                    <Button icon=IconName::Refresh loading=loader.refreshing on_press=move |()| loader.reload()>
                        {words::REFRESH}
                    </Button>
                </div>
            </div>
            <p>{words::SESSIONS_HELP}</p>
            {move || {
                failure
                    .get()
                    .map(|failure| {
                        let words = explain(&failure, Doing::EndSession);
                        view! { <Banner tone=Tone::Danger title=words.title>{words.happened}</Banner> }
                    })
            }}
            {move || match loader.state.get() {
                Load::Loading => view! { <Skeleton label=words::LOADING_SESSIONS lines=4 /> }.into_any(),
                Load::Failed(failure) => {
                    view! {
                        <FailurePanel words=explain(&failure, Doing::ListSessions) on_action=move |()| loader.reload() />
                    }
                        .into_any()
                }
                Load::Ready(list) if list.sessions.is_empty() => {
                    view! {
                        <div class="empty">
                            <h2>{words::NO_SESSIONS}</h2>
                            <p>{words::NO_SESSIONS_HELP}</p>
                        </div>
                    }
                        .into_any()
                }
                Load::Ready(list) => table(&list, asked),
            }}
            {confirm(loader, asked, failure)}
        </div>
    }
    .into_any()
}

/// Asks before the session that was chosen is ended.
fn confirm(loader: Loader<SessionList>, asked: Asked, failure: RwSignal<Option<Failure>>) -> AnyView {
    let text = move || {
        asked.session.with(|session| {
            session.as_ref().map(|session| words::end_text(&session.operator, session.current)).unwrap_or_default()
        })
    };
    let end = move |()| {
        let Some(session) = asked.session.get_untracked() else { return };
        failure.set(None);
        spawn_local(async move {
            match api::end_session(&session.id).await {
                Ok(()) => loader.reload(),
                Err(problem) => drop(failure.try_set(Some(problem))),
            }
        });
    };
    view! {
        <ConfirmDialog
            title=words::END_QUESTION
            text=Signal::derive(text)
            confirm=words::END
            danger=true
            open=asked.open
            on_confirm=end
        />
    }
    .into_any()
}

// The roles keep the table a table for screen readers where a narrow screen lays it out as cards.
fn table(list: &SessionList, asked: Asked) -> AnyView {
    let rows = list.sessions.iter().map(|session| row(session.clone(), asked)).collect_view();
    view! {
        <TableFrame label=words::SESSIONS>
            <thead role="rowgroup">
                <tr role="row">
                    {words::COLUMNS
                        .map(|head| view! { <th role="columnheader" scope="col">{head}</th> })
                        .collect_view()}
                    <th role="columnheader" scope="col"><span class="visually-hidden">{words::ACTIONS}</span></th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </TableFrame>
    }
    .into_any()
}

fn row(session: SessionInfo, asked: Asked) -> AnyView {
    let [operator, role, browser, address, seen, began] = words::COLUMNS;
    let name = words::browser(&session.agent);
    let label = words::end_label(&session.operator, &name);
    let about = session.clone();
    view! {
        <tr role="row">
            <td role="cell" data-label=operator>
                {session.operator.clone()}
                {session.current.then(|| view! { <span class="session-current">{words::THIS_SESSION}</span> })}
            </td>
            <td role="cell" data-label=role>{words::role_name(session.role)}</td>
            <td role="cell" data-label=browser title=session.agent.clone()>{name}</td>
            <td role="cell" data-label=address class="mono">{session.address.clone()}</td>
            <td role="cell" data-label=seen><RelativeTime at=session.seen_at /></td>
            <td role="cell" data-label=began><RelativeTime at=session.began_at /></td>
            <td role="cell">
                <Button kind=ButtonKind::Danger on_press=move |()| asked.about(about.clone())>
                    <span aria-hidden="true">{words::END}</span>
                    <span class="visually-hidden">{label}</span>
                </Button>
            </td>
        </tr>
    }
    .into_any()
}
