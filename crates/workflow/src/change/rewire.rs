//! Leading transitions through a new node, around a removed one, from one place of a moved one to
//! another, and to a node's new id.

use crate::change::{ApplyError, Placement};
use crate::document::{Dialect, Document, Editor, List, NodeId};
use crate::json::{Pointer, quote, set};
use std::collections::HashSet;

/// A transition's place and what matters of it here.
struct Found {
    index: usize,
    to: Option<NodeId>,
    conditional: bool,
}

/// Rewires transitions so that the way of `placement` leads through `node`.
pub(crate) fn through(editor: &mut Editor, node: &NodeId, placement: &Placement) -> Result<(), ApplyError> {
    lead(editor, node, placement, &mut None)
}

/// Rewires transitions so that they lead around `node` where it is, and through it at `placement`. A
/// transition that is left over where the node was leads to or from it where it goes, so that it keeps
/// its id and whatever else the tenant notes in it. Its loops go along.
pub(crate) fn elsewhere(editor: &mut Editor, node: &NodeId, placement: &Placement) -> Result<(), ApplyError> {
    let mut left_over = rejoin(editor, node)?;
    left_over.sort_unstable();
    let is_conditional =
        |index: &usize| editor.document.transition_at(*index).is_some_and(|found| found.condition.is_some());
    if left_over.iter().any(is_conditional) {
        return cannot(node, "a branch begins or ends with it, and its condition would be lost");
    }
    let mut spare = left_over.first().copied();
    for index in left_over.into_iter().skip(1).rev() {
        editor.remove(List::Transitions, index);
    }
    lead(editor, node, placement, &mut spare)?;
    if let Some(index) = spare {
        editor.remove(List::Transitions, index);
    }
    Ok(())
}

/// Leads the way of `placement` through `node`. Where a transition has to be added, `spare` is one that
/// can be used instead; it counts as no way out of anything.
fn lead(
    editor: &mut Editor,
    node: &NodeId,
    placement: &Placement,
    spare: &mut Option<usize>,
) -> Result<(), ApplyError> {
    match placement {
        Placement::After { node: before } => {
            let mut leaving = leaving(&editor.document, before);
            leaving.retain(|found| Some(found.index) != *spare);
            match leaving.as_slice() {
                [] => {
                    editor.ensure(List::Transitions);
                    let end = editor.document.transitions().len();
                    connect(editor, end, before, node, spare)
                }
                [only] => lead_through(editor, only, node, spare),
                [first, ..] => {
                    // The branches are decided behind the new node, each under its own condition.
                    for branch in &leaving {
                        redirect(editor, branch.index, |dialect| &dialect.transition_from, node)?;
                    }
                    connect(editor, first.index, before, node, spare)
                }
            }
        }
        Placement::On { from, to, .. } => {
            let Some(found) = placement.transition(&editor.document) else {
                return Err(ApplyError::NoSuchTransition { from: from.clone(), to: to.clone() });
            };
            let found = Found { index: found.index, to: Some(to.clone()), conditional: false };
            lead_through(editor, &found, node, spare)
        }
    }
}

/// `x → y` becomes `x → node`, under its condition, and `node → y`.
fn lead_through(
    editor: &mut Editor,
    transition: &Found,
    node: &NodeId,
    spare: &mut Option<usize>,
) -> Result<(), ApplyError> {
    redirect(editor, transition.index, |dialect| &dialect.transition_to, node)?;
    match &transition.to {
        Some(to) => connect(editor, transition.index + 1, node, to, spare),
        None => Ok(()),
    }
}

/// Joins the transitions around `node`, so that what led to it leads on, and drops the rest.
pub(crate) fn around(editor: &mut Editor, node: &NodeId) -> Result<(), ApplyError> {
    let mut dropped = rejoin(editor, node)?;
    dropped.extend(self_loops(&editor.document, node));
    dropped.sort_unstable_by(|one, two| two.cmp(one));
    for index in dropped {
        editor.remove(List::Transitions, index);
    }
    Ok(())
}

/// Joins the transitions around `node`, so that what led to it leads on. Answers the places of those that
/// are left over; the node's loops are not among them.
fn rejoin(editor: &mut Editor, node: &NodeId) -> Result<Vec<usize>, ApplyError> {
    let entering = entering(&editor.document, node);
    let leaving = leaving(&editor.document, node);
    let places = |found: &[Found]| found.iter().map(|found| found.index).collect();
    match (entering.as_slice(), leaving.as_slice()) {
        ([], outgoing) => Ok(places(outgoing)),
        (incoming, []) => Ok(places(incoming)),
        (incoming, [only]) if !only.conditional => {
            if let Some(next) = &only.to {
                for found in incoming {
                    redirect(editor, found.index, |dialect| &dialect.transition_to, next)?;
                }
            }
            Ok(vec![only.index])
        }
        ([only], outgoing) if !only.conditional => {
            let before = editor.document.transition_at(only.index).and_then(|found| found.from).map(NodeId::from);
            if let Some(before) = before {
                for found in outgoing {
                    redirect(editor, found.index, |dialect| &dialect.transition_from, &before)?;
                }
            }
            Ok(vec![only.index])
        }
        ([_], _) => cannot(node, "the branches behind it have conditions, and so has the way to it"),
        _ => cannot(node, "several ways lead to it and it branches"),
    }
}

