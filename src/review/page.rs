//! The page as a whole.

use super::checks::{CheckList, Checks};
use super::deploying::{Deploying, Run, use_deploying};
use super::interrupted::Interrupted;
use super::outcome::OutcomePanel;
use super::request::Request;
use super::timeline::Timeline;
use crate::browser::{network, page};
use crate::components::{DiffLayout, DiffLines, DiffWords, PageHeading, use_session};
use crate::navigator::use_navigator;
use crate::reactive::{effect, memo};
use crate::routes;
use crate::ui::{
    Button, ButtonKind, Field, FieldMessage, IconButton, IconName, Skeleton, Tab, TabList, TabPanel, TextInput, Tone,
};
use crate::words::people;
use crate::words::review as words;
use crate::workspace::{Load, Workspace, use_workspace};
use leptos::prelude::*;
use workflow::change::Change;
use workflow::diff::{Diff, unified};
use workflow::wire::{MAX_NOTE, Role};

/// Lines around each change in the line view.
const CONTEXT: usize = 3;

const TABS: &str = "review";

/// What will change, the checks, the request, and deploying it.
#[component]
pub fn Review() -> impl IntoView {
    let workspace = use_workspace();
    let deploying = use_deploying();
    let editor = move || routes::workflow(workspace.id.with(|id| id.to_string()).as_str());
    let nothing = memo(move |_| workspace.change.with(Change::is_empty) && deploying.run.with(Option::is_none));
    view! {
        <div class="page review">
            <header class="review-head">
                <a href=editor class="link review-back">{words::BACK}</a>
                <PageHeading title=words::TITLE />
            </header>
            {move || match workspace.load.get() {
                Load::Loading => view! { <Skeleton label=words::LOADING lines=6 /> }.into_any(),
                Load::Failed(_) => view! {
                    <p class="empty-note">
                        {words::NOT_LOADED} <a href=editor class="link">{words::OPEN_IN_EDITOR}</a>
                        {words::NOT_LOADED_WHY}
                    </p>
                }
                .into_any(),
                Load::Ready if nothing.get() => view! {
                    <Interrupted deploying=deploying />
                    <div class="empty">
                        <h2>{words::NOTHING}</h2>
                        <p>{words::NOTHING_NOTE}</p>
                        <a href=editor class="button button-primary">{words::OPEN_EDITOR}</a>
                    </div>
                }
                .into_any(),
                Load::Ready => view! { <Sheet workspace=workspace deploying=deploying /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Sheet(workspace: Workspace, deploying: Deploying) -> impl IntoView {
    let shown = memo(move |_| deploying.run.with(|run| run.is_some()));
    view! {
        <div class="review-columns">
            <WhatChanges workspace=workspace deploying=deploying />
            <div class="review-side">
                <Show
                    when=move || shown.get()
                    fallback=move || view! { <BeforeDeploy workspace=workspace deploying=deploying /> }
                >
                    <section class="card" aria-labelledby="timeline-title">
                        <h2 id="timeline-title" class="section-title">{words::DEPLOY}</h2>
                        <Timeline deploying=deploying />
                    </section>
                    <Ending workspace=workspace deploying=deploying />
                </Show>
            </div>
        </div>
    }
}

#[component]
fn Ending(workspace: Workspace, deploying: Deploying) -> impl IntoView {
    let finished: Memo<Option<Run>> =
        memo(move |_| deploying.run.with(|run| run.clone().filter(|run| run.receipt.is_some())));
    // The end of a deploy is what the administrator waits for, so it takes the focus.
    effect(move || {
        if finished.with(Option::is_some) {
            page::focus_soon("#outcome-title");
        }
    });
    move || finished.get().map(|run| view! { <OutcomePanel run=run deploying=deploying workspace=workspace /> })
}

/// The checks and the button.
#[component]
fn BeforeDeploy(workspace: Workspace, deploying: Deploying) -> impl IntoView {
    let checks = Checks::begin(workspace);
    let session = use_session();
    let online = network::watch_online();
    // What could not be asked for is asked for once there is a connection again.
    let was_online = StoredValue::new(true);
    effect(move || {
        let is = online.get();
        if is && !was_online.try_update_value(|was| std::mem::replace(was, is)).unwrap_or(true) {
            checks.again();
        } else {
            was_online.try_set_value(is);
        }
    });
    let news = workspace.upstream.news();
    let navigator = use_navigator();
    let bring_in = move |()| {
        workspace.bring_in();
        navigator.go(&workspace.id.with_untracked(|id| routes::workflow(id.as_str())));
    };
    let is_note_long = memo(move |_| deploying.note.with(|note| note.trim().chars().count() > MAX_NOTE));
    let note_messages = Signal::derive(move || {
        let message = || FieldMessage { tone: Tone::Danger, text: words::note_long(MAX_NOTE), action: None };
        is_note_long.get().then(message).into_iter().collect::<Vec<_>>()
    });
    let reason = Signal::derive(move || {
        let blocking = workspace.blocking.get();
        if session.with(|session| session.role < Role::Editor) {
            Some(people::needs(Role::Editor))
        } else if !online.get() {
            Some(words::OFFLINE.to_owned())
        } else if blocking > 0 {
            Some(words::blocking(blocking))
        } else if is_note_long.get() {
            Some(words::note_long(MAX_NOTE))
        } else if checks.failed() {
            Some(words::CHECK_FAILED.to_owned())
        } else if checks.running() {
            Some(words::CHECKS_RUNNING.to_owned())
        } else {
            None
        }
    });
    let newest = move || workspace.base.with(|base| base.document.version().map(|version| version.to_string()));
    view! {
        <Interrupted deploying=deploying />
        <section class="card" aria-labelledby="checks-title">
            <header class="card-head">
                <h2 id="checks-title" class="section-title">{words::CHECKS}</h2>
                <IconButton label=words::CHECK_AGAIN icon=IconName::Refresh on_press=move |()| checks.again() />
            </header>
            <CheckList checks=checks />
            {move || {
                news.get()
                    .is_some()
                    .then(|| view! { <Button on_press=bring_in>{words::BRING_IN}</Button> })
            }}
        </section>
        <section class="card deploy-card" aria-labelledby="deploy-title">
            <h2 id="deploy-title" class="section-title">{words::DEPLOY}</h2>
            <p class="section-note">
                {words::WRITES_WHAT}
                <code class="code-inline">{move || workspace.id.with(|id| id.to_string())}</code>
                {move || newest().map(|version| words::edited_from(&version))}
                {words::WRITES_SAFELY}
            </p>
            <Field label=words::NOTE hint=words::NOTE_HINT messages=note_messages>
                <TextInput value=deploying.note on_input=move |text| deploying.note.set(text) />
            </Field>
            <Button kind=ButtonKind::Primary on_press=move |()| deploying.start() disabled_reason=reason>
                {words::DEPLOY}
            </Button>
        </section>
    }
}

/// The change in words, and below them as lines, side by side, and as the request.
#[component]
fn WhatChanges(workspace: Workspace, deploying: Deploying) -> impl IntoView {
    let tab = RwSignal::new("lines");
    let diff = memo(move |_| {
        let ran = deploying.run.with(|run| run.as_ref().map(|run| Diff::clone(&run.diff)));
        ran.unwrap_or_else(|| workspace.diff.get())
    });
    let hunks = memo(move |_| {
        let ran = deploying.run.with(|run| run.as_ref().map(|run| (run.base.clone(), run.reviewed.clone())));
        match ran {
            Some((base, reviewed)) => unified(&base, &reviewed, CONTEXT),
            None => {
                workspace.base.with(|base| workspace.settled.with(|settled| unified(&base.document, settled, CONTEXT)))
            }
        }
    });
    let tabs = vec![
        Tab::new("lines", words::TAB_LINES),
        Tab::new("sides", words::TAB_SIDES),
        Tab::new("request", words::TAB_REQUEST),
    ];
    view! {
        <section class="card review-changes" aria-labelledby="changes-title">
            <header class="card-head">
                <h2 id="changes-title" class="section-title">{words::WHAT_CHANGES}</h2>
                <p class="section-note">{move || diff.with(|diff| diff.summary().to_string())}</p>
            </header>
            <DiffWords diff=diff />
            <TabList group=TABS label=words::HOW_SHOWN tabs=tabs selected=tab on_select=move |key| tab.set(key) />
            <TabPanel group=TABS key="lines" selected=tab>
                <DiffLines hunks=hunks layout=DiffLayout::Unified />
            </TabPanel>
            <TabPanel group=TABS key="sides" selected=tab>
                <DiffLines hunks=hunks layout=DiffLayout::SideBySide />
            </TabPanel>
            <TabPanel group=TABS key="request" selected=tab>
                <Request workspace=workspace deploying=deploying />
            </TabPanel>
        </section>
    }
}
