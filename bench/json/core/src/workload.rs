//! The workload: a workflow of 10,000 nodes and 15,000 transitions (5.8 MB), and edits of it of which
//! the fewest possible operations are known.
//!
//! It stands on nothing else, so that the core's own tests can hold the differences to the same counts.

use std::fmt::Write as _;

/// How many nodes.
pub const NODES: usize = 10_000;

/// How many transitions.
pub const TRANSITIONS: usize = 15_000;

/// A list of JSON objects, each with an id.
pub type Items = Vec<String>;

/// What is done to the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Nothing.
    None,
    /// A node is appended.
    Append,
    /// 20 values inside nodes and transitions get others.
    Values,
    /// 21 values, one node inserted, two nodes and four transitions deleted, one node moved.
    Mixed,
    /// Nodes and transitions in another order.
    Shuffle,
    /// One side of a merge: values, an added and a deleted node, in the first half.
    Ours,
    /// The other side: the like in the second half, so that nothing conflicts.
    Theirs,
    /// Both sides of the merge: what it has to come to.
    Both,
    /// Some problems of every kind that the structure of a workflow can have.
    Flawed,
}

impl Edit {
    /// Every edit that differences are taken of, with its name.
    pub const COMPARED: [(&'static str, Self); 5] = [
        ("none", Self::None),
        ("append", Self::Append),
        ("values", Self::Values),
        ("mixed", Self::Mixed),
        ("shuffle", Self::Shuffle),
    ];

    /// The edit of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let others = [("ours", Self::Ours), ("theirs", Self::Theirs), ("both", Self::Both), ("flawed", Self::Flawed)];
        Self::COMPARED.into_iter().chain(others).find(|(known, _)| *known == name).map(|(_, edit)| edit)
    }

    /// The fewest operations that lead from the base to the edited workflow; `None` where that takes counting.
    #[must_use]
    pub fn operations(self) -> Option<usize> {
        match self {
            Self::None => Some(0),
            Self::Append => Some(1),
            Self::Values => Some(20),
            Self::Mixed => Some(21 + 1 + 6 + 1),
            Self::Shuffle | Self::Ours | Self::Theirs | Self::Both | Self::Flawed => None,
        }
    }

    /// The edited workflow's text.
    #[must_use]
    pub fn text(self) -> String {
        let mut nodes: Items = (0..NODES).map(|n| node(n, "standard")).collect();
        let mut transitions: Items = (0..TRANSITIONS).map(|n| transition(n, "ok")).collect();
        match self {
            Self::None => {}
            Self::Append => nodes.push(node(NODES, "standard")),
            Self::Values => values(&mut nodes, &mut transitions, 14, 6),
            Self::Mixed => {
                values(&mut nodes, &mut transitions, 15, 6);
                let moved = nodes.remove(7_003);
                nodes.insert(2_001, moved);
                nodes.insert(4_444, node(NODES, "standard"));
                nodes.remove(8_801);
                nodes.remove(1_201);
                for at in [14_001, 9_003, 9_002, 77] {
                    transitions.remove(at);
                }
            }
            Self::Shuffle => {
                shuffle(&mut nodes, 1);
                shuffle(&mut transitions, 2);
            }
            Self::Ours => one_side(&mut nodes, &mut transitions, 0),
            Self::Theirs => one_side(&mut nodes, &mut transitions, 1),
            Self::Both => {
                // The later half first, so that no place in the earlier one shifts.
                one_side(&mut nodes, &mut transitions, 1);
                one_side(&mut nodes, &mut transitions, 0);
            }
            Self::Flawed => flaws(&mut nodes, &mut transitions),
        }
        document(&nodes, &transitions)
    }
}

fn document(nodes: &Items, transitions: &Items) -> String {
    format!(
        r#"{{"id":"wf_12345","name":"Order Confirmation Workflow","version":3,"nodes":[{}],"transitions":[{}],"createdTimestamp":1672531200000,"lastUpdatedTimestamp":1672617600000}}"#,
        nodes.join(","),
        transitions.join(",")
    )
}

/// The id of a node.
fn id(n: usize) -> String {
    match n {
        0 => "start_node".to_owned(),
        _ if is_email(n) => format!("email_send_{n:05}"),
        _ => format!("step_{n:05}"),
    }
}

fn is_email(n: usize) -> bool {
    n % 4 == 2
}

