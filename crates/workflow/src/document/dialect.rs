//! Which keys a tenant uses for the parts of a workflow.

use crate::document::List;
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
    /// Top-level key of who saved last, where the tenant tells it.
    pub last_updated_by: String,
    /// Top-level key of the creation, in milliseconds since 1970.
    pub created: String,
    /// A node's place on the canvas: it says nothing about what the workflow does.
    pub node_position: String,
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
            last_updated_by: "lastUpdatedBy".into(),
            created: "createdTimestamp".into(),
            node_position: "position".into(),
            transition_id: "id".into(),
            transition_from: "from".into(),
            transition_to: "to".into(),
            transition_condition: "condition".into(),
        }
    }
}

impl Dialect {
    /// The key by which the elements of a list are known.
    pub(crate) fn id_key(&self, list: List) -> &str {
        match list {
            List::Nodes => "id",
            List::Transitions => &self.transition_id,
        }
    }

    /// Whether every save changes this top-level value, so that a difference in it says nothing.
    #[must_use]
    pub fn is_saving_noise(&self, key: &str) -> bool {
        [&self.version, &self.last_updated, &self.last_updated_by, &self.created].iter().any(|noise| *noise == key)
    }
}
