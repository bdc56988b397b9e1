//! Applying a change to a newer head than the base it was made on.

use crate::change::{ApplyError, Change, Edit, FieldEdit, Placement, RawJson, renamed};
use crate::diff::fields;
use crate::document::{Document, Editor, NodeId};
use crate::json::{Pointer, Value};
use crate::merge::{Sides, Subject, ValueMerge, Verdict, judge};
use crate::words::change as words;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Why an edit cannot be replayed without the administrator's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ConflictKind {
    /// A different node now has the id of the node to be added.
    IdTaken,
    /// The node that was to be edited or removed, or that the new node was to follow, is gone.
    NodeGone,
    /// The transition that the new node was to go on is gone.
    TransitionGone,
    /// The same field was given another value.
    FieldChanged,
    /// The node to be removed was edited.
    RemovedNodeChanged,
    /// The node to be moved was led elsewhere.
    NodeMoved,
    /// The edit cannot be applied safely on the new head for a structural reason.
    NotApplicable,
    /// The replay would have touched something the change does not name. It is held back.
    NotContained,
}

/// One thing that the administrator must decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    /// What kind of conflict.
    pub kind: ConflictKind,
    /// The node that the edit is about.
    pub node: NodeId,
    /// RFC 6901 pointer from the node, for a field.
    pub pointer: Option<String>,
    /// The value on the base.
    pub base: Option<RawJson>,
    /// The value the change asks for.
    pub ours: Option<RawJson>,
    /// The value on the head.
    pub theirs: Option<RawJson>,
    /// What happened, in plain words.
    pub message: String,
}

/// The outcome of a replay.
#[derive(Clone, Debug)]
pub enum Replayed {
    /// The change is on the head; every piece the change does not name was compared and is untouched.
    Clean(Document),
    /// The head already says what the change asks for: an earlier write has landed.
    AlreadyThere,
    /// Decisions are needed; nothing was done. All conflicts, not only the first.
    Conflicts(Vec<Conflict>),
}

/// Replays `change`, made on `base`, on `head`. What the change asks for and the head already says
/// is skipped edit by edit and field by field, so a change that has landed by half is completed.
#[must_use]
pub fn replay(change: &Change, base: &Document, head: &Document) -> Replayed {
    // Nothing has happened in between. Where the change does not fit all the same, it is gone through edit
    // by edit: it may be there already.
    if head == base
        && let Ok(applied) = change.apply(head)
    {
        return if applied.document == *head { Replayed::AlreadyThere } else { Replayed::Clean(applied.document) };
    }
    let change = &renamed::resolve(change, base, head);
    let mut editor = Editor::new(head);
    let mut conflicts = Vec::new();
    let mut applied = false;
    for edit in &change.edits {
        match due(edit, base, head, &editor.document) {
            Ok(None) => {}
            Ok(Some(due)) => match due.apply(&mut editor) {
                Ok(()) => applied = true,
                Err(error) => conflicts.push(not_applicable(edit.node(), &error)),
            },
            Err(found) => conflicts.extend(found),
        }
    }
    if !conflicts.is_empty() {
        return Replayed::Conflicts(conflicts);
    }
    if !applied {
        return Replayed::AlreadyThere;
    }
    let (document, _) = editor.finish();
    match first_trespass(change, head, &document) {
        None => Replayed::Clean(document),
        Some(what) => Replayed::Conflicts(vec![not_contained(change, &what)]),
    }
}

/// Something that the change does not name would be touched.
pub(super) fn not_contained(change: &Change, what: &str) -> Conflict {
    Conflict {
        kind: ConflictKind::NotContained,
        node: change.touched().first().map_or_else(NodeId::default, |&node| node.clone()),
        pointer: None,
        base: None,
        ours: None,
        theirs: None,
        message: words::not_contained(what),
    }
}

