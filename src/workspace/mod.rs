//! The workspace: one workflow, and everything that is under way in it.
//!
//! The route `/workflows/{id}` provides a [`Workspace`]; the editor and the review below it share it,
//! so moving between them loses nothing. Data flows one way: base document + [`Step`]s → change →
//! applied document → findings and diff. What depends on every keystroke is cheap (one node); what
//! looks at the whole document waits for a pause in the typing.
//!
//! Nothing typed is lost: a failed load keeps what is open, and every edit is kept in the browser.

mod base;
mod findings;
mod form;
mod kept;
mod opening;
mod pause;
mod refused;
mod steps;
mod tenant;
mod words;

pub use base::{Base, NodeInfo};
pub use findings::{FindingIdentity, NOT_APPLICABLE};
pub use form::{
    AttachmentField, AttachmentFieldStoreFields, Form, FormStoreFields, VariableField, VariableFieldStoreFields,
};
pub use kept::Restored;
pub use opening::LoadFailure;
pub use pause::Pause;
pub use refused::{Refused, TENANT_REFUSED};
pub use steps::{DraftKey, OpenDraft, Removal, Step};
pub use tenant::{Known, Listed, Tenant, placeholders};

use crate::browser::unload;
use kept::{Kept, node_text};
use leptos::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;
use steps::Surroundings;
use workflow::change::{Applied, ApplyError, Change, Edit, Placement};
use workflow::diff::{Diff, diff};
use workflow::document::{Document, FileId, NodeId, TemplateId, WorkflowId};
use workflow::email::{Draft, DraftOrigin};
use workflow::validate::{Finding, Fix, Limits, validate};
use workflow::wire::Session;

