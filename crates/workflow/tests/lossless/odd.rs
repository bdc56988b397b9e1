//! Workflows with everything odd that JSON allows, at every level.

use proptest::prelude::*;
use workflow::json::quote;

/// White space that JSON allows between its parts.
pub fn space() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "", " ", "\n", "\t", "\r\n  "])
}

/// Strings and keys, as text.
pub fn string() -> impl Strategy<Value = String> {
    let named = vec![
        r#""""#,
        r#""\u0041""#,
        r#""\/""#,
        r#""\ud800""#,
        r#""\uDFFF x""#,
        r#""\ud83d\ude00""#,
        r#""\u0000""#,
        r#""$serde_json::private::Number""#,
        r#""$serde_json::private::RawValue""#,
        r#""id""#,
        r#""type""#,
        r#""fileId""#,
        r#""a/b~c""#,
        r#""\\\"{[,:]}""#,
        "\"\u{2028}é😀\u{7f}\"",
        r#""templateId""#,
        r#""template\u0049d""#,
        r#""variables""#,
        r#""properties""#,
    ];
    prop_oneof![4 => prop::sample::select(named).prop_map(str::to_owned), 1 => ".{0,8}".prop_map(|text| quote(&text))]
}

pub fn scalar() -> impl Strategy<Value = String> {
    let named = vec![
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-0.0",
        "1.0",
        "1E5",
        "1e-400",
        "1E+400",
        "18446744073709551617",
        "36893488147419103232",
        "-36893488147419103232",
        "0.1000000000000000055511151231257827",
        "3.141592653589793238462643383279502884197",
    ];
    prop_oneof![prop::sample::select(named).prop_map(str::to_owned), string()]
}

/// Any value; now and then one that is nested deeply.
pub fn value() -> impl Strategy<Value = String> {
    let plain = scalar().prop_recursive(5, 30, 4, |inner| prop_oneof![array(inner.clone()), object(inner)]);
    prop_oneof![60 => plain, 1 => deep(128), 1 => deep(1_000)]
}

fn array(inner: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    (prop::collection::vec((space(), inner, space()), 0..4), space()).prop_map(|(items, empty)| {
        container(
            "[]",
            items.into_iter().map(|(before, value, after)| format!("{before}{value}{after}")).collect(),
            empty,
        )
    })
}

fn object(inner: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let member = (space(), string(), space(), inner)
        .prop_map(|(gap, key, colon, value)| format!("{gap}{key}{colon}:{gap}{value}{colon}"));
    let members = prop::collection::vec(member, 0..4);
    // Now and then the first member stands there twice.
    (members, space(), prop::bool::weighted(0.15)).prop_map(|(mut members, empty, twice)| {
        if twice && let Some(first) = members.first().cloned() {
            members.push(first);
        }
        container("{}", members, empty)
    })
}

