use super::*;
use crate::document::{Dialect, Document};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const TUTORIAL: &str = r#"{"id":"wf_12345","name":"Order Confirmation Workflow","version":3,"nodes":[{"id":"start_node","type":"start","properties":{}}],"transitions":[],"createdTimestamp":1672531200000,"lastUpdatedTimestamp":1672617600000}"#;

fn parse(text: &str) -> Document {
    Document::parse(text).unwrap()
}

/// A workflow of these nodes and transitions: `a>b` or `a>b?x` (with a condition).
fn workflow(nodes: &str, transitions: &str) -> Document {
    let nodes: Vec<String> = nodes.split_whitespace().map(|id| format!(r#"{{"id":"{id}","type":"t"}}"#)).collect();
    let transitions: Vec<String> = transitions
        .split_whitespace()
        .enumerate()
        .map(|(number, text)| {
            let (ends, condition) = text.split_once('?').map_or((text, None), |(ends, when)| (ends, Some(when)));
            let (from, to) = ends.split_once('>').unwrap();
            let condition = condition.map(|when| format!(r#","condition":"{when}""#)).unwrap_or_default();
            format!(r#"{{"id":"t{number}","from":"{from}","to":"{to}"{condition}}}"#)
        })
        .collect();
    parse(&format!(r#"{{"version":1,"nodes":[{}],"transitions":[{}]}}"#, nodes.join(","), transitions.join(",")))
}

/// The nodes and transitions of a document in the notation of [`workflow`].
fn shape(document: &Document) -> String {
    let nodes: Vec<&str> = document.nodes().filter_map(|node| node.id).collect();
    let transitions: Vec<String> = document
        .transitions()
        .map(|found| {
            let condition = found.condition.map(|when| format!("?{}", when.trim_matches('"'))).unwrap_or_default();
            format!("{}>{}{condition}", found.from.unwrap(), found.to.unwrap())
        })
        .collect();
    format!("{} | {}", nodes.join(" "), transitions.join(" "))
}

fn add(id: &str, placement: Placement) -> Change {
    let json = RawJson::parse(format!(r#"{{"id":"{id}","type":"email","properties":{{}}}}"#)).unwrap();
    Change::of(Edit::AddNode { id: id.into(), json, placement })
}

fn after(node: &str) -> Placement {
    Placement::After { node: node.into() }
}

fn on(from: &str, to: &str) -> Placement {
    Placement::On { from: from.into(), to: to.into(), transition: None }
}

fn remove(document: &Document, id: &str) -> Change {
    let was = RawJson::parse(document.node(&id.into()).unwrap().text).unwrap();
    Change::of(Edit::RemoveNode { id: id.into(), was })
}

fn set(id: &str, pointer: &str, before: Option<&str>, after: Option<&str>) -> Change {
    let raw = |text: Option<&str>| text.map(|text| RawJson::parse(text).unwrap());
    let field = FieldEdit { pointer: pointer.into(), before: raw(before), after: raw(after) };
    Change::of(Edit::EditNode { id: id.into(), fields: vec![field] })
}

/// Applies, checks that the inverse gives the first document back, and answers the new shape.
#[track_caller]
fn applied(change: &Change, document: &Document) -> String {
    let applied = change.apply(document).unwrap();
    assert_eq!(applied.patch.inverse().apply(&applied.document).unwrap().to_text(), document.to_text());
    assert_eq!(parse(&applied.document.to_text()).to_text(), applied.document.to_text());
    shape(&applied.document)
}

#[test]
fn the_tutorials_node_is_reachable() {
    let applied = add("email_send_01", after("start_node")).apply(&parse(TUTORIAL)).unwrap();
    let expected = TUTORIAL
        .replace(
            "\"properties\":{}}]",
            "\"properties\":{}},{\"id\":\"email_send_01\",\"type\":\"email\",\"properties\":{}}]",
        )
        .replace("[],", "[{\"id\":\"t_start_node_email_send_01\",\"from\":\"start_node\",\"to\":\"email_send_01\"}],");
    assert_eq!(applied.document.to_text(), expected);
}

#[test]
fn adding_leads_the_way_through_the_node() {
    for (nodes, transitions, placement, expected) in [
        ("a b", "", after("a"), "a n b | a>n"),
        ("a b", "a>b", after("a"), "a n b | a>n n>b"),
        ("a b", "a>b?yes", after("a"), "a n b | a>n?yes n>b"),
        ("a b c", "a>b?yes a>c?no", after("a"), "a n b c | a>n n>b?yes n>c?no"),
        ("a b c", "a>b?yes a>c?no", on("a", "c"), "a n b c | a>b?yes a>n?no n>c"),
        ("a b", "a>b b>a", after("b"), "a b n | a>b b>n n>a"),
        ("a", "a>a", after("a"), "a n | a>a a>n"),
    ] {
        assert_eq!(applied(&add("n", placement.clone()), &workflow(nodes, transitions)), expected, "{placement:?}");
    }
}

#[test]
fn two_transitions_between_the_same_nodes_are_told_apart() {
    let document = workflow("a b", "a>b?x a>b?y");
    let placement = Placement::On { from: "a".into(), to: "b".into(), transition: Some("t1".into()) };
    assert_eq!(applied(&add("n", placement), &document), "a n b | a>b?x a>n?y n>b");
}

#[test]
fn removing_joins_the_way_around_the_node() {
    for (nodes, transitions, expected) in [
        ("a n b", "a>n n>b", "a b | a>b"),
        ("a n b", "a>n?yes n>b", "a b | a>b?yes"),
        ("a n b", "a>n n>b?later", "a b | a>b?later"),
        ("a n", "a>n", "a | "),
        ("n b", "n>b", "b | "),
        ("a c n b", "a>n?x c>n?y n>b", "a c b | a>b?x c>b?y"),
        ("a n b c", "a>n n>b?x n>c?y", "a b c | a>b?x a>c?y"),
        ("a n b", "a>n n>n?again n>b", "a b | a>b"),
    ] {
        let document = workflow(nodes, transitions);
        assert_eq!(applied(&remove(&document, "n"), &document), expected, "{transitions}");
    }
}

#[test]
fn removing_what_was_added_gives_the_same_ways() {
    for (nodes, transitions, placement) in [
        ("a b", "a>b?yes", after("a")),
        ("a b c", "a>b?yes a>c?no", on("a", "c")),
        ("a b c", "a>b?x a>c?y", after("a")),
    ] {
        let document = workflow(nodes, transitions);
        let added = add("n", placement).apply(&document).unwrap().document;
        assert_eq!(applied(&remove(&added, "n"), &added), shape(&document));
    }
}

fn shift(id: &str, placement: Placement) -> Change {
    Change::of(Edit::MoveNode { id: id.into(), placement })
}

#[test]
fn moving_leads_around_the_node_and_through_it_elsewhere() {
    for (nodes, transitions, placement, expected) in [
        ("a n b", "a>n n>b", after("b"), "a n b | a>b b>n"),
        ("a n b c", "a>n?yes n>b b>c", on("b", "c"), "a n b c | a>b?yes n>c b>n"),
        ("a b c n", "a>n?x a>c?y n>b", on("a", "c"), "a b c n | a>b?x a>n?y n>c"),
        ("a n b c", "a>n n>b?x n>c?y", on("a", "c"), "a n b c | n>c a>b?x a>n?y"),
        ("a n b c", "a>b?x a>c?y b>n", after("a"), "a n b c | n>b?x n>c?y a>n"),
        ("a n b", "a>b", after("b"), "a n b | a>b b>n"),
        ("a n b", "a>n n>n?again n>b", after("b"), "a n b | a>b n>n?again b>n"),
        ("a n b c", "a>n c>n n>b", after("b"), "a n b c | a>b c>b b>n"),
        // Where it is already.
        ("a n b", "a>n?x n>b", on("a", "b"), "a n b | a>n?x n>b"),
        ("a n b", "a>n n>b", after("a"), "a n b | a>n n>b"),
        ("a n b c", "a>n n>b?x n>c?y", after("a"), "a n b c | a>n n>b?x n>c?y"),
    ] {
        let document = workflow(nodes, transitions);
        assert_eq!(applied(&shift("n", placement.clone()), &document), expected, "{transitions} {placement:?}");
    }
}

#[test]
fn a_moved_nodes_transitions_keep_what_the_tenant_notes_in_them() {
    let text = r#"{"nodes":[{"id":"a"},{"id":"n"},{"id":"b"}],"transitions":[{"from":"a","to":"n","w":1E5},{"from":"n","to":"b","w":1.0}]}"#;
    let moved = shift("n", after("b")).apply(&parse(text)).unwrap().document.to_text();
    let expected = text
        .replace(r#""from":"n","to":"b""#, r#""from":"b","to":"n""#)
        .replace(r#""to":"n","w":1E5"#, r#""to":"b","w":1E5"#);
    assert_eq!(moved, expected);
}

#[test]
fn a_move_that_would_lose_a_way_is_refused() {
    let document = workflow("s a b n d e", "s>a a>n?x n>b b>d?y s>e e>e");
    let refused = |change: Change| change.apply(&document).unwrap_err();
    assert_eq!(refused(shift("n", after("n"))), ApplyError::PlacedAtItself("n".into()));
    assert_eq!(refused(shift("n", on("a", "n"))), ApplyError::PlacedAtItself("n".into()));
    assert_eq!(refused(shift("n", after("gone"))), ApplyError::NoSuchNode("gone".into()));
    assert_eq!(refused(shift("n", on("s", "d"))), ApplyError::NoSuchTransition { from: "s".into(), to: "d".into() });
    assert_eq!(refused(shift("s", after("b"))), ApplyError::BeginsWith("s".into()));
    assert!(matches!(refused(shift("d", after("a"))), ApplyError::CannotRejoin { .. }));
    let branching = workflow("s a b n", "s>n?x a>n n>b?y n>a?z");
    assert!(matches!(shift("n", after("b")).apply(&branching), Err(ApplyError::CannotRejoin { .. })));
}

#[test]
fn what_cannot_be_applied_is_refused_whole() {
    let document = workflow("a b c n m m", "a>n?x b>n n>a?y n>c");
    let refused = |change: Change| change.apply(&document).unwrap_err();
    assert_eq!(refused(add("a", after("b"))), ApplyError::IdTaken("a".into()));
    assert_eq!(refused(add("x", after("gone"))), ApplyError::NoSuchNode("gone".into()));
    assert_eq!(refused(add("x", after("m"))), ApplyError::AmbiguousNode("m".into()));
    assert_eq!(refused(add("x", on("a", "c"))), ApplyError::NoSuchTransition { from: "a".into(), to: "c".into() });
    assert!(matches!(refused(remove(&document, "n")), ApplyError::CannotRejoin { .. }));
    assert_eq!(add("x", after("a")).apply(&parse("{}")).unwrap_err(), ApplyError::NoNodes);
    assert_eq!(
        add("x", after("a")).apply(&parse(r#"{"nodes":[{"id":"a"}],"transitions":{}}"#)).unwrap_err(),
        ApplyError::TransitionsNotAnArray
    );
    assert_eq!(
        add("x", after("a")).apply(&parse(r#"{"nodes":[{"id":"a"}],"nodes":[]}"#)).unwrap_err(),
        ApplyError::DuplicateKey("nodes".into())
    );
    assert_eq!(
        add("x", after("a"))
            .apply(&parse(r#"{"nodes":[{"id":"a"}],"lastUpdatedTimestamp":1,"lastUpdated\u0054imestamp":2}"#))
            .unwrap_err(),
        ApplyError::DuplicateKey("lastUpdatedTimestamp".into())
    );
    let other_id = RawJson::parse(r#"{"id":"y"}"#).unwrap();
    let bad = Change::of(Edit::AddNode { id: "x".into(), json: other_id, placement: after("a") });
    assert!(matches!(refused(bad), ApplyError::BadNode(_)));
}

#[test]
fn a_duplicate_key_on_the_way_is_never_mangled() {
    let document = parse(r#"{"nodes":[{"id":"a","properties":{"x":1,"\u0078":2,"y":3}}]}"#);
    assert!(matches!(set("a", "/properties/x", None, Some("5")).apply(&document), Err(ApplyError::Unsafe { .. })));
    let applied = set("a", "/properties/y", Some("3"), Some("5")).apply(&document).unwrap();
    assert_eq!(applied.document.to_text(), document.to_text().replace("\"y\":3", "\"y\":5"));
}

#[test]
fn another_dialect_is_spoken() {
    let dialect = Dialect {
        transitions: "edges".into(),
        transition_from: "source".into(),
        transition_to: "target".into(),
        ..Dialect::default()
    };
    let text = r#"{"nodes":[{"id":"a"},{"id":"b"}],"edges":[{"source":"a","target":"b","style":1}]}"#;
    let document = Document::parse_with(text, &dialect).unwrap();
    let applied = add("n", after("a")).apply(&document).unwrap();
    assert!(
        applied
            .document
            .to_text()
            .ends_with(r#""edges":[{"source":"a","target":"n","style":1},{"source":"n","target":"b"}]}"#)
    );
}

mod replaying {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[track_caller]
    fn clean(change: &Change, base: &Document, head: &Document) -> String {
        match replay(change, base, head) {
            Replayed::Clean(document) => shape(&document),
            other => panic!("not clean: {other:?}"),
        }
    }

    #[track_caller]
    fn kinds(change: &Change, base: &Document, head: &Document) -> Vec<ConflictKind> {
        match replay(change, base, head) {
            Replayed::Conflicts(conflicts) => conflicts.iter().map(|conflict| conflict.kind).collect(),
            other => panic!("no conflict: {other:?}"),
        }
    }

    #[test]
    fn others_edits_survive() {
        let base = workflow("a b", "a>b");
        let change = add("n", after("a"));
        assert_eq!(clean(&change, &base, &workflow("a z b", "a>z z>b")), "a n z b | a>n n>z z>b");
        assert_eq!(clean(&change, &base, &workflow("a b c", "a>b b>c")), "a n b c | a>n n>b b>c");
        assert_eq!(clean(&change, &base, &workflow("b a", "")), "b a n | a>n");
    }

    #[test]
    fn a_change_that_has_landed_is_seen() {
        let base = parse(TUTORIAL);
        let change = add("email_send_01", after("start_node"));
        let landed = change.apply(&base).unwrap().document;
        assert!(matches!(replay(&change, &base, &landed), Replayed::AlreadyThere));
        let normalised = parse(&landed.to_text().replace(r#""type":"email","#, r#""type":"email","rev":1,"#));
        assert!(matches!(replay(&change, &base, &normalised), Replayed::AlreadyThere));
        let other = parse(&landed.to_text().replace(r#""type":"email""#, r#""type":"sms""#));
        assert_eq!(kinds(&change, &base, &other), [ConflictKind::IdTaken]);
    }

    #[test]
    fn what_is_gone_is_a_conflict() {
        let base = workflow("a b c", "a>b b>c");
        let changed = parse(&base.to_text().replace(r#""b","type":"t""#, r#""b","type":"u""#));
        for (change, head, expected) in [
            (add("n", after("a")), workflow("b c", "b>c"), ConflictKind::NodeGone),
            (add("n", on("a", "b")), workflow("a b c", "a>c"), ConflictKind::TransitionGone),
            (set("b", "/type", Some("\"t\""), Some("\"v\"")), workflow("a c", "a>c"), ConflictKind::NodeGone),
            (set("b", "/type", Some("\"t\""), Some("\"v\"")), changed.clone(), ConflictKind::FieldChanged),
            (remove(&base, "b"), changed, ConflictKind::RemovedNodeChanged),
        ] {
            assert_eq!(kinds(&change, &base, &head), [expected], "{change:?}");
        }
    }

    #[test]
    fn a_node_is_moved_on_what_others_made() {
        let base = workflow("a n b c", "a>n n>b b>c");
        let change = shift("n", after("b"));
        assert_eq!(clean(&change, &base, &workflow("a n b c d", "a>n n>b b>c c>d")), "a n b c d | a>b n>c b>n c>d");
        // Something stands between now.
        assert_eq!(clean(&change, &base, &workflow("a z n b c", "a>z z>n n>b b>c")), "a z n b c | a>z z>b n>c b>n");
        let landed = change.apply(&base).unwrap().document;
        let and_more = parse(&landed.to_text().replace("\"version\":1", "\"version\":2"));
        assert!(matches!(replay(&change, &base, &and_more), Replayed::AlreadyThere));
        let on_way = shift("n", on("b", "c"));
        let landed = on_way.apply(&base).unwrap().document;
        let and_more = parse(&landed.to_text().replace("\"version\":1", "\"version\":2"));
        assert!(matches!(replay(&on_way, &base, &and_more), Replayed::AlreadyThere));
    }

    #[test]
    fn a_move_that_others_overtook_is_a_conflict() {
        let base = workflow("a n b c d", "a>n n>b b>c c>d");
        for (change, head, expected) in [
            (shift("n", after("b")), workflow("a b c d", "a>b b>c c>d"), ConflictKind::NodeGone),
            (shift("n", after("b")), workflow("a n c d", "a>n n>c c>d"), ConflictKind::NodeGone),
            (shift("n", on("b", "c")), workflow("a n b d", "a>n n>b b>d"), ConflictKind::TransitionGone),
            (shift("n", after("b")), workflow("a n b c d", "a>b b>c c>n n>d"), ConflictKind::NodeMoved),
        ] {
            assert_eq!(kinds(&change, &base, &head), [expected], "{change:?}");
        }
    }

    #[test]
    fn fields_merge_one_by_one() {
        let base = parse(r#"{"nodes":[{"id":"a","x":1,"y":1}]}"#);
        let head = parse(r#"{"nodes":[{"id":"a","x":1,"y":2}]}"#);
        let change = set("a", "/x", Some("1"), Some("5"));
        let Replayed::Clean(merged) = replay(&change, &base, &head) else { panic!("not clean") };
        assert_eq!(merged.to_text(), r#"{"nodes":[{"id":"a","x":5,"y":2}]}"#);
        let both = set("a", "/y", Some("1"), Some("2"));
        assert!(matches!(replay(&both, &base, &head), Replayed::AlreadyThere));
    }

    #[test]
    fn all_conflicts_are_told() {
        let base = parse(r#"{"nodes":[{"id":"a","x":1,"y":1}]}"#);
        let head = parse(r#"{"nodes":[{"id":"a","x":2,"y":2}]}"#);
        let mut change = set("a", "/x", Some("1"), Some("5"));
        change.edits.extend(set("a", "/y", Some("1"), None).edits);
        assert_eq!(kinds(&change, &base, &head), [ConflictKind::FieldChanged; 2]);
        let Replayed::Conflicts(conflicts) = replay(&change, &base, &head) else { panic!("no conflict") };
        assert_eq!(
            conflicts[1].message,
            "`/y` of node `a` was `1`; you set nothing, and somebody else set `2` in the meantime."
        );
    }

    #[test]
    fn a_change_that_never_fitted_says_why() {
        let base = workflow("a", "");
        assert_eq!(kinds(&add("a", after("a")), &base, &base), [ConflictKind::IdTaken]);
        assert!(matches!(replay(&Change::default(), &base, &base), Replayed::AlreadyThere));
    }
}

#[test]
fn a_change_survives_its_export() {
    let change = add("n", after("a"));
    let text = serde_json::to_string(&change).unwrap();
    assert_eq!(serde_json::from_str::<Change>(&text).unwrap(), change);
    let moved = serde_json::to_string(&shift("n", on("a", "b"))).unwrap();
    let shape =
        r#"{"edits":[{"edit":"moveNode","id":"n","placement":{"on":{"from":"a","to":"b","transition":null}}}]}"#;
    assert_eq!(moved, shape);
    assert_eq!(serde_json::from_str::<Change>(shape).unwrap(), shift("n", on("a", "b")));
    let broken = text.replace("properties\\\":", "properties\\\"");
    assert!(serde_json::from_str::<Change>(&broken).is_err());
}

#[test]
fn a_change_that_its_own_base_holds_already_is_there() {
    let (empty, change) = (workflow("a b", "a>b"), add("n", after("a")));
    let base = change.apply(&empty).unwrap().document;
    assert!(matches!(replay(&change, &base, &base), Replayed::AlreadyThere));
    let taken = workflow("a b n", "a>b");
    assert!(matches!(replay(&change, &taken, &taken), Replayed::Conflicts(_)));
}
