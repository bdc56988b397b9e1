//! Named cases, in a notation of their own: `a=1` is a node with a value, `a>b` a transition.

use workflow::document::Document;
use workflow::merge::{Merge, merge};

/// `a=1 b | a>b t2:b>c?when | name=3`: nodes, transitions, top-level values.
fn parse(text: &str) -> Document {
    let mut parts = text.split('|').map(str::split_whitespace);
    let mut next = || parts.next().into_iter().flatten();
    let nodes: Vec<String> = next()
        .map(|node| match node.split_once('=') {
            Some((id, value)) => format!(r#"{{"id":"{id}","x":{value}}}"#),
            None => format!(r#"{{"id":"{node}"}}"#),
        })
        .collect();
    let ways: Vec<String> = next()
        .map(|way| {
            let (way, condition) = way.split_once('?').map_or((way, None), |(way, when)| (way, Some(when)));
            let (id, ends) = way.split_once(':').map_or((None, way), |(id, ends)| (Some(id), ends));
            let (from, to) = ends.split_once('>').unwrap();
            let id = id.map(|id| format!(r#""id":"{id}","#)).unwrap_or_default();
            let condition = condition.map(|when| format!(r#","condition":"{when}""#)).unwrap_or_default();
            format!(r#"{{{id}"from":"{from}","to":"{to}"{condition}}}"#)
        })
        .collect();
    let members: String =
        next().filter_map(|member| member.split_once('=')).map(|(key, value)| format!(r#","{key}":{value}"#)).collect();
    let text = format!(r#"{{"nodes":[{}],"transitions":[{}]{members}}}"#, nodes.join(","), ways.join(","));
    Document::parse(&text).unwrap()
}

/// A document in the notation of [`parse`].
fn shown(document: &Document) -> String {
    let value = |text: &str, key: &str| {
        let value = workflow::json::Value::parse(text).unwrap();
        value.get(key).map(|value| value.text().to_owned())
    };
    let nodes: Vec<String> = document
        .nodes()
        .map(|node| {
            let value = value(node.text, "x").map(|text| format!("={text}")).unwrap_or_default();
            format!("{}{value}", node.id.unwrap_or("?"))
        })
        .collect();
    let ways: Vec<String> = document
        .transitions()
        .map(|way| {
            let id = way.id.map(|id| format!("{id}:")).unwrap_or_default();
            let when = way.condition.map(|when| format!("?{}", when.trim_matches('"'))).unwrap_or_default();
            format!("{id}{}>{}{when}", way.from.unwrap_or("?"), way.to.unwrap_or("?"))
        })
        .collect();
    let members: Vec<String> =
        document.members().filter_map(|(key, value)| value.map(|value| format!("{key}={value}"))).collect();
    let mut out = format!("{} | {}", nodes.join(" "), ways.join(" "));
    if !members.is_empty() {
        out += &format!(" | {}", members.join(" "));
    }
    out
}

/// Merges, and tells the document and the conflicts' messages.
#[track_caller]
fn check(base: &str, ours: &str, theirs: &str, expected: &str, conflicts: &[&str]) -> Merge {
    let merged = merge(&parse(base), &parse(ours), &parse(theirs));
    assert_eq!(shown(&merged.document), expected);
    let messages: Vec<&str> = merged.conflicts.iter().map(|conflict| conflict.message.as_str()).collect();
    assert_eq!(messages, conflicts);
    merged
}

#[test]
fn edits_of_one_side_are_taken() {
    check("a=1 b=1 | a>b | n=1", "a=2 b=1 | a>b | n=1", "a=1 b=2 | a>b | n=2", "a=2 b=2 | a>b | n=2", &[]);
}

#[test]
fn the_same_value_on_both_sides_is_no_conflict() {
    check("a=1 b=1 | ", "a=2 | ", "a=2 | ", "a=2 | ", &[]);
    check("a=1 | t:a>b", "a=1 | t:a>c", "a=1 | t:a>c", "a=1 | t:a>c", &[]);
    check("a | ", "a n=1 | a>n", "a n=1 | a>n", "a n=1 | a>n", &[]);
}

#[test]
fn different_values_are_a_conflict_and_the_base_stays() {
    check(
        "a=1 | | n=1",
        "a=2 | | n=2",
        "a=3 | | n=3",
        "a=1 |  | n=1",
        &[
            "`/x` of node `a` was `1`; you set `2`, and somebody else set `3` in the meantime.",
            "`/n` of the workflow was `1`; you set `2`, and somebody else set `3` in the meantime.",
        ],
    );
    check(
        "a=1 | ",
        "a | ",
        "a=3 | ",
        "a=1 | ",
        &["`/x` of node `a` was `1`; you set nothing, and somebody else set `3` in the meantime."],
    );
    check(
        "a | ",
        "a=2 | ",
        "a=3 | ",
        "a | ",
        &["`/x` of node `a` was nothing; you set `2`, and somebody else set `3` in the meantime."],
    );
}

#[test]
fn a_removal_against_an_edit_is_a_conflict() {
    check(
        "a=1 b | t:a>b",
        "b | t:a>b",
        "a=2 b | t:a>c",
        "a=1 b | t:a>c",
        &["Node `a` was removed by you, but somebody else has edited it in the meantime."],
    );
    check(
        "a=1 b | t:a>b",
        "a=2 b | ",
        "b | t:a>b?late",
        "a=1 b | t:a>b",
        &[
            "Node `a` was edited by you, but somebody else has removed it in the meantime.",
            "Transition `a` → `b` was removed by you, but somebody else has edited it in the meantime.",
        ],
    );
}

#[test]
fn a_removal_of_what_nobody_edited_is_none() {
    check("a=1 b c | t:a>b", "b c | ", "a=1 b c=5 | t:a>b", "b c=5 | ", &[]);
}

#[test]
fn two_additions_at_the_same_place_are_both_kept() {
    check("a b | ", "a x b | ", "a y z b | ", "a x y z b | ", &[]);
    check("| ", "x y | ", "z | ", "x y z | ", &[]);
    check("a b | t:a>b", "a b | t:a>b a>c", "a b | t:a>b a>d", "a b | t:a>b a>c a>d", &[]);
}

#[test]
fn the_same_id_added_twice_with_different_content_is_a_conflict() {
    let merged = check(
        "a | ",
        "a n=1 | ",
        "a n=2 | ",
        "a | ",
        &["Node `n` was added by you and by somebody else, with different content."],
    );
    assert_eq!(merged.conflicts[0].ours.as_ref().unwrap().as_str(), r#"{"id":"n","x":1}"#);
    check("a | ", "a n | ", "a n=2 | ", "a n=2 | ", &[]);
    check("a | ", "a n=2 | ", "a n | ", "a n=2 | ", &[]);
}

#[test]
fn transitions_rewired_on_both_sides() {
    let conflict = "`/to` of transition `a` → `b` was `b`; you set `c`, and somebody else set `d` in the meantime.";
    for (id, there) in [("t:", "t:"), ("", "")] {
        let way = |ends: &str| format!("a b c d | {id}{ends}");
        let merged = check(&way("a>b"), &way("a>c"), &way("a>d"), &format!("a b c d | {there}a>b"), &[conflict]);
        assert_eq!(merged.conflicts[0].pointer, "/to");
    }
    check("a b c d | t:a>b", "a b c d | t:a>c", "a b c d | t:d>b", "a b c d | t:d>c", &[]);
    check("a b c | t:a>b", "a b c | t:a>c", "a b c | t:a>b?yes", "a b c | t:a>c?yes", &[]);
}

#[test]
fn a_node_put_on_the_same_transition_by_both_sides() {
    check(
        "a b | t:a>b",
        "a x b | t:a>x u:x>b",
        "a y b | t:a>y v:y>b",
        "a x y b | t:a>b u:x>b v:y>b",
        &["`/to` of transition `a` → `b` was `b`; you set `x`, and somebody else set `y` in the meantime."],
    );
}

#[test]
fn transitions_that_a_tenant_has_numbered_are_the_same() {
    check("a b | a>b", "a b c | a>b b>c", "a b c | t1:a>b t2:b>c", "a b c | t1:a>b t2:b>c", &[]);
    check("a b | a>b", "a b | a>b?yes", "a b | t1:a>b", "a b | t1:a>b?yes", &[]);
}

#[test]
fn a_renamed_node_keeps_what_the_other_side_did_to_it() {
    check("a=1 b | t:a>b", "c=1 b | t:c>b", "a=2 b | t:a>b?yes", "c=2 b | t:c>b?yes", &[]);
    check("a b=1 | t:a>b", "a b=2 | t:a>b", "a c=1 | t:a>c", "a c=2 | t:a>c", &[]);
}

#[test]
fn a_new_transition_follows_the_new_id() {
    check("a b=1 d | t:a>b", "a c=1 d | t:a>c", "a b=1 d | t:a>b u:d>b v:b>d", "a c=1 d | t:a>c u:d>c v:c>d", &[]);
    check("a b d | t:a>d", "a b d | t:a>b", "a c d | t:a>d", "a c d | t:a>c", &[]);
}

#[test]
fn a_rename_is_no_edit_of_the_transitions_that_follow_it() {
    check("a=1 b d | t:a>b", "c=1 b d | t:c>b", "a=1 b d | ", "c=1 b d | ", &[]);
    check("a=1 b d | t:b>a", "c=1 b d | t:b>c", "a=1 b d | t:b>d", "c=1 b d | t:b>d", &[]);
    check("a=1 b d | a>b", "c=1 b d | c>b", "a=1 b d | a>b?yes", "c=1 b d | c>b?yes", &[]);
    check("a=1 b=1 | t:a>b", "c=1 b=1 | t:c>b", "a=1 d=1 | t:a>d", "c=1 d=1 | t:c>d", &[]);
}

#[test]
fn a_dangling_transition_of_the_side_that_renamed_is_left_alone() {
    check("a b=1 | t:a>b", "a c=1 | t:a>b", "a b=2 | t:a>b", "a c=2 | t:a>b", &[]);
}

#[test]
fn two_names_for_one_node_are_a_conflict() {
    check(
        "a=1 | ",
        "b=1 | ",
        "c=1 | ",
        "a=1 | ",
        &["`/id` of node `a` was `a`; you set `b`, and somebody else set `c` in the meantime."],
    );
    check("a=1 | ", "b=1 | ", "b=1 | ", "b=1 | ", &[]);
    check("a=1 | ", "b=1 | ", "b=2 | ", "b=2 | ", &[]);
    check("a=1 | ", "b=3 | ", "b=1 | ", "b=3 | ", &[]);
}

#[test]
fn one_name_for_two_nodes_is_a_conflict() {
    let conflict = "Node `x` was added by you and by somebody else, with different content.";
    check("a=1 b=2 | ", "x=1 b=2 | ", "a=1 x=2 | ", " | ", &[conflict]);
    check("a=1 b=2 | ", "x=1 b=2 | ", "a=1 b=2 x=3 | ", "b=2 | ", &[conflict]);
}

#[test]
fn a_renamed_node_that_was_removed_is_a_conflict() {
    check(
        "a=1 b | ",
        "c=1 b | ",
        "b | ",
        "a=1 b | ",
        &["Node `a` was edited by you, but somebody else has removed it in the meantime."],
    );
}

#[test]
fn of_version_and_timestamps_the_newer_wins() {
    for (ours, theirs, expected) in [("8", "9", "9"), ("10", "9", "10"), ("8", "7", "8"), ("\"x\"", "9", "9")] {
        for key in ["version", "lastUpdatedTimestamp", "createdTimestamp"] {
            check(
                &format!("a | | {key}=7"),
                &format!("a | | {key}={ours}"),
                &format!("a | | {key}={theirs}"),
                &format!("a |  | {key}={expected}"),
                &[],
            );
        }
    }
}

#[test]
fn moves_of_either_side_are_kept() {
    check("a b c d | ", "d a b c | ", "a b c x d | ", "d a b c x | ", &[]);
    check("a b c d | ", "a b c d=2 | ", "d a b c | ", "d=2 a b c | ", &[]);
    check("a b c d | ", "b c d a | ", "d a b c | ", "d a b c | ", &[]);
}

#[track_caller]
fn check_text(base: &str, ours: &str, theirs: &str, expected: &str, conflicts: &[(&str, &str)]) {
    let [base, ours, theirs] = [base, ours, theirs].map(|text| Document::parse(text).unwrap());
    let merged = merge(&base, &ours, &theirs);
    assert_eq!(merged.document.to_text(), expected);
    let places: Vec<(String, &str)> =
        merged.conflicts.iter().map(|conflict| (format!("{:?}", conflict.kind), conflict.pointer.as_str())).collect();
    let places: Vec<(&str, &str)> = places.iter().map(|(kind, pointer)| (kind.as_str(), *pointer)).collect();
    assert_eq!(places, conflicts);
}

#[test]
fn objects_merge_key_by_key_and_keep_the_bytes_of_both() {
    check_text(
        r#"{"nodes":[{"id":"a", "p":{"x":1E5,"y":[1.0]}, "z":"\u0041"}]}"#,
        r#"{"nodes":[{"id":"a", "p":{"x":1E6,"n":-0,"y":[1.0]}, "z":"\u0041"}]}"#,
        r#"{ "nodes": [{"id":"a", "p": { "x": 1E5 }, "z":"\u0042", "w":{"$serde_json::private::Number":"1"}}]}"#,
        r#"{ "nodes": [{"id":"a", "p": { "x": 1E6,"n":-0 }, "z":"\u0042", "w":{"$serde_json::private::Number":"1"}}]}"#,
        &[],
    );
}

#[test]
fn an_object_with_a_key_twice_is_one_value() {
    let document = |p: &str| format!(r#"{{"nodes":[{{"id":"a","p":{p}}}]}}"#);
    check_text(
        &document(r#"{"x":1,"x":2,"y":1}"#),
        &document(r#"{"x":1,"x":2,"y":2}"#),
        &document(r#"{"x":1,"x":3,"y":1}"#),
        &document(r#"{"x":1,"x":2,"y":1}"#),
        &[("BothChanged", "/p")],
    );
}

#[test]
fn attachments_merge_by_their_file() {
    let document = |files: &[(&str, &str)]| {
        let files: Vec<String> =
            files.iter().map(|(id, name)| format!(r#"{{"fileId":"{id}","fileName":"{name}"}}"#)).collect();
        format!(r#"{{"nodes":[{{"id":"a","files":[{}]}}]}}"#, files.join(","))
    };
    check_text(
        &document(&[("1", "a"), ("2", "b"), ("3", "c")]),
        &document(&[("1", "A"), ("2", "b"), ("3", "c"), ("4", "d")]),
        &document(&[("2", "b"), ("1", "a"), ("5", "e")]),
        &document(&[("2", "b"), ("4", "d"), ("1", "A"), ("5", "e")]),
        &[],
    );
    check_text(
        &document(&[("1", "a"), ("2", "b")]),
        &document(&[("1", "a"), ("2", "B")]),
        &document(&[("0", "z"), ("1", "a"), ("2", "C")]),
        &document(&[("0", "z"), ("1", "a"), ("2", "b")]),
        &[("BothChanged", "/files/2/fileName")],
    );
    check_text(
        &document(&[("1", "a"), ("2", "b")]),
        &document(&[("1", "a")]),
        &document(&[("1", "a"), ("2", "C")]),
        &document(&[("1", "a"), ("2", "b")]),
        &[("BothChanged", "/files")],
    );
}

#[test]
fn an_array_without_names_is_one_value() {
    let document = |list: &str| format!(r#"{{"nodes":[{{"id":"a","l":{list}}}]}}"#);
    check_text(&document("[1]"), &document("[1,2]"), &document("[1]"), &document("[1,2]"), &[]);
    check_text(&document("[1]"), &document("[1,2]"), &document("[1,3]"), &document("[1]"), &[("BothChanged", "/l")]);
}

#[test]
fn positions_never_conflict() {
    let document = |x: u8, k: u8| format!(r#"{{"nodes":[{{"id":"a","position":{{"x":{x}}},"k":{k}}}]}}"#);
    check_text(&document(1, 1), &document(2, 2), &document(3, 1), &document(3, 2), &[]);
}

#[test]
fn another_spelling_is_no_edit() {
    let document = |x: &str| format!(r#"{{"nodes":[{{"id":"a","x":{x}}}]}}"#);
    check_text(&document(r#""A""#), &document(r#""\u0041""#), &document(r#""B""#), &document(r#""B""#), &[]);
    check_text(&document("1"), &document("1.0"), &document("2"), &document("1"), &[("BothChanged", "/x")]);
    let lone = |digit: u8| document(&format!(r#""\ud80{digit}""#));
    check_text(&lone(0), &lone(1), &lone(0), &lone(1), &[]);
    check_text(&lone(0), &lone(1), &lone(2), &lone(0), &[("BothChanged", "/x")]);
}

#[test]
fn a_list_may_come_and_go() {
    check_text("{}", r#"{"nodes":[1]}"#, r#"{"name":2}"#, r#"{"nodes":[1],"name":2}"#, &[]);
    check_text(r#"{"nodes":[1]}"#, "{}", r#"{"nodes":[2]}"#, r#"{"nodes":[1]}"#, &[("RemovedAndChanged", "/nodes")]);
    check_text(
        r#"{"nodes":[1]}"#,
        r#"{"nodes":null}"#,
        r#"{"nodes":[2]}"#,
        r#"{"nodes":[1]}"#,
        &[("BothChanged", "/nodes")],
    );
}

#[test]
fn commas_fit_wherever_a_piece_ends_up() {
    check_text(
        "{\"nodes\":[\n  1,\n  2,\n  3\n]}",
        "{\"nodes\":[\n  2,\n  3\n]}",
        "{\"nodes\":[\n  0,\n  1,\n  2,\n  3\n]}",
        "{\"nodes\":[\n  0,\n  2,\n  3\n]}",
        &[],
    );
}
