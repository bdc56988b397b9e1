//! Their properties.

use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use workflow::diff::{
    Diff, DiffEntry, Hunk, LineKind, diff, json_patch, side_by_side, to_json_patch_text, to_unified_text, unified,
};
use workflow::document::Document;
use workflow::json::{Value, pretty, quote};

fn parse(text: &str) -> Document {
    Document::parse(text).unwrap()
}

fn pretty_lines(text: &str) -> Vec<String> {
    pretty(&Value::parse(text).unwrap()).lines().map(str::to_owned).collect()
}

/// Any JSON value, small enough that two of them have something in common.
fn value() -> impl Strategy<Value = String> {
    let scalar = prop::sample::select(vec!["null", "true", "0", "1", "1.0", r#""a""#, r#""a\/b""#, r#""],{""#]);
    scalar.prop_map(str::to_owned).prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            prop::collection::vec((key(), inner), 0..4).prop_map(object),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["id", "fileId", "a", "b/c~d", "", "properties"]).prop_map(str::to_owned)
}

fn object(members: Vec<(String, String)>) -> String {
    let members: Vec<String> = members.iter().map(|(key, value)| format!("{}: {value}", quote(key))).collect();
    format!("{{{}}}", members.join(","))
}

/// An element of a list: mostly with an id, sometimes a transition without one, sometimes anything.
fn element() -> impl Strategy<Value = String> {
    let name = || prop::sample::select(vec!["n1", "n2", "n3", "n4", "n5", "n6"]);
    prop_oneof![
        4 => (name(), value()).prop_map(|(id, value)| format!(r#"{{"id":"{id}","type":"email","properties":{value}}}"#)),
        2 => (name(), name(), name()).prop_map(|(id, from, to)| format!(r#"{{"id":"{id}","from":"{from}","to":"{to}"}}"#)),
        2 => (name(), name(), value())
            .prop_map(|(from, to, when)| format!(r#"{{"from":"{from}","to":"{to}","condition":{when}}}"#)),
        1 => value(),
    ]
}

/// Any document: lists that may be missing, of another kind or given twice, in any order.
fn document() -> impl Strategy<Value = String> {
    let list = || prop::collection::vec(element(), 0..8).prop_map(|items| format!("[{}]", items.join(" ,")));
    let member = prop_oneof![
        4 => list().prop_map(|list| ("nodes".to_owned(), list)),
        4 => list().prop_map(|list| ("transitions".to_owned(), list)),
        1 => value().prop_map(|value| ("nodes".to_owned(), value)),
        1 => value().prop_map(|value| ("version".to_owned(), value)),
        2 => (key(), value()),
    ];
    prop::collection::vec(member, 0..6).prop_map(object)
}

/// The lines of a text after a unified diff, or before it.
#[track_caller]
fn patched(lines: &[String], hunks: &[Hunk], forward: bool) -> Vec<String> {
    let (gone, new) = if forward { (LineKind::Removed, LineKind::Added) } else { (LineKind::Added, LineKind::Removed) };
    let mut out = Vec::new();
    let mut at = 0;
    for hunk in hunks {
        let start = if forward { hunk.before_start } else { hunk.after_start } - 1;
        out.extend_from_slice(&lines[at..start]);
        at = start;
        for line in &hunk.lines {
            if line.kind != new {
                assert_eq!(line.text, lines[at], "what the diff expects is there");
                let number = if forward { line.before } else { line.after };
                assert_eq!(number, Some(at + 1), "the line's own number");
                at += 1;
            }
            if line.kind != gone {
                out.push(line.text.clone());
            }
        }
    }
    out.extend_from_slice(&lines[at..]);
    out
}

/// Applies a unified diff as a program reads it: from its text alone.
#[track_caller]
fn patched_by_text(lines: &[String], text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut at = 0;
    for line in text.lines().skip(2) {
        if let Some(heading) = line.strip_prefix("@@ -") {
            let range = heading.split(' ').next().unwrap();
            let (start, count) = range.split_once(',').unwrap_or((range, "1"));
            let start: usize = start.parse().unwrap();
            let start = if count == "0" { start } else { start - 1 };
            out.extend_from_slice(&lines[at..start]);
            at = start;
        } else {
            let (mark, text) = line.split_at(1);
            if mark != "+" {
                assert_eq!(text, lines[at]);
                at += 1;
            }
            if mark != "-" {
                out.push(text.to_owned());
            }
        }
    }
    out.extend_from_slice(&lines[at..]);
    out
}

/// A workflow of which all that matters is known: nodes by id in order, each with one value.
type Model = Vec<(u8, u8)>;

fn model() -> impl Strategy<Value = Model> {
    (Just((0..30_u8).collect::<Vec<_>>()).prop_shuffle(), 0..30_usize, prop::collection::vec(0..3_u8, 30)).prop_map(
        |(mut ids, length, values)| {
            ids.truncate(length);
            ids.into_iter().zip(values).collect()
        },
    )
}

fn model_text(model: &Model) -> String {
    let nodes: Vec<String> =
        model.iter().map(|(id, value)| format!(r#"{{"id":"n{id}","type":"email","x":{value}}}"#)).collect();
    format!(r#"{{"version":1,"nodes":[{}]}}"#, nodes.join(","))
}

/// How many must move at least: all but a longest run that keeps its order.
fn fewest_moves(before: &Model, after: &Model) -> usize {
    let place: BTreeMap<u8, usize> = after.iter().enumerate().map(|(at, (id, _))| (*id, at)).collect();
    let places: Vec<usize> = before.iter().filter_map(|(id, _)| place.get(id).copied()).collect();
    let mut longest = vec![1; places.len()];
    for at in 0..places.len() {
        for earlier in 0..at {
            if places[earlier] < places[at] {
                longest[at] = longest[at].max(longest[earlier] + 1);
            }
        }
    }
    places.len() - longest.iter().max().copied().unwrap_or(0)
}

fn ids(found: &Diff, pick: impl Fn(&DiffEntry) -> Option<String>) -> Vec<String> {
    let mut ids: Vec<String> = found.entries.iter().filter_map(pick).collect();
    ids.sort();
    ids
}

proptest! {
    #[test]
    fn a_document_does_not_differ_from_itself(text in document()) {
        let (document, laid_out) = (parse(&text), parse(&pretty_lines(&text).join("\n")));
        for same in [document.clone(), parse(&text), laid_out] {
            prop_assert_eq!(diff(&document, &same), Diff::default());
            prop_assert_eq!(unified(&document, &same, 3), vec![]);
            prop_assert_eq!(json_patch(&document, &same), vec![]);
        }
    }

    #[test]
    fn what_every_save_changes_is_noise(text in document(), version in 0..9_u32, time in 0..9_u32) {
        let before = parse(&text);
        let after = before.with_member("version", &version.to_string()).with_member("lastUpdatedTimestamp", &time.to_string());
        let found = diff(&before, &after);
        prop_assert!(found.is_empty());
        prop_assert!(found.sentences().is_empty());
        prop_assert_eq!(found.summary().to_string(), "no changes");
    }

    #[test]
    fn nodes_are_told_once_and_moved_as_little_as_possible(before in model(), after in model()) {
        let found = diff(&parse(&model_text(&before)), &parse(&model_text(&after)));
        let (old, new): (BTreeMap<u8, u8>, BTreeMap<u8, u8>) = (before.iter().copied().collect(), after.iter().copied().collect());
        let sorted = |ids: BTreeSet<u8>| {
            let mut ids: Vec<String> = ids.iter().map(|id| format!("n{id}")).collect();
            ids.sort();
            ids
        };
        let added = ids(&found, |entry| match entry {
            DiffEntry::NodeAdded { id, .. } => Some(id.to_string()),
            _ => None,
        });
        let removed = ids(&found, |entry| match entry {
            DiffEntry::NodeRemoved { id, .. } => Some(id.to_string()),
            _ => None,
        });
        let changed = ids(&found, |entry| match entry {
            DiffEntry::NodeChanged { id, .. } => Some(id.to_string()),
            _ => None,
        });
        prop_assert_eq!(&added, &sorted(new.keys().filter(|id| !old.contains_key(id)).copied().collect()));
        prop_assert_eq!(&removed, &sorted(old.keys().filter(|id| !new.contains_key(id)).copied().collect()));
        let edited = new.iter().filter(|(id, value)| old.get(id).is_some_and(|was| was != *value));
        prop_assert_eq!(&changed, &sorted(edited.map(|(id, _)| *id).collect()));
        let summary = found.summary();
        prop_assert_eq!(summary.nodes_moved, fewest_moves(&before, &after));
        prop_assert_eq!(
            found.sentences().len(),
            added.len() + removed.len() + changed.len() + summary.nodes_moved,
            "one sentence for each node and field"
        );
    }

    #[test]
    fn a_unified_diff_leads_from_one_pretty_form_to_the_other(before in document(), after in document(), context in 0..5_usize) {
        let hunks = unified(&parse(&before), &parse(&after), context);
        let (old, new) = (pretty_lines(&before), pretty_lines(&after));
        prop_assert_eq!(&patched(&old, &hunks, true), &new);
        prop_assert_eq!(&patched(&new, &hunks, false), &old);
        prop_assert_eq!(&patched_by_text(&old, &to_unified_text(&hunks, "before", "after")), &new);
        for hunk in &hunks {
            let kept = |end: usize| hunk.lines.iter().take(end).filter(|line| line.kind == LineKind::Same).count();
            prop_assert!(hunk.lines.iter().any(|line| line.kind != LineKind::Same));
            prop_assert!(kept(context + 1) <= context, "no more context than asked for: {:?}", hunk);
            let rows = side_by_side(hunk);
            let left: Vec<_> = rows.iter().filter_map(|row| row.left).collect();
            let right: Vec<_> = rows.iter().filter_map(|row| row.right).collect();
            prop_assert!(left.iter().all(|line| line.kind != LineKind::Added));
            prop_assert!(right.iter().all(|line| line.kind != LineKind::Removed));
            prop_assert_eq!(left, hunk.lines.iter().filter(|line| line.before.is_some()).collect::<Vec<_>>());
            prop_assert_eq!(right, hunk.lines.iter().filter(|line| line.after.is_some()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_json_patch_leads_from_one_value_to_the_other(before in document(), after in document()) {
        let text = to_json_patch_text(&json_patch(&parse(&before), &parse(&after)));
        let patch: json_patch::Patch = serde_json::from_str(&text).unwrap();
        let mut value: serde_json::Value = serde_json::from_str(&before).unwrap();
        json_patch::patch(&mut value, &patch).unwrap();
        prop_assert_eq!(value, serde_json::from_str::<serde_json::Value>(&after).unwrap(), "by {}", text);
    }

    #[test]
    fn a_document_that_says_something_else_has_a_difference(before in document(), after in document()) {
        let (old, new) = (parse(&before), parse(&after));
        let same = Value::parse(&before).unwrap().same_as(&Value::parse(&after).unwrap());
        prop_assert_eq!(diff(&old, &new).entries.is_empty(), same);
    }
}
