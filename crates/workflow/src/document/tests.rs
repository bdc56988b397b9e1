use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const TUTORIAL: &str = r#"{"id":"wf_12345","name":"Order Confirmation Workflow","version":3,"nodes":[{"id":"start_node","type":"start","properties":{}}],"transitions":[],"createdTimestamp":1672531200000,"lastUpdatedTimestamp":1672617600000}"#;

const ODD: &str = "\u{FEFF} {\n\t\"v\\u0065rsion\" : 123456789012345678901234567890 ,\n\"nodes\":[ {\"id\":\"\\u0061\", \"type\":7,\"x\":1E5} , 12, \"id\" ],\"transitions\"  : [\n] , \"\":-0, \"\":1.0 }\n\n";

fn parse(text: &str) -> Document {
    Document::parse(text).unwrap()
}

#[test]
fn an_unedited_document_prints_as_it_came() {
    for text in [TUTORIAL, ODD, "{}", " { } ", r#"{"nodes":{},"transitions":null}"#, r#"{"nodes":[1],"nodes":[2]}"#] {
        let document = parse(text);
        assert_eq!(document.to_text(), text);
        assert_eq!(document.text_len(), text.len());
    }
}

#[test]
fn the_views_read_what_is_there() {
    let document = parse(TUTORIAL);
    assert_eq!(document.id().as_deref(), Some("wf_12345"));
    assert_eq!(document.name().as_deref(), Some("Order Confirmation Workflow"));
    assert_eq!(document.version(), Some(Version::from_text("3")));
    assert!(document.has_nodes() && document.has_transitions());
    let node = document.node(&"start_node".into()).unwrap();
    assert_eq!((node.index, node.kind), (0, Some("start")));

    let odd = parse(ODD);
    assert_eq!(odd.version().unwrap().as_str(), "123456789012345678901234567890");
    assert_eq!(odd.version().unwrap().as_u64(), None);
    let names: Vec<_> = odd.nodes().map(|node| (node.id, node.kind, node.text)).collect();
    assert_eq!(
        names,
        [(Some("a"), None, "{\"id\":\"\\u0061\", \"type\":7,\"x\":1E5}"), (None, None, "12"), (None, None, "\"id\"")]
    );
    assert_eq!(odd.member(""), Some("1.0"), "the last of a repeated key");
}

