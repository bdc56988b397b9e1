//! What the administrator has under way: open drafts and removals, in the order they were begun.

use super::base::Base;
use super::findings::own_findings;
use super::form::Form;
use crate::reactive::memo;
use leptos::prelude::*;
use reactive_stores::Store;
use std::sync::Arc;
use workflow::change::{Applied, ApplyError, Edit, RawJson};
use workflow::document::NodeId;
use workflow::email::{Draft, DraftOrigin};
use workflow::validate::{Facts, Finding, Limits};

/// The identity of an open draft; never used twice in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DraftKey(pub u32);

/// An email node that is being edited. Opening a draft changes nothing by itself.
#[derive(Clone, Copy)]
pub struct OpenDraft {
    /// Its identity.
    pub key: DraftKey,
    /// What the form edits, field by field.
    pub form: Store<Form>,
    /// The form as the core reads it.
    pub draft: Memo<Draft>,
    /// The node's id as typed.
    pub id: Memo<NodeId>,
    /// What the draft asks for; `None` while it says what the base says.
    pub edit: Memo<Option<Edit>>,
    /// The findings about this node, new with every keystroke.
    pub findings: Memo<Arc<Vec<Finding>>>,
}

impl PartialEq for OpenDraft {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl std::fmt::Debug for OpenDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("OpenDraft").field(&self.key).finish()
    }
}

/// A node that is to be removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// The node.
    pub id: NodeId,
    /// Its JSON when this was decided.
    pub was: RawJson,
}

/// One thing under way.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A node that is being added or edited.
    Draft(OpenDraft),
    /// A node that is to be removed.
    Removal(Removal),
}

impl Step {
    /// The draft, where it is one.
    #[must_use]
    pub fn draft(&self) -> Option<OpenDraft> {
        match self {
            Self::Draft(draft) => Some(*draft),
            Self::Removal(_) => None,
        }
    }

    /// The edit that this step asks for.
    #[must_use]
    pub fn edit(&self) -> Option<Edit> {
        match self {
            Self::Draft(draft) => draft.edit.get(),
            Self::Removal(removal) => Some(Edit::RemoveNode { id: removal.id.clone(), was: removal.was.clone() }),
        }
    }
}

/// What an open draft's findings depend on.
#[derive(Clone, Copy)]
pub(super) struct Surroundings {
    pub base: RwSignal<Arc<Base>>,
    pub applied: Memo<Result<Applied, ApplyError>>,
    pub facts: Memo<Facts>,
    pub limits: Memo<Limits>,
}

impl OpenDraft {
    /// Opens a draft. Everything reactive about it belongs to the current owner.
    pub(super) fn open(key: DraftKey, form: Form, around: Surroundings) -> Self {
        let form = Store::new(form);
        let draft = memo(move |_| form.with(Form::to_draft));
        let id = memo(move |_| draft.with(|draft| NodeId::from(draft.id.as_str())));
        let edit = memo(move |_| around.base.with(|base| draft.with(|draft| edit_of(draft, base))));
        let findings = memo(move |_| {
            Arc::new(around.facts.with(|facts| {
                around.limits.with(|limits| {
                    around.applied.with(|applied| {
                        around.base.with(|base| draft.with(|draft| own_findings(draft, base, applied, facts, limits)))
                    })
                })
            }))
        });
        Self { key, form, draft, id, edit, findings }
    }

    /// The node of the base that this draft edits; `None` for a new node.
    #[must_use]
    pub fn existing(&self) -> Option<NodeId> {
        self.draft.with(|draft| existing(draft).cloned())
    }

    /// The same, without subscribing.
    #[must_use]
    pub fn existing_untracked(&self) -> Option<NodeId> {
        self.draft.with_untracked(|draft| existing(draft).cloned())
    }

    /// Where the draft came from; for a new node, where it goes.
    #[must_use]
    pub fn form_origin(&self) -> DraftOrigin {
        self.draft.with(|draft| draft.origin.clone())
    }

    /// Whether the node is not in the base yet.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.draft.with(|draft| existing(draft).is_none())
    }
}

fn existing(draft: &Draft) -> Option<&NodeId> {
    match &draft.origin {
        DraftOrigin::Existing(node) => Some(node),
        DraftOrigin::New(_) => None,
    }
}

/// A draft's edit. A draft of a node that the base has lost still asks for its fields, so that
/// applying it says that the node is gone instead of dropping what was typed.
fn edit_of(draft: &Draft, base: &Base) -> Option<Edit> {
    match existing(draft) {
        Some(node) if !base.has(node) => Some(Edit::EditNode { id: node.clone(), fields: Vec::new() }),
        _ => draft.to_edit(&base.document),
    }
}
