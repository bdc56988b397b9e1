//! Leading transitions through a new node, around a removed one, and to a node's new id.

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
    match placement {
        Placement::After { node: before } => {
            let leaving = leaving(&editor.document, before);
            match leaving.as_slice() {
                [] => {
                    editor.ensure(List::Transitions);
                    let end = editor.document.transitions().len();
                    connect(editor, end, before, node)
                }
                [only] => lead_through(editor, only, node),
                [first, ..] => {
                    // The branches are decided behind the new node, each under its own condition.
                    for branch in &leaving {
                        redirect(editor, branch.index, |dialect| &dialect.transition_from, node)?;
                    }
                    connect(editor, first.index, before, node)
                }
            }
        }
        Placement::On { from, to, .. } => {
            let Some(found) = placement.transition(&editor.document) else {
                return Err(ApplyError::NoSuchTransition { from: from.clone(), to: to.clone() });
            };
            let found = Found { index: found.index, to: Some(to.clone()), conditional: false };
            lead_through(editor, &found, node)
        }
    }
}

/// `x → y` becomes `x → node`, under its condition, and `node → y`.
fn lead_through(editor: &mut Editor, transition: &Found, node: &NodeId) -> Result<(), ApplyError> {
    redirect(editor, transition.index, |dialect| &dialect.transition_to, node)?;
    match &transition.to {
        Some(to) => connect(editor, transition.index + 1, node, to),
        None => Ok(()),
    }
}

/// Joins the transitions around `node`, so that what led to it leads on, and drops the rest.
pub(crate) fn around(editor: &mut Editor, node: &NodeId) -> Result<(), ApplyError> {
    let entering = entering(&editor.document, node);
    let leaving = leaving(&editor.document, node);
    let cannot = |reason: &str| Err(ApplyError::CannotRejoin { node: node.clone(), reason: reason.to_owned() });
    let mut dropped: Vec<usize> = self_loops(&editor.document, node);
    match (entering.as_slice(), leaving.as_slice()) {
        ([], outgoing) => dropped.extend(outgoing.iter().map(|found| found.index)),
        (incoming, []) => dropped.extend(incoming.iter().map(|found| found.index)),
        (incoming, [only]) if !only.conditional => {
            if let Some(next) = &only.to {
                for found in incoming {
                    redirect(editor, found.index, |dialect| &dialect.transition_to, next)?;
                }
            }
            dropped.push(only.index);
        }
        ([only], outgoing) if !only.conditional => {
            let before = editor.document.transition_at(only.index).and_then(|found| found.from).map(NodeId::from);
            if let Some(before) = before {
                for found in outgoing {
                    redirect(editor, found.index, |dialect| &dialect.transition_from, &before)?;
                }
            }
            dropped.push(only.index);
        }
        ([_], _) => return cannot("the branches behind it have conditions, and so has the way to it"),
        _ => return cannot("several ways lead to it and it branches"),
    }
    dropped.sort_unstable_by(|one, two| two.cmp(one));
    for index in dropped {
        editor.remove(List::Transitions, index);
    }
    Ok(())
}

/// Leads all transitions of a node to its new id.
pub(crate) fn to_new_id(editor: &mut Editor, node: &NodeId, id: &NodeId) -> Result<(), ApplyError> {
    let of_node = |end: Option<&str>| end == Some(node.as_str());
    let transitions = editor.document.transitions();
    let found: Vec<(usize, bool, bool)> = transitions
        .map(|found| (found.index, of_node(found.from), of_node(found.to)))
        .filter(|&(_, leaves, enters)| leaves || enters)
        .collect();
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
    let id = Some(node.as_str());
    collect(document.transitions().filter(|found| found.from == id && found.to != id))
}

fn entering(document: &Document, node: &NodeId) -> Vec<Found> {
    let id = Some(node.as_str());
    collect(document.transitions().filter(|found| found.to == id && found.from != id))
}

fn self_loops(document: &Document, node: &NodeId) -> Vec<usize> {
    let id = Some(node.as_str());
    document.transitions().filter(|found| found.from == id && found.to == id).map(|found| found.index).collect()
}

fn collect<'a>(found: impl Iterator<Item = crate::document::TransitionRef<'a>>) -> Vec<Found> {
    found
        .map(|found| Found {
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

/// Adds the transition `from → to` at `index`, with an id where the tenant's transitions have ids.
fn connect(editor: &mut Editor, index: usize, from: &NodeId, to: &NodeId) -> Result<(), ApplyError> {
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
    let taken: HashSet<&str> = document.transitions().filter_map(|found| found.id).collect();
    let wanted = format!("t_{from}_{to}");
    let numbered = (2..).map(|number| format!("{wanted}_{number}"));
    std::iter::once(wanted.clone()).chain(numbered).find(|id| !taken.contains(id.as_str())).unwrap_or(wanted)
}
