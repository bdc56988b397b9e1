//! Generated documents for the properties of validation: small, odd, and with what the rules speak about.

use super::{AttachmentFact, Facts, TemplateFact};
use crate::document::{Document, FileId, TemplateId};
use proptest::prelude::*;

/// The ids of generated nodes: few, so that some are taken twice.
pub(super) const IDS: [&str; 5] = ["a", "b", "c", "start_node", ""];

/// The ids of nodes in documents that are about what leads where.
pub(super) const WIRED: [&str; 9] = ["n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "gone"];

/// A tenant that the generated documents fit.
pub(super) fn facts() -> Facts {
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

pub(super) fn json() -> impl Strategy<Value = String> {
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

pub(super) fn object(members: Vec<(String, String)>) -> String {
    let members: Vec<String> = members.into_iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
    format!("{{{}}}", members.join(","))
}

pub(super) fn text(choices: &'static [&'static str]) -> impl Strategy<Value = String> {
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

pub(super) fn email_node() -> impl Strategy<Value = String> {
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

pub(super) fn document() -> impl Strategy<Value = Document> {
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

/// A node of which only id and type matter.
pub(super) fn wired_node() -> impl Strategy<Value = String> {
    let kind = prop::sample::select(&["start", "email", "email", "email", "end", "menu"][..]);
    (prop::sample::select(&WIRED[..8]), kind)
        .prop_map(|(id, kind)| format!(r#"{{"id":"{id}","type":"{kind}","properties":{{"templateId":"t_two"}}}}"#))
}

/// A transition between nodes that are there, mostly.
pub(super) fn wired_transition() -> impl Strategy<Value = String> {
    let end = || prop::sample::select(&WIRED[..]);
    (end(), end()).prop_map(|(from, to)| format!(r#"{{"from":"{from}","to":"{to}"}}"#))
}

/// A document in which it is all about what leads where.
pub(super) fn wired_document() -> impl Strategy<Value = Document> {
    let nodes = proptest::collection::vec(wired_node(), 0..12);
    let transitions = proptest::collection::vec(wired_transition(), 0..20);
    (nodes, transitions).prop_map(|(nodes, transitions)| {
        let text =
            format!(r#"{{"version":1,"nodes":[{}],"transitions":[{}]}}"#, nodes.join(","), transitions.join(","));
        Document::parse(&text).unwrap()
    })
}
