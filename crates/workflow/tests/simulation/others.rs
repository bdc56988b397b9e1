//! Other administrators, who save the same workflow in between with tools of their own.

use crate::chance::Chance;
use crate::intent::{Intent, MAIL, nodes, transitions};
use serde_json::{Value, json};

/// Another administrator's save on `document`, in words; `serial` makes it one of a kind. With a
/// `target`, it touches the same things as that intent.
pub fn save(document: &mut Value, chance: &mut Chance, serial: u64, target: Option<&Intent>) -> String {
    match target {
        Some(target) => save_the_same_things(document, chance, serial, target),
        None => save_apart(document, chance, serial),
    }
}

fn save_apart(document: &mut Value, chance: &mut Chance, serial: u64) -> String {
    match chance.below(4) {
        0 => {
            let id = format!("other_{serial}");
            push(document, "nodes", json!({"id": id, "type": "wait", "properties": {"serial": serial}}));
            push(document, "transitions", json!({"id": format!("t_{id}"), "from": id, "to": "end_node"}));
            format!("adds {id}")
        }
        1 => {
            document["name"] = json!(format!("Renamed {serial}"));
            "renames the workflow".to_owned()
        }
        2 => {
            let id = *chance.pick(&["start_node", "end_node"]);
            change(document, id, "note", json!(serial));
            format!("writes a note on {id}")
        }
        _ => {
            document["owner"] = json!({"shift": serial});
            "sets the owner".to_owned()
        }
    }
}

fn save_the_same_things(document: &mut Value, chance: &mut Chance, serial: u64, target: &Intent) -> String {
    let id = target.id().to_owned();
    let is_there = nodes(document).iter().any(|node| node["id"] == id.as_str());
    match target {
        Intent::Edit { field, after, .. } if is_there => {
            let twin = chance.percent(40);
            let value = if twin { after.clone() } else { json!(format!("other_{serial}")) };
            change(document, &id, field, value);
            if twin && chance.percent(50) {
                document["owner"] = json!({"shift": serial});
                return format!("gives {field} the very same value, and sets the owner");
            }
            format!("gives {field} {} value", if twin { "the very same" } else { "another" })
        }
        Intent::Edit { .. } => {
            push(document, "nodes", json!({"id": MAIL, "type": "email", "properties": {"serial": serial}}));
            format!("adds another {MAIL}")
        }
        Intent::Remove { .. } | Intent::Add { .. } if is_there && chance.percent(50) => {
            take_out(document, &id);
            format!("takes {id} out")
        }
        Intent::Remove { .. } | Intent::Add { .. } if is_there => {
            change(document, &id, "templateId", json!(format!("other_{serial}")));
            format!("edits {id}")
        }
        Intent::Remove { was } => {
            push(document, "nodes", was.clone());
            format!("puts {id} back")
        }
        Intent::Add { node, .. } if chance.percent(50) => {
            let mut node = node.clone();
            node["properties"]["note"] = json!(serial);
            push(document, "nodes", node);
            format!("adds the very same {id}, with a note and with no transition to it")
        }
        Intent::Add { .. } => {
            push(document, "nodes", json!({"id": id, "type": "email", "properties": {"serial": serial}}));
            format!("adds another {id}")
        }
    }
}

/// Removes a node and joins the transitions around it.
fn take_out(document: &mut Value, id: &str) {
    let all = transitions(document).to_vec();
    let mut kept: Vec<_> = all.iter().filter(|one| one["from"] != id && one["to"] != id).cloned().collect();
    for before in all.iter().filter(|one| one["to"] == id) {
        for after in all.iter().filter(|one| one["from"] == id) {
            let mut joined = if before["condition"].is_null() { after.clone() } else { before.clone() };
            joined["from"] = before["from"].clone();
            joined["to"] = after["to"].clone();
            kept.push(joined);
        }
    }
    document["transitions"] = Value::Array(kept);
    document["nodes"].as_array_mut().into_iter().for_each(|nodes| nodes.retain(|node| node["id"] != id));
}

fn push(document: &mut Value, list: &str, element: Value) {
    if let Some(elements) = document[list].as_array_mut() {
        elements.push(element);
    }
}

fn change(document: &mut Value, id: &str, field: &str, value: Value) {
    let nodes = document["nodes"].as_array_mut().into_iter().flatten();
    for node in nodes.filter(|node| node["id"] == id) {
        node["properties"][field] = value.clone();
    }
}
