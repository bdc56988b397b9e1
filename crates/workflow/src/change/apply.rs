//! Applying a change to the document it was made on.

use crate::change::Change;
use crate::change::{Edit, FieldEdit, RawJson, rewire};
use crate::document::{Document, Editor, List, NodeId, Patch, START_NODE_TYPE};
use crate::json::{EditError, Pointer, Value, set};

/// A change, applied.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The document with the change in it. Everything the patch does not name is byte for byte the same.
    pub document: Document,
    /// What was done, in pieces of the document. Its inverse gives back the first document, byte for byte.
    pub patch: Patch,
}

/// Why an edit cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// The id is taken by another node.
    #[error("a node `{0}` is already in the workflow")]
    IdTaken(NodeId),
    /// No node has this id.
    #[error("there is no node `{0}` in the workflow")]
    NoSuchNode(NodeId),
    /// Several nodes have this id, so which one is meant cannot be known.
    #[error("the id `{0}` is used by several nodes")]
    AmbiguousNode(NodeId),
    /// The transition that the node was to go on is not there.
    #[error("there is no transition from `{from}` to `{to}`")]
    NoSuchTransition {
        /// The node it would leave.
        from: NodeId,
        /// The node it would enter.
        to: NodeId,
    },
    /// A node was to be moved to a place that is named by itself.
    #[error("node `{0}` cannot be placed next to itself")]
    PlacedAtItself(NodeId),
    /// The workflow begins with the node, so what follows it would be reached no more.
    #[error("the workflow begins with node `{0}`, so it cannot be moved")]
    BeginsWith(NodeId),
    /// The document has no array of nodes to add to.
    #[error("the workflow has no `nodes` array")]
    NoNodes,
    /// `transitions` is there and is not an array.
    #[error("the workflow's `transitions` is not an array")]
    TransitionsNotAnArray,
    /// A key that the document is split at stands twice.
    #[error("the workflow has the key `{0}` more than once, so it is not clear which one counts")]
    DuplicateKey(String),
    /// A key on the path to the field stands twice, so which value counts cannot be known.
    #[error("`{pointer}` in node `{node}` cannot be edited safely: {reason}")]
    Unsafe {
        /// The node.
        node: NodeId,
        /// RFC 6901 pointer from the node.
        pointer: String,
        /// Why, in words.
        reason: String,
    },
    /// Another value would have to repeat this id, and half a character in it cannot be written again.
    #[error("the id `{0}` cannot be written without damage: it may stand for half a character")]
    UnwritableId(NodeId),
    /// Removing or moving the node would leave its neighbours unconnected or mix branch conditions.
    #[error("node `{node}` cannot be taken out of its place without losing a branch: {reason}")]
    CannotRejoin {
        /// The node.
        node: NodeId,
        /// Why, in words.
        reason: String,
    },
    /// The node's own JSON is not usable: no object, or another id than the edit's.
    #[error("the new node's JSON is not usable: {0}")]
    BadNode(String),
}

impl Change {
    /// Applies all edits in order.
    ///
    /// # Errors
    /// The first edit that cannot be applied; nothing is half done.
    pub fn apply(&self, document: &Document) -> Result<Applied, ApplyError> {
        let mut editor = Editor::new(document);
        for edit in &self.edits {
            edit.apply(&mut editor)?;
        }
        let (document, patch) = editor.finish();
        Ok(Applied { document, patch })
    }
}

