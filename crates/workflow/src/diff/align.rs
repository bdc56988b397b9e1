//! Which element of the earlier list is which of the later one, and which of them moved.

use crate::document::{Document, Element as Item, Elements, List, NodeRef, TransitionRef};
use crate::json::same_text;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

/// How far to look for the next common element before leaving the rest to a hash map. What people
/// edit stays within it, so most documents are paired without hashing a single id.
const LOOK_AHEAD: usize = 8;

/// How often to look ahead in vain. A list in another order is not paired by looking ahead.
const PATIENCE: usize = 64;

/// What an element is known by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    id: Option<&'a str>,
    ends: Option<Ends<'a>>,
    text: &'a str,
}

/// Where a transition leaves from and leads to, and its condition's JSON.
type Ends<'a> = (Option<&'a str>, Option<&'a str>, Option<&'a str>);

impl<'a> Element<'a> {
    /// A member of an object, known by its key.
    pub(crate) fn of_key(key: &'a str) -> Self {
        Self { id: Some(key), ends: None, text: "" }
    }

    /// The top-level members of a document, known by their keys.
    pub(crate) fn members_of(document: &'a Document) -> Vec<Self> {
        document.members().map(|(key, _)| Self::of_key(key)).collect()
    }

    /// The elements of one of the document's lists.
    pub(crate) fn all_of(list: &'a Elements) -> Vec<Self> {
        list.items.iter().map(|item| Self::of_item(list.list, item)).collect()
    }

    fn of_item(list: List, item: &'a Item) -> Self {
        match list {
            List::Nodes => Self::from(&item.as_node(0)),
            List::Transitions => Self::from(&item.as_transition(0)),
        }
    }
}

/// Whether two elements are surely the same: by id, by ends and condition where at most one has an
/// id (tenants number transitions when they save them), or by text where they have neither.
pub(crate) fn surely_same(one: &Element<'_>, other: &Element<'_>) -> bool {
    alike(one, other) || (one.id.is_none() != other.id.is_none() && one.ends.is_some() && one.ends == other.ends)
}

impl<'a> From<&NodeRef<'a>> for Element<'a> {
    fn from(node: &NodeRef<'a>) -> Self {
        Self { id: node.id, ends: None, text: node.text }
    }
}

impl<'a> From<&TransitionRef<'a>> for Element<'a> {
    fn from(transition: &TransitionRef<'a>) -> Self {
        let ends = (transition.from.is_some() || transition.to.is_some()).then_some((
            transition.from,
            transition.to,
            transition.condition,
        ));
        Self { id: transition.id, ends, text: transition.text }
    }
}

/// A pairing of two lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Alignment {
    /// For each earlier element, its index in the later list; `None` where it is gone.
    pub(crate) before: Vec<Option<usize>>,
    /// For each later element, its index in the earlier list; `None` where it is new.
    pub(crate) after: Vec<Option<usize>>,
    /// For each earlier element, whether it left its place relative to the others. No smaller set
    /// of moves leads from the one order to the other.
    pub(crate) moved: Vec<bool>,
    /// For each earlier element, whether it is known to have the text of its later self. Where it is not
    /// known, the texts may be the same nevertheless.
    pub(crate) same: Vec<bool>,
}

impl Alignment {
    /// Pairs two lists: by id, equal ids in order; elements without an id by their ends and
    /// condition, then by what of these is still the same; what has neither by text, then in order.
    pub(crate) fn of<'a>(before: &[Element<'a>], after: &[Element<'a>]) -> Self {
        Self::between(Side::Known(before), Side::Known(after))
    }

    /// The like for lists of a document. What has the same text on both sides is not even asked for its id.
    pub(crate) fn of_lists(before: &Elements, after: &Elements) -> Self {
        Self::between(Side::List(before), Side::List(after))
    }

    fn between(before: Side<'_, '_>, after: Side<'_, '_>) -> Self {
        let mut pairing = Pairing::in_step(before, after);
        pairing.by_id();
        let bare = |element: &Element<'_>| element.id.is_none();
        let bare_ends: Pick = |element| if element.id.is_none() { ends(element) } else { None };
        let (from_to, from_when, to_when): (Pick, Pick, Pick) = (
            |element| bare_key(element, |(from, to, _)| [from, to, None]),
            |element| bare_key(element, |(from, _, condition)| [from, None, condition]),
            |element| bare_key(element, |(_, to, condition)| [None, to, condition]),
        );
        // What has an id has nothing else to be known by, but for a transition that is new to having one.
        if pairing.leaves_over(bare) {
            pairing.by(bare_ends, bare_ends);
            // A tenant that numbers transitions when it saves them gives ids to what had none.
            pairing.by(bare_ends, ends);
            pairing.by(ends, bare_ends);
            pairing.by(from_to, from_to);
            pairing.by(from_when, from_when);
            pairing.by(to_when, to_when);
            let opaque: Pick = |element| is_opaque(element).then_some([Some(element.text), None, None]);
            pairing.by(opaque, opaque);
            let any: Pick = |element| is_opaque(element).then_some([None, None, None]);
            pairing.by(any, any);
        }
        pairing.finish()
    }

    /// The pairs that kept their order, as indices before and after, both ascending.
    pub(crate) fn in_place(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let pairs = self.before.iter().zip(&self.moved).enumerate();
        pairs.filter_map(|(i, (&j, &moved))| if moved { None } else { j.map(|j| (i, j)) })
    }
}

