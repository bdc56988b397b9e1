//! The workspace: one workflow, and everything that is under way in it.
//!
//! The route `/workflows/{id}` provides [`Opened`], which is all that is needed to look at a workflow,
//! and beside it, once it is wanted, the [`Workspace`]; the editor and the review below share it, so
//! moving between them loses nothing. Data flows one way: base document + [`Step`]s → change →
//! applied document → findings and diff. What depends on every keystroke is cheap (one node); what
//! looks at the whole document waits for a pause in the typing.
//!
//! Nothing typed is lost: a failed load keeps what is open, and every edit is kept in the browser.

mod base;
mod bringing;
mod editing;
mod findings;
mod fixing;
mod form;
mod history;
mod judging;
mod kept;
mod marks;
mod opened;
mod opening;
mod pause;
mod placing;
mod refused;
mod steps;
mod tabs;
mod tenant;
mod uploads;
mod upstream;
mod wiring;

pub use base::{Base, NodeInfo};
pub use bringing::Resolving;
pub use findings::{FindingIdentity, NOT_APPLICABLE, by_severity};
pub use fixing::{Fixed, OfChange, is_certain};
pub use form::{
    AttachmentField, AttachmentFieldStoreFields, Form, FormStoreFields, TypedJson, VariableField,
    VariableFieldStoreFields,
};
pub use history::Moved;
pub use kept::{DEPLOYS, GoneOn, Keeping, Record, Restored, SHAPE, Standing, marks as kept_marks};
pub use marks::{Mark, Marks, NewNode, Shown, Worst};
pub use opened::{Ask, Load, LoadFailure, Opened, Work, use_opened};
pub use pause::Pause;
pub use placing::Places;
pub use refused::{Refused, TENANT_REFUSED};
pub use steps::{DraftKey, JSON_NOT_VALID, OpenDraft, Removal, Step};
pub use tabs::{Other, Tabs, Taking};
pub use tenant::{Known, Listed, Tenant, placeholders};
pub use uploads::{Upload, UploadKey, UploadState, Uploaded, Uploads, WhyRefused};
pub use upstream::{News, Upstream};

use crate::reactive::{effect, for_many, memo};
use history::History;
use judging::{Judged, Judging, Settling};
use leptos::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;
use steps::Surroundings;
use workflow::change::{Applied, ApplyError, Change, RawJson};
use workflow::diff::Diff;
use workflow::document::{Document, NodeId, WorkflowId};
use workflow::validate::{Finding, Limits};
use workflow::wire::Session;

/// What the middle of the screen shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Selection {
    /// Nothing yet.
    #[default]
    Nothing,
    /// An email node that is being edited.
    Draft(DraftKey),
    /// A node that can only be looked at.
    Node(NodeId),
}

/// One workflow, and everything that is under way in it. A handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Workspace {
    /// The workflow that is open.
    pub opened: Opened,
    /// Which workflow.
    pub id: RwSignal<WorkflowId>,
    /// Whether it is here.
    pub load: RwSignal<Load>,
    /// The version being edited; an empty document until [`Load::Ready`].
    pub base: RwSignal<Arc<Base>>,
    /// What is under way, in the order it was begun.
    pub steps: RwSignal<Vec<Step>>,
    /// What is shown. Set it through [`Workspace::select`].
    pub selected: RwSignal<Selection>,
    /// What is known about the tenant.
    pub tenant: Tenant,
    /// The tenant's limits.
    pub limits: Memo<Limits>,
    /// Everything that is asked for.
    pub change: Memo<Change>,
    /// The base with the change in it.
    pub applied: Memo<Result<Applied, ApplyError>>,
    /// The last document the change could be applied to give, after a pause in the typing.
    pub settled: RwSignal<Document>,
    /// The findings about open drafts, new with every keystroke.
    pub live: Memo<Arc<Vec<Finding>>>,
    /// All other findings, new after a pause in the typing.
    pub rest: Memo<Arc<Vec<Finding>>>,
    /// Both, worst first.
    pub findings: Memo<Arc<Vec<Finding>>>,
    /// The findings that the base had before any change, by identity.
    pub before: Memo<Arc<HashSet<FindingIdentity>>>,
    /// What the change does to the document, after a pause in the typing.
    pub diff: Memo<Diff>,
    /// How many findings stand in the way of a deploy.
    pub blocking: Memo<usize>,
    /// How the browser keeps the work, and what it has kept of earlier visits.
    pub keeping: Keeping,
    /// What others do to the workflow meanwhile.
    pub upstream: Upstream,
    /// The other tabs with this workflow.
    pub tabs: Tabs,
    /// A version that is being brought in and takes decisions.
    pub resolving: RwSignal<Option<Resolving>>,
    /// What the tenant refused at the last deploy.
    pub refused: RwSignal<Vec<Refused>>,
    /// What the proxy told at the start.
    pub session: Signal<Arc<Session>>,
    settling: Settling,
    owner: StoredValue<Owner>,
    next_key: StoredValue<u32>,
    around: StoredValue<Surroundings>,
    history: RwSignal<History>,
    /// Every draft that was ever open, so that one that comes back is the one that it was.
    opened_before: StoredValue<Vec<OpenDraft>>,
    /// Whether work of earlier visits was looked for.
    has_looked: StoredValue<bool>,
}

