//! What holds for validation as a whole, whatever stands in a document.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::collections::HashSet;
use workflow::change::Change;
use workflow::document::{Document, FileId, NodeId, TemplateId};
use workflow::json::{Pointer, Value};
use workflow::validate::{AttachmentFact, Facts, Finding, Limits, TemplateFact, registry, validate, validate_node};

const IDS: [&str; 5] = ["a", "b", "c", "start_node", ""];

fn facts() -> Facts {
    let known = |names: &[&str]| TemplateFact::Known {
        placeholders: names.iter().map(ToString::to_string).collect(),
        problems: Vec::new(),
    };
    let file = |size| AttachmentFact::Known { size, file_name: Some("kept.pdf".into()) };
    Facts {
        templates: [("t_one", known(&["orderTotal", "name"])), ("t_two", known(&[])), ("t_tow", TemplateFact::Missing)]
            .map(|(id, fact)| (TemplateId::from(id), fact))
            .into(),
        attachments: [
            ("att_one", file(1)),
            ("att_two", file(9 << 20)),
            ("att_large", file(10 << 20)),
            ("att_huge", file(u64::MAX)),
            ("att_tow", AttachmentFact::Missing),
        ]
        .map(|(id, fact)| (FileId::from(id), fact))
        .into(),
        scope_paths: ["$workflow.totals".to_owned()].into(),
    }
}

fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,3})?",
        "\"[ -!#-\\[\\]-~äß😀]{0,8}\"",
        Just("\"\\ud800\\u0000\\/\"".to_owned()),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|all| format!("[ {} ]", all.join(" ,"))),
            proptest::collection::vec((key(), inner), 0..4).prop_map(object),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(&["id", "type", "properties", "fileId", "orderTotal", "a/b", "~", ""][..]).prop_map(str::to_owned),
        1 => "[a-zA-Z ]{0,6}",
    ]
}

fn object(members: Vec<(String, String)>) -> String {
    let members: Vec<String> = members.into_iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
    format!("{{{}}}", members.join(","))
}

fn text(choices: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::sample::select(choices).prop_map(|text| format!("\"{text}\"")),
        1 => json(),
    ]
}

