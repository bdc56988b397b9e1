//! Elements that got another id.
//!
//! Elements are paired by id, so one that was given another id looks like one that is gone and a new
//! one. It counts as renamed where it says the same but for its id and stands behind the same
//! element as before. What the other side did to it then merges into it.

use crate::diff::align::{Alignment, Element as Known};
use crate::document::{Document, Elements, List, NodeId};
use crate::json::Value;
use std::collections::HashMap;

/// A base element that one side gave another id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Renamed {
    base: usize,
    side: usize,
}

/// Pairs in both alignments what was renamed, and tells whether anything was. An id that two
/// different elements would get is left alone: that is a conflict of two additions.
pub(super) fn pair(
    (base, id_key): (&Elements, &str),
    (ours, from_ours): (&Elements, &mut Alignment),
    (theirs, from_theirs): (&Elements, &mut Alignment),
) -> bool {
    let by_ours = candidates(base, ours, from_ours, id_key);
    let by_theirs = candidates(base, theirs, from_theirs, id_key);
    if by_ours.is_empty() && by_theirs.is_empty() {
        return false;
    }
    let (new_ours, new_theirs) = (added(ours, from_ours), added(theirs, from_theirs));
    let also_ours = likewise((&by_theirs, theirs), (&by_ours, &new_ours, from_ours));
    let also_theirs = likewise((&by_ours, ours), (&by_theirs, &new_theirs, from_theirs));
    let (by_ours, by_theirs) = ([by_ours, also_ours].concat(), [by_theirs, also_theirs].concat());
    let ours_kept = unrivalled((&by_ours, ours), (&by_theirs, &new_theirs));
    let theirs_kept = unrivalled((&by_theirs, theirs), (&by_ours, &new_ours));
    let any = !(ours_kept.is_empty() && theirs_kept.is_empty());
    for (renamed, alignment) in [(ours_kept, from_ours), (theirs_kept, from_theirs)] {
        for Renamed { base, side } in renamed {
            alignment.before[base] = Some(side);
            alignment.after[side] = Some(base);
        }
    }
    any
}

/// The places of what a side added, by id.
fn added<'e>(list: &'e Elements, alignment: &Alignment) -> HashMap<&'e str, usize> {
    let new = alignment.after.iter().enumerate().filter(|(_, base)| base.is_none());
    new.filter_map(|(at, _)| id_of(list, at).map(|id| (id, at))).collect()
}

/// What one side lacks and has under the id that the other gave it: it renamed that too, and edited it.
fn likewise(
    (renamed, side): (&[Renamed], &Elements),
    (known, new, alignment): (&[Renamed], &HashMap<&str, usize>, &Alignment),
) -> Vec<Renamed> {
    let mut found = Vec::new();
    for one in renamed.iter().filter(|one| alignment.before[one.base].is_none()) {
        if let Some(&at) = id_of(side, one.side).and_then(|id| new.get(id))
            && !known.iter().any(|known| known.base == one.base || known.side == at)
        {
            found.push(Renamed { base: one.base, side: at });
        }
    }
    found
}

/// The renames whose new id the other side gave to nothing else.
fn unrivalled(
    (renamed, side): (&[Renamed], &Elements),
    (by_other, new_in_other): (&[Renamed], &HashMap<&str, usize>),
) -> Vec<Renamed> {
    let is_free = |one: &&Renamed| {
        let rival = id_of(side, one.side).and_then(|id| new_in_other.get(id));
        rival.is_none_or(|&at| by_other.contains(&Renamed { base: one.base, side: at }))
    };
    renamed.iter().filter(is_free).copied().collect()
}

/// The nodes that have another id on `head` than on `base`: before and now.
pub(crate) fn renamed_nodes(base: &Document, head: &Document) -> Vec<(NodeId, NodeId)> {
    let (Some(before), Some(after)) = (base.elements(List::Nodes), head.elements(List::Nodes)) else {
        return Vec::new();
    };
    let alignment = Alignment::of(&Known::all_of(before), &Known::all_of(after));
    let renamed = candidates(before, after, &alignment, head.dialect().id_key(List::Nodes));
    let ids = renamed.iter().filter_map(|found| id_of(before, found.base).zip(id_of(after, found.side)));
    ids.map(|(before, now)| (before.into(), now.into())).collect()
}

fn candidates(base: &Elements, side: &Elements, alignment: &Alignment, id_key: &str) -> Vec<Renamed> {
    let mut found: Vec<Renamed> = Vec::new();
    for at in alignment.after.iter().enumerate().filter(|(_, base)| base.is_none()).map(|(at, _)| at) {
        let before = match at.checked_sub(1) {
            None => Some(0),
            Some(previous) => {
                let renamed = found.last().filter(|last| last.side == previous).map(|last| last.base);
                alignment.after[previous].or(renamed).map(|base| base + 1)
            }
        };
        if let Some(before) = before
            && alignment.before.get(before) == Some(&None)
            && let Some(was) = without_id(base, before, id_key)
            && Some(was) == without_id(side, at, id_key)
        {
            found.push(Renamed { base: before, side: at });
        }
    }
    found
}

fn id_of(list: &Elements, at: usize) -> Option<&str> {
    match list.list {
        List::Nodes => list.items[at].as_node(at).id,
        List::Transitions => list.items[at].as_transition(at).id,
    }
}

/// An element's text before and behind its id, where it has one that is a string.
fn without_id<'a>(list: &'a Elements, at: usize, id_key: &str) -> Option<(&'a str, &'a str)> {
    let text = list.items[at].value.as_str();
    id_of(list, at)?;
    let value = Value::parse(text).ok()?;
    let id = value.get(id_key)?;
    Some((&text[..id.offset()], &text[id.end()..]))
}
