//! Other administrators, who save the same workflow in between.

use crate::chance::Chance;
use crate::intent::{ADDED, EDITED, Intent, transitions};
use serde_json::{Value, json};

/// What another administrator's save means for the deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing: it touches other things.
    Apart,
    /// It touches the same things.
    Same,
    /// It is the very edit that is being deployed.
    Twin,
}

/// Another administrator's save on `document`; `serial` makes it one of a kind.
pub fn save(
    document: &mut Value,
    chance: &mut Chance,
    serial: u64,
    hostile: bool,
    intent: &Intent,
) -> (String, Meaning) {
    if hostile {
        return save_the_same_things(document, chance, serial, intent);
    }
    let words = match chance.below(4) {
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
            let index = chance.below(3) as usize;
            document["nodes"][index]["properties"]["note"] = json!(serial);
            format!("writes a note on node {index}")
        }
        _ => {
            document["owner"] = json!({"shift": serial});
            "sets the owner".to_owned()
        }
    };
    (words, Meaning::Apart)
}

fn save_the_same_things(document: &mut Value, chance: &mut Chance, serial: u64, intent: &Intent) -> (String, Meaning) {
    match intent {
        Intent::Edit { after, .. } => {
            let twin = chance.percent(40);
            let value = if twin { after.clone() } else { json!(format!("tmpl_other_{serial}")) };
            if let Some(node) = node_mut(document, EDITED) {
                node["properties"]["templateId"] = value;
            }
            match twin {
                true => ("saves the very same edit".to_owned(), Meaning::Twin),
                false => ("gives the field another value".to_owned(), Meaning::Same),
            }
        }
        Intent::Add { .. } => {
            if let Some(node) = node_mut(document, ADDED) {
                if chance.percent(50) {
                    take_out(document, ADDED);
                    return (format!("takes {ADDED} out again"), Meaning::Same);
                }
                node["properties"]["templateId"] = json!(format!("tmpl_other_{serial}"));
                return (format!("edits {ADDED}"), Meaning::Same);
            }
            push(document, "nodes", json!({"id": ADDED, "type": "email", "properties": {"serial": serial}}));
            (format!("adds another {ADDED}"), Meaning::Same)
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

fn node_mut<'a>(document: &'a mut Value, id: &str) -> Option<&'a mut Value> {
    document["nodes"].as_array_mut()?.iter_mut().find(|node| node["id"] == id)
}
