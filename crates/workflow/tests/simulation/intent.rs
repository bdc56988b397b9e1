//! What the administrator wants, in the core's terms and in the model's own.

use crate::chance::Chance;
use serde_json::{Value, json};
use workflow::change::{Change, Edit, FieldEdit, Placement, RawJson};

/// The node that is added.
pub const ADDED: &str = "email_send_01";
/// The node that is there already and is edited.
pub const EDITED: &str = "mail_0";

/// What the administrator wants.
pub enum Intent {
    Add { node: Value, after: String },
    Edit { before: Value, after: Value },
}

impl Intent {
    /// Something to do with a workflow whose inner nodes are `inner`.
    pub fn new(chance: &mut Chance, inner: &[String]) -> Self {
        if chance.percent(70) {
            let node = json!({
                "id": ADDED,
                "type": "email",
                "properties": {
                    "templateId": "tmpl_inv_2024",
                    "variables": {"customerName": "$interaction.contact.firstName"},
                    "deliveryMode": "standard",
                },
            });
            Self::Add { node, after: chance.pick(inner).clone() }
        } else {
            Self::Edit { before: json!("tmpl_old"), after: json!("tmpl_inv_2024") }
        }
    }

    /// In the core's terms.
    pub fn change(&self) -> Change {
        let raw = |value: &Value| RawJson::parse(value.to_string()).expect("a value prints as JSON");
        Change::of(match self {
            Self::Add { node, after } => Edit::AddNode {
                id: ADDED.into(),
                json: raw(node),
                placement: Placement::After { node: after.as_str().into() },
            },
            Self::Edit { before, after } => Edit::EditNode {
                id: EDITED.into(),
                fields: vec![FieldEdit {
                    pointer: "/properties/templateId".to_owned(),
                    before: Some(raw(before)),
                    after: Some(raw(after)),
                }],
            },
        })
    }

    /// Whether a document says what is wanted; a tenant's defaults and others' notes may stand beside it.
    pub fn holds(&self, document: &Value) -> bool {
        match self {
            Self::Add { node, .. } => nodes(document).iter().any(|candidate| includes(candidate, node)),
            Self::Edit { after, .. } => {
                nodes(document).iter().any(|node| node["id"] == EDITED && node["properties"]["templateId"] == *after)
            }
        }
    }

    /// Whether `after` differs from `before` by what is wanted and nothing else; if not, by what.
    pub fn is_all_that_differs(&self, before: &Value, after: &Value) -> Result<(), String> {
        let members = |document: &Value| {
            let mut members = document.as_object().cloned().unwrap_or_default();
            for key in ["version", "lastUpdatedTimestamp", "nodes", "transitions"] {
                members.remove(key);
            }
            members
        };
        if members(before) != members(after) {
            return Err("another top-level member differs".to_owned());
        }
        let mut expected = nodes(before).to_vec();
        match self {
            Self::Add { node, .. } => expected.push(node.clone()),
            Self::Edit { after, .. } => {
                for node in expected.iter_mut().filter(|node| node["id"] == EDITED) {
                    node["properties"]["templateId"] = after.clone();
                }
            }
        }
        same_elements("nodes", &expected, nodes(after))?;
        match self {
            Self::Add { .. } => same_elements("joined transitions", &ends(before), &ends(after)),
            Self::Edit { .. } => same_elements("transitions", transitions(before), transitions(after)),
        }
    }
}

/// Whether `value` says all that `part` says.
fn includes(value: &Value, part: &Value) -> bool {
    match (value, part) {
        (Value::Object(members), Value::Object(wanted)) => {
            wanted.iter().all(|(key, wanted)| members.get(key).is_some_and(|member| includes(member, wanted)))
        }
        _ => value == part,
    }
}

/// The nodes of a document.
pub fn nodes(document: &Value) -> &[Value] {
    document["nodes"].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// The transitions of a document.
pub fn transitions(document: &Value) -> &[Value] {
    document["transitions"].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Equal as a set that counts how often each element is there.
fn same_elements(what: &str, expected: &[Value], found: &[Value]) -> Result<(), String> {
    let sorted = |values: &[Value]| {
        let mut texts: Vec<_> = values.iter().map(Value::to_string).collect();
        texts.sort();
        texts
    };
    let (expected, found) = (sorted(expected), sorted(found));
    let missing: Vec<_> = expected.iter().filter(|text| !found.contains(text)).collect();
    let extra: Vec<_> = found.iter().filter(|text| !expected.contains(text)).collect();
    match expected == found {
        true => Ok(()),
        false => Err(format!("{what}: missing {missing:?}, not expected {extra:?}")),
    }
}

/// The ends and conditions of all transitions, with the added node taken out of the way: what leads
/// to it leads on to where it leads.
fn ends(document: &Value) -> Vec<Value> {
    let to_added: Vec<_> = transitions(document).iter().filter(|one| one["to"] == ADDED).collect();
    let mut ends = Vec::new();
    for one in transitions(document) {
        if one["from"] == ADDED {
            for before in &to_added {
                let condition = if before["condition"].is_null() { &one["condition"] } else { &before["condition"] };
                ends.push(json!([before["from"], one["to"], condition]));
            }
        } else if one["to"] != ADDED {
            ends.push(json!([one["from"], one["to"], one["condition"]]));
        }
    }
    ends
}
