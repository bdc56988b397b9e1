//! What the form edits.

use crate::change::{Edit, Placement};
use crate::document::{Document, NodeId};
use serde::{Deserialize, Serialize};

/// One row of the variables table. Names may repeat or be empty while a person types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VariableRow {
    /// The placeholder.
    pub name: String,
    /// The scope path.
    pub path: String,
}

/// One row of the attachments table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttachmentRow {
    /// The file's id, `att_…`.
    pub file_id: String,
    /// The name the recipient sees.
    pub file_name: String,
}

/// Where a draft came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DraftOrigin {
    /// A node that is not in the workflow yet, to be placed so.
    New(Placement),
    /// A node of the base document.
    Existing(NodeId),
}

/// The state of the email node form, in the order of the screen. Rows are in the order of the
/// node's JSON, so row 2 of `variables` is what a finding calls `Field::VariablePath(2)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Where the draft came from.
    pub origin: DraftOrigin,
    /// The node's id as typed.
    pub id: String,
    /// The template's id as typed or picked.
    pub template_id: String,
    /// Placeholder → scope path.
    pub variables: Vec<VariableRow>,
    /// Attachment references.
    pub attachments: Vec<AttachmentRow>,
    /// `deliveryMode`.
    pub delivery_mode: String,
    /// `trackOpens`.
    pub track_opens: bool,
    /// `trackClicks`.
    pub track_clicks: bool,
}

impl Draft {
    /// An empty draft of a new node, with a free id and the tutorial's delivery defaults.
    #[must_use]
    pub fn new(document: &Document, placement: Placement) -> Self {
        todo!()
    }

    /// The draft of an email node that is in `document`; `None` where no node has this id.
    /// Values of the wrong type show as empty and are replaced only if they are edited.
    #[must_use]
    pub fn of_node(document: &Document, node: &NodeId) -> Option<Self> {
        todo!()
    }

    /// The node's JSON as this draft alone would write it (a new node), compact.
    #[must_use]
    pub fn to_node_text(&self) -> String {
        todo!()
    }

    /// The edit that this draft asks for: adding the node, or setting exactly the fields that
    /// differ from the base. `None` where an existing node is unchanged.
    #[must_use]
    pub fn to_edit(&self, base: &Document) -> Option<Edit> {
        todo!()
    }
}

/// The first free id of the form `email_send_01`, `email_send_02`, ….
#[must_use]
pub fn suggest_node_id(document: &Document) -> NodeId {
    todo!()
}
