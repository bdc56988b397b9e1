//! A moved node takes nothing along but its own ways, and no other node loses its way from the start.

use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use workflow::change::{ApplyError, Change, Edit, Placement, Replayed, replay};
use workflow::document::{Document, NodeId};

/// A workflow of up to seven nodes whose transitions lead anywhere, some under a condition.
fn any_workflow() -> impl Strategy<Value = Document> {
    let way = (0..7_usize, 0..7_usize, prop::option::weighted(0.3, 0..3_u8));
    (2..7_usize, prop::collection::vec(way, 0..9), any::<bool>()).prop_map(|(nodes, ways, with_ids)| {
        let nodes: Vec<String> = (0..nodes).map(|at| format!(r#"{{"id":"n{at}" ,"type":"t","x":1E{at}}}"#)).collect();
        let ways: Vec<String> = ways
            .iter()
            .enumerate()
            .map(|(at, (from, to, when))| {
                let (from, to) = (from % nodes.len(), to % nodes.len());
                let id = if with_ids { format!(r#""id":"t{at}", "#) } else { String::new() };
                let when = when.map(|when| format!(r#","condition":"c{when}""#)).unwrap_or_default();
                format!(r#"{{{id}"from":"n{from}","to":"n{to}"{when},"note":{at}}}"#)
            })
            .collect();
        let text = format!(r#"{{"v":1.0,"nodes":[{}], "transitions":[{}]}}"#, nodes.join(", "), ways.join(",\n"));
        Document::parse(&text).unwrap()
    })
}

/// A workflow, a node of it and a place for it, which may not be one.
fn any_move() -> impl Strategy<Value = (Document, NodeId, Placement)> {
    let at = any::<prop::sample::Index>;
    (any_workflow(), at(), at(), at(), any::<bool>()).prop_map(|(document, node, before, way, on_way)| {
        let ids: Vec<NodeId> = document.nodes().filter_map(|node| node.id.map(NodeId::from)).collect();
        let ways: Vec<_> = document.transitions().collect();
        let placement = if on_way && !ways.is_empty() {
            let way = &ways[way.index(ways.len())];
            let (from, to) = (way.from.unwrap().into(), way.to.unwrap().into());
            Placement::On { from, to, transition: way.id.map(Into::into) }
        } else {
            Placement::After { node: ids[before.index(ids.len())].clone() }
        };
        (document.clone(), ids[node.index(ids.len())].clone(), placement)
    })
}

fn shift((_, id, placement): &(Document, NodeId, Placement)) -> Change {
    Change::of(Edit::MoveNode { id: id.clone(), placement: placement.clone() })
}

/// What the first node reaches.
fn reached(document: &Document) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<String> =
        document.nodes().next().and_then(|node| node.id).map(str::to_owned).into_iter().collect();
    while let Some(node) = open.pop() {
        if reached.insert(node.clone()) {
            let next = document.transitions().filter(|way| way.from == Some(node.as_str()));
            open.extend(next.filter_map(|way| way.to.map(str::to_owned)));
        }
    }
    reached
}

/// How often each condition stands on a transition.
fn conditions(document: &Document) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    for condition in document.transitions().filter_map(|way| way.condition) {
        *count.entry(condition.to_owned()).or_default() += 1;
    }
    count
}

proptest! {
    #[test]
    fn a_move_changes_transitions_and_nothing_else(case in any_move()) {
        let document = &case.0;
        let Ok(applied) = shift(&case).apply(document) else { return Ok(()) };
        let after = &applied.document;
        prop_assert_eq!(applied.patch.inverse().apply(after).unwrap().to_text(), document.to_text());
        prop_assert_eq!(Document::parse(&after.to_text()).unwrap().to_text(), after.to_text());
        let nodes = |document: &Document| document.nodes().map(|node| node.text.to_owned()).collect::<Vec<_>>();
        prop_assert_eq!(nodes(document), nodes(after));
        let members = |document: &Document| {
            document.members().map(|(key, value)| (key.to_owned(), value.map(str::to_owned))).collect::<Vec<_>>()
        };
        prop_assert_eq!(members(document), members(after));
        // A transition that has nothing to do with the node, nor with its place, is as it was.
        let (id, placement) = (&case.1, &case.2);
        let texts: Vec<&str> = after.transitions().map(|way| way.text).collect();
        for way in document.transitions() {
            let (from, to) = (way.from.unwrap(), way.to.unwrap());
            let own = from == id.as_str() || to == id.as_str();
            let place = from == placement.predecessor().as_str();
            prop_assert!(own || place || texts.contains(&way.text), "{} is gone from {:?}", way.text, texts);
        }
    }

    #[test]
    fn a_move_loses_no_node_and_no_condition(case in any_move()) {
        let document = &case.0;
        match shift(&case).apply(document) {
            Ok(applied) => {
                let mut lost = reached(document);
                let after = reached(&applied.document);
                lost.retain(|node| !after.contains(node));
                // The node itself goes where it is told to go, be it out of reach.
                lost.remove(case.1.as_str());
                prop_assert_eq!(lost, BTreeSet::new(), "{} became {}", document.to_text(), applied.document.to_text());
                prop_assert_eq!(conditions(document), conditions(&applied.document));
                if after.contains(case.2.predecessor().as_str()) {
                    prop_assert!(after.contains(case.1.as_str()));
                }
            }
            Err(
                ApplyError::CannotRejoin { .. }
                | ApplyError::PlacedAtItself(_)
                | ApplyError::BeginsWith(_)
                | ApplyError::NoSuchTransition { .. },
            ) => {}
            Err(error) => prop_assert!(false, "{}", error),
        }
    }

    #[test]
    fn a_move_is_replayed_beside_what_others_did(case in any_move(), theirs in any::<prop::sample::Index>()) {
        let base = &case.0;
        let change = shift(&case);
        let Ok(applied) = change.apply(base) else { return Ok(()) };
        let marked = |document: &Document| {
            let node = document.node_at(theirs.index(base.nodes().len())).unwrap().text.to_owned();
            Document::parse(&document.to_text().replace(&node, &node.replace("1E", "2E"))).unwrap()
        };
        match replay(&change, base, &marked(base)) {
            Replayed::Clean(document) => prop_assert_eq!(document.to_text(), marked(&applied.document).to_text()),
            Replayed::AlreadyThere => prop_assert_eq!(applied.document.to_text(), base.to_text()),
            Replayed::Conflicts(found) => prop_assert!(false, "{:?}", found),
        }
        if applied.document != *base {
            let again = replay(&change, base, &marked(&applied.document));
            let is_done = !matches!(&again, Replayed::Clean(document) if *document != marked(&applied.document));
            prop_assert!(is_done, "moved twice: {:?}", again);
        }
    }
}