/// An object with some of these members, now and then one of them twice.
fn some_of(members: Vec<(&'static str, BoxedStrategy<String>)>) -> BoxedStrategy<String> {
    let members: Vec<_> = members
        .into_iter()
        .map(|(key, value)| {
            let times = prop_oneof![1 => Just(0_usize), 8 => Just(1), 1 => Just(2)];
            times.prop_flat_map(move |times| proptest::collection::vec((Just(key.to_owned()), value.clone()), times))
        })
        .collect();
    members.prop_map(|members| object(members.concat())).boxed()
}

fn email_node() -> impl Strategy<Value = String> {
    let path = text(&["$workflow.total", "workflow.total", "$workflow..total", "$order.total", "$contct.id", "", " "]);
    let name = prop::sample::select(&["orderTotal", "orderTotl", "name", "nmae", "unused", "no name", ""][..]);
    let variables = proptest::collection::vec((name.prop_map(str::to_owned), path), 0..5).prop_map(object);
    let attachment = some_of(vec![
        ("fileId", text(&["att_one", "att_two", "att_huge", "att_large", "att_tow", " att_one", "one", ""]).boxed()),
        ("fileName", text(&["invoice.pdf", "invoice.zip", "invoice", "in/voice.pdf", ""]).boxed()),
    ]);
    let attachments = proptest::collection::vec(prop_oneof![8 => attachment, 1 => json().boxed()], 0..4)
        .prop_map(|all| format!("[{}]", all.join(", ")));
    let properties = some_of(vec![
        ("templateId", text(&["t_one", "t_one", "t_two", "t_tow", "t_asked_never", " t_one", ""]).boxed()),
        ("variables", prop_oneof![8 => variables.boxed(), 1 => json().boxed()].boxed()),
        ("attachments", prop_oneof![8 => attachments.boxed(), 1 => json().boxed()].boxed()),
        ("deliveryMode", text(&["standard", "Standard", "express"]).boxed()),
        ("trackOpens", text(&["true", "FALSE", "yes"]).boxed()),
        ("trackClicks", json().boxed()),
    ]);
    let properties = prop_oneof![12 => properties, 1 => json().boxed()];
    let kind = text(&["email", "email", "email", "email", "Email", "start", "end"]);
    some_of(vec![("id", text(&IDS).boxed()), ("type", kind.boxed()), ("properties", properties.boxed())])
}

fn document() -> impl Strategy<Value = Document> {
    let node = prop_oneof![8 => email_node().boxed(), 1 => json().boxed()];
    let end = || text(&["a", "b", "c", "start_node", "gone"]).boxed();
    let transition = some_of(vec![("id", text(&["t1", "t2"]).boxed()), ("from", end()), ("to", end())]);
    let list = |element: BoxedStrategy<String>| {
        let list = proptest::collection::vec(element, 0..6).prop_map(|all| format!("[{}]", all.join(",")));
        prop_oneof![12 => list.boxed(), 1 => json().boxed()]
    };
    let lists = (list(node.boxed()), list(transition.boxed()));
    (json(), lists, 0..40_usize).prop_map(|(version, (nodes, transitions), odd)| {
        let members = [("version", version), ("nodes", nodes), ("transitions", transitions)];
        let mut members = members.map(|(key, value)| (key.to_owned(), value)).to_vec();
        match odd {
            0..3 => drop(members.remove(odd)),
            3..6 => members.push(members[odd - 3].clone()),
            _ => {}
        }
        Document::parse(&object(members)).unwrap()
    })
}

/// Whether the pointer leads to something, or to a place in something that is there.
fn resolves(text: &str, pointer: &str) -> bool {
    let root = Value::parse(text).unwrap();
    let pointer = Pointer::parse(pointer).unwrap();
    let tokens: Vec<String> = pointer.tokens().collect();
    let mut value = &root;
    for (depth, token) in tokens.iter().enumerate() {
        let next = value.get(token).or_else(|| value.elements().get(token.parse::<usize>().ok()?));
        match next {
            Some(next) => value = next,
            None => return depth + 1 == tokens.len(),
        }
    }
    true
}

fn all(document: &Document) -> Vec<Finding> {
    validate(document, &facts(), &Limits::default())
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_finding_is_well_formed(document in document()) {
        let text = document.to_text();
        let ids: HashSet<&str> = document.nodes().filter_map(|node| node.id).collect();
        for finding in all(&document) {
            prop_assert!(resolves(&text, &finding.pointer), "{finding:?}");
            prop_assert!(finding.message.ends_with(['.', '?']), "{finding:?}");
            prop_assert!(finding.node.iter().all(|node| ids.contains(node.as_str())), "{finding:?}");
            let rule = registry().iter().find(|rule| rule.code == finding.code);
            prop_assert_eq!(rule.map(|rule| rule.severity), Some(finding.severity));
        }
    }

    #[test]
    fn one_nodes_findings_are_those_of_all_that_name_it(document in document()) {
        let whole = all(&document);
        for id in IDS.map(NodeId::from) {
            let expected: Vec<&Finding> = whole.iter().filter(|finding| finding.node.as_ref() == Some(&id)).collect();
            let found = validate_node(&document, &id, &facts(), &Limits::default());
            prop_assert_eq!(found.iter().collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn every_fix_can_be_applied_and_settles_its_finding(document in document()) {
        let found = all(&document);
        for finding in &found {
            let Some(fix) = &finding.fix else { continue };
            prop_assert_eq!(Some(fix.edit.node()), finding.node.as_ref());
            let applied = Change::of(fix.edit.clone()).apply(&document);
            prop_assert!(applied.is_ok(), "{finding:?}: {:?}", applied.err());
            let same = |other: &&Finding| other.code == finding.code && other.message == finding.message;
            let before = found.iter().filter(same).count();
            let after = all(&applied.unwrap().document).iter().filter(same).count();
            prop_assert!(after < before, "`{}` settles nothing: {finding:?}", fix.label);
        }
    }

    #[test]
    fn findings_are_in_document_order_and_do_not_change(document in document()) {
        let first = all(&document);
        prop_assert_eq!(&first, &all(&document));
        let place = |finding: &Finding| {
            let mut tokens = finding.pointer.split('/').skip(1);
            let list = tokens.next();
            match (list, tokens.next().and_then(|index| index.parse::<usize>().ok())) {
                (Some("nodes"), Some(index)) => (1, index),
                (Some("transitions"), Some(index)) => (2, index),
                _ => (0, 0),
            }
        };
        prop_assert!(first.is_sorted_by_key(place), "{first:?}");
    }
}

/// A list that is read once for each of its elements would take minutes here.
#[test]
fn the_largest_workflow_is_checked_in_linear_time() {
    const NODES: usize = 10_000;
    let variables: String = (0..3).map(|n| format!(r#""v{n}":"$workflow.data.v{n}","#)).collect();
    let nodes: Vec<String> = (0..NODES)
        .map(|n| {
            format!(
                r#"{{"id":"n{n}","type":"email","properties":{{"templateId":"t_two","variables":{{{variables}"last":"$contact.id"}},"attachments":[{{"fileId":"att_one","fileName":"a.pdf"}}],"deliveryMode":"standard"}}}}"#
            )
        })
        .collect();
    let transitions: Vec<String> = (0..NODES * 3 / 2)
        .map(|n| format!(r#"{{"from":"n{}","to":"n{}"}}"#, n % NODES, (n * 7 + 1) % (NODES + 1)))
        .collect();
    let text = format!(r#"{{"version":1,"nodes":[{}],"transitions":[{}]}}"#, nodes.join(","), transitions.join(","));
    let document = Document::parse(&text).unwrap();
    let started = std::time::Instant::now();
    let found = all(&document);
    let took = started.elapsed();
    let count = |code: &str| found.iter().filter(|finding| finding.code == code).count();
    assert_eq!(count("variable.unused"), 4 * NODES);
    assert!(count("document.transition-dangling") > 0);
    assert!(took.as_secs() < 20, "{took:?}");
}

/// Each of these repeats one thing so often that comparing each with each would take minutes.
#[test]
fn one_hostile_node_is_checked_in_linear_time() {
    const MANY: usize = 20_000;
    let variables: Vec<String> = (0..MANY).map(|n| format!(r#""orderTota{n}":"..""#)).collect();
    let attachments: Vec<String> = (0..MANY).map(|n| format!(r#"{{"fileId":"att_{}"}}"#, n % 7)).collect();
    let keys: Vec<String> = (0..MANY).map(|n| format!(r#""k{}":0"#, n / 2)).collect();
    let text = format!(
        r#"{{"version":1,"nodes":[{{"id":"n","type":"email",{},"properties":{{"templateId":"t_one","variables":{{{}}},"attachments":[{}]}}}}]}}"#,
        keys.join(","),
        variables.join(","),
        attachments.join(",")
    );
    let document = Document::parse(&text).unwrap();
    let started = std::time::Instant::now();
    let found = all(&document);
    let took = started.elapsed();
    let count = |code: &str| found.iter().filter(|finding| finding.code == code).count();
    assert_eq!(count("node.key-duplicate"), MANY / 2);
    assert_eq!(count("variable.unused"), MANY);
    assert_eq!(count("attachment.duplicate"), MANY - 7);
    assert!(took.as_secs() < 20, "{took:?}");
}

/// The properties above would say little about fixes if the generated documents called for none.
#[test]
fn the_generated_documents_call_for_most_rules_and_many_fixes() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut codes, mut fixes) = (HashSet::new(), 0);
    for _ in 0..400 {
        let document = document().new_tree(&mut runner).unwrap().current();
        for finding in all(&document) {
            codes.insert(finding.code);
            fixes += usize::from(finding.fix.is_some());
        }
    }
    let silent: Vec<&str> = registry().iter().map(|rule| rule.code).filter(|code| !codes.contains(code)).collect();
    assert_eq!(silent, ["template.not-compiling"]);
    assert!(fixes > 100, "{fixes}");
}