#[test]
fn transitions_are_read_in_the_tenants_dialect() {
    let dialect = Dialect {
        transitions: "edges".into(),
        transition_from: "source".into(),
        transition_to: "target".into(),
        transition_condition: "when".into(),
        ..Dialect::default()
    };
    let text =
        r#"{"nodes":[],"edges":[{"source":"a","target":"b","when":{"x":1}},{"source":"b","target":3,"when":null}]}"#;
    let document = Document::parse_with(text, &dialect).unwrap();
    let read: Vec<_> = document.transitions().map(|t| (t.id, t.from, t.to, t.condition)).collect();
    assert_eq!(read, [(None, Some("a"), Some("b"), Some(r#"{"x":1}"#)), (None, Some("b"), None, None)]);
}

#[test]
fn what_is_no_workflow_is_refused_with_its_place() {
    for (text, message) in [
        ("[1]", "a workflow is a JSON object, but this is an array"),
        ("\u{FEFF}3", "a workflow is a JSON object, but this is a number"),
        ("{\"nodes\":[{]}", "this is not valid JSON: line 1, column 12: expected a key in double quotes"),
        (
            "{\n  \"nodes\": [\n    {\"id\": 1,}\n  ]\n}",
            "this is not valid JSON: line 3, column 14: expected a key in double quotes",
        ),
        ("{} x", "this is not valid JSON: line 1, column 4: something follows after the end of the JSON"),
        ("", "this is not valid JSON: line 1, column 1: the text ends too early: expected a value"),
    ] {
        assert_eq!(Document::parse(text).unwrap_err().to_string(), message, "{text:?}");
    }
    assert_eq!(
        Document::parse_bytes(b"\xEF\xBB\xBF{\n\"a\":\"\xC3\xA4\xff\"}", &Dialect::default()).unwrap_err().to_string(),
        "this is not valid JSON: line 2, column 7: the text is not UTF-8 from here on"
    );
    assert_eq!(
        Document::parse("\u{FEFF}{x").unwrap_err().to_string(),
        "this is not valid JSON: line 1, column 2: expected a key in double quotes"
    );
}

#[test]
fn a_member_is_set_in_place_or_appended_alike() {
    let document = parse(TUTORIAL);
    assert_eq!(document.with_member("lastUpdatedTimestamp", "5").to_text(), TUTORIAL.replace("1672617600000", "5"));
    for (text, expected) in [
        ("{}", r#"{"new":1}"#),
        (r#"{"a":0}"#, r#"{"a":0,"new":1}"#),
        ("{\n  \"a\": 0\n}", "{\n  \"a\": 0,\n  \"new\": 1\n}"),
        ("{ \"a\" : 0, \"b\" : 0 }", "{ \"a\" : 0, \"b\" : 0, \"new\" : 1 }"),
    ] {
        assert_eq!(parse(text).with_member("new", "1").to_text(), expected);
    }
}

#[test]
fn a_patch_does_not_fit_another_document() {
    let mut editor = Editor::new(&parse(r#"{"nodes":[{"id":"a"}]}"#));
    editor.remove(List::Nodes, 0);
    let (_, patch) = editor.finish();
    assert_eq!(patch.apply(&parse(r#"{"nodes":[{"id":"b"}]}"#)), Err(PatchError));
    assert_eq!(patch.apply(&parse("{}")), Err(PatchError));
}

/// Every place at which an element can be put in or taken out, of lists laid out in every way.
#[test]
fn a_patch_is_taken_back_byte_for_byte() {
    for text in [
        r#"{"nodes":[]}"#,
        r#"{"nodes":[ ]}"#,
        r#"{"nodes":[{"id":"a"}]}"#,
        "{\n  \"nodes\": [\n    {\n      \"id\": \"a\"\n    },\n    {\"id\":\"b\"} ,\n\n    3\n  ]\n}",
        ODD,
    ] {
        let document = parse(text);
        let length = document.nodes().len();
        for index in 0..=length {
            let mut editor = Editor::new(&document);
            editor.insert(List::Nodes, index, r#"{"id":"new","type":"t"}"#).unwrap();
            check_reversible(&document, editor, index, Some("new"), length + 1);
        }
        for index in 0..length {
            let mut editor = Editor::new(&document);
            editor.remove(List::Nodes, index);
            check_reversible(
                &document,
                editor,
                index,
                document.nodes().nth(index + 1).and_then(|node| node.id),
                length - 1,
            );
            let mut editor = Editor::new(&document);
            editor.replace(List::Nodes, index, r#"{"id":"other"}"#).unwrap();
            check_reversible(&document, editor, index, Some("other"), length);
        }
    }
}

#[track_caller]
fn check_reversible(before: &Document, editor: Editor, index: usize, id: Option<&str>, length: usize) {
    let (after, patch) = editor.finish();
    let text = after.to_text();
    let reparsed = Document::parse(&text).unwrap_or_else(|error| panic!("{error} in {text}"));
    assert_eq!(reparsed.nodes().len(), length, "{text}");
    assert_eq!(reparsed.nodes().nth(index).and_then(|node| node.id), id, "{text}");
    assert_eq!(patch.apply(before).unwrap().to_text(), text);
    assert_eq!(patch.inverse().apply(&after).unwrap().to_text(), before.to_text());
}

#[test]
fn a_new_element_is_laid_out_as_its_neighbours() {
    let pretty = "{\n  \"nodes\": [\n    {\n      \"id\": \"a\"\n    }\n  ]\n}";
    let mut editor = Editor::new(&parse(pretty));
    editor.insert(List::Nodes, 1, r#"{"id":"b","properties":{}}"#).unwrap();
    let expected = "{\n  \"nodes\": [\n    {\n      \"id\": \"a\"\n    },\n    {\n      \"id\": \"b\",\n      \"properties\": {}\n    }\n  ]\n}";
    assert_eq!(editor.finish().0.to_text(), expected);
}

#[test]
fn a_missing_list_is_made_and_taken_back() {
    let document = parse("{\n  \"nodes\": []\n}");
    let mut editor = Editor::new(&document);
    editor.ensure(List::Transitions);
    editor.insert(List::Transitions, 0, r#"{"from":"a","to":"b"}"#).unwrap();
    let (after, patch) = editor.finish();
    assert_eq!(after.to_text(), "{\n  \"nodes\": [],\n  \"transitions\": [{\"from\":\"a\",\"to\":\"b\"}]\n}");
    assert_eq!(patch.inverse().apply(&after).unwrap(), document);
}
