//! After a change, every byte outside of what it names is the same.

use crate::odd::{Odd, value, workflow};
use crate::pieces::{Found, Items, document as cut, find, items, offset};
use proptest::prelude::*;
use workflow::change::{ApplyError, Change, Edit, FieldEdit, Placement, RawJson, Replayed, replay};
use workflow::document::{Document, NodeId};

/// Everything that a field edit may name in a generated node.
const POINTERS: [&str; 22] = [
    "/properties/templateId",
    "/properties/variables",
    "/properties/variables/name",
    "/properties/variables/new",
    "/properties/variables/a~1b~0c",
    "/properties/variables/",
    "/properties/attachments",
    "/properties/attachments/0",
    "/properties/attachments/0/fileName",
    "/properties/attachments/0/fileId",
    "/properties/attachments/1",
    "/properties/attachments/2",
    "/properties/deliveryMode",
    "/properties/trackOpens",
    "/properties/trackClicks",
    "/properties/$serde_json::private::Number",
    "/properties/deep/er/and/deeper",
    "/properties/trackOpens/deep",
    "/type",
    "/properties",
    "/",
    "/new",
];

fn id(number: usize) -> NodeId {
    format!("n{number}").into()
}

/// The elements of a list of the document, by the tests' own reader.
fn list<'a>(text: &'a str, key: &str) -> Items<'a> {
    let (_, object, _) = cut(text);
    items(items(object).items.into_iter().find(|item| item.name().as_deref() == Some(key)).unwrap().value)
}

pub fn node_text(text: &str, number: usize) -> &str {
    list(text, "nodes").items[number].value
}

/// Checks that two documents differ at most in the elements of their lists, and what of these differs:
/// the elements before and after that have no partner of the same text, in order.
#[track_caller]
fn differing<'a>(before: &'a str, after: &'a str, key: &str) -> (Vec<&'a str>, Vec<&'a str>) {
    let ((head, one, tail), (head_after, other, tail_after)) = (cut(before), cut(after));
    assert_eq!((head, tail), (head_after, tail_after));
    let (one, other) = (items(one), items(other));
    assert_eq!(one.close, other.close);
    assert_eq!(one.items.len(), other.items.len());
    for (one, other) in one.items.iter().zip(&other.items) {
        assert_eq!((one.lead, one.key, one.colon), (other.lead, other.key, other.colon));
        if !["nodes", "transitions"].contains(&one.name().unwrap_or_default().as_str()) {
            assert_eq!(one.value, other.value);
        }
    }
    let (one, other) = (list(before, key), list(after, key));
    let (texts, texts_after): (Vec<&str>, Vec<&str>) =
        (one.items.iter().map(|item| item.value).collect(), other.items.iter().map(|item| item.value).collect());
    let head = texts.iter().zip(&texts_after).take_while(|(one, other)| one == other).count();
    let tail = texts[head..]
        .iter()
        .rev()
        .zip(texts_after[head..].iter().rev())
        .take_while(|(one, other)| one == other)
        .count();
    // What stands between the others stays, but for the comma of what has become the first or has ceased to be.
    for (at, item) in one.items.iter().enumerate().take(head) {
        assert_eq!(item.lead, other.items[at].lead);
    }
    for back in 1..=tail.saturating_sub(1) {
        assert_eq!(one.items[texts.len() - back].lead, other.items[texts_after.len() - back].lead);
    }
    (texts[head..texts.len() - tail].to_vec(), texts_after[head..texts_after.len() - tail].to_vec())
}

/// Applies, checks that it is taken back byte for byte, and answers the text.
#[track_caller]
fn applied(change: &Change, document: &Document) -> Result<String, ApplyError> {
    let applied = change.apply(document)?;
    let text = applied.document.to_text();
    assert_eq!(Document::parse(&text).unwrap().to_text(), text);
    assert_eq!(applied.patch.apply(document).unwrap().to_text(), text);
    assert_eq!(applied.patch.inverse().apply(&applied.document).unwrap().to_text(), document.to_text());
    Ok(text)
}

fn field(node: usize, pointer: &str, json: Option<&str>) -> Change {
    let after = json.and_then(|json| RawJson::parse(json).ok());
    Change::of(Edit::EditNode {
        id: id(node),
        fields: vec![FieldEdit { pointer: pointer.into(), before: None, after }],
    })
}