/// How long typing must pause before the whole document is looked at, in ms.
const SETTLE_MS: u64 = 150;
/// How long typing must pause before the tenant is asked about an id, in ms.
const ASK_MS: u64 = 300;
/// How long typing must pause before the browser keeps the work, in ms.
const KEEP_MS: u64 = 300;

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
    /// The workflow.
    pub id: RwSignal<WorkflowId>,
    /// Whether it is here.
    pub load: RwSignal<Load>,
    /// Whether a newer version is being fetched while one is here.
    pub reloading: RwSignal<bool>,
    /// Why the last [`Workspace::reload`] brought nothing; the version that was here still is.
    pub reload_failure: RwSignal<Option<LoadFailure>>,
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
    /// Work of an earlier visit that was brought back; `None` once the banner is closed.
    pub restored: RwSignal<Option<Restored>>,
    /// Whether the browser refuses to keep the work.
    pub not_kept: RwSignal<bool>,
    /// What the tenant refused at the last deploy.
    pub refused: RwSignal<Vec<Refused>>,
    /// What the proxy told at the start.
    pub session: Signal<Arc<Session>>,
    owner: StoredValue<Owner>,
    next_key: StoredValue<u32>,
    around: StoredValue<Surroundings>,
    loads: StoredValue<u32>,
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
    /// Makes a workspace for the workflow that `id` names, provides it as context and loads it.
    /// When `id` comes to name another workflow, the work in the first one stays kept in the browser.
    pub fn provide(id: Signal<WorkflowId>, session: Signal<Arc<Session>>) -> Self {
        let limits = Memo::new(move |_| session.with(|session| session.limits.clone()));
        let tenant = Tenant::new(session);
        let base = RwSignal::new(Arc::new(Base::empty()));
        let steps = RwSignal::new(Vec::<Step>::new());
        let change =
            Memo::new(move |_| Change { edits: steps.with(|steps| steps.iter().filter_map(Step::edit).collect()) });
        // Documents are compared where they are made, by the change and the base; comparing the results
        // again would cost more than using them.
        let applied = Memo::new_with_compare(
            move |_| base.with(|base| change.with(|change| change.apply(&base.document))),
            |_, _| true,
        );
        let settled = settled_document(base, change, applied);
        let refused = RwSignal::new(Vec::new());
        let Judged { live, rest, before } = judged(base, steps, change, applied, settled, tenant, limits, refused);
        let findings =
            Memo::new(move |_| Arc::new(live.with(|live| rest.with(|rest| findings::worst_first(live, rest)))));
        let diff = Memo::new(move |_| base.with(|base| settled.with(|settled| diff(&base.document, settled))));
        let blocking = Memo::new(move |_| {
            let touched: Vec<NodeId> = change.with(|change| change.touched().into_iter().cloned().collect());
            let count = |all: &Arc<Vec<Finding>>| {
                before.with(|before| all.iter().filter(|one| findings::blocks(one, &touched, before)).count())
            };
            live.with(count) + rest.with(count)
        });
        let around = Surroundings { base, applied, facts: tenant.facts, limits };
        let workspace = Self {
            id: RwSignal::new(id.get_untracked()),
            load: RwSignal::new(Load::Loading),
            reloading: RwSignal::new(false),
            reload_failure: RwSignal::new(None),
            base,
            steps,
            selected: RwSignal::new(Selection::Nothing),
            tenant,
            limits,
            change,
            applied,
            settled,
            live,
            rest,
            findings,
            before,
            diff,
            blocking,
            restored: RwSignal::new(None),
            not_kept: RwSignal::new(false),
            refused,
            session,
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            next_key: StoredValue::new(0),
            around: StoredValue::new(around),
            loads: StoredValue::new(0),
        };
        provide_context(workspace);
        workspace.ask_about_ids();
        workspace.keep_work();
        Effect::new(move |_| workspace.open(id.get()));
        workspace
    }

    /// Shows a node: an email node in the form, any other to be looked at.
    pub fn select(self, node: &NodeId) {
        let open = self.steps.with_untracked(|steps| {
            steps
                .iter()
                .filter_map(Step::draft)
                .find(|draft| {
                    draft.existing_untracked().as_ref() == Some(node) || draft.id.with_untracked(|id| id == node)
                })
                .map(|draft| draft.key)
        });
        self.close_untouched(open);
        if let Some(key) = open {
            self.selected.set(Selection::Draft(key));
            return;
        }
        let removed = self.is_removed(node);
        let base = self.base.get_untracked();
        let draft = base
            .kind(node)
            .filter(|kind| *kind == workflow::email::EMAIL_NODE_TYPE && !removed)
            .and_then(|_| Draft::of_node(&base.document, node));
        self.selected.set(match draft {
            Some(draft) => Selection::Draft(self.begin(Form::from(draft)).key),
            None => Selection::Node(node.clone()),
        });
    }

    /// Closes the drafts that ask for nothing, so that looking through a workflow leaves nothing behind.
    fn close_untouched(self, except: Option<DraftKey>) {
        let untouched = |step: &Step| {
            step.draft().is_some_and(|draft| Some(draft.key) != except && draft.edit.with_untracked(Option::is_none))
        };
        if self.steps.with_untracked(|steps| steps.iter().any(untouched)) {
            self.steps.update(|steps| steps.retain(|step| !untouched(step)));
        }
    }

    /// Shows an open draft.
    pub fn select_draft(self, key: DraftKey) {
        self.close_untouched(Some(key));
        self.selected.set(Selection::Draft(key));
    }

    /// The draft that is shown; subscribes.
    #[must_use]
    pub fn selected_draft(self) -> Option<OpenDraft> {
        match self.selected.get() {
            Selection::Draft(key) => self.draft(key),
            Selection::Nothing | Selection::Node(_) => None,
        }
    }

    /// The same, without subscribing.
    #[must_use]
    pub fn selected_draft_untracked(self) -> Option<OpenDraft> {
        untrack(|| self.selected_draft())
    }

    /// An open draft; subscribes.
    #[must_use]
    pub fn draft(self, key: DraftKey) -> Option<OpenDraft> {
        self.steps.with(|steps| steps.iter().filter_map(Step::draft).find(|draft| draft.key == key))
    }

    /// Begins a new email node and shows it.
    pub fn start_new(self, placement: Placement) -> DraftKey {
        self.close_untouched(None);
        let document = self.current_document();
        let key = self.begin(Form::from(Draft::new(&document, placement))).key;
        self.selected.set(Selection::Draft(key));
        key
    }

    /// Removes a node: a new one is dropped, one of the base is marked for removal.
    pub fn remove(self, node: &NodeId) {
        let base = self.base.get_untracked();
        let was_new = self.steps.with_untracked(|steps| {
            steps
                .iter()
                .filter_map(Step::draft)
                .any(|draft| draft.existing_untracked().is_none() && draft.id.with_untracked(|id| id == node))
        });
        let removal = (!was_new).then(|| node_text(&base.document, node)).flatten();
        self.steps.update(|steps| {
            steps.retain(|step| match step {
                Step::Draft(draft) => match draft.existing_untracked() {
                    Some(existing) => was_new || existing != *node,
                    None => draft.id.with_untracked(|id| id != node),
                },
                Step::Removal(removal) => removal.id != *node,
            });
            if let Some(was) = removal {
                steps.push(Step::Removal(Removal { id: node.clone(), was }));
            }
        });
        self.selected.set(if was_new { Selection::Nothing } else { Selection::Node(node.clone()) });
    }

    /// Drops one draft; the node is as the base has it, or not there if it was new.
    pub fn drop_draft(self, key: DraftKey) {
        let existing = self.steps.with_untracked(|steps| {
            steps
                .iter()
                .filter_map(Step::draft)
                .find(|draft| draft.key == key)
                .and_then(|draft| draft.existing_untracked())
        });
        self.steps.update(|steps| steps.retain(|step| step.draft().is_none_or(|draft| draft.key != key)));
        match existing {
            Some(node) => self.select(&node),
            None => self.selected.set(Selection::Nothing),
        }
    }

    /// Takes a removal back.
    pub fn restore(self, node: &NodeId) {
        self.steps.update(|steps| steps.retain(|step| !matches!(step, Step::Removal(removal) if removal.id == *node)));
        self.select(node);
    }

    /// Whether a node is to be removed; does not subscribe.
    #[must_use]
    pub fn is_removed(self, node: &NodeId) -> bool {
        self.steps.with_untracked(|steps| {
            steps.iter().any(|step| matches!(step, Step::Removal(removal) if removal.id == *node))
        })
    }

    /// Drops everything under way.
    pub fn discard(self) {
        let shown = self.selected.get_untracked();
        let node = match shown {
            Selection::Draft(key) => self.steps.with_untracked(|steps| {
                steps
                    .iter()
                    .filter_map(Step::draft)
                    .find(|draft| draft.key == key)
                    .and_then(|draft| draft.existing_untracked())
            }),
            Selection::Node(node) => Some(node),
            Selection::Nothing => None,
        };
        self.steps.set(Vec::new());
        self.restored.set(None);
        Kept::forget(&self.id.get_untracked());
        match node {
            Some(node) => self.select(&node),
            None => self.selected.set(Selection::Nothing),
        }
    }

    /// Applies a finding's way out.
    pub fn apply_fix(self, fix: &Fix) {
        let document = self.current_document();
        match &fix.edit {
            Edit::RemoveNode { id, .. } => self.remove(id),
            Edit::AddNode { id, placement, .. } => {
                if let Ok(applied) = Change::of(fix.edit.clone()).apply(&document)
                    && let Some(mut draft) = Draft::of_node(&applied.document, id)
                {
                    draft.origin = DraftOrigin::New(placement.clone());
                    let key = self.begin(Form::from(draft)).key;
                    self.selected.set(Selection::Draft(key));
                }
            }
            Edit::EditNode { id, .. } => {
                self.select(id);
                let Some(open) = self.steps.with_untracked(|steps| {
                    let Selection::Draft(key) = self.selected.get_untracked() else { return None };
                    steps.iter().filter_map(Step::draft).find(|draft| draft.key == key)
                }) else {
                    return;
                };
                let Ok(applied) = Change::of(fix.edit.clone()).apply(&document) else { return };
                let fixed =
                    [id.clone(), open.id.get_untracked()].iter().find_map(|id| Draft::of_node(&applied.document, id));
                if let Some(fixed) = fixed {
                    Form::change(open.form, |form| form.take(fixed));
                }
            }
        }
    }

    /// Whether a finding stands in the way of a deploy; subscribes.
    #[must_use]
    pub fn blocks(self, finding: &Finding) -> bool {
        let touched: Vec<NodeId> = self.change.with(|change| change.touched().into_iter().cloned().collect());
        self.before.with(|before| findings::blocks(finding, &touched, before))
    }

    /// The document with the change in it, or the last one that could be had; does not subscribe.
    #[must_use]
    pub fn current_document(self) -> Document {
        self.applied.with_untracked(|applied| match applied {
            Ok(applied) => applied.document.clone(),
            Err(_) => self.settled.get_untracked(),
        })
    }

    /// Goes on from a new version that holds the change already: after a deploy.
    pub fn rebase(self, document: Document) {
        let shown = match self.selected.get_untracked() {
            Selection::Draft(key) => self.steps.with_untracked(|steps| {
                steps
                    .iter()
                    .filter_map(Step::draft)
                    .find(|draft| draft.key == key)
                    .map(|draft| draft.id.get_untracked())
            }),
            Selection::Node(node) => Some(node),
            Selection::Nothing => None,
        };
        self.selected.set(Selection::Nothing);
        self.steps.set(Vec::new());
        self.restored.set(None);
        Kept::forget(&self.id.get_untracked());
        self.base.set(Arc::new(Base::new(document)));
        self.load.set(Load::Ready);
        if let Some(node) = shown {
            self.select(&node);
        }
    }

    /// Opens a draft of this form; everything reactive about it lives as long as the workspace.
    fn begin(self, form: Form) -> OpenDraft {
        let key = self.next_key.try_update_value(|next| {
            *next += 1;
            *next
        });
        let key = DraftKey(key.unwrap_or_default());
        let around = self.around.get_value();
        let draft = self.owner.with_value(|owner| owner.with(|| OpenDraft::open(key, form, around)));
        self.steps.update(|steps| steps.push(Step::Draft(draft)));
        draft
    }

    /// Asks the tenant about the templates and attachments that open drafts name.
    fn ask_about_ids(self) {
        let wanted = Memo::new(move |_| {
            let mut templates = Vec::new();
            let mut files = Vec::new();
            self.steps.with(|steps| {
                for draft in steps.iter().filter_map(Step::draft) {
                    draft.draft.with(|draft| {
                        templates.push(TemplateId::from(draft.template_id.trim()));
                        files.extend(
                            draft
                                .attachments
                                .iter()
                                .map(|row| row.file_id.trim())
                                .filter(|id| id.starts_with("att_"))
                                .map(FileId::from),
                        );
                    });
                }
            });
            (templates, files)
        });
        let pause = Pause::of_ms(ASK_MS);
        Effect::new(move |_| {
            let (templates, files) = wanted.get();
            if !templates.is_empty() {
                self.tenant.want_lists();
            }
            pause.then(move || {
                templates.into_iter().for_each(|id| self.tenant.want_template(id));
                files.into_iter().for_each(|id| self.tenant.want_attachment(id));
            });
        });
    }

    /// Keeps the work in the browser shortly after every edit, and when the page goes away.
    fn keep_work(self) {
        let changed = Memo::new(move |_| self.change.with(|change| !change.is_empty()));
        unload::guard(changed.into());
        let pause = Pause::of_ms(KEEP_MS);
        Effect::new(move |_| {
            self.change.track();
            self.steps.with(|steps| {
                for draft in steps.iter().filter_map(Step::draft) {
                    draft.draft.track();
                }
            });
            pause.then(move || self.keep_now());
        });
        let leaving = window_event_listener_untyped("pagehide", move |_| self.keep_now());
        on_cleanup(move || {
            leaving.remove();
            self.keep_now();
        });
    }

    fn keep_now(self) {
        if !matches!(self.load.try_get_untracked(), Some(Load::Ready)) {
            return;
        }
        let (Some(id), Some(base)) = (self.id.try_get_untracked(), self.base.try_get_untracked()) else { return };
        match self.steps.try_with_untracked(|steps| Kept::of(steps, &base)).flatten() {
            Some(kept) => drop(self.not_kept.try_set(!kept.write(&id))),
            None => Kept::forget(&id),
        }
    }
}