/// A node's JSON in a document.
fn node_text(document: &Document, node: &NodeId) -> Option<RawJson> {
    RawJson::parse(document.node(node)?.text).ok()
}

/// The workspace of the page.
///
/// # Panics
/// Outside of `/workflows/{id}`, which provides it.
#[must_use]
pub fn use_workspace() -> Workspace {
    expect_context()
}

impl Workspace {
    /// Sets up the workspace of the workflow that is open, for the calling component, and provides it
    /// as context.
    pub fn provide(opened: Opened) -> Self {
        let Opened { id, load, base, session, .. } = opened;
        let limits = memo(move |_| session.with(|session| session.limits.clone()));
        let tenant = Tenant::new(session);
        let steps = RwSignal::new(Vec::<Step>::new());
        let change = memo(move |_| steps.with(|steps| steps::change_of(steps)));
        // Documents are compared where they are made, by the change and the base; comparing the results
        // again would cost more than using them.
        let applied = Memo::new_with_compare(
            move |_| base.with(|base| change.with(|change| change.apply(&base.document))),
            |_, _| true,
        );
        let refused = RwSignal::new(Vec::new());
        let judging = Judging { base, steps, change, applied, facts: tenant.facts, limits, refused };
        let Judged { settling, live, rest, findings, before, diff, blocking } = judging.begin();
        let around = Surroundings { base, applied, facts: tenant.facts, limits };
        let workspace = Self {
            opened,
            id,
            load,
            base,
            steps,
            selected: RwSignal::new(Selection::Nothing),
            tenant,
            limits,
            change,
            applied,
            settled: settling.document,
            settling,
            live,
            rest,
            findings,
            before,
            diff,
            blocking,
            keeping: session.with_untracked(|session| id.with_untracked(|id| Keeping::begin(&session.org, id))),
            upstream: Upstream::new(base),
            tabs: Tabs::new(),
            resolving: RwSignal::new(None),
            refused,
            session,
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            next_key: StoredValue::new(0),
            around: StoredValue::new(around),
            history: RwSignal::new(History::new(base.get_untracked())),
            opened_before: StoredValue::new(Vec::new()),
            has_looked: StoredValue::new(false),
        };
        provide_context(workspace);
        workspace.ask_about_ids();
        workspace.keep_work();
        workspace.keep_history();
        // A workflow becomes ready once; work of an earlier visit is brought onto what was fetched then.
        let is_here = memo(move |_| load.get() == Load::Ready);
        effect(move || {
            if is_here.get() {
                untrack(|| workspace.look_for_kept());
            }
        });
        workspace.follow_others();
        workspace.join_tabs();
        workspace
    }

    /// The workspace as far as the rest of the page has to know it.
    #[must_use]
    pub fn work(self) -> Work {
        Work {
            workspace: self,
            marks: for_many(self.marks()),
            worst: for_many(self.worst()),
            shown: for_many(self.shown()),
            wired: self.wired(),
            edits: memo(move |_| self.change.with(|change| change.edits.len())),
            act: Self::act,
            take: Self::bring_onto,
        }
    }

    /// Whether a finding stands in the way of a deploy; subscribes.
    #[must_use]
    pub fn blocks(self, finding: &Finding) -> bool {
        let touched: Vec<NodeId> = self.change.with(|change| change.touched().into_iter().cloned().collect());
        self.before.with(|before| findings::blocks(finding, &touched, before))
    }

    /// Has everything be judged by what is typed so far, instead of after a pause.
    pub fn judge_now(self) {
        self.settling.now();
    }

    /// The document with the change in it, or the last one that could be had; does not subscribe.
    #[must_use]
    pub fn current_document(self) -> Document {
        self.applied.with_untracked(|applied| match applied {
            Ok(applied) => applied.document.clone(),
            Err(_) => self.settled.get_untracked(),
        })
    }
}