/// Checks what a field edit did to a node's text, by the tests' own reader.
#[track_caller]
fn check_field(node: &str, pointer: &str, json: Option<&str>, after: Result<&str, &ApplyError>) {
    match (find(node, pointer), json) {
        (Found::Twice, _) => assert!(matches!(after, Err(ApplyError::Unsafe { .. })), "{pointer}: {after:?}"),
        (Found::Nothing, Some(_)) => assert!(matches!(after, Err(ApplyError::Unsafe { .. })), "{pointer}: {after:?}"),
        (Found::Nothing, None) => {
            assert!(after.is_err_and(|error| matches!(error, ApplyError::Unsafe { .. })) || after == Ok(node))
        }
        (Found::Value(value), Some(json)) => {
            let start = offset(node, value);
            assert_eq!(after.unwrap(), format!("{}{json}{}", &node[..start], &node[start + value.len()..]));
        }
        (Found::Missing(..), None) => assert_eq!(after.unwrap(), node),
        (Found::Missing(container, ends_here), Some(json)) => {
            // What is new stands behind the last item and nowhere else.
            let last = items(container).items.last().map_or(1, |item| offset(container, item.value) + item.value.len());
            let (before, behind) = node.split_at(offset(node, container) + last);
            let after = after.unwrap();
            let new = after.strip_prefix(before).and_then(|rest| rest.strip_suffix(behind)).unwrap();
            assert!(new.contains(json) && (!ends_here || new.ends_with(json)), "{new:?}");
            let Found::Value(found) = find(after, pointer) else { panic!("{after}") };
            assert_eq!(found, json);
        }
        (Found::Value(value), None) => {
            let parent = &pointer[..pointer.rfind('/').unwrap()];
            let Found::Value(container) = find(node, parent) else { panic!("{parent}") };
            let all = items(container).items;
            let at = all.iter().position(|item| std::ptr::eq(item.value, value)).unwrap();
            let end = |item: &crate::pieces::Item<'_>| offset(node, item.value) + item.value.len();
            let start = |item: &crate::pieces::Item<'_>| {
                if item.key.is_empty() { offset(node, item.value) } else { offset(node, item.key) }
            };
            // One stretch is gone: the item, and of what is around it only white space and one comma.
            let after = after.unwrap();
            let gone = node.len() - after.len();
            let first = if at == 0 { offset(node, container) + 1 } else { end(&all[at - 1]) };
            let last = all.get(at + 1).map_or(offset(node, container) + container.len() - 1, start);
            let fits = (first..=start(&all[at])).any(|from| {
                from + gone >= end(&all[at])
                    && from + gone <= last
                    && after == format!("{}{}", &node[..from], &node[from + gone..])
            });
            assert!(fits, "{node} {pointer} {after}");
            assert_eq!(items(container).items.len() - 1, count_at(after, parent));
        }
    }
}

fn count_at(node: &str, pointer: &str) -> usize {
    let Found::Value(container) = find(node, pointer) else { panic!("{node} {pointer}") };
    items(container).items.len()
}

fn odd_at() -> impl Strategy<Value = (Odd, usize)> {
    (workflow(), any::<prop::sample::Index>()).prop_map(|(odd, at)| {
        let at = at.index(odd.nodes);
        (odd, at)
    })
}

/// A transition's text with the ids of its ends replaced, where both are there once.
fn with_ends(way: &str, from: Option<&str>, to: Option<&str>) -> String {
    let mut out = way.to_owned();
    for (key, id) in [("/from", from), ("/to", to)] {
        let Some(id) = id else { continue };
        let Found::Value(value) = find(&out, key) else { panic!("{key} in {out}") };
        let start = offset(&out, value);
        out = format!("{}\"{id}\"{}", &out[..start], &out[start + value.len()..]);
    }
    out
}

/// Whether the ends of all transitions stand there once, so that they can be rewired.
fn is_rewirable(text: &str) -> bool {
    list(text, "transitions")
        .items
        .iter()
        .all(|way| ["/from", "/to", "/id"].iter().all(|key| !matches!(find(way.value, key), Found::Twice)))
}

