//! The model of a tenant that holds one workflow, and its log of every save.

use crate::chance::Chance;
use serde_json::{Value, json};

/// How the tenant lays out what it stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// As it came, but for version and time.
    Verbatim,
    /// Keys sorted, without white space.
    Compact,
    /// Keys sorted, indented, nodes in another order.
    Reordered,
    /// Nodes get a member that they were sent without.
    Completed,
}

/// Who has saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// It was there at the beginning.
    Nobody,
    /// A deployment: the operation, and which run of it.
    Operation { operation: usize, run: usize },
    /// Another administrator; whether on the things that an operation is about.
    Other { same: bool },
}

/// A save, as the tenant's log has it.
pub struct Save {
    pub at: u64,
    pub author: Author,
    /// What was sent.
    pub sent: Value,
    /// What was stored.
    pub value: Value,
    pub text: String,
}

/// The tenant: every version ever stored, newest last.
pub struct Vendor {
    pub log: Vec<Save>,
    layout: Layout,
    /// Whether it puts its own time in place of the one that it is sent.
    restamps: bool,
}

/// The version that a write was made on is not the newest.
#[derive(Debug, PartialEq, Eq)]
pub struct VersionConflict;

impl Vendor {
    pub fn new(chance: &mut Chance, mut first: Value) -> Self {
        let layout = *chance.pick(&[Layout::Verbatim, Layout::Compact, Layout::Reordered, Layout::Completed]);
        if layout == Layout::Completed {
            complete(&mut first);
        }
        let restamps = chance.percent(50);
        let text = first.to_string();
        let first = Save { at: 0, author: Author::Nobody, sent: first.clone(), value: first, text };
        Self { log: vec![first], layout, restamps }
    }

    pub fn describe(&self) -> String {
        let times = if self.restamps { "its own time" } else { "the time it was sent" };
        format!("a tenant that stores {:?} with {times}", self.layout)
    }

    pub fn newest(&self) -> &Save {
        &self.log[self.log.len() - 1]
    }

    pub fn version(&self) -> u64 {
        version(&self.newest().value)
    }

    /// The version that is `back` versions old.
    pub fn older(&self, back: usize) -> &Save {
        &self.log[self.log.len().saturating_sub(1 + back)]
    }

    /// What was newest at a time.
    pub fn at_time(&self, at: u64) -> &Save {
        self.log.iter().rev().find(|save| save.at <= at).unwrap_or(&self.log[0])
    }

    /// The save that made a version.
    pub fn of_version(&self, wanted: u64) -> Option<&Save> {
        self.log.iter().find(|save| version(&save.value) == wanted)
    }

    /// Stores a document made on the newest version.
    pub fn store(&mut self, author: Author, body: &str, now: u64, unix_ms: u64) -> Result<(), VersionConflict> {
        let sent: Value = serde_json::from_str(body).map_err(|_| VersionConflict)?;
        if sent["version"] != self.newest().value["version"] {
            return Err(VersionConflict);
        }
        let mut value = sent.clone();
        let (before, next) = (self.version(), self.version() + 1);
        let stamp = sent["lastUpdatedTimestamp"].to_string();
        let kept = if self.restamps { unix_ms.to_string() } else { stamp.clone() };
        value["version"] = json!(next);
        if self.restamps {
            value["lastUpdatedTimestamp"] = json!(unix_ms);
        }
        let text = match self.layout {
            Layout::Verbatim => body
                .replacen(&format!("\"version\":{before}"), &format!("\"version\":{next}"), 1)
                .replacen(&format!("\"lastUpdatedTimestamp\":{stamp}"), &format!("\"lastUpdatedTimestamp\":{kept}"), 1),
            Layout::Compact => value.to_string(),
            Layout::Completed => {
                complete(&mut value);
                value.to_string()
            }
            Layout::Reordered => {
                if let Some(nodes) = value["nodes"].as_array_mut() {
                    nodes.sort_by_key(|node| std::cmp::Reverse(node["id"].to_string()));
                }
                serde_json::to_string_pretty(&value).unwrap_or_default()
            }
        };
        self.log.push(Save { at: now, author, sent, value, text });
        Ok(())
    }
}

fn complete(document: &mut Value) {
    for node in document["nodes"].as_array_mut().into_iter().flatten() {
        if node["enabled"].is_null() {
            node["enabled"] = json!(true);
        }
    }
}

/// A document's version; the model only counts in whole numbers.
pub fn version(document: &Value) -> u64 {
    document["version"].as_u64().unwrap_or_default()
}

/// A workflow to begin with: a start, a few inner nodes, a branch, an email node, an end.
pub fn first_workflow(chance: &mut Chance) -> (Value, Vec<String>) {
    let inner: Vec<String> = (0..chance.between(1, 3)).map(|index| format!("step_{index}")).collect();
    let mut nodes = vec![json!({"id": "start_node", "type": "start", "properties": {}})];
    let mut transitions = Vec::new();
    let mut previous = "start_node".to_owned();
    for id in &inner {
        nodes.push(json!({"id": id, "type": "decision", "properties": {"big": 9_007_199_254_740_993_u64}}));
        transitions.push(json!({"id": format!("t_{id}"), "from": previous, "to": id}));
        previous.clone_from(id);
    }
    nodes.push(
        json!({"id": "mail_0", "type": "email", "properties": {"templateId": "tmpl_old", "deliveryMode": "standard"}}),
    );
    nodes.push(json!({"id": "end_node", "type": "end", "properties": {}}));
    transitions.push(json!({"id": "t_a", "from": previous, "to": "mail_0", "condition": {"eq": ["$a", 1]}}));
    transitions.push(json!({"id": "t_b", "from": previous, "to": "end_node", "condition": {"else": true}}));
    transitions.push(json!({"id": "t_c", "from": "mail_0", "to": "end_node"}));
    let workflow = json!({
        "id": "wf_12345",
        "name": "Order Confirmation Workflow",
        "version": chance.between(10, 40),
        "nodes": nodes,
        "transitions": transitions,
        "x-unknown": {"kept": true},
        "createdTimestamp": 1_672_531_200_000_u64,
        "lastUpdatedTimestamp": 1_672_617_600_000_u64,
    });
    (workflow, inner)
}
