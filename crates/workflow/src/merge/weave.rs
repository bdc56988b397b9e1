//! The common order of two lists that were both made from a third.

use crate::diff::align::{Alignment, Element, surely_same};

/// One element of the common order: its place in each of the three lists that have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Triple {
    pub(crate) base: Option<usize>,
    pub(crate) ours: Option<usize>,
    pub(crate) theirs: Option<usize>,
}

/// The common order of lists whose elements are paired by what they are known by.
pub(crate) fn weave_lists(base: &[Element<'_>], ours: &[Element<'_>], theirs: &[Element<'_>]) -> Vec<Triple> {
    let (from_ours, from_theirs) = (Alignment::of(base, ours), Alignment::of(base, theirs));
    let added = added_on_both((ours, &from_ours), (theirs, &from_theirs));
    weave(&from_ours, &from_theirs, &added)
}

/// Everything that ours or theirs has, in their common order.
///
/// That is the order of theirs, in which what only ours added, moved or kept stands behind what it
/// stands behind in ours. Where both moved the same element, theirs has its way: an order is no
/// value that anybody loses.
pub(crate) fn weave(ours: &Alignment, theirs: &Alignment, added: &[(usize, usize)]) -> Vec<Triple> {
    let mut theirs_of: Vec<Option<usize>> =
        ours.after.iter().map(|base| base.and_then(|base| theirs.before[base])).collect();
    for &(o, t) in added {
        theirs_of[o] = Some(t);
    }
    let mut ours_of: Vec<Option<usize>> = vec![None; theirs.after.len()];
    for (o, t) in theirs_of.iter().enumerate() {
        if let Some(t) = *t {
            ours_of[t] = Some(o);
        }
    }
    let placed_by_ours = |base: Option<usize>| base.is_some_and(|base| ours.moved[base] && !theirs.moved[base]);
    // What is placed by ours, with the element of theirs that it comes behind (counted from 1).
    let mut placed: Vec<(usize, Triple)> = Vec::new();
    let mut behind = 0;
    for (o, &t) in theirs_of.iter().enumerate() {
        match t {
            Some(t) if !placed_by_ours(theirs.after[t]) => behind = t + 1,
            _ => placed.push((behind, Triple { base: ours.after[o], ours: Some(o), theirs: t })),
        }
    }
    placed.sort_by_key(|&(behind, _)| behind);
    let mut woven = Vec::with_capacity(theirs.after.len() + placed.len());
    let mut placed = placed.into_iter().peekable();
    for (t, &base) in theirs.after.iter().enumerate() {
        while let Some((_, triple)) = placed.next_if(|&(behind, _)| behind <= t) {
            woven.push(triple);
        }
        if ours_of[t].is_none() || !placed_by_ours(base) {
            woven.push(Triple { base, ours: ours_of[t], theirs: Some(t) });
        }
    }
    woven.extend(placed.map(|(_, triple)| triple));
    woven
}

/// The pairs of what both sides added and is surely the same.
pub(crate) fn added_on_both(
    (ours, from_ours): (&[Element<'_>], &Alignment),
    (theirs, from_theirs): (&[Element<'_>], &Alignment),
) -> Vec<(usize, usize)> {
    let new_in = |alignment: &Alignment| -> Vec<usize> {
        alignment.after.iter().enumerate().filter(|(_, base)| base.is_none()).map(|(at, _)| at).collect()
    };
    let (new_ours, new_theirs) = (new_in(from_ours), new_in(from_theirs));
    if new_ours.is_empty() || new_theirs.is_empty() {
        return Vec::new();
    }
    let picked_ours: Vec<Element<'_>> = new_ours.iter().map(|&at| ours[at]).collect();
    let picked_theirs: Vec<Element<'_>> = new_theirs.iter().map(|&at| theirs[at]).collect();
    let paired = Alignment::of(&picked_ours, &picked_theirs);
    let pairs = paired.before.iter().enumerate().filter_map(|(o, t)| t.map(|t| (o, t)));
    pairs
        .filter(|&(o, t)| surely_same(&picked_ours[o], &picked_theirs[t]))
        .map(|(o, t)| (new_ours[o], new_theirs[t]))
        .collect()
}
