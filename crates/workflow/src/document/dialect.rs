//! Which keys a tenant uses for the parts of a workflow.

use serde::{Deserialize, Serialize};

/// The key names of a tenant's workflow JSON. The defaults are the tutorial's ("workflow v2").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Dialect {
    /// Top-level key of the nodes array.
    pub nodes: String,
    /// Top-level key of the transitions array.
    pub transitions: String,
    /// Top-level key of the optimistic-lock counter.
    pub version: String,
    /// Top-level key of the last save, in milliseconds since 1970.
    pub last_updated: String,
    /// Top-level key of the creation, in milliseconds since 1970.
    pub created: String,
    /// A transition's own id.
    pub transition_id: String,
    /// The id of the node that a transition leaves.
    pub transition_from: String,
    /// The id of the node that a transition enters.
    pub transition_to: String,
    /// The branch condition of a transition; its value is opaque.
    pub transition_condition: String,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            nodes: "nodes".into(),
            transitions: "transitions".into(),
            version: "version".into(),
            last_updated: "lastUpdatedTimestamp".into(),
            created: "createdTimestamp".into(),
            transition_id: "id".into(),
            transition_from: "from".into(),
            transition_to: "to".into(),
            transition_condition: "condition".into(),
        }
    }
}