/// A node; `value` is one of its values.
fn node(n: usize, value: &str) -> String {
    let id = id(n);
    let (x, y) = (n % 100 * 240, n / 100 * 160);
    let mut out = format!(r#"{{"id":"{id}","type":""#);
    // Writing to a String cannot fail.
    let _ = match n {
        0 => {
            write!(out, r#"start","name":"Start","position":{{"x":{x},"y":{y}}},"properties":{{"entry":"{value}"}}}}"#)
        }
        _ if is_email(n) => write!(
            out,
            concat!(
                r#"email","name":"Send confirmation {n} to the customer","position":{{"x":{x},"y":{y}}},"properties":{{"templateId":"tmpl_order_{t}","#,
                r#""variables":{{"customerName":"$interaction.contact.firstName","orderTotal":"$workflow.data.order_{n}.total","deliveryDate":"$workflow.data.delivery.date"}},"#,
                r#""attachments":[{{"fileId":"att_invoice_{n}","fileName":"invoice-{n}.pdf"}},{{"fileId":"att_terms_{t}","fileName":"terms-and-conditions.pdf"}}],"#,
                r#""deliveryMode":"standard","trackOpens":true,"trackClicks":false,"note":"{value}"}}}}"#,
            ),
            n = n,
            x = x,
            y = y,
            t = n % 37,
            value = value,
        ),
        _ => write!(
            out,
            concat!(
                r#"{kind}","name":"Prüfung {n} of the order","position":{{"x":{x},"y":{y}}},"properties":{{"expression":"$workflow.data.order_{n}.total >= {t}.50 && $contact.country == \"DE\"","#,
                r#""timeoutMs":{timeout},"retries":3,"mode":"{value}","labels":["orders","confirmation","tier-{t}"],"team":"Fulfilment","enabled":true,"lastRun":null}}}}"#,
            ),
            kind = ["condition", "script", "wait", "assign"][n / 4 % 4],
            n = n,
            x = x,
            y = y,
            t = n % 37,
            timeout = 30_000 + n,
            value = value,
        ),
    };
    out
}

/// A transition: the chain through all nodes first, then shortcuts.
fn transition(n: usize, value: &str) -> String {
    let (from, to) = match n.checked_sub(NODES - 1) {
        None => (n, n + 1),
        Some(shortcut) => (shortcut * 2 % NODES, (shortcut * 2 + 41) % NODES),
    };
    format!(
        r#"{{"id":"t_{n:05}","from":"{}","to":"{}","condition":{{"expression":"$workflow.result == '{value}'","order":{}}}}}"#,
        id(from),
        id(to),
        n % 3
    )
}

fn values(nodes: &mut Items, transitions: &mut Items, in_nodes: usize, in_transitions: usize) {
    for at in (0..in_nodes).map(|n| 31 + n * 613) {
        nodes[at] = node(at, "changed");
    }
    for at in (0..in_transitions).map(|n| 500 + n * 2_111) {
        transitions[at] = transition(at, "changed");
    }
}

/// A side's edits stand in its half: values, a node removed with what leads through it, a node added.
fn one_side(nodes: &mut Items, transitions: &mut Items, side: usize) {
    let (half, name) = (side * NODES / 2, ["ours", "theirs"][side]);
    for at in (0..10).map(|n| half + 100 + n * 311) {
        nodes[at] = node(at, name);
    }
    for at in (0..5).map(|n| half + 50 + n * 707) {
        transitions[at] = transition(at, name);
    }
    // From behind, so that no place before it shifts.
    nodes.insert(half + 4_000, node(NODES + 1 + side, name));
    nodes.remove(half + 3_333);
    transitions.remove(half + 3_333);
}

fn flaws(nodes: &mut Items, transitions: &mut Items) {
    let replace = |item: &mut String, from: &str, to: &str| *item = item.replacen(from, to, 1);
    replace(&mut nodes[10], r#""templateId":"tmpl_order_10","#, "");
    replace(&mut nodes[14], r#""tmpl_order_14""#, "14");
    replace(&mut nodes[18], r#""$workflow.data.delivery.date""#, r#""$order.date""#);
    replace(&mut nodes[22], r#""$workflow.data.delivery.date""#, r#""$workflow.data.""#);
    replace(&mut nodes[26], r#""$workflow.data.delivery.date""#, r#""workflow.data""#);
    replace(&mut nodes[30], r#""$workflow.data.delivery.date""#, r#""""#);
    replace(&mut nodes[34], r#""$workflow.data.delivery.date""#, "7");
    replace(&mut nodes[38], r#""deliveryDate""#, r#""delivery date""#);
    replace(&mut nodes[42], r#""att_invoice_42""#, r#""file 42""#);
    replace(&mut nodes[46], r#""fileId":"att_invoice_46","#, "");
    replace(&mut nodes[50], r#","fileName":"invoice-50.pdf""#, "");
    replace(&mut nodes[54], "att_invoice_54", "att_terms_17");
    replace(&mut nodes[58], "invoice-58.pdf", "2024/invoice.pdf");
    replace(&mut nodes[62], "invoice-62.pdf", "invoice");
    replace(&mut nodes[66], r#""deliveryMode":"standard""#, r#""deliveryMode":"pigeon""#);
    replace(&mut nodes[70], r#""trackOpens":true"#, r#""trackOpens":"yes""#);
    replace(&mut nodes[75], r#""id":"step_00075","#, "");
    replace(&mut nodes[79], "step_00079", "step_00083");
    nodes.push(node(NODES + 2, "standard"));
    replace(&mut transitions[200], r#""to":"step_00201""#, r#""to":"nowhere""#);
    replace(&mut transitions[300], r#""to":"step_00301","#, "");
}

/// Fisher and Yates, by a small generator that gives the same numbers everywhere.
fn shuffle(items: &mut Items, seed: u64) {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    for last in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(last, (state >> 33) as usize % (last + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workload_is_as_large_as_is_said() {
        let text = Edit::None.text();
        assert_eq!((text.len() + 50_000) / 100_000, 58, "{} bytes", text.len());
    }

    #[test]
    fn every_flaw_is_planted() {
        let (sound, flawed) = (Edit::None.text(), Edit::Flawed.text());
        assert_ne!(sound, flawed);
        for flaw in ["pigeon", "nowhere", r#""file 42""#, "2024/invoice.pdf", r#""templateId":14"#, "delivery date"] {
            assert!(flawed.contains(flaw) && !sound.contains(flaw), "{flaw}");
        }
    }
}
