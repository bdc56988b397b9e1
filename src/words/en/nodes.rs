//! The words of the outline, the graph, the places of nodes, and undo.

use workflow::validate::Field;

/// Before the id of a node that has none.
pub const NO_ID: &str = "(no id)";

fn named(id: &str) -> &str {
    if id.trim().is_empty() { NO_ID } else { id }
}

/// Step: an email node is added.
pub fn add(id: &str) -> String {
    format!("add {}", named(id))
}

/// Step: a node is duplicated.
pub fn duplicate(id: &str) -> String {
    format!("duplicate {}", named(id))
}

/// Step: a node goes elsewhere.
pub fn place(id: &str) -> String {
    format!("place {}", named(id))
}

/// Step: a node is removed.
pub fn remove(id: &str) -> String {
    format!("remove {}", named(id))
}

/// Step: a node's edits are dropped.
pub fn revert(id: &str) -> String {
    format!("drop the edits of {}", named(id))
}

/// Step: a new node is dropped.
pub fn discard_new(id: &str) -> String {
    format!("discard {}", named(id))
}

/// Step: a removal is taken back.
pub fn restore(id: &str) -> String {
    format!("keep {}", named(id))
}

/// Step: everything is dropped.
pub const DISCARD: &str = "discard all changes";

/// Step: a newer version is brought in.
pub fn bring_in(version: &str) -> String {
    format!("bring in {version}")
}

/// Step: a fix is applied, by its label.
pub fn fix(label: &str) -> String {
    format!("fix: {}", label.replace('`', ""))
}

/// Step: something in a form is edited. `name` is the placeholder or file that it is about.
pub fn edit(field: Option<Field>, name: &str, id: &str) -> String {
    let id = named(id);
    let about = |what: &str| {
        if name.is_empty() { format!("set {what} of {id}") } else { format!("set {what} {name} of {id}") }
    };
    match field {
        Some(Field::Id) => format!("rename to {id}"),
        Some(Field::Placement) => place(id),
        Some(Field::TemplateId) => about("template"),
        Some(Field::Variables) => about("variables"),
        Some(Field::VariableName(_) | Field::VariablePath(_)) => about("variable"),
        Some(Field::Attachments) => about("attachments"),
        Some(Field::AttachmentId(_) | Field::AttachmentName(_)) => about("attachment"),
        Some(Field::DeliveryMode) => about("delivery mode"),
        Some(Field::TrackOpens) => about("open tracking"),
        Some(Field::TrackClicks) => about("click tracking"),
        Some(Field::Type | Field::Document) | None => format!("edit {id}"),
    }
}

/// The label of the undo button.
pub fn undo(step: &str) -> String {
    format!("Undo: {step}")
}

/// The label of the redo button.
pub fn redo(step: &str) -> String {
    format!("Redo: {step}")
}

/// Why nothing can be undone.
pub const NOTHING_TO_UNDO: &str = "Nothing to undo";
/// Why nothing can be redone.
pub const NOTHING_TO_REDO: &str = "Nothing to redo";

/// Told when a step was undone.
pub fn undone(step: &str) -> String {
    format!("Undone: {step}")
}

/// Told when a step was done again.
pub fn redone(step: &str) -> String {
    format!("Redone: {step}")
}