/// What of `edit` is still to be done on `head`, which is the vendor's with what was replayed before;
/// `None` where it already says it.
fn due(edit: &Edit, base: &Document, vendors: &Document, head: &Document) -> Result<Option<Edit>, Vec<Conflict>> {
    match edit {
        Edit::AddNode { id, json, placement } => due_addition(head, id, json, placement)
            .map(|due| due.then(|| edit.clone()))
            .map_err(|conflict| vec![*conflict]),
        Edit::EditNode { id, fields } => {
            let Some(node) = head.node(id) else {
                return Err(vec![node_gone(id, words::gone::TO_BE_EDITED)]);
            };
            let node = Value::parse(node.text).ok();
            let mut due = Vec::new();
            let mut conflicts = Vec::new();
            for field in fields {
                match due_field(node.as_ref(), id, field) {
                    Ok(still) => due.extend(still),
                    Err(found) => conflicts.extend(found),
                }
            }
            if conflicts.is_empty() {
                Ok((!due.is_empty()).then(|| Edit::EditNode { id: id.clone(), fields: due }))
            } else {
                Err(conflicts)
            }
        }
        Edit::MoveNode { id, placement } => due_move(base, vendors, head, id, placement)
            .map(|due| due.then(|| edit.clone()))
            .map_err(|conflict| vec![*conflict]),
        Edit::RenameNode { id, .. } => match head.node(id) {
            None => Err(vec![node_gone(id, words::gone::TO_BE_RENAMED)]),
            Some(_) => Ok(Some(edit.clone())),
        },
        Edit::RemoveNode { id, was } => match head.node(id) {
            None => Ok(None),
            Some(node) => match removal_conflict(id, was, &RawJson::scanned(node.text)) {
                None => Ok(Some(edit.clone())),
                Some(conflict) => Err(vec![conflict]),
            },
        },
    }
}

/// Whether others have edited a node that is to be removed.
pub(super) fn removal_conflict(id: &NodeId, was: &RawJson, now: &RawJson) -> Option<Conflict> {
    let edited = {
        let (was, now) = (Value::parse(was.as_str()).ok(), Value::parse(now.as_str()).ok());
        judge(was.as_ref(), None, now.as_ref()) == Verdict::Both
    };
    edited.then(|| Conflict {
        kind: ConflictKind::RemovedNodeChanged,
        node: id.clone(),
        pointer: None,
        base: Some(was.clone()),
        ours: None,
        theirs: Some(now.clone()),
        message: words::removed_node_changed(id),
    })
}

/// Whether the node is still to be added.
pub(super) fn due_addition(
    head: &Document,
    id: &NodeId,
    json: &RawJson,
    placement: &Placement,
) -> Result<bool, Box<Conflict>> {
    let conflict = |kind, theirs, message| {
        Box::new(Conflict {
            kind,
            node: id.clone(),
            pointer: None,
            base: None,
            ours: Some(json.clone()),
            theirs,
            message,
        })
    };
    if let Some(there) = head.node(id) {
        let ours = Value::parse(json.as_str()).ok();
        let theirs = Value::parse(there.text).ok();
        // A tenant may add defaults to what it stores, so the node is ours if it says all that we said.
        let landed = ours.zip(theirs).is_some_and(|(ours, theirs)| theirs.includes(&ours));
        return if landed {
            Ok(false)
        } else {
            let message = words::id_taken(id);
            Err(conflict(ConflictKind::IdTaken, Some(RawJson::scanned(there.text)), message))
        };
    }
    match lost_place(head, id, placement) {
        Some((kind, message)) => Err(conflict(kind, None, message)),
        None => Ok(true),
    }
}

/// Why a place is no more.
fn lost_place(head: &Document, id: &NodeId, placement: &Placement) -> Option<(ConflictKind, String)> {
    let before = placement.predecessor();
    if head.node(before).is_none() {
        let message = words::predecessor_gone(before, id);
        return Some((ConflictKind::NodeGone, message));
    }
    match placement {
        Placement::On { from, to, .. } if placement.transition(head).is_none() => {
            let message = words::transition_gone(from, to, id);
            Some((ConflictKind::TransitionGone, message))
        }
        _ => None,
    }
}

/// Whether the node is still to be moved.
pub(super) fn due_move(
    base: &Document,
    vendors: &Document,
    head: &Document,
    id: &NodeId,
    placement: &Placement,
) -> Result<bool, Box<Conflict>> {
    let conflict = |kind, message| {
        Box::new(Conflict { kind, node: id.clone(), pointer: None, base: None, ours: None, theirs: None, message })
    };
    if head.node(id).is_none() {
        return Err(Box::new(node_gone(id, words::gone::TO_BE_MOVED)));
    }
    if stands_at(head, id, placement) && !stands_at(base, id, placement) {
        return Ok(false);
    }
    // Where at least one neighbour is what it was, others have put something beside the node, not moved it.
    let (was, now) = (neighbours(base, id), neighbours(vendors, id));
    if !was.is_empty() && was.is_disjoint(&now) {
        let message = words::moved_elsewhere(id);
        return Err(conflict(ConflictKind::NodeMoved, message));
    }
    // Where the node was, its neighbours are joined before the place is looked for.
    let without = |edit: Edit| Change::of(edit).apply(head).ok();
    let joined =
        head.node(id).and_then(|node| without(Edit::RemoveNode { id: id.clone(), was: RawJson::scanned(node.text) }));
    match lost_place(joined.as_ref().map_or(head, |joined| &joined.document), id, placement) {
        Some((kind, message)) => Err(conflict(kind, message)),
        None => Ok(true),
    }
}

