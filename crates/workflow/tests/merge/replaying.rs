//! Replay puts an intent on a newer head, merge puts two documents together: where both can, they agree.

use crate::model::{Model, meaning, model, ops};
use proptest::prelude::*;
use workflow::change::{Change, Edit, FieldEdit, Placement, RawJson, Replayed, replay};
use workflow::document::{Document, NodeId};
use workflow::json::{Pointer, Value};
use workflow::merge::{Conflict, Subject, merge};

/// What an administrator sets: a variable or the attachments of a node, by their places in the base.
#[derive(Clone, Debug)]
struct Wish {
    node: usize,
    pointer: &'static str,
    value: Option<&'static str>,
}

fn wish() -> impl Strategy<Value = Wish> {
    let values = vec![
        None,
        Some("1.0"),
        Some("1E5"),
        Some(r#""\u0041""#),
        Some(r#"{"x":36893488147419103232,"x~/":[-0]}"#),
        Some(r#"{"x":1,"x~/":[-0],"y":{}}"#),
        Some("[]"),
        Some(r#"[{"fileId":"att_1","fileName":1E5},{"fileId":"att_0","fileName":"mine"}]"#),
    ];
    let pointers = vec![
        "/properties/variables/p~10",
        "/properties/variables/p~11",
        "/properties/variables/p~10/x",
        "/properties/attachments",
        "/properties/variables",
    ];
    (0..6_usize, prop::sample::select(pointers), prop::sample::select(values)).prop_map(|(node, pointer, value)| Wish {
        node,
        pointer,
        value,
    })
}

/// The wishes as edits of the base, and the fields that they name. Wishes that it has no place for, or
/// that are about what an earlier one is about, are left out.
fn change(base: &Document, wishes: &[Wish]) -> (Change, Vec<(NodeId, &'static str)>) {
    let mut change = Change::default();
    let mut names: Vec<(NodeId, &str)> = Vec::new();
    for wish in wishes {
        let Some(node) = base.nodes().nth(wish.node) else { continue };
        let id = NodeId::from(node.id.unwrap());
        if names
            .iter()
            .any(|(known, at)| *known == id && (at.starts_with(wish.pointer) || wish.pointer.starts_with(at)))
        {
            continue;
        }
        let node = Value::parse(node.text).unwrap();
        let before = node.at(&Pointer::parse(wish.pointer).unwrap()).map(Value::text);
        let raw = |text: Option<&str>| text.and_then(|text| RawJson::parse(text).ok());
        let field = FieldEdit { pointer: wish.pointer.into(), before: raw(before), after: raw(wish.value) };
        let edit = Edit::EditNode { id: id.clone(), fields: vec![field] };
        if Change::of(edit.clone()).apply(base).is_ok() {
            change.edits.push(edit);
            names.push((id, wish.pointer));
        }
    }
    (change, names)
}

/// Whether a conflict is about a field that the change names, or about a part of it. One about what
/// such a field is part of is the merge's alone: it does not know that only the part was meant.
fn is_named(conflict: &Conflict, names: &[(NodeId, &str)]) -> bool {
    let Subject::Node { id } = &conflict.subject else { return false };
    names.iter().any(|(node, pointer)| {
        let rest = conflict.pointer.strip_prefix(pointer);
        node == id && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

fn nodes(document: &Document) -> Vec<String> {
    let mut nodes: Vec<String> = document.nodes().map(|node| meaning(node.text)).collect();
    nodes.sort();
    nodes
}

fn about_nodes(conflicts: &[Conflict]) -> Vec<&Conflict> {
    conflicts.iter().filter(|conflict| matches!(conflict.subject, Subject::Node { .. })).collect()
}

/// The document of a replay without conflicts.
fn replayed(change: &Change, base: &Document, head: &Document) -> Option<Document> {
    match replay(change, base, head) {
        Replayed::Clean(document) => Some(document),
        Replayed::AlreadyThere => Some(head.clone()),
        Replayed::Conflicts(_) => None,
    }
}

proptest! {
    #[test]
    fn fields_are_merged_by_both_alike(base in model(), wishes in prop::collection::vec(wish(), 1..4), theirs in ops()) {
        let (base, head) = (base.document(), base.after(&theirs).document());
        let (change, names) = change(&base, &wishes);
        let merged = merge(&base, &change.apply(&base).unwrap().document, &head);
        let named: Vec<&Conflict> = merged.conflicts.iter().filter(|found| is_named(found, &names)).collect();
        match replay(&change, &base, &head) {
            Replayed::Conflicts(conflicts) => {
                for found in named {
                    let told = conflicts.iter().any(|conflict| {
                        (&conflict.base, &conflict.ours, &conflict.theirs) == (&found.base, &found.ours, &found.theirs)
                            && conflict.pointer.as_ref() == Some(&found.pointer)
                    });
                    prop_assert!(told, "{:?} is not among {:?}", found, conflicts);
                }
            }
            clean => {
                prop_assert_eq!(named, Vec::<&Conflict>::new());
                if merged.conflicts.is_empty() {
                    let document = if let Replayed::Clean(document) = clean { document } else { head };
                    prop_assert_eq!(meaning(&document.to_text()), meaning(&merged.document.to_text()));
                }
            }
        }
    }

    #[test]
    fn nodes_are_added_removed_and_renamed_by_both_alike(base in model(), what in 0..3_u8, place in any::<prop::sample::Index>(), theirs in ops()) {
        if base.nodes.is_empty() {
            return Ok(());
        }
        let head = base.after(&theirs).document();
        let base: (Document, Model) = (base.document(), base);
        let id: NodeId = base.1.nodes[place.index(base.1.nodes.len())].id.as_str().into();
        let json = RawJson::parse(r#"{"id":"new0","type":"email"}"#).unwrap();
        let change = Change::of(match what {
            0 => Edit::AddNode { id: "new0".into(), json, placement: Placement::After { node: id } },
            1 => Edit::RemoveNode { was: RawJson::parse(base.0.node(&id).unwrap().text).unwrap(), id },
            _ => Edit::RenameNode { id, to: "other0".into() },
        });
        if let Ok(applied) = change.apply(&base.0)
            && let Some(document) = replayed(&change, &base.0, &head)
        {
            let merged = merge(&base.0, &applied.document, &head);
            prop_assert_eq!(about_nodes(&merged.conflicts), Vec::<&Conflict>::new());
            prop_assert_eq!(nodes(&document), nodes(&merged.document));
            if what == 2 && base.1.ways.iter().all(|way| way.id.is_some()) {
                prop_assert_eq!(&merged.conflicts, &vec![]);
                prop_assert_eq!(meaning(&document.to_text()), meaning(&merged.document.to_text()));
            }
        }
    }
}
