//! The workflow that is open: fetched, read, and shown as an outline. All that is needed before
//! anything is edited.
//!
//! The rest, the [`Workspace`], is code of its own that is fetched once the administrator turns to the
//! page, and sets itself up beside what is here. Neither waits for the other.

use super::Workspace;
use super::base::Base;
use super::kept::marks::is_kept;
use super::marks::{Marks, Shown, Worst};
use super::steps::DraftKey;
use crate::api::{self, Failure};
use crate::browser::clock;
use crate::reactive::{effect, spawn_local};
use leptos::prelude::*;
use std::sync::Arc;
use workflow::change::Placement;
use workflow::document::{Document, NodeId, ParseError, WorkflowId};
use workflow::wire::Session;

/// Whether the workflow is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Load {
    /// It is being fetched for the first time.
    Loading,
    /// It could not be had. Work kept in the browser is still there.
    Failed(LoadFailure),
    /// It is here.
    Ready,
}

/// Why a workflow cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadFailure {
    /// It could not be had.
    Request(Failure),
    /// It came, and cannot be read.
    Unreadable(ParseError),
}

/// Something to be done with the workspace as soon as there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Show a node.
    Show(NodeId),
    /// Show no node.
    ShowNothing,
    /// Show a draft.
    ShowDraft(DraftKey),
    /// Begin a new email node.
    Add(Placement),
}

/// The workspace, as far as the rest of the page has to know it.
#[derive(Clone, Copy)]
pub struct Work {
    /// The workspace.
    pub workspace: Workspace,
    /// What is under way, for the outline.
    pub marks: Memo<Arc<Marks>>,
    /// The worst finding of each node.
    pub worst: Memo<Arc<Worst>>,
    /// What the middle shows.
    pub shown: Memo<Shown>,
    /// The workflow with everything that is under way in its place.
    pub wired: Memo<Document>,
    /// How many edits are under way.
    pub edits: Memo<usize>,
    /// Does what was asked for.
    pub act: fn(Workspace, Ask),
    /// Goes on from a newly fetched version.
    pub take: fn(Workspace, Document),
}

/// The workflow that is open. A handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Opened {
    /// Which workflow.
    pub id: RwSignal<WorkflowId>,
    /// Whether it is here.
    pub load: RwSignal<Load>,
    /// Whether a newer version is being fetched while one is here.
    pub reloading: RwSignal<bool>,
    /// Why the last [`Opened::reload`] brought nothing; the version that was here still is.
    pub reload_failure: RwSignal<Option<LoadFailure>>,
    /// The version being edited; an empty document until [`Load::Ready`].
    pub base: RwSignal<Arc<Base>>,
    /// What the proxy told at the start.
    pub session: Signal<Arc<Session>>,
    /// The workspace, once it is wanted and here.
    pub work: RwSignal<Option<Work>>,
    /// Whether the workspace is wanted.
    pub wanted: RwSignal<bool>,
    /// What the workspace has to do first.
    pub asked: RwSignal<Option<Ask>>,
    /// When the version that is here was read, in ms of the page's clock.
    pub loaded_at: StoredValue<u64>,
    loads: StoredValue<u32>,
}

/// The workflow that is open.
///
/// # Panics
/// Outside of `/workflows/{id}`, which provides it.
#[must_use]
pub fn use_opened() -> Opened {
    expect_context()
}

impl Opened {
    /// Opens a workflow for the calling component, and provides it as context.
    pub fn provide(id: WorkflowId, session: Signal<Arc<Session>>) -> Self {
        // What was left unfinished is brought back at once.
        let wanted = RwSignal::new(session.with_untracked(|session| is_kept(&session.org, &id)));
        let opened = Self {
            id: RwSignal::new(id),
            load: RwSignal::new(Load::Loading),
            reloading: RwSignal::new(false),
            reload_failure: RwSignal::new(None),
            base: RwSignal::new(Arc::new(Base::empty())),
            session,
            work: RwSignal::new(None),
            wanted,
            asked: RwSignal::new(None),
            loaded_at: StoredValue::new(0),
            loads: StoredValue::new(0),
        };
        provide_context(opened);
        effect(move || {
            if let Some(work) = opened.work.get()
                && opened.load.get() == Load::Ready
                && let Some(ask) = opened.asked.get()
            {
                opened.asked.set(None);
                untrack(|| (work.act)(work.workspace, ask));
            }
        });
        opened.open();
        opened
    }

    /// Asks for the workspace.
    pub fn want(self) {
        if !self.wanted.get_untracked() {
            self.wanted.set(true);
        }
    }

    /// Has the workspace do something: at once, or as soon as it is here.
    pub fn ask(self, ask: Ask) {
        match self.work.get_untracked() {
            Some(work) => untrack(|| (work.act)(work.workspace, ask)),
            None => {
                self.asked.set(Some(ask));
                self.want();
            }
        }
    }

    /// Fetches the workflow again. What is under way is brought onto the newer version; a failure
    /// leaves everything as it is.
    pub fn reload(self) {
        if !matches!(self.load.get_untracked(), Load::Ready) {
            self.open();
            return;
        }
        self.reloading.set(true);
        self.reload_failure.set(None);
        self.fetch(move |loaded| {
            self.reloading.set(false);
            match (loaded, self.work.get_untracked()) {
                (Ok(document), Some(work)) => (work.take)(work.workspace, document),
                (Ok(document), None) => self.base.set(Arc::new(Base::new(document))),
                (Err(failure), _) => self.reload_failure.set(Some(failure)),
            }
        });
    }

    fn open(self) {
        self.load.set(Load::Loading);
        self.reload_failure.set(None);
        self.fetch(move |loaded| match loaded {
            Ok(document) => {
                self.loaded_at.set_value(clock::monotonic_ms());
                self.base.set(Arc::new(Base::new(document)));
                self.load.set(Load::Ready);
            }
            Err(failure) => self.load.set(Load::Failed(failure)),
        });
    }

    /// Fetches the document; only the latest fetch counts.
    fn fetch(self, done: impl FnOnce(Result<Document, LoadFailure>) + 'static) {
        let turn = self.loads.try_update_value(|loads| {
            *loads += 1;
            *loads
        });
        let id = self.id.get_untracked();
        let dialect = self.session.with_untracked(|session| session.dialect.clone());
        spawn_local(async move {
            let loaded = match api::read_workflow(&id).await {
                Ok(bytes) => match String::from_utf8(bytes) {
                    Ok(text) => Document::parse_owned(text, &dialect),
                    // Says where the bytes cease to be text.
                    Err(odd) => Document::parse_bytes(odd.as_bytes(), &dialect),
                }
                .map_err(LoadFailure::Unreadable),
                Err(failure) => Err(LoadFailure::Request(failure)),
            };
            if turn.is_some() && self.loads.try_get_value() == turn {
                done(loaded);
            }
        });
    }
}