/// Whether the way of `placement` leads through `node`.
fn stands_at(document: &Document, node: &NodeId, placement: &Placement) -> bool {
    let node = Some(node.as_str());
    match placement {
        Placement::After { node: before } => {
            let before = Some(before.as_str());
            let mut leaving = document.transitions().filter(|way| way.from == before && way.to != before);
            leaving.next().is_some_and(|only| only.to == node) && leaving.next().is_none()
        }
        Placement::On { from, to, transition } => {
            let mut ways = document.transitions();
            let enters = ways.any(|way| {
                way.from == Some(from.as_str())
                    && way.to == node
                    && transition.as_ref().is_none_or(|id| way.id == Some(id.as_str()))
            });
            enters && document.transitions().any(|way| way.from == node && way.to == Some(to.as_str()))
        }
    }
}

/// What leads to a node, and what it leads to.
fn neighbours<'d>(document: &'d Document, node: &NodeId) -> HashSet<(bool, &'d str)> {
    let node = Some(node.as_str());
    let ways = document.transitions().filter(|way| way.from != way.to);
    ways.flat_map(|way| {
        let before = way.from.filter(|_| way.to == node).map(|from| (false, from));
        before.into_iter().chain(way.to.filter(|_| way.from == node).map(|to| (true, to)))
    })
    .collect()
}

/// What is still to be set of a field: the two sides' values merged, as [`mod@crate::merge`] does it.
fn due_field(node: Option<&Value<'_>>, id: &NodeId, field: &FieldEdit) -> Result<Option<FieldEdit>, Vec<Conflict>> {
    let (after, conflicts) = merged_field(node, id, field);
    if !conflicts.is_empty() {
        return Err(conflicts);
    }
    let theirs = Pointer::parse(&field.pointer).and_then(|pointer| node?.at(&pointer));
    let is_there = match (&after, theirs) {
        (Some(after), Some(theirs)) => Value::parse(after.as_str()).is_ok_and(|after| after.same_as(theirs)),
        (after, theirs) => after.is_none() && theirs.is_none(),
    };
    Ok((!is_there).then(|| FieldEdit { after, ..field.clone() }))
}

/// A field's value merged, and what of it both sides changed; there it says what the base says.
pub(super) fn merged_field(
    node: Option<&Value<'_>>,
    id: &NodeId,
    field: &FieldEdit,
) -> (Option<RawJson>, Vec<Conflict>) {
    let theirs = Pointer::parse(&field.pointer).and_then(|pointer| node?.at(&pointer));
    let mut merging = ValueMerge { layout: None, conflicts: Vec::new() };
    let merged = merging.merge(value(&field.before).as_ref(), value(&field.after).as_ref(), theirs);
    let conflicts = merging.conflicts.into_iter().map(|found| {
        let pointer = format!("{}{}", field.pointer, found.pointer);
        let sides = Sides { base: found.base.as_deref(), ours: found.ours.as_deref(), theirs: found.theirs.as_deref() };
        let message = words::sides(&sides, &Subject::Node { id: id.clone() }, &pointer);
        let raw = |text: Option<String>| text.as_deref().map(RawJson::scanned);
        Conflict {
            kind: ConflictKind::FieldChanged,
            node: id.clone(),
            pointer: Some(pointer),
            message,
            base: raw(found.base),
            ours: raw(found.ours),
            theirs: raw(found.theirs),
        }
    });
    (merged.and_then(|text| RawJson::parse(text).ok()), conflicts.collect())
}

fn value(json: &Option<RawJson>) -> Option<Value<'_>> {
    json.as_ref().and_then(|json| Value::parse(json.as_str()).ok())
}

pub(super) fn node_gone(node: &NodeId, what: &str) -> Conflict {
    Conflict {
        kind: ConflictKind::NodeGone,
        node: node.clone(),
        pointer: None,
        base: None,
        ours: None,
        theirs: None,
        message: words::node_gone(node, what),
    }
}

