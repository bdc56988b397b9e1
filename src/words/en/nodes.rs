//! The words of the outline, the graph, the places of nodes, and undo.

use crate::browser::locale::number;
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

/// The heading of the placement.
pub const PLACED_AFTER: &str = "Placed after";
/// The mark of a moved node, and its name in lists.
pub const MOVED: &str = "MOVED";
/// Leaves a moved node where it was.
pub const PUT_BACK: &str = "Put it back";
/// In the empty placement field.
pub const CHOOSE_NODE: &str = "Choose a node";
/// Placement, empty.
pub const NO_PLACE: &str = "Choose the node after which the email is sent.";
/// Placement.
pub const PLACEMENT_HINT: &str = "The email is sent when the workflow leaves this node.";
/// Placement of a node to which no single way leads.
pub const SEVERAL_WAYS: &str = "No single way leads to this node. Choose a node to put it behind.";
/// The picker of a branch.
pub const BRANCH: &str = "Branch";
/// Below the picker of a branch.
pub const BRANCH_HINT: &str = "The branch keeps its condition.";
/// Before the nodes that lead to a node.
pub const AFTER: &str = "After";
/// Before the nodes that a node leads to.
pub const LEADS_TO: &str = "Leads to";
/// A node without a way to it.
pub const NOTHING_LEADS_HERE: &str = "No transition leads here.";
/// A node without a way on.
pub const ENDS_HERE: &str = "The workflow ends here.";
/// The heading of the id.
pub const NODE_ID: &str = "Node id";
/// The id of a new node.
pub const ID_OF_NEW: &str = "Unique in this workflow. Transitions and reports refer to it.";
/// The id of a node that is in the workflow.
pub const ID_OF_EXISTING: &str = "Another id takes the transitions along. Reports may know the node by the old one.";

/// A place that is no node.
pub fn no_such_node(id: &str) -> String {
    format!("There is no node {id} in this workflow.")
}

/// The detail of a new node in a list.
pub fn new_of_kind(kind: &str) -> String {
    format!("{kind}, new")
}

/// The choice before all branches.
pub fn before_all(branches: usize) -> String {
    if branches > 1 { format!("Before all {branches} branches") } else { "On every way out".to_owned() }
}

/// The choice of one branch.
pub fn on_the_way(to: &str, when: &str) -> String {
    format!("On the way to {to}{when}")
}

/// The button that gives a node this id.
pub fn use_id(id: &str) -> String {
    format!("Use {id}")
}

/// A node that gets another id.
pub fn renamed_from(id: &str) -> String {
    format!("Was {id}. The transitions to and from it are changed with it.")
}

/// What kind of node is shown.
pub fn of_type(kind: &str) -> String {
    if kind.is_empty() { "Node".to_owned() } else { format!("Node of type {kind}") }
}

/// The heading of a node's JSON.
pub const JSON: &str = "JSON";
/// The name of that text.
pub const JSON_OF_NODE: &str = "This node's JSON";
/// What is copied there.
pub const JSON_TO_COPY: &str = "this node's JSON";
/// A node that is to be removed.
pub const WILL_BE_REMOVED: &str = "This node will be removed with the next deploy.";
/// Adds an email node behind the one that is shown.
pub const ADD_AFTER: &str = "Add an email node after this";
/// Adds it where several ways leave, in front of all of them.
pub const ADD_BEFORE_ALL: &str = "Add an email node before all branches";
/// The heading of the single ways that leave.
pub const ADD_ON_BRANCH: &str = "Or on one branch, which keeps its condition";
/// The heading of the ways that lead to a node without a way on.
pub const ADD_BEFORE: &str = "Add an email node before this";

/// One of those ways.
pub fn between(from: &str, when: &str) -> String {
    format!("Between {from} and here{when}")
}

/// A branch's condition, behind where it leads: " when total > 100".
pub fn when(condition: &str) -> String {
    if condition.is_empty() { String::new() } else { format!(" when {condition}") }
}

/// What is copied by "Copy link".
pub const LINK_TO_NODE: &str = "a link to this node";
/// A link that leads to no node.
pub fn gone(id: &str) -> String {
    format!("There is no node {id} in this workflow. It may have been removed or renamed.")
}
/// The way from a missing node to the whole workflow.
pub const SHOW_WORKFLOW: &str = "Show the workflow";

/// The group of the two buttons.
pub const UNDO_AND_REDO: &str = "Undo and redo";

/// What is done with a node: it is new.
pub const NEW: &str = "new";
/// What is done with a node: values in it are changed.
pub const EDITED: &str = "edited";
/// What is done with a node: it goes elsewhere.
pub const MOVED_TO: &str = "moved";
/// What is done with a node: it gets another id.
pub const RENAMED: &str = "renamed";
/// What is done with a node: it is removed.
pub const REMOVED: &str = "removed";

