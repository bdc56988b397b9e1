//! RFC 8259 case by case, in the manner of the public JSON test suites: what is valid survives byte for byte
//! inside a node, also when its neighbour is edited; what is not is refused at its exact place.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

mod case;

use case::{Case, Verdict, cases};
use std::collections::BTreeSet;
use workflow::change::{Change, Edit, FieldEdit, Placement, RawJson, Replayed, replay};
use workflow::document::{Dialect, Document, ParseError};
use workflow::json::{Value, compact, pretty};
use workflow::merge::merge;

const BEFORE: &str = r#"{"nodes":[{"id":"a","x":"#;
const BEHIND: &str = r#","y":1.0}]}"#;

/// A case inside a node.
fn inside(case: &Case) -> Vec<u8> {
    [BEFORE.as_bytes(), &case.text, BEHIND.as_bytes()].concat()
}

fn parse(bytes: &[u8]) -> Result<Document, ParseError> {
    Document::parse_bytes(bytes, &Dialect::default())
}

fn place(error: &ParseError) -> (usize, usize) {
    match error {
        ParseError::Syntax(error) | ParseError::NotUtf8(error) => (error.line, error.column),
        other => panic!("{other}"),
    }
}

/// The place of a text alone.
fn refused_alone(case: &Case) -> Option<(usize, usize)> {
    match std::str::from_utf8(&case.text) {
        Ok(text) => Value::parse(text).err().map(|error| (error.line, error.column)),
        Err(_) => parse(&case.text).err().map(|error| place(&error)),
    }
}

/// The place of a text inside a node, counted from the text's beginning.
fn refused_inside(case: &Case) -> Option<(usize, usize)> {
    let (line, column) = place(&parse(&inside(case)).err()?);
    Some((line, if line == 1 { column - BEFORE.len() } else { column }))
}

#[test]
fn what_is_no_json_is_refused_at_its_place() {
    let mut wrong = Vec::new();
    for case in cases() {
        let Verdict::Refused { alone, inside } = case.verdict else { continue };
        let found = (refused_alone(&case), refused_inside(&case));
        if found != (Some(alone), Some(inside)) {
            wrong.push(format!("{}: {found:?} instead of {:?}", case.name, (alone, inside)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_json_survives_the_edit_of_its_neighbour() {
    for case in cases().iter().filter(|case| case.verdict == Verdict::Accepted) {
        let text = String::from_utf8(inside(case)).unwrap();
        let base = parse(text.as_bytes()).unwrap_or_else(|error| panic!("{}: {error}", case.name));
        assert!(base.to_text() == text, "{}", case.name);
        let raw = |json: &str| RawJson::parse(json).ok();
        let field = FieldEdit { pointer: "/y".into(), before: raw("1.0"), after: raw("true") };
        let change = Change::of(Edit::EditNode { id: "a".into(), fields: vec![field] });
        let edited = text.replace(BEHIND, r#","y":true}]}"#);
        let applied = change.apply(&base).unwrap();
        assert!(applied.document.to_text() == edited, "{}", case.name);
        assert!(applied.patch.inverse().apply(&applied.document).unwrap().to_text() == text, "{}", case.name);
        let head = base.with_member("version", "2");
        let newer = |text: &str| text.strip_suffix('}').unwrap().to_owned() + r#","version":2}"#;
        let Replayed::Clean(replayed) = replay(&change, &base, &head) else { panic!("{}", case.name) };
        assert!(replayed.to_text() == newer(&edited), "{}", case.name);
        let merged = merge(&base, &applied.document, &head);
        assert!(merged.conflicts.is_empty() && merged.document.to_text() == newer(&edited), "{}", case.name);
        let renamed = Change::of(Edit::RenameNode { id: "a".into(), to: "b".into() }).apply(&base).unwrap();
        assert!(renamed.document.to_text() == text.replacen("\"a\"", "\"b\"", 1), "{}", case.name);
        let json = RawJson::parse(r#"{"id":"n"}"#).unwrap();
        let added =
            Change::of(Edit::AddNode { id: "n".into(), json, placement: Placement::After { node: "a".into() } });
        let added = added.apply(&base).unwrap().document.to_text();
        assert!(added.starts_with(text.strip_suffix("]}").unwrap()), "{}", case.name);
    }
}

#[test]
fn what_is_json_may_be_a_value_of_an_edit() {
    for case in cases().iter().filter(|case| case.verdict == Verdict::Accepted) {
        let json = std::str::from_utf8(&case.text).unwrap();
        let base = parse(br#"{"nodes":[{"id":"a","x":0}]}"#).unwrap();
        let field = FieldEdit { pointer: "/x".into(), before: None, after: RawJson::parse(json).ok() };
        let edited = Change::of(Edit::EditNode { id: "a".into(), fields: vec![field] }).apply(&base).unwrap();
        assert!(edited.document.to_text() == format!(r#"{{"nodes":[{{"id":"a","x":{json}}}]}}"#), "{}", case.name);
    }
}

#[test]
fn what_is_json_is_laid_out_without_touching_a_leaf() {
    for case in cases().iter().filter(|case| case.verdict == Verdict::Accepted) {
        let value = Value::parse(std::str::from_utf8(&case.text).unwrap()).unwrap();
        let tight = compact(&value);
        assert!(Value::parse(&pretty(&value)).unwrap().same_as(&value), "{}", case.name);
        assert!(compact(&Value::parse(&pretty(&value)).unwrap()) == tight, "{}", case.name);
    }
}

/// serde_json stops at 128 levels of nesting.
#[test]
fn another_reader_agrees() {
    for case in cases().iter().filter(|case| !case.name.starts_with("nesting")) {
        let theirs = serde_json::from_slice::<&serde_json::value::RawValue>(&case.text).is_ok();
        assert_eq!(theirs, case.verdict == Verdict::Accepted, "{}", case.name);
    }
}

#[test]
fn the_cases_are_many_and_different() {
    let cases = cases();
    let names: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    let texts: BTreeSet<&[u8]> = cases.iter().map(|case| case.text.as_slice()).collect();
    assert!(cases.len() >= 150, "{}", cases.len());
    assert_eq!((names.len(), texts.len()), (cases.len(), cases.len()));
}
