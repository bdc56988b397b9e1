//! What holds for all documents.

use crate::model::{Model, Op, meaning, model, op, ops};
use proptest::prelude::*;
use std::collections::BTreeSet;
use workflow::document::Document;
use workflow::json::quote;
use workflow::merge::{Choice, Conflict, merge};

/// Any document at all: lists that may be missing, of another kind or given twice, ids that repeat or are
/// missing, keys that stand twice.
fn anything() -> impl Strategy<Value = Document> {
    let scalar = prop::sample::select(vec!["null", "1.0", "1E5", r#""\ud800""#, r#""\/""#, r#""a""#, "-0"]);
    let key = || prop::sample::select(vec!["id", "fileId", "from", "to", "a/b~c", "", "$serde_json::private::Number"]);
    let value = scalar.prop_map(str::to_owned).prop_recursive(3, 12, 4, move |inner| {
        let space = prop::sample::select(vec!["", " ", "\n\t"]);
        let members = prop::collection::vec((key(), inner.clone(), space.clone()), 0..4);
        prop_oneof![
            prop::collection::vec((inner, space), 0..4).prop_map(|items| format!(
                "[{}]",
                items.into_iter().map(|(item, gap)| item + gap).collect::<Vec<_>>().join(",")
            )),
            members.prop_map(|members| {
                let members: Vec<String> =
                    members.into_iter().map(|(key, value, gap)| format!("{gap}{}:{value}{gap}", quote(key))).collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    });
    let list = prop::collection::vec(value.clone(), 0..6).prop_map(|items| format!("[{}]", items.join("\n,"))).boxed();
    let name = prop::sample::select(vec!["nodes", "transitions", "nodes", "version", "x", ""]);
    let member = (name, prop_oneof![list, value]).prop_map(|(key, value)| format!(" {}: {value}", quote(key)));
    prop::collection::vec(member, 0..5)
        .prop_map(|members| Document::parse(&format!("{{{}}}", members.join(" ,"))).unwrap())
}

fn three() -> impl Strategy<Value = (Model, Model, Model)> {
    (model(), ops(), ops()).prop_map(|(base, ours, theirs)| {
        let (ours, theirs) = (base.after(&ours), base.after(&theirs));
        (base, ours, theirs)
    })
}

/// A conflict without what depends on which side is which, and on the order of an array.
fn shape(conflict: &Conflict, swapped: bool) -> String {
    let pointer: Vec<&str> = conflict.pointer.split('/').filter(|token| token.parse::<usize>().is_err()).collect();
    let (ours, theirs) = if swapped { (&conflict.theirs, &conflict.ours) } else { (&conflict.ours, &conflict.theirs) };
    let said = [&conflict.base, ours, theirs].map(|json| json.as_ref().map(|json| meaning(json.as_str())));
    format!("{:?} {:?} {pointer:?} {said:?}", conflict.kind, conflict.subject)
}

proptest! {
    #[test]
    fn what_only_one_side_did_is_the_merge(base in anything(), side in anything()) {
        for (ours, theirs) in [(&side, &base), (&base, &side), (&side, &side)] {
            let merged = merge(&base, ours, theirs);
            prop_assert_eq!(&merged.conflicts, &vec![]);
            prop_assert_eq!(merged.document.to_text(), side.to_text());
        }
    }

    #[test]
    fn what_one_side_did_to_a_workflow_is_the_merge((base, side, _) in three(), newer in any::<bool>()) {
        // Another version keeps the documents from being equal as a whole.
        let stamped = base.document().with_member("version", if newer { "8" } else { "6" });
        let merged = merge(&base.document(), &side.document(), &stamped);
        prop_assert_eq!(&merged.conflicts, &vec![]);
        prop_assert_eq!(merged.document.to_text(), side.document().with_member("version", stamped.member("version").unwrap()).to_text());
        let merged = merge(&base.document(), &stamped, &side.document());
        prop_assert_eq!(&merged.conflicts, &vec![]);
        prop_assert_eq!(merged.document.to_text(), side.document().with_member("version", stamped.member("version").unwrap()).to_text());
    }

    #[test]
    fn any_three_documents_merge_into_one(base in anything(), ours in anything(), theirs in anything()) {
        let merged = merge(&base, &ours, &theirs);
        let text = merged.document.to_text();
        let read = Document::parse(&text);
        prop_assert!(read.is_ok(), "{:?}: {}", read, text);
        for choice in [Choice::Base, Choice::Ours, Choice::Theirs] {
            let settled = merged.settle(&vec![choice.clone(); merged.conflicts.len()]);
            prop_assert!(settled.is_ok(), "{:?}", settled);
            if choice == Choice::Base {
                prop_assert_eq!(settled.unwrap().to_text(), text.clone());
            }
        }
    }

    #[test]
    fn the_sides_may_be_swapped((base, ours, theirs) in three()) {
        let (base, ours, theirs) = (base.document(), ours.document(), theirs.document());
        let (one, other) = (merge(&base, &ours, &theirs), merge(&base, &theirs, &ours));
        prop_assert_eq!(meaning(&one.document.to_text()), meaning(&other.document.to_text()));
        let shapes = |conflicts: &[Conflict], swapped| {
            let mut shapes: Vec<String> = conflicts.iter().map(|found| shape(found, swapped)).collect();
            shapes.sort();
            shapes
        };
        prop_assert_eq!(shapes(&one.conflicts, false), shapes(&other.conflicts, true));
        let settled = |merge: &workflow::merge::Merge, choice| {
            meaning(&merge.settle(&vec![choice; merge.conflicts.len()]).unwrap().to_text())
        };
        prop_assert_eq!(settled(&one, Choice::Ours), settled(&other, Choice::Theirs));
        prop_assert_eq!(settled(&one, Choice::Theirs), settled(&other, Choice::Ours));
    }

    #[test]
    fn edits_of_different_things_commute(base in model(), edits in prop::collection::vec((op(), any::<bool>()), 0..8)) {
        let mut sides = [Touched::default(), Touched::default()];
        let (mut ours, mut theirs, mut both) = (base.clone(), base.clone(), base.clone());
        for (op, by_us) in edits {
            let [mine, other] = if by_us { [0, 1] } else { [1, 0] };
            let Some(touched) = Touched::by(&base, &op) else { continue };
            if touched.collides_with(&sides[other]) {
                continue;
            }
            sides[mine].add(touched);
            both.apply(&op);
            if by_us { &mut ours } else { &mut theirs }.apply(&op);
        }
        let merged = merge(&base.document(), &ours.document(), &theirs.document());
        prop_assert_eq!(&merged.conflicts, &vec![]);
        prop_assert_eq!(meaning(&merged.document.to_text()), meaning(&both.text()));
    }

    #[test]
    fn what_at_most_one_side_touched_keeps_its_bytes((base, ours, theirs) in three()) {
        let documents = [base.document(), ours.document(), theirs.document()];
        let merged = merge(&documents[0], &documents[1], &documents[2]);
        let text = |document: &Document, id: &str| document.node(&id.into()).map(|node| node.text.to_owned());
        for node in documents[0].nodes() {
            let id = node.id.unwrap();
            let [was, ours, theirs] = documents.each_ref().map(|document| text(document, id));
            if let (Some(ours), Some(theirs)) = (&ours, &theirs) {
                let expected = if Some(ours) == was.as_ref() { theirs } else { ours };
                if expected == theirs || Some(theirs) == was.as_ref() {
                    prop_assert_eq!(text(&merged.document, id), Some(expected.clone()));
                }
            }
        }
    }

    #[test]
    fn the_order_of_what_stays_is_kept(base in model(), ops in [ops(), ops()]) {
        let [ours, theirs] = ops.map(|ops| base.after(&without_renames(&ops)));
        let ids = |document: &Document| document.nodes().map(|node| node.id.unwrap().to_owned()).collect::<Vec<_>>();
        let (ours_ids, theirs_ids) = (ids(&ours.document()), ids(&theirs.document()));
        let merged = ids(&merge(&base.document(), &ours.document(), &theirs.document()).document);
        let only = |ids: &[String], of: &[String]| ids.iter().filter(|id| of.contains(id)).cloned().collect::<Vec<_>>();
        if only(&ours_ids, &theirs_ids) == only(&theirs_ids, &ours_ids) {
            prop_assert_eq!(only(&merged, &ours_ids), only(&ours_ids, &merged));
            prop_assert_eq!(only(&merged, &theirs_ids), only(&theirs_ids, &merged));
        }
    }

    // Without renames, because one that meets an edit is not told from a removal and an addition
    // afterwards; and with ids on all transitions, because those without are paired by what they are like.
    #[test]
    fn nothing_of_a_side_that_has_its_way_is_lost(base in numbered(), ops in [ops(), ops()]) {
        let [ours, theirs] = ops.map(|ops| base.after(&with_ids(&without_renames(&ops))));
        let (base, ours, theirs) = (base.document(), ours.document(), theirs.document());
        let merged = merge(&base, &ours, &theirs);
        let settled = merged.settle(&vec![Choice::Theirs; merged.conflicts.len()]).unwrap();
        let again = merge(&base, &theirs, &settled);
        prop_assert_eq!(&again.conflicts, &vec![]);
        prop_assert_eq!(meaning(&again.document.to_text()), meaning(&settled.to_text()));
    }
}

fn without_renames(ops: &[Op]) -> Vec<Op> {
    ops.iter().filter(|op| !matches!(op, Op::RenameNode(..))).cloned().collect()
}

fn with_ids(ops: &[Op]) -> Vec<Op> {
    ops.iter().filter(|op| !matches!(op, Op::AddWay(.., false))).cloned().collect()
}

fn numbered() -> impl Strategy<Value = Model> {
    model().prop_filter("transitions have ids", |model| model.ways.iter().all(|way| way.id.is_some()))
}

/// The names of what edits rely on and of what they change.
#[derive(Default)]
struct Touched {
    reads: BTreeSet<String>,
    writes: BTreeSet<String>,
}

impl Touched {
    /// `None` where that depends on more than the base.
    fn by(base: &Model, op: &Op) -> Option<Self> {
        let node = |origin: u8| format!("node {origin}");
        let ways_at = |origin: u8| {
            let id = base.nodes.get(usize::from(origin)).map(|node| node.id.clone());
            let there = base
                .ways
                .iter()
                .enumerate()
                .filter(move |(_, way)| id.as_ref().is_some_and(|id| *id == way.from || *id == way.to));
            there.map(|(at, _)| format!("way {at}")).collect::<Vec<_>>()
        };
        let (reads, writes) = match *op {
            Op::Member(key, _) => (vec![], vec![format!("member {key}")]),
            Op::Property(origin, key, _) => (vec![node(origin)], vec![format!("property {origin} {key}")]),
            Op::File(origin, key, _) => (vec![node(origin)], vec![format!("file {origin} {key}")]),
            Op::AddNode(_, id) => (vec![], vec![format!("new id {id}")]),
            Op::RemoveNode(origin) => (vec![], [vec![node(origin)], ways_at(origin)].concat()),
            Op::MoveNode(..) => (vec![], vec![]),
            Op::RenameNode(origin, id) => {
                (vec![], [vec![node(origin), format!("other id {id}")], ways_at(origin)].concat())
            }
            Op::AddWay(from, to, _, true) => (vec![node(from), node(to)], vec![format!("new way {from} {to}")]),
            Op::AddWay(.., false) => return None,
            Op::RemoveWay(way) => (vec![], vec![format!("way {way}")]),
            Op::Rewire(way, origin, _) if base.ways.iter().any(|way| way.id.is_some()) => {
                (vec![node(origin)], vec![format!("way {way}")])
            }
            Op::Rewire(..) => return None,
            Op::Condition(way, _) => (vec![], vec![format!("way {way}")]),
        };
        Some(Self { reads: reads.into_iter().collect(), writes: writes.into_iter().collect() })
    }

    fn collides_with(&self, other: &Self) -> bool {
        let meets = |names: &BTreeSet<String>, others: &BTreeSet<String>| !names.is_disjoint(others);
        meets(&self.writes, &other.writes) || meets(&self.writes, &other.reads) || meets(&self.reads, &other.writes)
    }

    fn add(&mut self, more: Self) {
        self.reads.extend(more.reads);
        self.writes.extend(more.writes);
    }
}
