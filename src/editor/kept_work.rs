//! Kept work that is not shown: what earlier visits left on another version, and what was put aside.

use crate::browser::clock;
use crate::components::{ConfirmDialog, use_announcer};
use crate::reactive::spawn_local;
use crate::ui::{Banner, Button, ButtonKind, Each, Tone};
use crate::words::keeping as words;
use crate::workspace::{GoneOn, Record, Workspace};
use leptos::prelude::*;
use std::sync::Arc;
use workflow::document::Version;

/// How long ago something was.
pub(super) fn ago(at: u64) -> String {
    words::ago(at, clock::now_unix_ms())
}

fn shown_version(workspace: Workspace) -> Option<Version> {
    workspace.base.with(|base| base.document.version())
}

/// What is done with a record, and what is said where that is not seen.
#[derive(Clone, Copy)]
struct Doing {
    workspace: Workspace,
    announcer: crate::components::Announcer,
}

impl Doing {
    fn begin(workspace: Workspace) -> Self {
        Self { workspace, announcer: use_announcer() }
    }

    fn go_on(self, record: Arc<Record>, newest: bool) {
        spawn_local(async move { self.tell(self.workspace.go_on(&record, newest).await) });
    }

    fn set_aside(self, record: Arc<Record>) {
        spawn_local(async move {
            let done = self.workspace.set_aside(&record).await;
            match done {
                GoneOn::Shown => self.announcer.notify(Tone::Success, words::IS_ASIDE),
                other => self.tell(other),
            }
        });
    }

    fn drop_kept(self, record: Arc<Record>) {
        spawn_local(async move { self.tell(self.workspace.drop_kept(&record).await) });
    }

    fn tell(self, done: GoneOn) {
        let tone = if done == GoneOn::OthersAside { Tone::Success } else { Tone::Warning };
        if let Some(text) = words::gone_on(done) {
            self.announcer.notify(tone, text);
        }
    }
}

/// Unfinished work that was made on another version than the one that is shown.
#[component]
pub(super) fn Offered(
    /// The workspace.
    workspace: Workspace,
) -> impl IntoView {
    let doing = Doing::begin(workspace);
    view! {
        <Each
            each=move || workspace.keeping.offered.get()
            key=|record| record.id.clone()
            children=move |record| {
                let when = ago(record.saved_at);
                let (bring, look, aside) = (Arc::clone(&record), Arc::clone(&record), Arc::clone(&record));
                let said = move || words::offered(&when, record.base_version.as_ref(), &record.summary, shown_version(workspace).as_ref());
                view! {
                    <Banner tone=Tone::Info>
                        <p>{said}</p>
                        <div class="banner-actions">
                            <Button on_press=move |()| doing.go_on(Arc::clone(&bring), true)>
                                {move || words::bring_onto(shown_version(workspace).as_ref())}
                            </Button>
                            <Button kind=ButtonKind::Ghost on_press=move |()| doing.go_on(Arc::clone(&look), false)>
                                {words::LOOK}
                            </Button>
                            <Button kind=ButtonKind::Ghost on_press=move |()| doing.set_aside(Arc::clone(&aside))>
                                {words::PUT_ASIDE}
                            </Button>
                        </div>
                    </Banner>
                }
            }
        />
    }
}

/// What was put aside, folded away.
#[component]
pub(super) fn Aside(
    /// The workspace.
    workspace: Workspace,
) -> impl IntoView {
    let doing = Doing::begin(workspace);
    let aside = workspace.keeping.aside;
    let asking = RwSignal::new(false);
    let asked = RwSignal::new(None::<Arc<Record>>);
    let drop_it = move |()| {
        if let Some(record) = asked.get_untracked() {
            doing.drop_kept(record);
        }
    };
    view! {
        <Show when=move || aside.with(|aside| !aside.is_empty())>
            <details class="aside-list">
                <summary>{move || words::aside_count(aside.with(Vec::len))}</summary>
                <ul>
                    <Each
                        each=move || aside.get()
                        key=|record| record.id.clone()
                        children=move |record| {
                            let when = ago(record.saved_at);
                            let words = words::aside(&when, record.base_version.as_ref(), &record.summary);
                            let go_on = Arc::clone(&record);
                            view! {
                                <li>
                                    <span>{words}</span>
                                    <div class="banner-actions">
                                        <Button on_press=move |()| doing.go_on(Arc::clone(&go_on), false)>
                                            {words::GO_ON}
                                        </Button>
                                        <Button
                                            kind=ButtonKind::Ghost
                                            on_press=move |()| {
                                                asked.set(Some(Arc::clone(&record)));
                                                asking.set(true);
                                            }
                                        >
                                            {words::DISCARD}
                                        </Button>
                                    </div>
                                </li>
                            }
                        }
                    />
                </ul>
                <p class="muted">{words::ASIDE_NOTE}</p>
            </details>
        </Show>
        <ConfirmDialog
            title=words::DISCARD_TITLE
            text=words::DISCARD_TEXT
            confirm=words::DISCARD
            danger=true
            open=asking
            on_confirm=drop_it
        />
    }
}
