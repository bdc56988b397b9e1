//! What holds for validation as a whole, whatever stands in a document.

use super::generated::{IDS, document, facts};
use super::judge::Standard;
use super::odd::Odd;
use super::standing::Standing;
use super::{Checker, Facts, Finding, Limits, Severity, registry, validate, validate_node};
use crate::change::Change;
use crate::document::{Document, NodeId};
use crate::json::{Pointer, Value};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::collections::HashSet;

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
    fn every_fix_settles_its_finding_and_leaves_no_new_error(document in document()) {
        let found = all(&document);
        for finding in &found {
            let Some(fix) = &finding.fix else { continue };
            prop_assert_eq!(Some(fix.edit.node()), finding.node.as_ref());
            let applied = Change::of(fix.edit.clone()).apply(&document);
            prop_assert!(applied.is_ok(), "{finding:?}: {:?}", applied.err());
            let same = |other: &&Finding| other.code == finding.code && other.message == finding.message;
            let before = found.iter().filter(same).count();
            let left = all(&applied.unwrap().document);
            let after = left.iter().filter(same).count();
            prop_assert!(after < before, "`{}` settles nothing: {finding:?}", fix.label);
            let errors = |all: &[Finding], code: &str| all.iter().filter(|one| one.code == code).count();
            for new in left.iter().filter(|one| one.severity == Severity::Error) {
                prop_assert!(errors(&left, new.code) <= errors(&found, new.code), "`{}` of {finding:?} leaves {new:?}", fix.label);
            }
        }
    }

    #[test]
    fn only_rules_that_need_facts_depend_on_them(document in document()) {
        let said = |facts: &Facts, offline: bool| {
            let mut findings = validate(&document, facts, &Limits::default());
            findings.retain(|finding| registry().iter().any(|rule| rule.code == finding.code && rule.is_offline() == offline));
            // How something can be mended may depend on what is known.
            findings.iter_mut().for_each(|finding| finding.fix = None);
            findings
        };
        prop_assert_eq!(said(&Facts::default(), false), Vec::new());
        prop_assert_eq!(said(&Facts::default(), true), said(&facts(), true));
    }

    #[test]
    fn a_rule_that_is_not_asked_has_nothing_to_say(document in document(), known in any::<bool>()) {
        let (facts, limits) = (if known { facts() } else { Facts::default() }, Limits::default());
        let thorough = Standard { suspect: Odd::ALL, ..Standard::of(&facts, &limits) };
        let asked_all = Standing::of(&document, thorough).findings(&document);
        prop_assert_eq!(validate(&document, &facts, &limits), asked_all);
    }

    #[test]
    fn a_checker_begins_with_what_validation_finds(document in document()) {
        let checker = Checker::new(&document, &facts(), &Limits::default());
        let all = all(&document);
        prop_assert_eq!(checker.counts().all(), all.len());
        prop_assert_eq!(checker.findings(), all);
        prop_assert_eq!(checker.document(), &document);
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
    let found = all(&document);
    let count = |code: &str| found.iter().filter(|finding| finding.code == code).count();
    assert_eq!(count("variable.unused"), 4 * NODES);
    assert!(count("document.transition-dangling") > 0);
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
    let found = all(&document);
    let count = |code: &str| found.iter().filter(|finding| finding.code == code).count();
    assert_eq!(count("node.key-duplicate"), MANY / 2);
    assert_eq!(count("variable.unused"), MANY);
    assert_eq!(count("attachment.duplicate"), MANY - 7);
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
