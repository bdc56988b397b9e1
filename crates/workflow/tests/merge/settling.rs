//! Deciding conflicts.

use workflow::document::Document;
use workflow::json::RawJson;
use workflow::merge::{Choice, ConflictKind, Merge, SettleError, Subject, merge};

fn merged(base: &str, ours: &str, theirs: &str) -> Merge {
    let [base, ours, theirs] = [base, ours, theirs].map(|text| Document::parse(text).unwrap());
    merge(&base, &ours, &theirs)
}

fn own(json: &str) -> Choice {
    Choice::Value(RawJson::parse(json).ok())
}

#[track_caller]
fn check(merged: &Merge, choices: &[Choice], expected: &str) {
    assert_eq!(merged.settle(choices).unwrap().to_text(), expected);
}

const fn node(x: u8) -> &'static str {
    match x {
        1 => "{ \"nodes\" : [ {\"id\":\"a\", \"x\" : 1, \"y\":1E5} ] }",
        2 => "{ \"nodes\" : [ {\"id\":\"a\", \"x\" : 2, \"y\":1E5} ] }",
        _ => "{ \"nodes\" : [ {\"id\":\"a\", \"x\" : 3, \"y\":1E5} ] }",
    }
}

#[test]
fn a_field_becomes_what_is_chosen_and_all_else_stays() {
    let merged = merged(node(1), node(2), node(3));
    let [conflict] = merged.conflicts.as_slice() else { panic!("{:?}", merged.conflicts) };
    assert_eq!((conflict.kind, conflict.pointer.as_str()), (ConflictKind::BothChanged, "/x"));
    assert_eq!(conflict.subject, Subject::Node { id: "a".into() });
    check(&merged, &[Choice::Base], node(1));
    check(&merged, &[Choice::Ours], node(2));
    check(&merged, &[Choice::Theirs], node(3));
    check(&merged, &[own(" [9] ")], "{ \"nodes\" : [ {\"id\":\"a\", \"x\" : [9], \"y\":1E5} ] }");
    check(&merged, &[Choice::Value(None)], "{ \"nodes\" : [ {\"id\":\"a\", \"y\":1E5} ] }");
}

#[test]
fn several_conflicts_are_settled_one_by_one() {
    let document = |a: u8, b: u8, n: u8| {
        format!(r#"{{"nodes":[{{"id":"a","k":{a},"l":{a}}},{{"id":"b","k":{b}}}],"n":{{"m":{n}}}}}"#)
    };
    let merged = merged(&document(1, 1, 1), &document(2, 2, 2), &document(3, 3, 3));
    let pointers: Vec<&str> = merged.conflicts.iter().map(|conflict| conflict.pointer.as_str()).collect();
    assert_eq!(pointers, ["/k", "/l", "/k", "/n/m"]);
    check(
        &merged,
        &[Choice::Ours, Choice::Theirs, Choice::Base, own("9")],
        r#"{"nodes":[{"id":"a","k":2,"l":3},{"id":"b","k":1}],"n":{"m":9}}"#,
    );
}

#[test]
fn a_whole_element_comes_or_goes() {
    let merged = merged(
        "{\"nodes\":[{\"id\":\"a\"},\n {\"id\":\"b\"}]}",
        "{\"nodes\":[{\"id\":\"b\"},\n {\"id\":\"n\",\"x\":1}]}",
        "{\"nodes\":[{\"id\":\"a\",\"x\":2},\n {\"id\":\"b\"},\n {\"id\":\"n\",\"x\":2}]}",
    );
    let kinds: Vec<ConflictKind> = merged.conflicts.iter().map(|conflict| conflict.kind).collect();
    assert_eq!(kinds, [ConflictKind::RemovedAndChanged, ConflictKind::BothAdded]);
    check(&merged, &[Choice::Base, Choice::Base], "{\"nodes\":[{\"id\":\"a\"},\n {\"id\":\"b\"}]}");
    check(&merged, &[Choice::Ours, Choice::Theirs], "{\"nodes\":[{\"id\":\"b\"},\n {\"id\":\"n\",\"x\":2}]}");
    check(&merged, &[own("{\"id\":\"z\"}"), own("7")], "{\"nodes\":[{\"id\":\"z\"},\n {\"id\":\"b\"},\n 7]}");
}

#[test]
fn a_list_may_be_chosen_for_what_is_none() {
    let merged = merged(r#"{"nodes":1}"#, r#"{"nodes":2}"#, r#"{"nodes":[{"id":"a"}]}"#);
    let settled = merged.settle(&[Choice::Theirs]).unwrap();
    assert!(settled.node(&"a".into()).is_some());
}

#[test]
fn every_conflict_needs_a_choice() {
    let merged = merged(node(1), node(2), node(3));
    assert_eq!(merged.settle(&[]).unwrap_err(), SettleError::Unsettled { conflicts: 1, choices: 0 });
    assert_eq!(
        merged.settle(&[Choice::Ours, Choice::Ours]).unwrap_err(),
        SettleError::Unsettled { conflicts: 1, choices: 2 }
    );
}

#[test]
fn a_conflict_can_be_written_down() {
    let merged = merged(node(1), node(2), node(3));
    assert_eq!(
        serde_json::to_string(&merged.conflicts[0]).unwrap(),
        r#"{"kind":"bothChanged","in":"node","id":"a","pointer":"/x","base":"1","ours":"2","theirs":"3","message":"`/x` of node `a` was `1`; you set `2`, and somebody else set `3` in the meantime."}"#
    );
}