/// The heading of the outline and the graph.
pub const NODES: &str = "Nodes";
/// The nodes as a list.
pub const OUTLINE: &str = "Outline";
/// The nodes as a picture.
pub const GRAPH: &str = "Graph";
/// The choice between the two.
pub const SHOW_NODES_AS: &str = "Show the nodes as";
/// The button that fetches the workflow again.
pub const RELOAD: &str = "Load the newest version";
/// The name of the tree grid.
pub const NODES_OF_WORKFLOW: &str = "Nodes of the workflow";
/// The name of the filter.
pub const FILTER: &str = "Filter the nodes";
/// In the empty filter.
pub const FILTER_PLACEHOLDER: &str = "Filter by id or type";
/// Only email nodes.
pub const ONLY_EMAIL: &str = "Email nodes";
/// Only changed nodes.
pub const ONLY_CHANGED: &str = "Changed";
/// Only nodes with findings.
pub const ONLY_FAULTY: &str = "With problems";
/// No node is found.
pub const NOTHING_FOUND: &str = "No node matches the filter.";
/// A workflow without nodes.
pub const NO_NODES: &str = "This workflow has no nodes.";
/// The columns of the outline, in order.
pub const COLUMNS: [&str; 5] = ["Node", "Type", "Findings", "Changes", "Actions"];
/// The mark of a new node.
pub const NEW_MARK: &str = "NEW";
/// The mark of an edited node.
pub const EDITED_MARK: &str = "EDITED";
/// The mark of a node with another id.
pub const RENAMED_MARK: &str = "RENAMED";
/// The mark of a node that is to be removed.
pub const REMOVED_MARK: &str = "REMOVED";
/// A node with errors.
pub const HAS_ERRORS: &str = "has errors";
/// A node with warnings.
pub const HAS_WARNINGS: &str = "has warnings";
/// While the graph is on its way.
pub const DRAWING: &str = "Drawing the graph…";

/// How many nodes are found of all.
pub fn found(count: usize, all: &str) -> String {
    format!("{} of {all}", number(count as u64))
}

/// The name of a node's menu.
pub fn actions_of(id: &str) -> String {
    format!("Actions for {}", named(id))
}

/// Told when a node was removed.
pub fn removed(id: &str) -> String {
    format!("{} is removed with the next deploy", named(id))
}

/// Told when a new node was dropped.
pub fn dropped(id: &str) -> String {
    format!("{} is discarded", named(id))
}

/// Menu: shows the node.
pub const ACTION_OPEN: &str = "Open";
/// Menu: an email node behind it.
pub const ACTION_ADD_AFTER: &str = "Add an email after this";
/// Menu: another one that says the same.
pub const ACTION_DUPLICATE: &str = "Duplicate";
/// Menu: to its place.
pub const ACTION_MOVE: &str = "Move…";
/// Menu: to its id.
pub const ACTION_RENAME: &str = "Rename…";
/// Menu: out of the workflow.
pub const ACTION_REMOVE: &str = "Remove";
/// Menu: stays in the workflow after all.
pub const ACTION_KEEP: &str = "Keep this node";
/// Menu: a link to it.
pub const ACTION_COPY_LINK: &str = "Copy link";
/// A link was copied.
pub const LINK_COPIED: &str = "Link copied";

/// The browser does not copy.
pub fn link_not_copied(link: &str) -> String {
    format!("The browser did not allow copying. The link is {link}")
}

/// The code of the graph is missing.
pub const GRAPH_NOT_FETCHED: &str =
    "The graph could not be loaded; nothing else is affected. Everything in it can be done in the outline.";
/// The graph could not be laid out.
pub const GRAPH_FAILED: &str =
    "The graph could not be drawn; nothing else is affected. Everything in it can be done in the outline.";
/// Fetches again.
pub const TRY_AGAIN: &str = "Try again";
/// The name of the graph.
pub const GRAPH_LABEL: &str = "Graph of the workflow";
/// How the keys work in the graph.
pub const GRAPH_KEYS: &str = "Arrow keys move the picture, with Shift further. Plus and minus zoom, 0 shows all of it. The outline has the same nodes as a list.";
/// The buttons of the graph.
pub const GRAPH_TOOLS: &str = "Zoom";
/// Larger.
pub const ZOOM_IN: &str = "Zoom in";
/// Smaller.
pub const ZOOM_OUT: &str = "Zoom out";
/// All of it.
pub const FIT: &str = "Show all of it";

/// What the picture shows, for who does not see it.
pub fn graph_told(nodes: usize, ways: usize, new: &[String], changed: usize) -> String {
    let count = super::editor::counted;
    let mut told = format!("{}, {}.", count(nodes, "node", "nodes"), count(ways, "transition", "transitions"));
    if !new.is_empty() {
        told.push_str(&format!(" New: {}.", new.join(", ")));
    }
    if changed > 0 {
        told.push_str(&format!(" {} changed.", count(changed, "node", "nodes")));
    }
    told
}

/// What is shown of a node when it is pointed at.
pub fn node_told(id: &str, kind: &str, mark: Option<&str>, finding: Option<&str>) -> String {
    let mut told = if kind.is_empty() { id.to_owned() } else { format!("{id} ({kind})") };
    for more in [mark, finding].into_iter().flatten() {
        told.push_str(", ");
        told.push_str(&more.to_lowercase());
    }
    told
}
