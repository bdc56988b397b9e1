//! What the administrator has under way: open drafts and removals, in the order they were begun.

use super::base::Base;
use super::findings::own_findings;
use super::form::{Form, FormStoreFields};
use crate::reactive::memo;
use crate::words::form as words;
use leptos::prelude::*;
use reactive_stores::Store;
use std::sync::Arc;
use workflow::change::{Applied, ApplyError, Change, Edit, RawJson};
use workflow::document::NodeId;
use workflow::email::{Draft, DraftOrigin};
use workflow::validate::{Facts, Field, Finding, Limits, Severity};

/// The code of the finding that tells of JSON that is typed and not valid.
pub const JSON_NOT_VALID: &str = "node.json-not-valid";

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
    /// The form as it is, to be kept.
    pub kept: Memo<Arc<Form>>,
    /// The form as the core reads it.
    pub draft: Memo<Draft>,
    /// The node's id as typed.
    pub id: Memo<NodeId>,
    /// What the draft asks for: its edits, its move, its new id. None while it says what the base says.
    pub edits: Memo<Vec<Edit>>,
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

    /// The edits that this step asks for.
    #[must_use]
    pub fn edits(&self) -> Vec<Edit> {
        match self {
            Self::Draft(draft) => draft.edits.get(),
            Self::Removal(removal) => vec![Edit::RemoveNode { id: removal.id.clone(), was: removal.was.clone() }],
        }
    }
}

/// The change that steps ask for. What is placed at a new node follows it, whichever was begun first, and
/// ids change last, so that until then every node goes by the name that it has in the base.
#[must_use]
pub fn change_of(steps: &[Step]) -> Change {
    Change { edits: in_order(steps.iter().map(Step::edits).collect()) }
}

/// The edits of several steps in the order in which they can be applied.
pub(super) fn in_order(mut waiting: Vec<Vec<Edit>>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut names = Vec::new();
    while !waiting.is_empty() {
        // Where each waits for another, the first goes ahead and its failure is told.
        let next = waiting.iter().position(|one| !waiting.iter().any(|other| one != other && waits_for(one, other)));
        for edit in waiting.remove(next.unwrap_or_default()) {
            if matches!(edit, Edit::RenameNode { .. }) { &mut names } else { &mut edits }.push(edit);
        }
    }
    edits.extend(names);
    edits
}

/// Whether something of `one` is placed at a node that `other` adds.
fn waits_for(one: &[Edit], other: &[Edit]) -> bool {
    let places = one.iter().flat_map(|edit| match edit {
        Edit::AddNode { placement, .. } | Edit::MoveNode { placement, .. } => placement.nodes(),
        _ => Vec::new(),
    });
    let is_added = |node: &NodeId| other.iter().any(|edit| matches!(edit, Edit::AddNode { id, .. } if id == node));
    places.into_iter().any(is_added)
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
        let kept = memo(move |_| Arc::new(form.get()));
        let draft = memo(move |_| kept.with(|form| form.to_draft()));
        let id = memo(move |_| draft.with(|draft| NodeId::from(draft.id.as_str())));
        let edits = memo(move |_| around.base.with(|base| draft.with(|draft| edits_of(draft, base))));
        let typed = memo(move |_| form.json_typed().with(Option::is_some));
        let findings = memo(move |_| {
            let mut found = around.facts.with(|facts| {
                around.limits.with(|limits| {
                    around.applied.with(|applied| {
                        around.base.with(|base| draft.with(|draft| own_findings(draft, base, applied, facts, limits)))
                    })
                })
            });
            if typed.get() {
                found.push(not_taken_over(id.get()));
            }
            Arc::new(found)
        });
        Self { key, form, kept, draft, id, edits, findings }
    }

    /// The node of the base that this draft edits; `None` for a new node.
    #[must_use]
    pub fn existing(&self) -> Option<NodeId> {
        self.draft.with(|draft| draft.origin.node().cloned())
    }

    /// The same, without subscribing.
    #[must_use]
    pub fn existing_untracked(&self) -> Option<NodeId> {
        self.draft.with_untracked(|draft| draft.origin.node().cloned())
    }

    /// Where the draft came from, and where it goes.
    #[must_use]
    pub fn form_origin(&self) -> DraftOrigin {
        self.draft.with(|draft| draft.origin.clone())
    }

    /// Whether the node is not in the base yet.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.draft.with(|draft| draft.origin.node().is_none())
    }

    /// Whether the draft asks for anything, or holds what is typed and cannot be asked for yet.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.edits.with(|edits| !edits.is_empty()) || self.form.json_typed().with(Option::is_some)
    }

    /// The same, without subscribing.
    #[must_use]
    pub fn is_changed_untracked(&self) -> bool {
        untrack(|| self.is_changed())
    }
}

/// That JSON is typed which cannot stand for the node, so that nobody deploys without it unawares.
fn not_taken_over(node: NodeId) -> Finding {
    Finding {
        code: JSON_NOT_VALID,
        severity: Severity::Warning,
        pointer: String::new(),
        node: Some(node),
        field: Field::Document,
        message: words::JSON_NOT_TAKEN_OVER.to_owned(),
        fix: None,
    }
}

/// A draft's edits. A draft of a node that the base has lost still asks for its fields, so that
/// applying it says that the node is gone instead of dropping what was typed.
fn edits_of(draft: &Draft, base: &Base) -> Vec<Edit> {
    match draft.origin.node() {
        Some(node) if !base.has(node) => vec![Edit::EditNode { id: node.clone(), fields: Vec::new() }],
        _ => draft.to_edits(&base.document),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use workflow::change::Placement;

    fn after(node: &str) -> Placement {
        Placement::After { node: node.into() }
    }

    fn add(id: &str, behind: &str) -> Edit {
        let json = RawJson::parse(format!(r#"{{"id":"{id}"}}"#)).expect("is JSON");
        Edit::AddNode { id: id.into(), json, placement: after(behind) }
    }

    fn shift(id: &str, behind: &str) -> Edit {
        Edit::MoveNode { id: id.into(), placement: after(behind) }
    }

    fn rename(id: &str, to: &str) -> Edit {
        Edit::RenameNode { id: id.into(), to: to.into() }
    }

    #[test]
    fn what_is_placed_at_a_new_node_follows_it_and_names_change_last() {
        let steps = vec![
            vec![shift("a", "new_1"), rename("a", "z")],
            vec![add("new_2", "new_1")],
            vec![add("new_1", "b")],
            vec![shift("c", "a")],
        ];
        assert_eq!(
            in_order(steps),
            [add("new_1", "b"), shift("a", "new_1"), add("new_2", "new_1"), shift("c", "a"), rename("a", "z")]
        );
    }

    #[test]
    fn what_waits_for_each_other_is_asked_for_all_the_same() {
        assert_eq!(in_order(vec![vec![add("x", "y")], vec![add("y", "x")]]), [add("x", "y"), add("y", "x")]);
    }
}
