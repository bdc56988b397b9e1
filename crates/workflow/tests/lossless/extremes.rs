//! What is larger and deeper than anything that people write.

use crate::pieces::{Found, find};
use workflow::change::{ApplyError, Change, Edit, FieldEdit, Placement, RawJson, Replayed, replay};
use workflow::document::Document;
use workflow::json::{MAX_DEPTH, SyntaxErrorKind, Value};
use workflow::merge::{Choice, merge};

/// Two nodes, one with an extreme value beside an ordinary one, and the text of the value.
fn workflow(extreme: &str) -> String {
    format!(
        r#"{{"version":1,"nodes":[{{"id":"a","x":{extreme},"y":1.0}},{{"id":"b"}}],"transitions":[{{"from":"a","to":"b","condition":{extreme}}}]}}"#
    )
}

/// Every kind of edit beside the extreme value leaves it alone.
#[track_caller]
fn check(extreme: &str) {
    let text = workflow(extreme);
    let base = Document::parse(&text).unwrap();
    assert!(base.to_text() == text);
    let raw = |json: &str| RawJson::parse(json).ok();
    let field = FieldEdit { pointer: "/y".into(), before: raw("1.0"), after: raw("2") };
    let was = RawJson::parse(r#"{"id":"b"}"#).unwrap();
    for (edit, expected) in [
        (Edit::EditNode { id: "a".into(), fields: vec![field] }, text.replacen("1.0", "2", 1)),
        (
            Edit::RenameNode { id: "b".into(), to: "c".into() },
            text.replacen(r#"{"id":"b"}"#, r#"{"id":"c"}"#, 1).replacen(r#""to":"b""#, r#""to":"c""#, 1),
        ),
        (
            Edit::AddNode {
                id: "n".into(),
                json: raw(r#"{"id":"n"}"#).unwrap(),
                placement: Placement::After { node: "b".into() },
            },
            text.replacen(r#"{"id":"b"}]"#, r#"{"id":"b"},{"id":"n"}]"#, 1)
                .replace("}]}", r#"},{"from":"b","to":"n"}]}"#),
        ),
        (
            Edit::RemoveNode { id: "b".into(), was },
            format!(r#"{{"version":1,"nodes":[{{"id":"a","x":{extreme},"y":1.0}}],"transitions":[]}}"#),
        ),
    ] {
        let applied = Change::of(edit.clone()).apply(&base).unwrap();
        assert!(applied.document.to_text() == expected, "{edit:?}");
        assert!(applied.patch.inverse().apply(&applied.document).unwrap().to_text() == text);
        let head = base.with_member("version", "2");
        let Replayed::Clean(replayed) = replay(&Change::of(edit), &base, &head) else { panic!("not clean") };
        assert!(replayed.to_text() == expected.replacen("\"version\":1", "\"version\":2", 1));
        let merged = merge(&base, &applied.document, &head);
        assert!(merged.conflicts.is_empty());
        assert!(merged.document.to_text() == replayed.to_text());
    }
}

#[test]
fn strings_of_five_mebibytes() {
    check(&format!("\"{}\"", "ä\\ud800\\/x".repeat((5 << 20) / 11)));
}

#[test]
fn nesting() {
    for depth in [128, 1_000, MAX_DEPTH - 3] {
        check(&format!("{}1E5{}", "[".repeat(depth), "]".repeat(depth)));
        check(&format!("{}1E5{}", r#"{"a":"#.repeat(depth), "}".repeat(depth)));
    }
}

#[test]
fn an_edit_reaches_the_bottom_of_a_thousand_levels() {
    let deep = format!("{}1.0{}", r#"{"a":"#.repeat(1_000), "}".repeat(1_000));
    let text = workflow(&deep);
    let pointer = format!("/x{}", "/a".repeat(1_000));
    assert!(matches!(find(&deep, &pointer[2..]), Found::Value("1.0")));
    let field = FieldEdit { pointer, before: None, after: RawJson::parse("\"\\u0041\"").ok() };
    let edited =
        Change::of(Edit::EditNode { id: "a".into(), fields: vec![field] }).apply(&Document::parse(&text).unwrap());
    assert_eq!(edited.unwrap().document.to_text(), text.replacen("1.0", "\"\\u0041\"", 1));
}

#[test]
fn what_is_nested_too_deeply_is_refused_with_its_place() {
    let deep = "[".repeat(MAX_DEPTH + 1);
    let error = Value::parse(&deep).unwrap_err();
    assert_eq!((error.kind, error.line, error.column), (SyntaxErrorKind::TooDeep, 1, MAX_DEPTH + 1));
}

/// A node with a value as deep as any may be is one level too deep to be edited, but not to be kept.
#[test]
fn what_is_too_deep_to_be_edited_is_kept_and_told() {
    let extreme = |inner: u8| format!("{}{inner}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
    let parse = |inner: u8| Document::parse(&workflow(&extreme(inner))).unwrap();
    let (base, ours, theirs) = (parse(1), parse(2), parse(3));
    assert!(base.to_text() == workflow(&extreme(1)));
    let field = FieldEdit { pointer: "/y".into(), before: None, after: RawJson::parse("2").ok() };
    let change = Change::of(Edit::EditNode { id: "a".into(), fields: vec![field] });
    let error = change.apply(&base).unwrap_err();
    assert!(matches!(error, ApplyError::Unsafe { .. }), "{error:?}");
    assert!(error.to_string().contains("nested more than 2000 levels deep"), "{error}");
    assert!(matches!(replay(&change, &base, &ours), Replayed::Conflicts(_)));
    for (one, other, expected) in [(&ours, &base, &ours), (&base, &theirs, &theirs), (&ours, &ours, &ours)] {
        let merged = merge(&base, one, other);
        assert!(merged.conflicts.is_empty() && merged.document.to_text() == expected.to_text());
    }
    let merged = merge(&base, &ours, &theirs);
    assert!(merged.conflicts.len() == 2 && merged.document.to_text() == base.to_text());
    for (choice, expected) in [(Choice::Ours, &ours), (Choice::Theirs, &theirs), (Choice::Base, &base)] {
        assert!(merged.settle(&[choice.clone(), choice]).unwrap().to_text() == expected.to_text());
    }
}

#[test]
fn a_hundred_thousand_members_and_duplicates() {
    let members: Vec<String> = (0..100_000).map(|number| format!(r#""k{}":{number}"#, number % 50_000)).collect();
    check(&format!("{{{}}}", members.join(",")));
}
