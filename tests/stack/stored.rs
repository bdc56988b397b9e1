//! What the tenant holds, compared without the core: as text and as plain JSON.

use crate::world::World;
use serde_json::Value;

/// A workflow as the tenant stores it.
pub struct Stored {
    /// Its text.
    pub text: String,
    /// The same, parsed.
    pub json: Value,
}

impl World {
    /// What the tenant holds now.
    #[track_caller]
    pub fn stored(&self, id: &str) -> Stored {
        let text = self.tenant.workflow_text(id).unwrap();
        let json = serde_json::from_str(&text).unwrap();
        Stored { text, json }
    }
}

impl Stored {
    /// How many nodes have this id.
    pub fn nodes_called(&self, id: &str) -> usize {
        self.json["nodes"].as_array().unwrap().iter().filter(|node| node["id"] == id).count()
    }

    /// The node with this id.
    #[track_caller]
    pub fn node(&self, id: &str) -> &Value {
        self.json["nodes"].as_array().unwrap().iter().find(|node| node["id"] == id).unwrap()
    }

    /// The ends of every transition.
    pub fn ways(&self) -> Vec<(&str, &str)> {
        let transitions = self.json["transitions"].as_array().unwrap();
        transitions.iter().map(|way| (way["from"].as_str().unwrap(), way["to"].as_str().unwrap())).collect()
    }

    /// The version.
    pub fn version(&self) -> u64 {
        self.json["version"].as_u64().unwrap()
    }

    /// Everything but nodes, transitions, version and time of the last save.
    pub fn rest(&self) -> Value {
        let mut rest = self.json.clone();
        for key in ["nodes", "transitions", "version", "lastUpdatedTimestamp"] {
            rest.as_object_mut().unwrap().remove(key);
        }
        rest
    }
}

/// Asserts that `after` is `before` with `node` added, so many versions later, reached by exactly
/// these new ways, and nothing else.
#[track_caller]
pub fn assert_only_added(before: &Stored, after: &Stored, node: &Value, new_ways: &[(&str, &str)], versions: u64) {
    let mut nodes = before.json["nodes"].as_array().unwrap().clone();
    nodes.push(node.clone());
    assert_eq!(after.json["nodes"], Value::Array(nodes));
    let mut ways = before.ways();
    ways.extend(new_ways);
    assert_eq!(after.ways(), ways);
    assert_eq!(after.version(), before.version() + versions);
    assert!(after.json["lastUpdatedTimestamp"].as_u64() > before.json["lastUpdatedTimestamp"].as_u64());
    assert_eq!(after.rest(), before.rest());
}
