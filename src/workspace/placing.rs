//! Where a draft's node can go: the workflow without it, and where it stands there.

use super::Workspace;
use super::steps::{OpenDraft, Step, in_order};
use crate::words::workspace as words;
use leptos::prelude::*;
use std::sync::Arc;
use workflow::change::{Change, Edit, Placement, RawJson};
use workflow::document::{Document, NodeId};

/// The places for a draft's node.
#[derive(Clone, Debug)]
pub struct Places {
    /// The workflow without the node and with all else that is under way, under the ids of the base.
    pub document: Document,
    /// Where the node stands in the base; `None` for a new one, and where several ways lead to it or none.
    pub here: Option<Placement>,
    /// Why the node cannot be moved.
    pub fixed: Option<String>,
}

impl Workspace {
    /// The places for a draft's node, anew whenever anything else under way changes.
    #[must_use]
    pub fn places(self, draft: OpenDraft) -> Memo<Arc<Places>> {
        // What depends on it compares for itself; two documents of this size are not compared.
        Memo::new_with_compare(
            move |_| {
                let others = self.steps.with(|steps| {
                    let others = steps.iter().filter(|step| step.draft() != Some(draft));
                    others.map(Step::edits).collect::<Vec<_>>()
                });
                let mut edits = in_order(others);
                edits.retain(|edit| !matches!(edit, Edit::RenameNode { .. }));
                let node = draft.existing();
                self.base.with(|base| {
                    let with_others = Change { edits }.apply(&base.document);
                    let document = with_others.map_or_else(|_| base.document.clone(), |applied| applied.document);
                    Arc::new(Places::of(document, node.as_ref()))
                })
            },
            |_, _| true,
        )
    }

    /// The id under which a node of the base is known to the reader: the one that it is being given.
    #[must_use]
    pub fn shown_id(self, node: &NodeId) -> NodeId {
        let renamed = self.steps.with(|steps| {
            let draft = steps.iter().filter_map(Step::draft).find(|draft| draft.existing().as_ref() == Some(node));
            draft.map(|draft| draft.id.get())
        });
        renamed.unwrap_or_else(|| node.clone())
    }
}

impl Places {
    fn of(document: Document, node: Option<&NodeId>) -> Self {
        let Some(node) = node else { return Self { document, here: None, fixed: None } };
        let there = document.node(node).and_then(|found| RawJson::parse(found.text).ok());
        let without =
            there.and_then(|was| Change::of(Edit::RemoveNode { id: node.clone(), was }).apply(&document).ok());
        let here = here(&document, node);
        let fixed = fixed(&document, node);
        Self { document: without.map_or(document, |applied| applied.document), here, fixed }
    }

    /// Whether a place is where the node stands in any case.
    #[must_use]
    pub fn is_here(&self, placement: &Placement) -> bool {
        let only_way = |node: &NodeId| {
            let from = Some(node.as_str());
            let mut ways = self.document.transitions().filter(|way| way.from == from && way.to != from);
            ways.next().filter(|_| ways.next().is_none()).and_then(|way| way.to.map(NodeId::from))
        };
        match (&self.here, placement) {
            (Some(Placement::On { from, to, .. }), Placement::After { node }) => {
                from == node && only_way(node).as_ref() == Some(to)
            }
            (Some(here), placement) => here == placement,
            (None, _) => false,
        }
    }
}

/// Where a node stands, if one way leads to it.
fn here(document: &Document, node: &NodeId) -> Option<Placement> {
    let id = Some(node.as_str());
    let mut entering = document.transitions().filter(|way| way.to == id && way.from != id);
    let mut leaving = document.transitions().filter(|way| way.from == id && way.to != id);
    let (before, None) = (entering.next()?, entering.next()) else { return None };
    let from = NodeId::from(before.from?);
    match (leaving.next().and_then(|way| way.to), leaving.next()) {
        (Some(to), None) => Some(Placement::On { from, to: to.into(), transition: before.id.map(Into::into) }),
        _ => Some(Placement::After { node: from }),
    }
}

/// Why a node cannot be moved, be it where it may.
fn fixed(document: &Document, node: &NodeId) -> Option<String> {
    let other = document.nodes().filter_map(|other| other.id).find(|id| *id != node.as_str())?;
    let shift = Edit::MoveNode { id: node.clone(), placement: Placement::After { node: other.into() } };
    Change::of(shift).apply(document).err().map(|error| words::apply_error(&error).replace('`', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(transitions: &str, node: &str) -> Places {
        let nodes: Vec<String> = ["s", "a", "n", "b", "c"].iter().map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
        let text = format!(r#"{{"nodes":[{}],"transitions":[{transitions}]}}"#, nodes.join(","));
        Places::of(Document::parse(&text).expect("parses"), Some(&node.into()))
    }

    #[test]
    fn a_node_stands_between_its_neighbours() {
        let found = places(r#"{"id":"t","from":"a","to":"n","condition":"x"},{"from":"n","to":"b"}"#, "n");
        let on = |transition: Option<&str>| Placement::On {
            from: "a".into(),
            to: "b".into(),
            transition: transition.map(Into::into),
        };
        assert_eq!((found.here.clone(), found.fixed.as_ref()), (Some(on(Some("t"))), None));
        assert!(found.is_here(&on(Some("t"))) && found.is_here(&Placement::After { node: "a".into() }));
        assert!(!found.is_here(&Placement::After { node: "b".into() }));
        assert!(found.document.node(&"n".into()).is_none());
    }

    #[test]
    fn on_a_branch_it_does_not_stand_before_all_of_them() {
        let found = places(r#"{"from":"a","to":"n"},{"from":"n","to":"b"},{"from":"a","to":"c"}"#, "n");
        assert!(!found.is_here(&Placement::After { node: "a".into() }));
    }

    #[test]
    fn what_cannot_be_moved_says_why() {
        let crossing = r#"{"from":"a","to":"n"},{"from":"s","to":"n"},{"from":"n","to":"b"},{"from":"n","to":"c"}"#;
        let found = places(crossing, "n");
        assert_eq!(found.here, None);
        assert!(found.fixed.is_some_and(|why| why.contains("several ways lead to it")));
    }
}
