//! What is to be deployed.

use std::collections::BTreeSet;
use tenant::Segment;
use workflow::change::{Change, Edit, Placement, RawJson};
use workflow::document::{FileId, NodeId, TemplateId};
use workflow::email::EmailView;
use workflow::json::Value;

/// A node and where it goes.
#[derive(Clone, Debug)]
pub struct Order {
    /// The workflow.
    pub workflow: Segment,
    /// The node's id; equal to the `id` inside `json`.
    pub node: NodeId,
    /// The whole node.
    pub json: RawJson,
    /// The node that it follows.
    pub after: NodeId,
}

impl Order {
    /// The change that it asks for.
    #[must_use]
    pub fn change(&self) -> Change {
        Change::of(Edit::AddNode {
            id: self.node.clone(),
            json: self.json.clone(),
            placement: Placement::After { node: self.after.clone() },
        })
    }

    /// The template that the node names, if it names one.
    #[must_use]
    pub fn template(&self) -> Option<TemplateId> {
        template_in(&self.json)
    }

    /// The attachments that the node names, each once. Ids that no tenant can have are left out: the
    /// rules name them.
    #[must_use]
    pub fn attachments(&self) -> Vec<FileId> {
        let Ok(node) = Value::parse(self.json.as_str()) else { return Vec::new() };
        let view = EmailView::read(&node);
        let ids: BTreeSet<FileId> = view
            .attachments
            .iter()
            .filter_map(|attachment| attachment.file_id.as_ref()?.as_str())
            .filter(|id| id.starts_with("att_"))
            .map(FileId::from)
            .collect();
        ids.into_iter().collect()
    }
}

/// The templates of the nodes that a change adds.
pub(super) fn templates_of(change: &Change) -> Vec<TemplateId> {
    let added = change.edits.iter().filter_map(|edit| match edit {
        Edit::AddNode { json, .. } => template_in(json),
        _ => None,
    });
    added.collect()
}

fn template_in(json: &RawJson) -> Option<TemplateId> {
    let node = Value::parse(json.as_str()).ok()?;
    let id = EmailView::read(&node).template_id?.as_str().filter(|id| !id.is_empty())?.into();
    Some(id)
}