proptest! {
    #[test]
    fn a_field_is_set_added_or_removed_and_nothing_else(
        (odd, at) in odd_at(),
        pointer in prop::sample::select(POINTERS.to_vec()),
        json in prop::option::weighted(0.75, value()),
    ) {
        let json = json.as_deref().map(str::trim);
        let document = Document::parse(&odd.text).unwrap();
        let node = node_text(&odd.text, at);
        match applied(&field(at, pointer, json), &document) {
            Err(error) => check_field(node, pointer, json, Err(&error)),
            Ok(text) => {
                let (before, after) = differing(&odd.text, &text, "nodes");
                prop_assert_eq!(differing(&odd.text, &text, "transitions"), (vec![], vec![]));
                prop_assert!(before.len() <= 1 && before.len() == after.len());
                prop_assert!(before.first().is_none_or(|text| *text == node));
                check_field(node, pointer, json, Ok(after.first().copied().unwrap_or(node)));
            }
        }
    }

    #[test]
    fn a_node_is_added_and_nothing_else_changes((odd, at) in odd_at(), on_transition in any::<bool>()) {
        let json = RawJson::parse(r#"{"id":"new","type":"email","n":1E5}"#).unwrap();
        let placement = if on_transition && at + 1 < odd.nodes {
            Placement::On { from: id(at), to: id(at + 1), transition: None }
        } else {
            Placement::After { node: id(at) }
        };
        let change = Change::of(Edit::AddNode { id: "new".into(), json, placement });
        let document = Document::parse(&odd.text).unwrap();
        match applied(&change, &document) {
            Err(error) => prop_assert!(!is_rewirable(&odd.text), "{error}"),
            Ok(text) => {
                let (gone, new) = differing(&odd.text, &text, "nodes");
                prop_assert_eq!(gone, Vec::<&str>::new());
                prop_assert_eq!(new.iter().map(|text| text.replace([' ', '\n', '\t', '\r'], "")).collect::<Vec<_>>(), [r#"{"id":"new","type":"email","n":1E5}"#]);
                let (gone, new) = differing(&odd.text, &text, "transitions");
                prop_assert!(gone.len() <= 1 && new.len() == gone.len() + 1);
                if let Some(way) = gone.first() {
                    prop_assert_eq!(new[0], with_ends(way, None, Some("new")));
                }
            }
        }
    }

    #[test]
    fn a_node_is_removed_and_nothing_else_changes((odd, at) in odd_at()) {
        let document = Document::parse(&odd.text).unwrap();
        let was = RawJson::parse(node_text(&odd.text, at)).unwrap();
        match applied(&Change::of(Edit::RemoveNode { id: id(at), was }), &document) {
            Err(ApplyError::CannotRejoin { .. }) => {}
            Err(error) => prop_assert!(!is_rewirable(&odd.text), "{error}"),
            Ok(text) => {
                prop_assert_eq!(differing(&odd.text, &text, "nodes"), (vec![node_text(&odd.text, at)], vec![]));
                let (gone, new) = differing(&odd.text, &text, "transitions");
                if let [first, second] = gone.as_slice() {
                    let (on, back) = (format!("n{}", at + 1), format!("n{}", at.wrapping_sub(1)));
                    prop_assert_eq!(new.len(), 1);
                    prop_assert!(new[0] == with_ends(first, None, Some(&on)) || new[0] == with_ends(second, Some(&back), None));
                } else {
                    prop_assert_eq!(new, Vec::<&str>::new());
                }
            }
        }
    }

    #[test]
    fn a_node_is_renamed_and_nothing_else_changes((odd, at) in odd_at()) {
        let document = Document::parse(&odd.text).unwrap();
        let node = node_text(&odd.text, at);
        match applied(&Change::of(Edit::RenameNode { id: id(at), to: "x\"é".into() }), &document) {
            Err(error) => {
                let is_safe = is_rewirable(&odd.text) && !matches!(find(node, "/id"), Found::Twice);
                prop_assert!(!is_safe, "{}", error);
            }
            Ok(text) => {
                let quoted = r#"x\"é"#;
                check_field(node, "/id", Some(&format!("\"{quoted}\"")), Ok(differing(&odd.text, &text, "nodes").1[0]));
                let (gone, new) = differing(&odd.text, &text, "transitions");
                prop_assert_eq!(gone.len(), new.len());
                for (gone, new) in gone.iter().zip(&new) {
                    let leaves = matches!(find(gone, "/from"), Found::Value(from) if from == format!("\"n{at}\""));
                    prop_assert_eq!(*new, with_ends(gone, leaves.then_some(quoted), (!leaves).then_some(quoted)));
                }
            }
        }
    }

    #[test]
    fn several_edits_are_taken_back_together((odd, at) in odd_at(), jsons in prop::collection::vec(value(), 3)) {
        let document = Document::parse(&odd.text).unwrap();
        let mut edits = Vec::new();
        for (json, pointer) in jsons.iter().zip(["/properties/templateId", "/x", "/properties/variables/new"]) {
            edits.extend(field(at, pointer, Some(json.trim())).edits);
        }
        edits.push(Edit::RenameNode { id: id(at), to: "other".into() });
        let json = RawJson::parse(r#"{"id":"new"}"#).unwrap();
        edits.push(Edit::AddNode { id: "new".into(), json, placement: Placement::After { node: "other".into() } });
        if let Ok(text) = applied(&Change { edits }, &document) {
            for other in (0..odd.nodes).filter(|other| *other != at) {
                prop_assert!(text.contains(node_text(&odd.text, other)));
            }
        }
    }

    #[test]
    fn a_replay_keeps_what_others_did((odd, ours) in odd_at(), theirs in any::<prop::sample::Index>(), new in value()) {
        let base = Document::parse(&odd.text).unwrap();
        let Ok(head) = field(theirs.index(odd.nodes), "/properties/theirs", Some(new.trim())).apply(&base) else { return Ok(()) };
        let json = RawJson::parse(r#"{"id":"new","type":"email"}"#).unwrap();
        let change = Change::of(Edit::AddNode { id: "new".into(), json, placement: Placement::After { node: id(ours) } });
        let head = head.document;
        match replay(&change, &base, &head) {
            Replayed::Clean(merged) => {
                let (head, merged) = (head.to_text(), merged.to_text());
                prop_assert_eq!(differing(&head, &merged, "nodes").0, Vec::<&str>::new());
                prop_assert_eq!(Some(merged), change.apply(&Document::parse(&head).unwrap()).ok().map(|applied| applied.document.to_text()));
            }
            Replayed::AlreadyThere => prop_assert!(false, "it is not there"),
            Replayed::Conflicts(conflicts) => prop_assert!(!is_rewirable(&odd.text), "{:?}", conflicts),
        }
    }
}