/// The applied document, some time after the typing paused; at once where nothing is changed.
fn settled_document(
    base: RwSignal<Arc<Base>>,
    change: Memo<Change>,
    applied: Memo<Result<Applied, ApplyError>>,
) -> RwSignal<Document> {
    let settled = RwSignal::new(base.with_untracked(|base| base.document.clone()));
    let pause = Pause::of_ms(SETTLE_MS);
    Effect::new(move |_| {
        applied.track();
        let take = move || {
            let document = applied.try_with_untracked(|applied| match applied {
                Ok(applied) => Some(applied.document.clone()),
                Err(_) => None,
            });
            if let Some(document) = document.flatten() {
                settled.try_set(document);
            }
        };
        if change.with(Change::is_empty) {
            pause.cancel();
            take();
        } else {
            pause.then(take);
        }
    });
    settled
}

/// What is found, in the parts that change together.
struct Judged {
    live: Memo<Arc<Vec<Finding>>>,
    rest: Memo<Arc<Vec<Finding>>>,
    before: Memo<Arc<HashSet<FindingIdentity>>>,
}

fn judged(
    base: RwSignal<Arc<Base>>,
    steps: RwSignal<Vec<Step>>,
    change: Memo<Change>,
    applied: Memo<Result<Applied, ApplyError>>,
    settled: RwSignal<Document>,
    tenant: Tenant,
    limits: Memo<Limits>,
    refused: RwSignal<Vec<Refused>>,
) -> Judged {
    let all = move |document: &Document| {
        tenant.facts.with(|facts| limits.with(|limits| Arc::new(validate(document, facts, limits))))
    };
    let of_base = Memo::new(move |_| base.with(|base| all(&base.document)));
    let of_settled = Memo::new(move |_| {
        // Most of the time nothing is changed, and both are the same.
        settled.with(|document| if change.with_untracked(Change::is_empty) { of_base.get() } else { all(document) })
    });
    let before = Memo::new(move |_| Arc::new(of_base.with(|findings| findings::identities(findings))));
    let open = Memo::new(move |_| {
        steps.with(|steps| steps.iter().filter_map(Step::draft).map(|draft| draft.id.get()).collect::<Vec<_>>())
    });
    let live = Memo::new(move |_| {
        let mut own: Vec<Finding> = steps.with(|steps| {
            let drafts = steps.iter().filter_map(Step::draft);
            drafts.flat_map(|draft| draft.findings.with(|findings| findings.as_ref().clone())).collect()
        });
        own.extend(refused.with(|refused| change.with(|change| refused::standing(refused, change))));
        let broken = applied.with(|applied| {
            let error = applied.as_ref().err()?;
            Some(base.with(|base| change.with(|change| findings::not_applicable(change, &base.document, error))))
        });
        Arc::new(findings::with_broken(own, broken))
    });
    let rest =
        Memo::new(move |_| of_settled.with(|settled| open.with(|open| Arc::new(findings::others(settled, open)))));
    Judged { live, rest, before }
}