fn deep(levels: usize) -> impl Strategy<Value = String> {
    (any::<bool>(), scalar()).prop_map(move |(arrays, inner)| {
        if arrays {
            format!("{}{inner}{}", "[".repeat(levels), "]".repeat(levels))
        } else {
            format!("{}{inner}{}", r#"{"":"#.repeat(levels), "}".repeat(levels))
        }
    })
}

fn container(brackets: &str, items: Vec<String>, empty: &str) -> String {
    let inner = if items.is_empty() { empty.to_owned() } else { items.join(",") };
    format!("{}{inner}{}", &brackets[..1], &brackets[1..])
}

/// A generated workflow.
#[derive(Clone)]
pub struct Odd {
    pub text: String,
    /// How many nodes it has: `n0`, `n1`, …, in a row.
    pub nodes: usize,
    /// The odd pieces by level.
    pub pieces: Vec<(&'static str, Vec<String>)>,
}

impl std::fmt::Debug for Odd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// Members as text, `key: value` with white space around.
fn members(most: usize) -> impl Strategy<Value = Vec<String>> {
    let member = (space(), string(), value()).prop_map(|(gap, key, value)| format!("{gap}{key}{gap}:{value}{gap}"));
    prop::collection::vec(member, 0..=most)
}

/// Some of `own` and `odd` members in any order.
fn mixed(own: Vec<String>, odd: &[String], order: u64) -> Vec<String> {
    let mut all: Vec<String> = own.into_iter().chain(odd.iter().cloned()).collect();
    let mut state = order | 1;
    for at in (1..all.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        all.swap(at, (state >> 33) as usize % (at + 1));
    }
    all
}

/// The odd pieces of a node: of itself, its properties, its variables, its attachment.
type NodePieces = [Vec<String>; 4];

fn node_pieces() -> impl Strategy<Value = NodePieces> {
    [members(2), members(2), members(1), members(1)].prop_map(|pieces| pieces)
}

fn node_text(number: usize, [own, properties, variables, attachment]: &NodePieces, gap: &str, order: u64) -> String {
    let variables = container("{}", mixed(vec![format!(r#""name":{gap}"$interaction.x""#)], variables, order), "");
    let file = vec![r#""fileId":"att_1""#.to_owned(), format!(r#"{gap}"fileName" :"a.pdf""#)];
    let attachment = container("{}", mixed(file, attachment, order), "");
    let inner = vec![
        format!(r#""templateId":{gap}"tmpl_1""#),
        format!(r#"{gap}"variables":{variables}"#),
        format!(r#""attachments" : [{gap}{attachment}{gap}]"#),
        r#""deliveryMode":"standard""#.to_owned(),
        r#""trackOpens" :true"#.to_owned(),
    ];
    let inner = container("{}", mixed(inner, properties, order), "");
    let outer = vec![
        format!(r#"{gap}"id" : "n{number}""#),
        r#""type":"email""#.to_owned(),
        format!(r#""properties":{gap}{inner}{gap}"#),
    ];
    // The last of a repeated id is the one that counts, so the node's own comes last.
    let mut all = mixed(outer, own, order);
    if let Some(at) = all.iter().position(|member| member.contains(&format!("\"n{number}\""))) {
        let id = all.remove(at);
        all.push(id);
    }
    format!("{gap}{}{gap}", container("{}", all, ""))
}

/// Any workflow.
pub fn workflow() -> impl Strategy<Value = Odd> {
    let nodes = prop::collection::vec(node_pieces(), 1..5);
    let ways = prop::collection::vec((members(1), prop::option::of(value()), any::<bool>()), 4);
    (nodes, ways, members(3), space(), any::<bool>(), any::<u64>()).prop_map(
        |(nodes, ways, outer, gap, mark, order)| {
            let count = nodes.len();
            let mut pieces = vec![("document", outer.clone())];
            let mut node_texts = Vec::new();
            for (number, parts) in nodes.iter().enumerate() {
                node_texts.push(node_text(number, parts, gap, order));
                let levels = ["node", "properties", "variables", "attachment"];
                pieces.extend(levels.into_iter().zip(parts.iter().cloned()));
            }
            let mut way_texts = Vec::new();
            for (number, (odd, condition, with_id)) in ways.into_iter().take(count - 1).enumerate() {
                let mut own = vec![format!(r#""from":{gap}"n{number}""#), format!(r#"{gap}"to" :"n{}""#, number + 1)];
                own.extend(with_id.then(|| format!(r#""id":"t{number}""#)));
                own.extend(condition.iter().map(|value| format!(r#""condition":{value}"#)));
                pieces.push((
                    "transition",
                    odd.iter().cloned().chain(condition.map(|value| format!("\"condition\":{value}"))).collect(),
                ));
                way_texts.push(format!("{gap}{}", container("{}", mixed(own, &odd, order), "")));
            }
            let own = vec![
                format!("\"nodes\"{gap}:{gap}{}", container("[]", node_texts, gap)),
                format!("{gap}\"transitions\":{}", container("[]", way_texts, gap)),
                format!("\"version\":{gap}7"),
            ];
            let text = container("{}", mixed(own, &outer, order), "");
            let mark = if mark { "\u{FEFF}" } else { "" };
            Odd { text: format!("{mark}{gap}{text}{gap}"), nodes: count, pieces }
        },
    )
}