/// Up to three texts by which elements are paired.
type Key<'a> = [Option<&'a str>; 3];

/// What an element is to be paired by, where it is to be paired at all.
type Pick = for<'a> fn(&Element<'a>) -> Option<Key<'a>>;

fn ends<'a>(element: &Element<'a>) -> Option<Key<'a>> {
    element.ends.map(|(from, to, condition)| [from, to, condition])
}

fn bare_key<'a>(element: &Element<'a>, key: fn(Ends<'a>) -> Key<'a>) -> Option<Key<'a>> {
    if element.id.is_none() { element.ends.map(key) } else { None }
}

fn is_opaque(element: &Element<'_>) -> bool {
    element.id.is_none() && element.ends.is_none()
}

/// One of the lists that are paired.
#[derive(Clone, Copy)]
enum Side<'e, 'a> {
    Known(&'e [Element<'a>]),
    List(&'a Elements),
}

impl<'a> Side<'_, 'a> {
    fn len(&self) -> usize {
        match self {
            Self::Known(elements) => elements.len(),
            Self::List(list) => list.items.len(),
        }
    }

    fn get(&self, at: usize) -> Option<Element<'a>> {
        match self {
            Self::Known(elements) => elements.get(at).copied(),
            Self::List(list) => list.items.get(at).map(|item| Element::of_item(list.list, item)),
        }
    }

    fn id(&self, at: usize) -> Option<&'a str> {
        match self {
            Self::Known(elements) => elements.get(at)?.id,
            Self::List(list) => list.items.get(at)?.id(),
        }
    }

    /// Whether an element is known to have the text of one of the other side.
    fn is_same(&self, at: usize, other: &Self, other_at: usize) -> bool {
        match (self, other) {
            (Self::List(one), Self::List(two)) => match (one.items.get(at), two.items.get(other_at)) {
                (Some(one), Some(two)) => Arc::ptr_eq(one, two) || one.value == two.value,
                _ => false,
            },
            _ => false,
        }
    }
}

struct Pairing<'e, 'a> {
    before: Side<'e, 'a>,
    after: Side<'e, 'a>,
    to_after: Vec<Option<usize>>,
    to_before: Vec<Option<usize>>,
    same: Vec<bool>,
    paired: usize,
}

impl<'e, 'a> Pairing<'e, 'a> {
    /// Walks both lists at once and pairs what is met on both sides.
    fn in_step(before: Side<'e, 'a>, after: Side<'e, 'a>) -> Self {
        let (lengths, mut i, mut j, mut patience) = ((before.len(), after.len()), 0, 0, PATIENCE);
        let mut pairing = Self {
            before,
            after,
            to_after: vec![None; lengths.0],
            to_before: vec![None; lengths.1],
            same: vec![false; lengths.0],
            paired: 0,
        };
        while i < lengths.0 && j < lengths.1 {
            let same = before.is_same(i, &after, j);
            if same || pairing.alike(i, j) {
                pairing.pair(i, j);
                pairing.same[i] = same;
                (i, j) = (i + 1, j + 1);
                continue;
            }
            let skip = (1..=LOOK_AHEAD.min(patience)).find_map(|ahead| {
                if pairing.alike(i + ahead, j) {
                    Some((ahead, 0))
                } else if pairing.alike(i, j + ahead) {
                    Some((0, ahead))
                } else {
                    None
                }
            });
            if skip.is_none() {
                patience = patience.saturating_sub(1);
            }
            let (skip_before, skip_after) = skip.unwrap_or((1, 1));
            (i, j) = (i + skip_before, j + skip_after);
        }
        pairing
    }

    fn alike(&self, i: usize, j: usize) -> bool {
        matches!((self.before.get(i), self.after.get(j)), (Some(b), Some(a)) if alike(&b, &a))
    }

    fn pair(&mut self, i: usize, j: usize) {
        self.to_after[i] = Some(j);
        self.to_before[j] = Some(i);
        self.paired += 1;
    }

