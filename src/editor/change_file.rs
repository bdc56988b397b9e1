//! A change as a file: saved from here, and opened again after a look at what it does.

use crate::browser::{clock, download, files, locale};
use crate::components::{use_announcer, with_code};
use crate::reactive::spawn_local;
use crate::ui::{Button, ButtonKind, Dialog, IconName, Tone};
use crate::words::keeping::{self as words, file};
use crate::workspace::{Workspace, use_workspace};
use leptos::prelude::*;
use std::sync::Arc;
use workflow::change::file::ChangeFile;

const PICKER: &str = "change-file";

/// Saves what is under way as a file, and opens such a file.
#[component]
pub(super) fn ChangeFiles() -> impl IntoView {
    let workspace = use_workspace();
    let announcer = use_announcer();
    let opened = RwSignal::new(None::<Arc<ChangeFile>>);
    let refused = RwSignal::new(None::<String>);
    let has_work =
        Signal::derive(move || workspace.change.with(|change| change.is_empty()).then(|| file::NOTHING.to_owned()));
    let save = move |()| {
        let change = as_file(workspace);
        let name = format!("{}-change.json", change.workflow);
        if download::save(&name, "application/json", &change.to_text()) {
            announcer.say(file::SAVED);
        } else {
            announcer.notify(Tone::Warning, file::NOT_SAVED);
        }
    };
    let read = move |event: web_sys::Event| {
        let Some(chosen) = files::picked(&event).into_iter().next() else { return };
        refused.set(None);
        spawn_local(async move {
            let name = chosen.name();
            match files::text(&chosen).await.as_deref().map(ChangeFile::parse) {
                None => refused.set(Some(file::UNREADABLE.to_owned())),
                Some(Err(error)) => refused.set(Some(file::refused(&name, &error))),
                Some(Ok(change)) => opened.set(Some(Arc::new(change))),
            }
        });
    };
    view! {
        <section class="change-files" aria-label=file::EXPORT>
            <p class="muted">{file::NOTE}</p>
            <div class="banner-actions">
                <Button icon=IconName::Download on_press=save disabled_reason=has_work>{file::EXPORT}</Button>
                <Button on_press=move |()| crate::browser::page::click(PICKER)>{file::IMPORT}</Button>
            </div>
            <input
                id=PICKER
                class="visually-hidden"
                type="file"
                accept="application/json,.json"
                tabindex="-1"
                aria-label=file::IMPORT
                on:change=read
            />
            {move || refused.get().map(|words| view! { <p class="tone-danger" role="alert">{words}</p> })}
            <BeforeOpening workspace=workspace opened=opened />
        </section>
    }
}

/// What is under way, as a file.
fn as_file(workspace: Workspace) -> ChangeFile {
    workspace.base.with_untracked(|base| ChangeFile {
        workflow: workspace.id.get_untracked(),
        name: base.document.name().unwrap_or_default(),
        base_version: base.document.version(),
        saved_at: clock::now_unix_ms(),
        summary: workspace.diff.with_untracked(workflow::diff::Diff::sentences),
        change: workspace.change.get_untracked(),
    })
}

/// What a file is for and what it does, before it is taken.
#[component]
fn BeforeOpening(workspace: Workspace, opened: RwSignal<Option<Arc<ChangeFile>>>) -> impl IntoView {
    let open = RwSignal::new(false);
    crate::reactive::effect(move || open.set(opened.with(Option::is_some)));
    let take = move |()| {
        open.set(false);
        if let Some(change) = opened.get_untracked() {
            workspace.take_file(&change);
        }
        opened.set(None);
    };
    view! {
        <Dialog title=file::TITLE open=open>
            {move || opened.get().map(|change| about(workspace, &change))}
            <div class="dialog-actions">
                <Button on_press=move |()| open.set(false)>{words::NOT_NOW}</Button>
                <Button kind=ButtonKind::Primary on_press=take>{file::TAKE}</Button>
            </div>
        </Dialog>
    }
}

fn about(workspace: Workspace, change: &ChangeFile) -> impl IntoView + use<> {
    let here = workspace.id.get_untracked();
    let shown = workspace.base.with_untracked(|base| base.document.version());
    let version = |version: &Option<workflow::document::Version>| {
        version.as_ref().map(ToString::to_string).unwrap_or_else(|| "?".to_owned())
    };
    let other_workflow =
        (change.workflow != here).then(|| file::other_workflow(change.workflow.as_str(), here.as_str()));
    let other_version = (other_workflow.is_none() && change.base_version != shown)
        .then(|| file::other_version(&version(&change.base_version), &version(&shown)));
    let aside = workspace.has_work().then_some(file::ASIDE);
    let when = locale::date_time(change.saved_at);
    // What the change itself asks for counts, not what the file says of it.
    let lines = workspace.what_it_does(&change.change);
    let lines = if lines.is_empty() { change.summary.clone() } else { lines };
    let lines = lines.iter().map(|line| view! { <li>{with_code(line)}</li> }).collect_view();
    view! {
        <p>{file::about(&change.name, change.workflow.as_str(), &version(&change.base_version), &when)}</p>
        {other_workflow.map(|words| view! { <p class="tone-warning">{words}</p> })}
        {other_version.map(|words| view! { <p>{words}</p> })}
        <h3 class="section-title">{file::DOES}</h3>
        <ul class="change-lines">{lines}</ul>
        {aside.map(|words| view! { <p class="muted">{words}</p> })}
    }
}