impl Edit {
    pub(crate) fn apply(&self, editor: &mut Editor) -> Result<(), ApplyError> {
        check_lists(&editor.document)?;
        match self {
            Self::AddNode { id, json, placement } => {
                check_new_node(&editor.document, id, json)?;
                let before = only_node(&editor.document, placement.predecessor())?;
                editor
                    .insert(List::Nodes, before + 1, json.as_str())
                    .map_err(|error| ApplyError::BadNode(error.to_string()))?;
                rewire::through(editor, id, placement)
            }
            Self::EditNode { id, fields } => {
                let index = only_node(&editor.document, id)?;
                fields.iter().try_for_each(|field| edit_field(editor, index, id, field))
            }
            Self::MoveNode { id, placement } => {
                let index = only_node(&editor.document, id)?;
                if placement.nodes().contains(&id) {
                    return Err(ApplyError::PlacedAtItself(id.clone()));
                }
                only_node(&editor.document, placement.predecessor())?;
                if is_beginning(&editor.document, index, id) {
                    return Err(ApplyError::BeginsWith(id.clone()));
                }
                rewire::elsewhere(editor, id, placement)
            }
            Self::RenameNode { id, to } => {
                let index = only_node(&editor.document, id)?;
                if to == id {
                    return Ok(());
                }
                if editor.document.node(to).is_some() {
                    return Err(ApplyError::IdTaken(to.clone()));
                }
                let after = RawJson::parse(rewire::written(to)?).ok();
                edit_field(editor, index, id, &FieldEdit { pointer: "/id".into(), before: None, after })?;
                rewire::to_new_id(editor, id, to)
            }
            Self::RemoveNode { id, .. } => {
                let index = only_node(&editor.document, id)?;
                rewire::around(editor, id)?;
                editor.remove(List::Nodes, index);
                Ok(())
            }
        }
    }
}

/// Whether the workflow begins with this node: a start, or the first one where there is no start. What
/// leads nowhere is no beginning.
fn is_beginning(document: &Document, index: usize, id: &NodeId) -> bool {
    let is_start = |kind: Option<&str>| kind == Some(START_NODE_TYPE);
    let begins = match document.nodes().any(|node| is_start(node.kind)) {
        true => document.node_at(index).is_some_and(|node| is_start(node.kind)),
        false => index == 0,
    };
    let id = Some(id.as_str());
    begins && document.transitions().any(|way| way.from == id && way.to != id)
}

fn edit_field(editor: &mut Editor, index: usize, node: &NodeId, field: &FieldEdit) -> Result<(), ApplyError> {
    let refused = |reason: String| ApplyError::Unsafe { node: node.clone(), pointer: field.pointer.clone(), reason };
    let pointer = Pointer::parse(&field.pointer).ok_or_else(|| refused("it is not a JSON pointer".into()))?;
    let text = editor.document.node_at(index).map(|found| found.text).unwrap_or_default();
    let edited = set(text, &pointer, field.after.as_ref().map(RawJson::as_str))
        .map_err(|error: EditError| refused(error.to_string()))?;
    if edited == text {
        return Ok(());
    }
    editor.replace(List::Nodes, index, &edited).map_err(|error| refused(error.to_string()))
}

fn check_lists(document: &Document) -> Result<(), ApplyError> {
    let dialect = document.dialect();
    // The last is written with every deploy.
    for key in [&dialect.nodes, &dialect.transitions, &dialect.last_updated] {
        if document.members().filter(|(found, _)| found == key).count() > 1 {
            return Err(ApplyError::DuplicateKey(key.clone()));
        }
    }
    if !document.has_nodes() {
        return Err(ApplyError::NoNodes);
    }
    if document.member(&dialect.transitions).is_some() {
        return Err(ApplyError::TransitionsNotAnArray);
    }
    Ok(())
}

fn check_new_node(document: &Document, id: &NodeId, json: &RawJson) -> Result<(), ApplyError> {
    let bad = |reason: &str| Err(ApplyError::BadNode(reason.to_owned()));
    match Value::parse(json.as_str()) {
        Ok(node) if node.get("id").and_then(Value::as_str) == Some(id.as_str()) => {}
        Ok(_) => return bad("its `id` is not the id it is to be added under"),
        Err(error) => return bad(&error.to_string()),
    }
    if document.node(id).is_some() { Err(ApplyError::IdTaken(id.clone())) } else { Ok(()) }
}

/// The place of the one node that has this id.
fn only_node(document: &Document, id: &NodeId) -> Result<usize, ApplyError> {
    let mut found = document.places_of(id);
    match (found.next(), found.next()) {
        (Some(index), None) => Ok(index),
        (Some(_), Some(_)) => Err(ApplyError::AmbiguousNode(id.clone())),
        (None, _) => Err(ApplyError::NoSuchNode(id.clone())),
    }
}
