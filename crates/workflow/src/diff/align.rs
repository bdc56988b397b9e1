//! Which element of the earlier list is which of the later one, and which of them moved.

use crate::document::{Document, Elements, List, NodeRef, TransitionRef};
use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;

/// How far to look for the next common element before leaving the rest to a hash map. What people
/// edit stays within it, so most documents are paired without hashing a single id.
const LOOK_AHEAD: usize = 8;

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
        let items = list.items.iter().enumerate();
        match list.list {
            List::Nodes => items.map(|(at, item)| Self::from(&item.as_node(at))).collect(),
            List::Transitions => items.map(|(at, item)| Self::from(&item.as_transition(at))).collect(),
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
}

impl Alignment {
    /// Pairs two lists: by id, equal ids in order; elements without an id by their ends and
    /// condition, then by what of these is still the same; what has neither by text, then in order.
    pub(crate) fn of<'a>(before: &[Element<'a>], after: &[Element<'a>]) -> Self {
        let mut pairing = Pairing::in_step(before, after);
        pairing.by_id();
        pairing.by(bare_ends, bare_ends);
        // A tenant that numbers transitions when it saves them gives ids to what had none.
        pairing.by(bare_ends, |a| a.ends);
        pairing.by(|b| b.ends, bare_ends);
        let (from_to, from_when, to_when) = (
            |element: &Element<'a>| bare_ends(element).map(|(from, to, _)| (from, to)),
            |element: &Element<'a>| bare_ends(element).map(|(from, _, condition)| (from, condition)),
            |element: &Element<'a>| bare_ends(element).map(|(_, to, condition)| (to, condition)),
        );
        pairing.by(from_to, from_to);
        pairing.by(from_when, from_when);
        pairing.by(to_when, to_when);
        let opaque = |element: &Element<'a>| (element.id.is_none() && element.ends.is_none()).then_some(element.text);
        pairing.by(opaque, opaque);
        pairing.by(|b| opaque(b).map(drop), |a| opaque(a).map(drop));
        pairing.finish()
    }

    /// The pairs that kept their order, as indices before and after, both ascending.
    pub(crate) fn in_place(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let pairs = self.before.iter().zip(&self.moved).enumerate();
        pairs.filter_map(|(i, (&j, &moved))| if moved { None } else { j.map(|j| (i, j)) })
    }
}

/// Whether two texts are the same; at once where both are the same slice of one source.
pub(crate) fn same_text(a: &str, b: &str) -> bool {
    std::ptr::eq(a, b) || a == b
}

fn bare_ends<'a>(element: &Element<'a>) -> Option<Ends<'a>> {
    if element.id.is_none() { element.ends } else { None }
}

struct Pairing<'e, 'a> {
    before: &'e [Element<'a>],
    after: &'e [Element<'a>],
    to_after: Vec<Option<usize>>,
    to_before: Vec<Option<usize>>,
    paired: usize,
}

impl<'e, 'a> Pairing<'e, 'a> {
    /// Walks both lists at once and pairs what is met on both sides.
    fn in_step(before: &'e [Element<'a>], after: &'e [Element<'a>]) -> Self {
        let mut pairing =
            Self { before, after, to_after: vec![None; before.len()], to_before: vec![None; after.len()], paired: 0 };
        let (mut i, mut j) = (0, 0);
        while let (Some(b), Some(a)) = (before.get(i), after.get(j)) {
            if alike(b, a) {
                pairing.pair(i, j);
                (i, j) = (i + 1, j + 1);
                continue;
            }
            let skip = (1..=LOOK_AHEAD).find_map(|ahead| {
                if before.get(i + ahead).is_some_and(|b| alike(b, a)) {
                    Some((ahead, 0))
                } else if after.get(j + ahead).is_some_and(|a| alike(b, a)) {
                    Some((0, ahead))
                } else {
                    None
                }
            });
            let (skip_before, skip_after) = skip.unwrap_or((1, 1));
            (i, j) = (i + skip_before, j + skip_after);
        }
        pairing
    }

    fn pair(&mut self, i: usize, j: usize) {
        self.to_after[i] = Some(j);
        self.to_before[j] = Some(i);
        self.paired += 1;
    }

    /// Pairs what is left over and has the same id, equal ids in order.
    fn by_id(&mut self) {
        let left = |elements: &[Element<'a>], paired: &[Option<usize>]| -> HashSet<&'a str> {
            elements.iter().zip(paired).filter(|(_, to)| to.is_none()).filter_map(|(element, _)| element.id).collect()
        };
        let left_before = left(self.before, &self.to_after);
        if left_before.is_empty() {
            return;
        }
        let left_after = left(self.after, &self.to_before);
        let left_over: HashSet<&str> = left_before.intersection(&left_after).copied().collect();
        if left_over.is_empty() {
            return;
        }
        // Of several equal ids, some may be paired already, and not in order.
        for (i, element) in self.before.iter().enumerate() {
            if let Some(j) = self.to_after[i]
                && element.id.is_some_and(|id| left_over.contains(id))
            {
                (self.to_after[i], self.to_before[j]) = (None, None);
                self.paired -= 1;
            }
        }
        self.by(|b| b.id, |a| a.id);
    }

    /// Pairs what is left over and has the same key, in order.
    fn by<K: Eq + Hash>(
        &mut self,
        key_before: impl Fn(&Element<'a>) -> Option<K>,
        key_after: impl Fn(&Element<'a>) -> Option<K>,
    ) {
        if self.paired == self.before.len() || self.paired == self.after.len() {
            return;
        }
        let mut waiting: HashMap<K, VecDeque<usize>> = HashMap::new();
        for (j, element) in self.after.iter().enumerate() {
            if self.to_before[j].is_none()
                && let Some(key) = key_after(element)
            {
                waiting.entry(key).or_default().push_back(j);
            }
        }
        if waiting.is_empty() {
            return;
        }
        let before = self.before;
        for (i, element) in before.iter().enumerate() {
            if self.to_after[i].is_none()
                && let Some(j) = key_before(element).and_then(|key| waiting.get_mut(&key)).and_then(VecDeque::pop_front)
            {
                self.pair(i, j);
            }
        }
    }

    fn finish(self) -> Alignment {
        let pairs: Vec<(usize, usize)> =
            self.to_after.iter().enumerate().filter_map(|(i, j)| j.map(|j| (i, j))).collect();
        let mut moved = vec![false; self.before.len()];
        for (&(i, _), stays) in pairs.iter().zip(longest_ascent(&pairs)) {
            moved[i] = !stays;
        }
        Alignment { before: self.to_after, after: self.to_before, moved }
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
