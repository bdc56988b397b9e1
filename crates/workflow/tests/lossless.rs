//! Promise 2 as properties: bytes that were not edited leave exactly as they came.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

use proptest::prelude::*;
use workflow::change::{Change, Edit, FieldEdit, Placement, RawJson, Replayed, replay};
use workflow::document::{Document, NodeId};
use workflow::json::{Value, compact, pretty, quote};

/// White space that JSON allows between its parts.
fn space() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "", " ", "\n", "\t", "\r\n  "])
}

/// Keys and strings as text: escapes, lone surrogates, serde_json's private markers, nothing at all.
fn string_text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            r#""""#,
            r#""\u0041""#,
            r#""\/""#,
            r#""\ud800""#,
            r#""\ud83d\ude00""#,
            r#""$serde_json::private::Number""#,
            r#""$serde_json::private::RawValue""#,
            r#""id""#,
            r#""type""#,
            r#""a/b~c""#,
        ])
        .prop_map(str::to_owned),
        ".{0,8}".prop_map(|text| quote(&text)),
    ]
}

fn scalar() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "null",
            "true",
            "false",
            "0",
            "-0",
            "1.0",
            "1E5",
            "1e-400",
            "36893488147419103232",
            "0.1000000000000000055511151231257827",
        ])
        .prop_map(str::to_owned),
        string_text(),
    ]
}

fn value() -> impl Strategy<Value = String> {
    scalar().prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            (prop::collection::vec((space(), inner.clone(), space()), 0..5), space())
                .prop_map(|(items, empty)| container('[', ']', items.into_iter().map(join), empty)),
            (prop::collection::vec((space(), string_text(), space(), inner, space()), 0..5), space()).prop_map(
                |(items, empty)| container(
                    '{',
                    '}',
                    items.into_iter().map(|(a, key, b, value, c)| format!("{a}{key}{b}:{a}{value}{c}")),
                    empty
                )
            ),
        ]
    })
}

fn join((before, value, after): (&str, String, &str)) -> String {
    format!("{before}{value}{after}")
}

fn container(open: char, close: char, items: impl Iterator<Item = String>, empty: &str) -> String {
    let items: Vec<String> = items.collect();
    let inner = if items.is_empty() { empty.to_owned() } else { items.join(",") };
    format!("{open}{inner}{close}")
}

