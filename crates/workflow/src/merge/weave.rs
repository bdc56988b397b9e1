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

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// Each element of the common order, followed by which of the sides lack it (`b`ase, `o`urs, `t`heirs).
    #[track_caller]
    fn check(base: &str, ours: &str, theirs: &str, expected: &str) {
        let keys = [base, ours, theirs].map(|text| text.split_whitespace().collect::<Vec<_>>());
        let [base, ours, theirs] =
            keys.each_ref().map(|keys| keys.iter().map(|key| Element::of_key(key)).collect::<Vec<_>>());
        let shown: Vec<String> = weave_lists(&base, &ours, &theirs)
            .iter()
            .map(|place| {
                let places = [place.base, place.ours, place.theirs];
                let name = places.iter().zip(&keys).find_map(|(at, keys)| at.map(|at| keys[at]));
                let lacking = places.iter().zip(["b", "o", "t"]).filter(|(at, _)| at.is_none()).map(|(_, side)| side);
                format!("{}{}", name.unwrap_or_default(), lacking.map(|side| format!("-{side}")).collect::<String>())
            })
            .collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn each_side_adds_and_removes() {
        check("", "", "", "");
        check("a b c", "a b c", "a b c", "a b c");
        check("a b c", "a x b c", "a b c y", "a x-b-t b c y-b-o");
        check("a b c", "b c", "a b", "a-o b c-t");
        check("a b", "x a b", "y a b", "x-b-t y-b-o a b");
        check("a b", "a x y b", "a x b", "a x-b y-b-t b");
        check("a b", "b", "b", "b");
    }

    #[test]
    fn what_one_side_moved_stands_where_it_put_it() {
        check("a b c", "c a b", "a b c", "c a b");
        check("a b c", "a b c", "c a b", "c a b");
        check("a b c d", "d a b c", "a b x c d", "d a b x-b-o c");
        check("a b c d", "b c d a", "d a b c", "d a b c");
    }
}
