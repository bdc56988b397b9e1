//! What every save changes, and where nodes stand on the canvas, is told apart and folded.

use workflow::diff::{DiffEntry, diff, json_patch};
use workflow::document::{Dialect, Document};

fn workflow(version: u8, x: u8, template: &str) -> Document {
    let text = format!(
        r#"{{"version":{version},"createdTimestamp":{version},"lastUpdatedTimestamp":{version},"nodes":[{{"id":"a","type":"email","position":{{"x":{x},"y":1}},"positions":1,"properties":{{"templateId":"{template}","position":1}}}}]}}"#
    );
    Document::parse(&text).unwrap()
}

#[test]
fn saving_and_layout_are_no_changes() {
    let (before, after) = (workflow(1, 1, "t"), workflow(2, 2, "t"));
    let found = diff(&before, &after);
    assert_eq!(found.entries.len(), 4);
    assert!(found.is_empty() && found.sentences().is_empty());
    assert_eq!(found.summary().to_string(), "no changes");
    assert_eq!(json_patch(&before, &after).len(), 4, "but they are part of what leads to the later document");
}

#[test]
fn what_else_changed_is_told_apart_from_the_layout() {
    let found = diff(&workflow(1, 1, "t"), &workflow(2, 2, "u"));
    assert_eq!(found.sentences(), ["Template of email node `a` changed from `t` to `u`"]);
    assert_eq!(found.summary().to_string(), "1 node changed");
    let nodes: Vec<(usize, bool)> = found
        .entries
        .iter()
        .filter_map(|entry| match entry {
            DiffEntry::NodeChanged { fields, noise, .. } => Some((fields.len(), *noise)),
            _ => None,
        })
        .collect();
    assert_eq!(nodes, [(1, false), (1, true)]);
}

#[test]
fn only_the_position_itself_is_layout() {
    for (before, after) in [
        (r#""position":1,"positions":1"#, r#""position":1,"positions":2"#),
        (r#""properties":{"position":1}"#, r#""properties":{"position":2}"#),
    ] {
        let node = |members: &str| Document::parse(&format!(r#"{{"nodes":[{{"id":"a",{members}}}]}}"#)).unwrap();
        assert!(!diff(&node(before), &node(after)).is_empty());
    }
}

#[test]
fn a_tenant_may_keep_positions_elsewhere() {
    let dialect = Dialect { node_position: "canvas/at".into(), ..Dialect::default() };
    let parse =
        |at: u8| Document::parse_with(&format!(r#"{{"nodes":[{{"id":"a","canvas/at":[{at}]}}]}}"#), &dialect).unwrap();
    assert!(diff(&parse(1), &parse(2)).is_empty());
}
