//! What an administrator wants, in the core's terms and in the model's own.

use crate::chance::Chance;
use serde_json::{Value, json};
use workflow::change::{Change, Edit, FieldEdit, Placement, RawJson};

/// The node that is there from the beginning, to be edited or removed.
pub const MAIL: &str = "mail_0";

/// What an administrator wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    Add {
        node: Value,
        after: String,
    },
    /// Of [`MAIL`]'s properties.
    Edit {
        field: &'static str,
        before: Value,
        after: Value,
    },
    /// [`MAIL`].
    Remove {
        was: Value,
    },
}

impl Intent {
    /// Something to do for the `serial`-th operation on a workflow whose inner nodes are `inner`.
    pub fn new(chance: &mut Chance, serial: usize, first: &Value, inner: &[String], earlier: &[Self]) -> Self {
        // Two who want the very same, and two who give different nodes one id.
        let twin = chance.percent(12);
        let rival = chance.percent(12);
        if let Some(intent) = earlier.first().filter(|_| twin) {
            return intent.clone();
        }
        match chance.below(10) {
            0..=6 => {
                let id = if rival { "email_send_0".to_owned() } else { format!("email_send_{serial}") };
                let node = json!({
                    "id": id,
                    "type": "email",
                    "properties": {
                        "templateId": format!("tmpl_{serial}"),
                        "variables": {"customerName": "$interaction.contact.firstName"},
                    },
                });
                Self::Add { node, after: chance.pick(inner).clone() }
            }
            7 => Self::Edit { field: "deliveryMode", before: json!("standard"), after: json!("bulk") },
            8 => Self::Edit { field: "templateId", before: json!("tmpl_old"), after: json!(format!("tmpl_{serial}")) },
            _ => Self::Remove { was: nodes(first).iter().find(|node| node["id"] == MAIL).cloned().unwrap_or_default() },
        }
    }

    /// In words, for the trace.
    pub fn describe(&self) -> String {
        match self {
            Self::Add { after, .. } => format!("add {} after {after}", self.id()),
            Self::Edit { field, before, after } => format!("change {field} of {MAIL} from {before} to {after}"),
            Self::Remove { .. } => format!("remove {MAIL}"),
        }
    }

    /// The node that it is about.
    pub fn id(&self) -> &str {
        match self {
            Self::Add { node, .. } => node["id"].as_str().unwrap_or_default(),
            Self::Edit { .. } | Self::Remove { .. } => MAIL,
        }
    }

    /// In the core's terms.
    pub fn change(&self) -> Change {
        let raw = |value: &Value| RawJson::parse(value.to_string()).expect("a value prints as JSON");
        Change::of(match self {
            Self::Add { node, after } => Edit::AddNode {
                id: self.id().into(),
                json: raw(node),
                placement: Placement::After { node: after.as_str().into() },
            },
            Self::Edit { field, before, after } => Edit::EditNode {
                id: MAIL.into(),
                fields: vec![FieldEdit {
                    pointer: format!("/properties/{field}"),
                    before: Some(raw(before)),
                    after: Some(raw(after)),
                }],
            },
            Self::Remove { was } => Edit::RemoveNode { id: MAIL.into(), was: raw(was) },
        })
    }

    /// Whether a document says what is wanted; a tenant's defaults and others' notes may stand beside it.
    pub fn holds(&self, document: &Value) -> bool {
        match self {
            Self::Add { node, .. } => nodes(document).iter().any(|candidate| includes(candidate, node)),
            Self::Edit { field, after, .. } => {
                nodes(document).iter().any(|node| node["id"] == MAIL && node["properties"][field] == *after)
            }
            Self::Remove { .. } => nodes(document).iter().all(|node| node["id"] != MAIL),
        }
    }

    /// Whether `before` is as the administrator saw it where it is about to be changed; what somebody
    /// else has done there would be lost.
    pub fn finds_what_it_saw(&self, before: &Value) -> bool {
        let mut there = nodes(before).iter().filter(|node| node["id"] == self.id());
        match self {
            Self::Add { .. } => there.next().is_none(),
            Self::Edit { field, before, .. } => there.all(|node| node["properties"][field] == *before),
            Self::Remove { was } => there.all(|node| node == was),
        }
    }

    /// Whether `after` differs from `before` by what is wanted and nothing else; if not, by what.
    pub fn is_all_that_differs(&self, before: &Value, after: &Value) -> Result<(), String> {
        if rest(before) != rest(after) {
            return Err("another top-level member differs".to_owned());
        }
        let mut expected = nodes(before).to_vec();
        match self {
            Self::Add { node, .. } => expected.push(node.clone()),
            Self::Edit { field, after, .. } => {
                for node in expected.iter_mut().filter(|node| node["id"] == MAIL) {
                    node["properties"][field] = after.clone();
                }
            }
            Self::Remove { .. } => expected.retain(|node| node["id"] != MAIL),
        }
        same_elements("nodes", &expected, nodes(after))?;
        match self {
            Self::Edit { .. } => same_elements("transitions", transitions(before), transitions(after)),
            // The node taken out of the way on both sides, what leads to where must be the same.
            Self::Add { .. } | Self::Remove { .. } => {
                same_elements("joined transitions", &ends(before, self.id()), &ends(after, self.id()))
            }
        }
    }
}

fn rest(document: &Value) -> serde_json::Map<String, Value> {
    let mut members = document.as_object().cloned().unwrap_or_default();
    for key in ["version", "lastUpdatedTimestamp", "nodes", "transitions"] {
        members.remove(key);
    }
    members
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
    if expected == found {
        return Ok(());
    }
    let missing: Vec<_> = expected.iter().filter(|text| !found.contains(text)).collect();
    let extra: Vec<_> = found.iter().filter(|text| !expected.contains(text)).collect();
    Err(format!("{what}: missing {missing:?}, not expected {extra:?}"))
}

/// The ends and conditions of all transitions, with a node taken out of the way: what leads to it
/// leads on to where it leads.
fn ends(document: &Value, id: &str) -> Vec<Value> {
    let to_it: Vec<_> = transitions(document).iter().filter(|one| one["to"] == id).collect();
    let mut ends = Vec::new();
    for one in transitions(document) {
        if one["from"] == id {
            for before in &to_it {
                let condition = if before["condition"].is_null() { &one["condition"] } else { &before["condition"] };
                ends.push(json!([before["from"], one["to"], condition]));
            }
        } else if one["to"] != id {
            ends.push(json!([one["from"], one["to"], one["condition"]]));
        }
    }
    ends
}
