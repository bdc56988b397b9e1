//! `/workflows/{id}` and what is below it: one workflow.

use super::work::{self, WorkPages};
use crate::browser::page;
use crate::chunk::NotFetched;
use crate::components::{CurrentWorkflow, FailurePanel, Status, use_current_workflow, use_session};
use crate::editor::{Editor, ask_for_address};
use crate::home::remember_workflow;
use crate::palette::use_palette;
use crate::reactive::{effect, spawn_local};
use crate::review::was_interrupted;
use crate::routes::WorkflowPage;
use crate::ui::Skeleton;
use crate::words::craft::open_workflow as words;
use crate::words::not_fetched;
use crate::workspace::{Load, Opened};
use leptos::prelude::*;
use workflow::document::WorkflowId;

/// What scrolls in the editor before its work is here.
const LISTS: &str = ".outline-list";

/// What the pages of a workflow share: the workflow itself, the work on it, and its name in the top bar.
#[component]
pub fn WorkflowFrame(
    /// Which workflow.
    id: WorkflowId,
    /// Which of its pages.
    #[prop(into)]
    page: Signal<WorkflowPage>,
) -> impl IntoView {
    let session = use_session();
    let opened = Opened::provide(id, session);
    use_palette().offer(opened);
    let slot = use_current_workflow();
    effect(move || slot.set(Some(current(opened))));
    on_cleanup(move || drop(slot.try_set(None)));
    effect(move || {
        if opened.load.get() == Load::Ready {
            let name = opened.base.with(|base| base.document.name().unwrap_or_default());
            session.with(|session| opened.id.with(|id| remember_workflow(&session.org, id.as_str(), &name)));
        }
    });
    let work = WorkFetch::begin(opened);
    ask_for_address(opened);
    let interrupted =
        session.with_untracked(|session| opened.id.with_untracked(|id| was_interrupted(&session.org, id)));
    effect(move || {
        if interrupted || page.get() == WorkflowPage::Review {
            opened.want();
        }
    });
    move || match page.get() {
        WorkflowPage::Editor => {
            let parts = Signal::derive(move || work.pages.get().map(|pages| pages.editor));
            let notice = Signal::derive(move || work.pages.get().map(|pages| pages.notice));
            view! { <Editor parts=parts notice=notice not_fetched=work.failed on_retry=move |()| work.fetch() /> }
                .into_any()
        }
        WorkflowPage::Review => match work.pages.get() {
            Some(pages) => (pages.review)(),
            None if work.failed.get() => {
                view! { <div class="page"><FailurePanel words=not_fetched() on_action=move |()| work.fetch() /></div> }
                    .into_any()
            }
            None => view! { <div class="page"><Skeleton label=words::LOADING_REVIEW lines=6 /></div> }.into_any(),
        },
    }
}

/// Fetching the code of the work, and setting the workspace up.
#[derive(Clone, Copy)]
struct WorkFetch {
    opened: Opened,
    pages: RwSignal<Option<&'static WorkPages>>,
    failed: RwSignal<bool>,
    owner: StoredValue<Owner>,
}

impl WorkFetch {
    /// Fetches it as soon as it is wanted: at the first sign of the administrator.
    fn begin(opened: Opened) -> Self {
        let owner = StoredValue::new(Owner::current().unwrap_or_default());
        let fetch = Self { opened, pages: RwSignal::new(None), failed: RwSignal::new(false), owner };
        effect(move || {
            if opened.wanted.get() {
                untrack(|| fetch.fetch());
            }
        });
        page::on_first_sign(move || opened.want());
        fetch
    }

    fn fetch(self) {
        self.failed.set(false);
        spawn_local(async move {
            let fetched = work::fetch().await;
            match fetched {
                Ok(pages) => {
                    // What is being pressed is not to be taken away from under the pointer.
                    page::released().await;
                    // The page may have been left meanwhile.
                    let Some(owner) = self.owner.try_get_value() else { return };
                    let place = page::Place::note(LISTS);
                    let work = owner.with(|| (pages.begin)(self.opened));
                    self.opened.work.set(Some(work));
                    self.pages.set(Some(pages));
                    place.keep();
                }
                Err(NotFetched) => drop(self.failed.try_set(true)),
            }
        });
    }
}

/// What the top bar says.
fn current(opened: Opened) -> CurrentWorkflow {
    let edits = opened.work.get().map_or(0, |work| work.edits.get());
    let (status, words) = match opened.load.get() {
        Load::Loading => (Status::Busy, words::STATUS_LOADING.to_owned()),
        Load::Failed(_) => (Status::Bad, words::STATUS_NOT_LOADED.to_owned()),
        Load::Ready if opened.reloading.get() => (Status::Busy, words::STATUS_AGAIN.to_owned()),
        Load::Ready => match edits {
            0 => (Status::Fine, words::changes(0)),
            _ => (Status::Pending, words::changes(edits)),
        },
    };
    opened.base.with(|base| CurrentWorkflow {
        id: opened.id.get().to_string(),
        name: base.document.name().unwrap_or_default(),
        version: base.document.version().map(|version| version.to_string()).unwrap_or_default(),
        status,
        words,
    })
}