    /// The elements of a side that have no partner, with their places.
    fn left_over(&self, later: bool) -> Vec<(usize, Element<'a>)> {
        let (side, partners) = if later { (self.after, &self.to_before) } else { (self.before, &self.to_after) };
        let left = partners.iter().enumerate().filter(|(_, partner)| partner.is_none());
        left.filter_map(|(at, _)| Some((at, side.get(at)?))).collect()
    }

    /// Whether both sides have something left and one of them something of a kind.
    fn leaves_over(&self, kind: impl Fn(&Element<'a>) -> bool) -> bool {
        let (before, after) = (self.left_over(false), self.left_over(true));
        !before.is_empty() && !after.is_empty() && before.iter().chain(&after).any(|(_, element)| kind(element))
    }

    /// Pairs what is left over and has the same id, equal ids in order.
    fn by_id(&mut self) {
        let ids = |left: Vec<(usize, Element<'a>)>| left.into_iter().filter_map(|(_, element)| element.id);
        let left_before: HashSet<&str, Folding> = ids(self.left_over(false)).collect();
        let left: HashSet<&str, Folding> = ids(self.left_over(true)).filter(|id| left_before.contains(id)).collect();
        if left.is_empty() {
            return;
        }
        // Of several equal ids, some may be paired already, and not in order.
        for i in 0..self.to_after.len() {
            if let Some(j) = self.to_after[i]
                && self.before.id(i).is_some_and(|id| left.contains(id))
            {
                (self.to_after[i], self.to_before[j], self.same[i]) = (None, None, false);
                self.paired -= 1;
            }
        }
        let id: Pick = |element| element.id.map(|id| [Some(id), None, None]);
        self.by(id, id);
    }

    /// Pairs what is left over and has the same key, in order.
    fn by(&mut self, key_before: Pick, key_after: Pick) {
        const NONE: usize = usize::MAX;
        if self.paired == self.to_after.len() || self.paired == self.to_before.len() {
            return;
        }
        // The first of each key, and behind each the next of its key.
        let mut first: HashMap<Key<'_>, usize, Folding> = HashMap::default();
        let mut next = vec![NONE; self.to_before.len()];
        for (j, element) in self.left_over(true).into_iter().rev() {
            if let Some(key) = key_after(&element) {
                next[j] = first.insert(key, j).unwrap_or(NONE);
            }
        }
        if first.is_empty() {
            return;
        }
        for (i, element) in self.left_over(false) {
            if let Some(waiting) = key_before(&element).and_then(|key| first.get_mut(&key))
                && *waiting != NONE
            {
                let j = *waiting;
                *waiting = next[j];
                self.pair(i, j);
            }
        }
    }

    fn finish(self) -> Alignment {
        let pairs: Vec<(usize, usize)> =
            self.to_after.iter().enumerate().filter_map(|(i, j)| j.map(|j| (i, j))).collect();
        let mut moved = vec![false; self.to_after.len()];
        if !pairs.is_sorted_by_key(|pair| pair.1) {
            for (&(i, _), stays) in pairs.iter().zip(longest_ascent(&pairs)) {
                moved[i] = !stays;
            }
        }
        Alignment { before: self.to_after, after: self.to_before, moved, same: self.same }
    }
}

/// Hashes ids much quicker than the standard library does; who forges ids so that they collide slows down
/// his own comparison.
type Folding = BuildHasherDefault<Fold>;

#[derive(Default)]
struct Fold(u64);

impl Fold {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

impl Hasher for Fold {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.add(u64::from_le_bytes(*word)));
        rest.iter().for_each(|byte| self.add(u64::from(*byte)));
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

fn alike(b: &Element<'_>, a: &Element<'_>) -> bool {
    match (b.id, a.id) {
        (Some(b), Some(a)) => b == a,
        (None, None) => match (b.ends, a.ends) {
            (Some(b), Some(a)) => b == a,
            (None, None) => same_text(b.text, a.text),
            _ => false,
        },
        _ => false,
    }
}

/// Which pairs belong to a longest run whose later indices ascend (patience sorting).
fn longest_ascent(pairs: &[(usize, usize)]) -> Vec<bool> {
    // `tails[n]` is the pair that ends the best run of length n + 1 so far.
    let mut tails: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, &(_, j)) in pairs.iter().enumerate() {
        let length = match tails.last() {
            Some(&last) if pairs[last].1 < j => tails.len(),
            _ => tails.partition_point(|&tail| pairs[tail].1 < j),
        };
        previous.push(length.checked_sub(1).map(|shorter| tails[shorter]));
        if length == tails.len() {
            tails.push(at);
        } else {
            tails[length] = at;
        }
    }
    let mut stays = vec![false; pairs.len()];
    let mut next = tails.last().copied();
    while let Some(at) = next {
        stays[at] = true;
        next = previous[at];
    }
    stays
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn keys<'a>(text: &'a str) -> Vec<Element<'a>> {
        text.split_whitespace().map(Element::of_key).collect()
    }