pub(super) fn not_applicable(node: &NodeId, error: &ApplyError) -> Conflict {
    let kind = match error {
        ApplyError::IdTaken(_) => ConflictKind::IdTaken,
        ApplyError::NoSuchNode(_) => ConflictKind::NodeGone,
        ApplyError::NoSuchTransition { .. } => ConflictKind::TransitionGone,
        _ => ConflictKind::NotApplicable,
    };
    Conflict {
        kind,
        node: node.clone(),
        pointer: None,
        base: None,
        ours: None,
        theirs: None,
        message: words::not_applicable(&error.to_string()),
    }
}

/// The proof of promise 3, made without looking at how the result came about: every node that the
/// change does not name, and every top-level value, stands in `result` as on `head` and in the same
/// order; of an edited node, every value that no edit names says the same; and every transition stands
/// there, unless it is one that touches a named node. Answers the first thing that does not.
pub(super) fn first_trespass(change: &Change, head: &Document, result: &Document) -> Option<String> {
    let touched: HashSet<&str> = change.touched().into_iter().map(NodeId::as_str).collect();
    let untouched = |id: Option<&str>| id.is_none_or(|id| !touched.contains(id));
    let mut theirs = head.nodes().filter(|node| untouched(node.id));
    let mut ours = result.nodes().filter(|node| untouched(node.id));
    loop {
        match (theirs.next(), ours.next()) {
            (None, None) => break,
            (Some(theirs), Some(ours)) if theirs.text == ours.text => {}
            (one, other) => {
                let id = one.or(other).and_then(|node| node.id).unwrap_or("without an id");
                return Some(format!("node `{id}`"));
            }
        }
    }
    if let Some(field) = change.edits.iter().find_map(|edit| strayed_field(edit, change, head, result)) {
        return Some(field);
    }
    let values = |document: &Document| -> Vec<(String, Option<String>)> {
        let transitions = document.dialect().transitions.clone();
        document
            .members()
            .filter(|(key, value)| !(*key == transitions && value.is_none()))
            .map(|(key, value)| (key.to_owned(), value.map(str::to_owned)))
            .collect()
    };
    if values(head) != values(result) {
        return Some("a value of the workflow itself".to_owned());
    }
    let mut kept: HashMap<&str, usize> = HashMap::new();
    for transition in result.transitions() {
        *kept.entry(transition.text).or_default() += 1;
    }
    let rewired = result.transitions().filter(|found| !(untouched(found.from) && untouched(found.to)));
    let rewired: HashSet<(Option<&str>, Option<&str>)> =
        rewired.flat_map(|found| [(found.from, None), (None, found.to)]).collect();
    for transition in head.transitions() {
        match kept.get_mut(transition.text) {
            Some(count) if *count > 0 => *count -= 1,
            _ => {
                let led_through =
                    rewired.contains(&(transition.from, None)) || rewired.contains(&(None, transition.to));
                if untouched(transition.from) && untouched(transition.to) && !led_through {
                    let end = |id: Option<&str>| id.unwrap_or("?").to_owned();
                    return Some(format!("the transition `{}` → `{}`", end(transition.from), end(transition.to)));
                }
            }
        }
    }
    None
}

/// A value of an edited node that differs although no edit names it, nor what it is part of.
fn strayed_field(edit: &Edit, change: &Change, head: &Document, result: &Document) -> Option<String> {
    let Edit::EditNode { id, .. } = edit else { return None };
    let (before, after) = (head.node(id)?, result.node(id)?);
    let named = || {
        let of_node = change.edits.iter().filter(|edit| edit.node() == id);
        of_node.flat_map(|edit| match edit {
            Edit::EditNode { fields, .. } => fields.as_slice(),
            _ => &[],
        })
    };
    let is_part =
        |part: &str, whole: &str| part.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let changed = fields::between(before.text, after.text);
    let strayed = changed.iter().find(|found| {
        !named().any(|field| {
            // Of an array, what is taken out or put in may be told at another place than it was done at.
            let at = field.pointer.trim_end_matches(|found: char| found.is_ascii_digit()).trim_end_matches('/');
            is_part(&found.pointer, at) || is_part(at, &found.pointer)
        })
    });
    strayed.map(|found| format!("`{}` of node `{id}`", found.pointer))
}
