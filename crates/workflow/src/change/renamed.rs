//! The names that a change's nodes have on a head.

use crate::change::{Change, Edit, RawJson};
use crate::document::{Document, NodeId};
use crate::json::{Pointer, quote, set};
use crate::merge::renamed_nodes;
use std::collections::HashSet;

/// The change with the ids that its nodes have on `head`, without the renames that are done there
/// already and those of nodes that the change itself adds.
///
/// A node that others renamed is meant under its new id, unless the change renames it too. A rename is
/// done where the head has its new id and not the old one, and the base did not have the new one.
pub(super) fn resolve(change: &Change, base: &Document, head: &Document) -> Change {
    resolve_named(change, base, head).0
}

/// The same, with the ids that nodes have there.
pub(super) fn resolve_named(change: &Change, base: &Document, head: &Document) -> (Change, Names) {
    let mut names = Names::default();
    let is_gone = |id: &NodeId| head.node(id).is_none() && base.node(id).is_some();
    if change.edits.iter().any(|edit| is_gone(edit.node()) || places(edit).into_iter().any(is_gone)) {
        names.0 = renamed_nodes(base, head);
        // What the change adds itself is no other node under a new name, however much it says the same.
        let added = added_ids(change);
        names.0.retain(|(_, now)| !added.contains(now));
    }
    let mut edits: Vec<Edit> = Vec::with_capacity(change.edits.len());
    for (at, edit) in change.edits.iter().enumerate().rev() {
        if let Edit::RenameNode { id, to } = edit {
            let now = names.now(to).clone();
            let is_added =
                change.edits[..at].iter().any(|edit| matches!(edit, Edit::AddNode { id: new, .. } if new == id));
            let is_done = head.node(id).is_none() && head.node(&now).is_some() && base.node(&now).is_none();
            if is_added || is_done {
                names.0.retain(|(known, _)| known != to);
                names.0.push((id.clone(), now));
                continue;
            }
        }
        edits.push(names.edit(edit));
    }
    edits.reverse();
    (Change { edits }, names)
}

/// The ids that the nodes which a change adds have in the end, or had on the way.
fn added_ids(change: &Change) -> HashSet<&NodeId> {
    let mut added = HashSet::new();
    for edit in &change.edits {
        match edit {
            Edit::AddNode { id, .. } => drop(added.insert(id)),
            Edit::RenameNode { id, to } if added.contains(id) => drop(added.insert(to)),
            _ => {}
        }
    }
    added
}

/// The nodes that an edit places something at.
fn places(edit: &Edit) -> Vec<&NodeId> {
    match edit {
        Edit::AddNode { placement, .. } | Edit::MoveNode { placement, .. } => placement.nodes(),
        _ => Vec::new(),
    }
}

/// Ids as the change has them, and as the head has them.
#[derive(Default)]
pub(super) struct Names(pub(super) Vec<(NodeId, NodeId)>);

impl Names {
    fn now<'n>(&'n self, id: &'n NodeId) -> &'n NodeId {
        self.0.iter().rev().find(|(known, _)| known == id).map_or(id, |(_, now)| now)
    }

    /// From now on a node has another id.
    pub(super) fn set(&mut self, id: &NodeId, now: &NodeId) {
        self.0.push((id.clone(), now.clone()));
    }

    pub(super) fn edit(&self, edit: &Edit) -> Edit {
        let now = |id: &NodeId| self.now(id).clone();
        match edit {
            Edit::AddNode { id, json, placement } => {
                Edit::AddNode { id: now(id), json: with_id(json, id, &now(id)), placement: placement.map(now) }
            }
            Edit::EditNode { id, fields } => Edit::EditNode { id: now(id), fields: fields.clone() },
            Edit::MoveNode { id, placement } => Edit::MoveNode { id: now(id), placement: placement.map(now) },
            Edit::RenameNode { .. } => edit.clone(),
            Edit::RemoveNode { id, was } => Edit::RemoveNode { id: now(id), was: was.clone() },
        }
    }
}

pub(super) fn with_id(json: &RawJson, was: &NodeId, id: &NodeId) -> RawJson {
    if was == id {
        return json.clone();
    }
    let renamed = set(json.as_str(), &Pointer::root().child("id"), Some(&quote(id.as_str())));
    renamed.ok().and_then(|text| RawJson::parse(text).ok()).unwrap_or_else(|| json.clone())
}

#[cfg(test)]
mod tests {
    use crate::change::{ApplyError, Change, ConflictKind, Edit, FieldEdit, Placement, RawJson, Replayed, replay};
    use crate::document::Document;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const BASE: &str = r#"{"v":1,"nodes":[ {"id":"a" ,"x":1},{"id":"b"}],"transitions":[{"from":"a","to":"b","w":1E5}, {"to":"a","from" : "b"},{"from":"a","to":"a"}]}"#;

    fn parse(text: &str) -> Document {
        Document::parse(text).unwrap()
    }

    fn rename(id: &str, to: &str) -> Edit {
        Edit::RenameNode { id: id.into(), to: to.into() }
    }

    fn set(id: &str, before: &str, after: &str) -> Edit {
        let raw = |text: &str| RawJson::parse(text).ok();
        let field = FieldEdit { pointer: "/x".into(), before: raw(before), after: raw(after) };
        Edit::EditNode { id: id.into(), fields: vec![field] }
    }