/// A workflow's text with odd members all over, and how many nodes it has (`n0`, `n1`, …).
fn workflow() -> impl Strategy<Value = (String, usize)> {
    let extra = || prop::collection::vec((string_text(), value(), space()), 0..3);
    let node = (value(), space(), value());
    let way = (space(), prop::option::of(value()));
    (prop::collection::vec(node, 1..6), prop::collection::vec(way, 5), extra(), extra(), space(), any::<bool>()).prop_map(
        |(nodes, ways, before, after, gap, mark)| {
            let count = nodes.len();
            let nodes = nodes.into_iter().enumerate().map(|(number, (odd, gap, more))| {
                format!(r#"{gap}{{"odd":{odd},{gap}"id" : "n{number}","type":"email","properties":{gap}{{"more":{more}}}}}{gap}"#)
            });
            let nodes = container('[', ']', nodes, gap);
            let ways = ways.into_iter().take(count.saturating_sub(1)).enumerate().map(|(number, (gap, condition))| {
                let condition = condition.map(|text| format!(r#","condition":{text}"#)).unwrap_or_default();
                format!(r#"{gap}{{"id":"t{number}","from":"n{number}",{gap}"to":"n{}"{condition}}}"#, number + 1)
            });
            let ways = container('[', ']', ways, gap);
            // A member named like one of the lists would be a duplicate, which is another test's matter.
            let odd = |members: Vec<(String, String, &str)>| {
                members.into_iter().map(|(key, value, gap)| format!("{gap}{key}{gap}:{gap}{value}")).collect::<Vec<_>>()
            };
            let mut members = odd(before);
            members.push(format!("\"nodes\"{gap}:{gap}{nodes}"));
            members.extend(odd(after));
            members.push(format!("\"transitions\":{ways}"));
            members.push(format!("\"version\":{gap}7"));
            let mark = if mark { "\u{FEFF}" } else { "" };
            (format!("{mark}{gap}{}{gap}", container('{', '}', members.into_iter(), "")), count)
        },
    )
}

fn add(after: usize) -> Change {
    let json = RawJson::parse(r#"{"id":"new","type":"email","properties":{}}"#).unwrap();
    Change::of(Edit::AddNode { id: "new".into(), json, placement: Placement::After { node: node_id(after) } })
}

fn node_id(number: usize) -> NodeId {
    format!("n{number}").into()
}

/// The texts of all nodes but one.
fn others(document: &Document, but: &NodeId) -> Vec<String> {
    document.nodes().filter(|node| node.id != Some(but.as_str())).map(|node| node.text.to_owned()).collect()
}

proptest! {
    #[test]
    fn any_workflow_prints_as_it_came((text, nodes) in workflow()) {
        let document = Document::parse(&text).unwrap();
        prop_assert_eq!(document.nodes().len(), nodes);
        prop_assert_eq!(document.to_text(), text);
    }

    #[test]
    fn any_value_inside_a_node_prints_as_it_came(odd in value()) {
        let text = format!(r#"{{"nodes":[{{"id":"a","x":{odd}}}],"y":{odd}}}"#);
        let document = Document::parse(&text).unwrap();
        prop_assert_eq!(document.to_text(), text);
        let node = Value::parse(document.nodes().next().unwrap().text).unwrap();
        prop_assert_eq!(node.get("x").unwrap().text(), odd.trim());
    }

    #[test]
    fn laying_out_keeps_every_leaf(text in value()) {
        let value = Value::parse(&text).unwrap();
        let (laid_out, tight) = (pretty(&value), compact(&value));
        prop_assert!(Value::parse(&laid_out).unwrap().same_as(&value));
        prop_assert!(Value::parse(&tight).unwrap().same_as(&value));
        prop_assert_eq!(compact(&Value::parse(&laid_out).unwrap()), tight);
    }

    #[test]
    fn adding_changes_nothing_else_and_is_taken_back((text, nodes) in workflow(), place in any::<prop::sample::Index>()) {
        let document = Document::parse(&text).unwrap();
        let applied = add(place.index(nodes)).apply(&document).unwrap();
        let after = applied.document.to_text();
        prop_assert_eq!(Document::parse(&after).unwrap().to_text(), after.clone());
        prop_assert_eq!(others(&applied.document, &"new".into()), others(&document, &"new".into()));
        prop_assert_eq!(applied.document.transitions().filter(|way| way.to == Some("new")).count(), 1);
        prop_assert_eq!(applied.patch.apply(&document).unwrap().to_text(), after);
        prop_assert_eq!(applied.patch.inverse().apply(&applied.document).unwrap().to_text(), text);
    }

    #[test]
    fn editing_one_field_changes_only_its_bytes((text, nodes) in workflow(), place in any::<prop::sample::Index>(), new in value()) {
        let document = Document::parse(&text).unwrap();
        let id = node_id(place.index(nodes));
        let node = document.node(&id).unwrap();
        let before = Value::parse(node.text).unwrap().get("properties").unwrap().get("more").unwrap().text().to_owned();
        let field = FieldEdit {
            pointer: "/properties/more".into(),
            before: RawJson::parse(before.clone()).ok(),
            after: RawJson::parse(new.trim()).ok(),
        };
        let applied = Change::of(Edit::EditNode { id: id.clone(), fields: vec![field] }).apply(&document).unwrap();
        let (head, tail) = node.text.rsplit_once(before.as_str()).unwrap();
        let expected = text.replacen(node.text, &format!("{head}{}{tail}", new.trim()), 1);
        prop_assert_eq!(applied.document.to_text(), expected);
        prop_assert_eq!(applied.patch.inverse().apply(&applied.document).unwrap().to_text(), text);
    }

    #[test]
    fn a_replay_keeps_what_others_did((text, nodes) in workflow(), ours in any::<prop::sample::Index>(), theirs in any::<prop::sample::Index>(), new in value()) {
        let base = Document::parse(&text).unwrap();
        let theirs = node_id(theirs.index(nodes));
        let field = FieldEdit { pointer: "/properties/theirs".into(), before: None, after: RawJson::parse(new.trim()).ok() };
        let head = Change::of(Edit::EditNode { id: theirs, fields: vec![field] }).apply(&base).unwrap().document;
        let change = add(ours.index(nodes));
        let Replayed::Clean(merged) = replay(&change, &base, &head) else { panic!("not clean") };
        prop_assert_eq!(others(&merged, &"new".into()), others(&head, &"new".into()));
        prop_assert_eq!(merged.to_text(), change.apply(&head).unwrap().document.to_text());
        prop_assert!(matches!(replay(&change, &base, &merged), Replayed::AlreadyThere));
    }

    #[test]
    fn any_text_at_all_is_read_or_refused(text in "\\PC{0,40}") {
        match (Document::parse(&text), serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&text)) {
            (Ok(document), _) => prop_assert_eq!(document.to_text(), text),
            (Err(_), theirs) => prop_assert!(theirs.is_err()),
        }
    }

    #[test]
    fn the_scanner_agrees_with_serde_json(text in prop::collection::vec(prop::sample::select(vec!["{", "}", "[", "]", ",", ":", "\"a\"", "1", "-", "0", ".", "e", "true", " ", "\\", "\""]), 0..12)) {
        let text = text.concat();
        let theirs = serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok();
        prop_assert_eq!(Value::parse(&text).is_ok(), theirs, "{}", text);
    }
}

#[test]
fn large_and_deep_texts_come_through() {
    let large = format!(r#"{{"nodes":[{{"id":"a","x":"{}"}}]}}"#, "ä".repeat(5 << 19));
    assert_eq!(Document::parse(&large).unwrap().to_text(), large);
    for depth in [128, 1_000] {
        let deep = format!(r#"{{"nodes":[{{"id":"a","x":{}{}}}]}}"#, "[".repeat(depth), "]".repeat(depth));
        let document = Document::parse(&deep).unwrap();
        assert_eq!(document.to_text(), deep);
        assert!(Value::parse(document.nodes().next().unwrap().text).is_ok());
    }
}
