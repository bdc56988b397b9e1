//! What can be done with a node, wherever it is shown.

use super::outline_state::OutlineState;
use super::rows::Row;
use super::state::{EditorState, Pane, focus_field, focus_heading};
use crate::browser::{clipboard, history};
use crate::reactive::spawn_local;
use crate::routes;
use crate::ui::{IconName, Tone};
use crate::words::nodes as words;
use crate::workspace::Workspace;
use leptos::prelude::*;
use workflow::change::Placement;
use workflow::document::NodeId;
use workflow::email::EMAIL_NODE_TYPE;
use workflow::validate::Field;

/// Something to do with a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeAction {
    /// Shows it.
    Open,
    /// Begins an email node behind it.
    AddAfter,
    /// Begins an email node that says the same.
    Duplicate,
    /// Goes to the field that says where it stands.
    Move,
    /// Goes to the field that holds its id.
    Rename,
    /// Removes it.
    Remove,
    /// Leaves it in the workflow after all.
    Keep,
    /// Copies a link to it.
    CopyLink,
}

impl NodeAction {
    /// Its name in a menu.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => words::ACTION_OPEN,
            Self::AddAfter => words::ACTION_ADD_AFTER,
            Self::Duplicate => words::ACTION_DUPLICATE,
            Self::Move => words::ACTION_MOVE,
            Self::Rename => words::ACTION_RENAME,
            Self::Remove => words::ACTION_REMOVE,
            Self::Keep => words::ACTION_KEEP,
            Self::CopyLink => words::ACTION_COPY_LINK,
        }
    }

    /// Its icon.
    #[must_use]
    pub const fn icon(self) -> IconName {
        match self {
            Self::Open => IconName::ArrowRight,
            Self::AddAfter => IconName::Add,
            Self::Duplicate | Self::CopyLink => IconName::Copy,
            Self::Move => IconName::Flow,
            Self::Rename => IconName::Edit,
            Self::Remove => IconName::Trash,
            Self::Keep => IconName::Undo,
        }
    }

    /// The keys that do the same in the outline, as `aria-keyshortcuts` wants them.
    #[must_use]
    pub const fn keys(self) -> &'static str {
        match self {
            Self::Open => "Enter",
            Self::AddAfter => "Insert",
            Self::Duplicate => "Control+D",
            Self::Rename => "F2",
            Self::Remove => "Delete",
            Self::Move | Self::Keep | Self::CopyLink => "",
        }
    }
}

/// What can be done with the node of a row.
#[must_use]
pub fn actions_of(outline: OutlineState, row: Row) -> Vec<NodeAction> {
    let (id, kind) = untrack(|| (outline.id_of(row), outline.kind_of(row)));
    let removed = outline.marks.with_untracked(|marks| marks.of(&id).is_some_and(|mark| mark.removed));
    let has_id = !id.as_str().is_empty();
    let is_email = kind == EMAIL_NODE_TYPE && has_id && !removed;
    let all = [
        (NodeAction::Open, true),
        (NodeAction::AddAfter, has_id && !removed),
        (NodeAction::Duplicate, is_email),
        (NodeAction::Move, is_email),
        (NodeAction::Rename, is_email),
        (NodeAction::Remove, is_email),
        (NodeAction::Keep, removed),
        (NodeAction::CopyLink, has_id),
    ];
    all.into_iter().filter(|(_, can)| *can).map(|(action, _)| action).collect()
}

/// Does it with the node of a row; what cannot be done with it is left.
pub fn act_on_row(outline: OutlineState, row: Row, action: NodeAction) {
    let Some(work) = outline.opened.work.get_untracked() else { return };
    if actions_of(outline, row).contains(&action) {
        let id = untrack(|| outline.id_of(row));
        act(work.workspace, outline.editor, &id, action);
    }
}

/// Does it with a node, by its id in the base or as it is typed.
pub fn act(workspace: Workspace, editor: EditorState, node: &NodeId, action: NodeAction) {
    let show = |field: Option<Field>| {
        editor.pane.set(Pane::Form);
        match field {
            Some(field) => focus_field(field),
            None => focus_heading(),
        }
    };
    match action {
        NodeAction::Open => {
            workspace.select(node);
            show(None);
        }
        NodeAction::AddAfter => {
            workspace.start_new(Placement::After { node: node.clone() });
            show(Some(Field::TemplateId));
        }
        NodeAction::Duplicate => {
            if workspace.duplicate(node).is_some() {
                show(Some(Field::Placement));
            }
        }
        NodeAction::Move => {
            workspace.select(node);
            show(Some(Field::Placement));
        }
        NodeAction::Rename => {
            workspace.select(node);
            show(Some(Field::Id));
        }
        NodeAction::Remove => {
            workspace.remove(node);
            let told = if workspace.is_removed(node) { words::removed } else { words::dropped };
            editor.announcer.say(told(node.as_str()));
        }
        NodeAction::Keep => workspace.restore(node),
        NodeAction::CopyLink => copy_link(workspace, editor, node),
    }
}

/// The address that opens a node.
#[must_use]
pub fn link_to(workspace: Workspace, node: &NodeId) -> String {
    let id = workspace.id.get_untracked();
    format!("{}{}", history::origin(), routes::node(id.as_str(), node.as_str()))
}

fn copy_link(workspace: Workspace, editor: EditorState, node: &NodeId) {
    let link = link_to(workspace, node);
    spawn_local(async move {
        if clipboard::copy(&link).await {
            editor.announcer.notify(Tone::Success, words::LINK_COPIED);
        } else {
            editor.announcer.notify(Tone::Warning, words::link_not_copied(&link));
        }
    });
}