    fn add(id: &str, after: &str) -> Edit {
        let json = RawJson::parse(format!(r#"{{"id":"{id}"}}"#)).unwrap();
        Edit::AddNode { id: id.into(), json, placement: Placement::After { node: after.into() } }
    }

    fn renamed(text: &str) -> String {
        text.replace("\"a\"", "\"c\"")
    }

    #[track_caller]
    fn clean(edits: &[Edit], head: &str) -> String {
        match replay(&Change { edits: edits.to_vec() }, &parse(BASE), &parse(head)) {
            Replayed::Clean(document) => document.to_text(),
            other => panic!("not clean: {other:?}"),
        }
    }

    #[track_caller]
    fn is_there(edits: &[Edit], head: &str) {
        let replayed = replay(&Change { edits: edits.to_vec() }, &parse(BASE), &parse(head));
        assert!(matches!(replayed, Replayed::AlreadyThere), "{replayed:?}");
    }

    #[track_caller]
    fn conflict(edits: &[Edit], head: &str) -> ConflictKind {
        match replay(&Change { edits: edits.to_vec() }, &parse(BASE), &parse(head)) {
            Replayed::Conflicts(conflicts) => conflicts[0].kind,
            other => panic!("no conflict: {other:?}"),
        }
    }

    #[test]
    fn a_rename_takes_the_transitions_along_and_is_taken_back() {
        let applied = Change::of(rename("a", "c")).apply(&parse(BASE)).unwrap();
        assert_eq!(applied.document.to_text(), renamed(BASE));
        assert_eq!(applied.patch.inverse().apply(&applied.document).unwrap().to_text(), BASE);
    }

    #[test]
    fn a_rename_that_is_not_safe_is_refused() {
        let refused = |text: &str, id: &str, to: &str| Change::of(rename(id, to)).apply(&parse(text)).unwrap_err();
        assert_eq!(refused(BASE, "a", "b"), ApplyError::IdTaken("b".into()));
        assert_eq!(refused(BASE, "z", "c"), ApplyError::NoSuchNode("z".into()));
        assert_eq!(refused(BASE, "a", "\u{FFFD}"), ApplyError::UnwritableId("\u{FFFD}".into()));
        assert!(matches!(refused(r#"{"nodes":[{"id":"x","\u0069d":"a"}]}"#, "a", "c"), ApplyError::Unsafe { .. }));
        let twice = r#"{"nodes":[{"id":"a"}],"transitions":[{"from":"b","to":"b","to":"a"}]}"#;
        assert!(matches!(refused(twice, "a", "c"), ApplyError::Unsafe { .. }));
        assert_eq!(Change::of(rename("a", "a")).apply(&parse(BASE)).unwrap().document.to_text(), BASE);
    }

    #[test]
    fn what_others_did_to_the_node_stays() {
        let head = BASE.replace("\"x\":1", "\"x\":2").replace("}]}", "},{\"from\":\"b\",\"to\":\"a\"}]}");
        assert_eq!(clean(&[rename("a", "c")], &head), renamed(&head));
    }

    #[test]
    fn a_rename_that_has_landed_is_seen_and_the_rest_completed() {
        let landed = renamed(BASE);
        is_there(&[rename("a", "c")], &landed);
        is_there(&[rename("a", "b2"), rename("b2", "c")], &landed);
        let edited = landed.replace("\"x\":1", "\"x\":5");
        for edits in [[set("a", "1", "5"), rename("a", "c")], [rename("a", "c"), set("c", "1", "5")]] {
            is_there(&edits, &edited);
            assert_eq!(clean(&edits, &landed), edited);
        }
    }

    #[test]
    fn a_new_node_that_is_renamed_at_once_is_added_under_its_last_id() {
        let edits = [add("n", "b"), rename("n", "m"), add("o", "m")];
        let applied = Change { edits: edits.to_vec() }.apply(&parse(BASE)).unwrap().document.to_text();
        assert_eq!(clean(&edits, &format!("{BASE} ")), format!("{applied} "));
        is_there(&edits, &applied);
    }

    #[test]
    fn a_node_that_others_renamed_is_meant_under_its_new_id() {
        let head = BASE.replace("\"a\"", "\"z\"");
        assert_eq!(clean(&[set("a", "1", "5")], &head), head.replace("\"x\":1", "\"x\":5"));
        assert!(clean(&[add("n", "a")], &head).contains(r#"{"id":"n"}"#));
        assert_eq!(conflict(&[rename("a", "c")], &head), ConflictKind::NodeGone);
        let was = RawJson::parse(parse(BASE).node(&"a".into()).unwrap().text).unwrap();
        let removal = Edit::RemoveNode { id: "a".into(), was };
        assert_eq!(conflict(&[removal], &head), ConflictKind::RemovedNodeChanged);
    }

    #[test]
    fn a_copy_that_takes_the_place_of_its_original_is_seen_when_it_has_landed() {
        let original = RawJson::parse(parse(BASE).node(&"a".into()).unwrap().text).unwrap();
        let copy = Edit::AddNode {
            id: "a_2".into(),
            json: super::with_id(&original, &"a".into(), &"a_2".into()),
            placement: Placement::After { node: "b".into() },
        };
        let removal = Edit::RemoveNode { id: "a".into(), was: original };
        for edits in [vec![copy.clone(), removal.clone()], vec![copy, rename("a_2", "c"), removal]] {
            let applied = Change { edits: edits.clone() }.apply(&parse(BASE)).unwrap().document.to_text();
            is_there(&edits, &applied);
        }
    }

    #[test]
    fn names_that_are_gone_or_taken_are_conflicts() {
        assert_eq!(conflict(&[rename("a", "c")], r#"{"nodes":[{"id":"b"}]}"#), ConflictKind::NodeGone);
        let taken = BASE.replace("{\"id\":\"b\"}", "{\"id\":\"b\"},{\"id\":\"c\"}");
        assert_eq!(conflict(&[rename("a", "c")], &taken), ConflictKind::IdTaken);
    }
}