fn cannot<T>(node: &NodeId, reason: &str) -> Result<T, ApplyError> {
    Err(ApplyError::CannotRejoin { node: node.clone(), reason: reason.to_owned() })
}

/// Leads all transitions of a node to its new id.
pub(crate) fn to_new_id(editor: &mut Editor, node: &NodeId, id: &NodeId) -> Result<(), ApplyError> {
    let found = editor.document.transitions_of(node);
    let found: Vec<_> = found.map(|(found, leaves, enters)| (found.index, leaves, enters)).collect();
    for (index, leaves, enters) in found {
        if leaves {
            redirect(editor, index, |dialect| &dialect.transition_from, id)?;
        }
        if enters {
            redirect(editor, index, |dialect| &dialect.transition_to, id)?;
        }
    }
    Ok(())
}

/// The JSON string of an id. Halves of surrogate pairs are all read as U+FFFD, so an id with that
/// character may not be the one that the document means.
pub(crate) fn written(id: &NodeId) -> Result<String, ApplyError> {
    match id.as_str().contains(char::REPLACEMENT_CHARACTER) {
        true => Err(ApplyError::UnwritableId(id.clone())),
        false => Ok(quote(id.as_str())),
    }
}

fn leaving(document: &Document, node: &NodeId) -> Vec<Found> {
    collect(document, node, |leaves, enters| leaves && !enters)
}

fn entering(document: &Document, node: &NodeId) -> Vec<Found> {
    collect(document, node, |leaves, enters| enters && !leaves)
}

fn self_loops(document: &Document, node: &NodeId) -> Vec<usize> {
    let found = document.transitions_of(node);
    found.filter(|(_, leaves, enters)| *leaves && *enters).map(|(found, ..)| found.index).collect()
}

/// The transitions of a node that are wanted by whether they leave and whether they enter it.
fn collect(document: &Document, node: &NodeId, wanted: fn(bool, bool) -> bool) -> Vec<Found> {
    document
        .transitions_of(node)
        .filter(|(_, leaves, enters)| wanted(*leaves, *enters))
        .map(|(found, ..)| Found {
            index: found.index,
            to: found.to.map(NodeId::from),
            conditional: found.condition.is_some(),
        })
        .collect()
}

/// Gives one end of a transition another node, and leaves the rest of its text alone.
fn redirect(
    editor: &mut Editor,
    index: usize,
    end: impl Fn(&Dialect) -> &String,
    node: &NodeId,
) -> Result<(), ApplyError> {
    let key = end(editor.document.dialect()).clone();
    let text = editor.document.transition_at(index).map(|found| found.text).unwrap_or_default();
    let pointer = Pointer::root().child(&key);
    let refused =
        |reason: String| ApplyError::Unsafe { node: node.clone(), pointer: format!("transition {pointer}"), reason };
    let edited = set(text, &pointer, Some(&written(node)?)).map_err(|error| refused(error.to_string()))?;
    editor.replace(List::Transitions, index, &edited).map_err(|error| refused(error.to_string()))
}

/// Adds the transition `from → to` at `index`, with an id where the tenant's transitions have ids; or
/// makes the spare one lead there.
fn connect(
    editor: &mut Editor,
    index: usize,
    from: &NodeId,
    to: &NodeId,
    spare: &mut Option<usize>,
) -> Result<(), ApplyError> {
    if let Some(spare) = spare.take() {
        redirect(editor, spare, |dialect| &dialect.transition_from, from)?;
        return redirect(editor, spare, |dialect| &dialect.transition_to, to);
    }
    let document = &editor.document;
    let dialect = document.dialect();
    let mut json = String::from("{");
    if document.transitions().len() == 0 || document.transitions().any(|found| found.id.is_some()) {
        json += &format!("{}:{},", quote(&dialect.transition_id), quote(&free_id(document, from, to)));
    }
    json += &format!(
        "{}:{},{}:{}}}",
        quote(&dialect.transition_from),
        written(from)?,
        quote(&dialect.transition_to),
        written(to)?
    );
    editor.insert(List::Transitions, index, &json).map_err(|error| ApplyError::BadNode(error.to_string()))
}

fn free_id(document: &Document, from: &NodeId, to: &NodeId) -> String {
    let wanted = format!("t_{from}_{to}");
    let ids = document.graph_names(List::Transitions).filter_map(|found| found.id);
    let taken: HashSet<&[u8]> = ids.filter(|id| id.starts_with(wanted.as_bytes())).collect();
    let numbered = (2..).map(|number| format!("{wanted}_{number}"));
    std::iter::once(wanted.clone()).chain(numbered).find(|id| !taken.contains(id.as_bytes())).unwrap_or(wanted)
}