    fn transitions<'a>(text: &'a str) -> Vec<Element<'a>> {
        let part = |text: &'a str| (!text.is_empty()).then_some(text);
        text.split_whitespace()
            .map(|text| {
                let mut parts = text.split(',');
                let mut next = || parts.next().and_then(part);
                let (id, from, to, condition) = (next(), next(), next(), next());
                Element { id, ends: (from.is_some() || to.is_some()).then_some((from, to, condition)), text }
            })
            .collect()
    }

    /// Later indices of the earlier elements, `-` where gone, `!` where moved.
    #[track_caller]
    fn check(before: &[Element<'_>], after: &[Element<'_>], expected: &str) {
        let alignment = Alignment::of(before, after);
        let shown: Vec<String> = alignment
            .before
            .iter()
            .zip(&alignment.moved)
            .map(|(j, moved)| j.map_or("-".to_owned(), |j| format!("{j}{}", if *moved { "!" } else { "" })))
            .collect();
        assert_eq!(shown.join(" "), expected);
        for (j, i) in alignment.after.iter().enumerate() {
            assert!(i.is_none_or(|i| alignment.before[i] == Some(j)), "both directions agree at {j}");
        }
    }

    #[test]
    fn ids_pair_wherever_they_stand() {
        for (before, after, expected) in [
            ("", "", ""),
            ("a b c", "a b c", "0 1 2"),
            ("a b c", "a c", "0 - 1"),
            ("a c", "a b c", "0 2"),
            ("a b c d", "b c d a", "3! 0 1 2"),
            ("a b c d", "d a b c", "1 2 3 0!"),
            ("a b c", "x y z", "- - -"),
            ("a b c", "c b a", "2! 1! 0"),
            ("a b", "1 2 3 4 5 6 7 8 9 10 a b", "10 11"),
            ("1 2 3 4 5 6 7 8 9 10 a b", "a b", "- - - - - - - - - - 0 1"),
        ] {
            check(&keys(before), &keys(after), expected);
        }
    }

    #[test]
    fn equal_ids_pair_in_order() {
        check(&keys("a a b"), &keys("a a b"), "0 1 2");
        check(&keys("a a b"), &keys("a b"), "0 - 1");
        check(&keys("a b"), &keys("a b a"), "0 1");
        check(&keys("a b a"), &keys("b a a"), "1! 0 2");
    }

    #[test]
    fn transitions_without_ids_pair_by_what_is_left_of_them() {
        for (before, after, expected) in [
            (",a,b", ",a,b", "0"),
            (",a,b ,b,c", ",b,c ,a,b", "1! 0"),
            (",a,b", ",a,x ,x,b", "0"),
            (",a,c", ",b,c", "0"),
            (",a,b,yes", ",a,b,no", "0"),
            (",a,b", ",c,d", "-"),
            (",a,b,yes ,a,c,no", ",n,b,yes ,n,c,no ,a,n", "0 1"),
            (",a,b", "t1,a,b", "0"),
            ("t1,a,b", ",a,b", "0"),
            ("t1,a,b", "t2,a,b", "-"),
            ("t1,a,b", "t1,c,d", "0"),
        ] {
            check(&transitions(before), &transitions(after), expected);
        }
    }

    #[test]
    fn what_has_neither_id_nor_ends_pairs_by_text_then_in_order() {
        let opaque = |texts: &[&'static str]| {
            texts.iter().map(|text| Element { id: None, ends: None, text }).collect::<Vec<_>>()
        };
        check(&opaque(&["1", "2", "3"]), &opaque(&["2", "3"]), "- 0 1");
        check(&opaque(&["1", "2", "3"]), &opaque(&["1", "x", "3"]), "0 1 2");
        check(&opaque(&["1"]), &opaque(&["x", "y"]), "0");
    }

    #[test]
    fn the_fewest_possible_elements_move() {
        let before: Vec<String> = (0..50).map(|n| n.to_string()).collect();
        let mut after = before.clone();
        let last = after.pop().unwrap();
        after.insert(3, last);
        let first = after.remove(0);
        after.insert(30, first);
        let elements = |ids: &'static [String]| ids.iter().map(|id| Element::of_key(id)).collect::<Vec<_>>();
        let alignment = Alignment::of(&elements(before.leak()), &elements(after.leak()));
        assert_eq!(alignment.moved.iter().filter(|moved| **moved).count(), 2);
    }
}
