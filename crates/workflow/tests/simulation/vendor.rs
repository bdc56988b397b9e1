//! The model of a tenant that holds one workflow.

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

/// A stored version.
pub struct Stored {
    pub value: Value,
    pub text: String,
}

/// The tenant: every version ever stored, newest last.
pub struct Vendor {
    pub history: Vec<Stored>,
    layout: Layout,
}

impl Vendor {
    pub fn new(first: Value, layout: Layout) -> Self {
        let text = first.to_string();
        Self { history: vec![Stored { value: first, text }], layout }
    }

    pub fn newest(&self) -> &Stored {
        &self.history[self.history.len() - 1]
    }

    /// The version that is `back` versions old.
    pub fn older(&self, back: usize) -> &Stored {
        &self.history[self.history.len().saturating_sub(1 + back)]
    }

    /// The stored document of a version.
    pub fn at(&self, version: u64) -> Option<&Stored> {
        self.history.iter().find(|stored| stored.value["version"] == version)
    }

    /// Stores a document made on the newest version; refuses (409) what was made on another.
    /// Answers with what was sent.
    pub fn store(&mut self, body: &str, unix_ms: u64) -> Result<Value, ()> {
        let mut value: Value = serde_json::from_str(body).map_err(|_| ())?;
        let as_sent = value.clone();
        let newest = &self.newest().value["version"];
        if value["version"] != *newest {
            return Err(());
        }
        let before = format!("\"version\":{newest}");
        let next = newest.as_u64().unwrap_or_default() + 1;
        let sent = value["lastUpdatedTimestamp"].to_string();
        value["version"] = json!(next);
        value["lastUpdatedTimestamp"] = json!(unix_ms);
        let text = match self.layout {
            Layout::Verbatim => body.replacen(&before, &format!("\"version\":{next}"), 1).replacen(
                &format!("\"lastUpdatedTimestamp\":{sent}"),
                &format!("\"lastUpdatedTimestamp\":{unix_ms}"),
                1,
            ),
            Layout::Compact => value.to_string(),
            Layout::Completed => {
                for node in value["nodes"].as_array_mut().into_iter().flatten() {
                    if node["enabled"].is_null() {
                        node["enabled"] = json!(true);
                    }
                }
                value.to_string()
            }
            Layout::Reordered => {
                if let Some(nodes) = value["nodes"].as_array_mut() {
                    nodes.sort_by_key(|node| std::cmp::Reverse(node["id"].to_string()));
                }
                serde_json::to_string_pretty(&value).map_err(|_| ())?
            }
        };
        self.history.push(Stored { value, text });
        Ok(as_sent)
    }
}

/// A workflow to begin with: a start, a few inner nodes, a branch, an email node, an end.
pub fn first_workflow(chance: &mut Chance) -> (Value, Vec<String>) {
    let inner: Vec<String> = (0..chance.between(2, 5)).map(|index| format!("step_{index}")).collect();
    let mut nodes = vec![json!({"id": "start_node", "type": "start", "properties": {}})];
    let mut transitions = Vec::new();
    let mut previous = "start_node".to_owned();
    for id in &inner {
        nodes.push(json!({"id": id, "type": "decision", "properties": {"big": 9_007_199_254_740_993_u64}}));
        transitions.push(json!({"id": format!("t_{id}"), "from": previous, "to": id}));
        previous.clone_from(id);
    }
    nodes.push(json!({"id": "mail_0", "type": "email", "properties": {"templateId": "tmpl_old", "x-own": [1, null]}}));
    nodes.push(json!({"id": "end_node", "type": "end", "properties": {}}));
    transitions.push(json!({"id": "t_a", "from": previous, "to": "mail_0", "condition": {"eq": ["$a", 1]}}));
    transitions.push(json!({"id": "t_b", "from": previous, "to": "end_node", "condition": {"else": true}}));
    transitions.push(json!({"id": "t_c", "from": "mail_0", "to": "end_node"}));
    let workflow = json!({
        "id": "wf_12345",
        "name": "Order Confirmation Workflow",
        "version": chance.between(1, 40),
        "nodes": nodes,
        "transitions": transitions,
        "x-unknown": {"kept": true},
        "createdTimestamp": 1_672_531_200_000_u64,
        "lastUpdatedTimestamp": 1_672_617_600_000_u64,
    });
    (workflow, inner)
}
