//! The merge of nodes and of transitions.

use crate::diff::align::{Alignment, Element as Known};
use crate::document::{Dialect, Element, Elements, List, NodeId, TransitionId};
use crate::json::{Pointer, Value, quote, set};
use crate::merge::conflict::{Conflict, Sides, Subject};
use crate::merge::plan::{Lead, PartValue, Site, Slot, text_of};
use crate::merge::renames;
use crate::merge::values::{ValueMerge, Verdict, is_read, judge_texts};
use crate::merge::weave::{Triple, added_on_both, weave};
use std::collections::HashMap;
use std::sync::Arc;

/// Three versions of one list and the common order of their elements.
pub(super) struct ListMerge {
    base: Elements,
    ours: Elements,
    theirs: Elements,
    /// The top-level member that the list is.
    part: usize,
    order: Vec<Triple>,
    /// For each element of the base, whether ours and theirs are known to have its text.
    same: [Vec<bool>; 2],
    /// Whether an element got another id.
    renamed: bool,
}

impl ListMerge {
    pub(super) fn new([base, ours, theirs]: [Elements; 3], part: usize, dialect: &Dialect) -> Self {
        let mut from_ours = Alignment::of_lists(&base, &ours);
        let mut from_theirs = Alignment::of_lists(&base, &theirs);
        let id_key = dialect.id_key(base.list);
        let renamed = renames::pair((&base, id_key), (&ours, &mut from_ours), (&theirs, &mut from_theirs));
        let both_added = from_ours.after.contains(&None) && from_theirs.after.contains(&None);
        let known = if both_added { [Known::all_of(&ours), Known::all_of(&theirs)] } else { [vec![], vec![]] };
        let added = added_on_both((&known[0], &from_ours), (&known[1], &from_theirs));
        let order = weave(&from_ours, &from_theirs, &added);
        Self { base, ours, theirs, part, order, same: [from_ours.same, from_theirs.same], renamed }
    }

    /// The merged list.
    pub(super) fn merged(&self, dialect: &Dialect, conflicts: &mut Vec<Conflict>) -> PartValue {
        let close = text_of([Some(&self.base.close), Some(&self.ours.close), Some(&self.theirs.close)]);
        PartValue::List { list: self.base.list, slots: self.slots(dialect, conflicts), close }
    }

    fn three(&self, place: &Triple) -> [Option<&Arc<Element>>; 3] {
        [
            place.base.map(|at| &self.base.items[at]),
            place.ours.map(|at| &self.ours.items[at]),
            place.theirs.map(|at| &self.theirs.items[at]),
        ]
    }

    /// The merged elements in order, some of them absent.
    fn slots(&self, dialect: &Dialect, conflicts: &mut Vec<Conflict>) -> Vec<Slot> {
        let mut slots = Vec::with_capacity(self.order.len());
        for place in &self.order {
            let three = self.three(place);
            let is_same = |side: usize| place.base.is_some_and(|base| self.same[side][base]);
            let element = match three {
                [Some(base), Some(ours), Some(theirs)] if is_same(1) || theirs.value == base.value => {
                    Some(ours.clone())
                }
                [Some(base), Some(ours), Some(theirs)] if is_same(0) || ours.value == base.value => {
                    Some(theirs.clone())
                }
                [None, Some(only), None] | [None, None, Some(only)] => Some(Arc::clone(only)),
                _ => self.element(three, slots.len(), dialect, conflicts),
            };
            let leads = three.map(|element| element.map(|element| &element.lead));
            slots.push(Slot { lead: Lead::unless_of(leads, element.as_deref()), element });
        }
        slots
    }

    /// What becomes of an element that both sides have touched.
    fn element(
        &self,
        three: [Option<&Arc<Element>>; 3],
        slot: usize,
        dialect: &Dialect,
        conflicts: &mut Vec<Conflict>,
    ) -> Option<Arc<Element>> {
        let [base, ours, theirs] = three;
        let texts = three.map(|element| element.map(|element| element.value.as_str()));
        let parsed = texts.map(|text| text.and_then(|text| Value::parse(text).ok()));
        let values = parsed.each_ref().map(Option::as_ref);
        let site = |pointer: Pointer| Site { part: self.part, slot: Some(slot), pointer };
        let named = base.or(ours).or(theirs)?;
        match judge_texts(texts, values) {
            Verdict::Same if texts[2] != texts[0] => return theirs.cloned(),
            Verdict::Same | Verdict::Ours => return ours.cloned(),
            Verdict::Theirs => return theirs.cloned(),
            Verdict::Both => {}
        }
        match if is_read(texts, values) { values } else { [None; 3] } {
            // A tenant may add defaults to what it stores, so what says all that the other says is the same.
            [None, Some(ours_value), Some(theirs_value)] if theirs_value.includes(ours_value) => theirs.cloned(),
            [None, Some(ours_value), Some(theirs_value)] if ours_value.includes(theirs_value) => ours.cloned(),
            [Some(base_value), Some(ours_value), Some(theirs_value)] => {
                let layout = (self.base.list == List::Nodes).then_some(dialect.node_position.as_str());
                let mut merging = ValueMerge { layout, conflicts: Vec::new() };
                let text = merging.merge(Some(base_value), Some(ours_value), Some(theirs_value))?;
                for found in merging.conflicts {
                    let (base, ours, theirs) = (found.base.as_deref(), found.ours.as_deref(), found.theirs.as_deref());
                    let pointer = found.pointer.as_str().to_owned();
                    let sides = Sides { base, ours, theirs };
                    conflicts.push(Conflict::new(self.subject(named), pointer, &sides, site(found.pointer)));
                }
                // Merged from texts that were read, it can be read too.
                let merged = Element::parse(self.base.list, dialect, named.lead.clone(), &text);
                merged.map_or_else(|_| base.cloned(), |merged| Some(Arc::new(merged)))
            }
            _ => {
                let sides = Sides { base: texts[0], ours: texts[1], theirs: texts[2] };
                conflicts.push(Conflict::new(self.subject(named), String::new(), &sides, site(Pointer::root())));
                base.cloned()
            }
        }
    }

    fn subject(&self, element: &Element) -> Subject {
        match self.base.list {
            List::Nodes => Subject::Node { id: element.as_node(0).id.map(NodeId::from).unwrap_or_default() },
            List::Transitions => {
                let found = element.as_transition(0);
                Subject::Transition {
                    id: found.id.map(TransitionId::from),
                    from: found.from.map(NodeId::from),
                    to: found.to.map(NodeId::from),
                }
            }
        }
    }

    /// The ids that `side` (1 ours, 2 theirs) gave to nodes whose id the other side left: before and after.
    pub(super) fn renamed_by(&self, side: usize) -> Vec<(String, String)> {
        if !self.renamed {
            return Vec::new();
        }
        let renamed = self.order.iter().filter_map(|place| {
            let ids = self.three(place).map(|element| element.and_then(|element| element.as_node(0).id));
            let (base, by_side, by_other) = (ids[0]?, ids[side]?, ids[3 - side]?);
            (base != by_side && base == by_other).then(|| (base.to_owned(), by_side.to_owned()))
        });
        renamed.collect()
    }
}

/// The transitions with ends that follow nodes to their new ids.
pub(super) fn followed(transitions: &Elements, renamed: &[(String, String)], dialect: &Dialect) -> Elements {
    let mut followed = transitions.clone();
    if renamed.is_empty() {
        return followed;
    }
    let ids: HashMap<&str, &str> = renamed.iter().map(|(old, id)| (old.as_str(), id.as_str())).collect();
    let new_id = |end: Option<&str>| end.and_then(|end| ids.get(end)).map(|id| quote(id));
    for element in Arc::make_mut(&mut followed.items) {
        let found = element.as_transition(0);
        let ends = [(&dialect.transition_from, new_id(found.from)), (&dialect.transition_to, new_id(found.to))];
        for (key, id) in ends {
            if let Some(id) = id
                && let Ok(text) = set(element.value.as_str(), &Pointer::root().child(key), Some(&id))
                && let Ok(redirected) = Element::parse(List::Transitions, dialect, element.lead.clone(), &text)
            {
                *element = Arc::new(redirected);
            }
        }
    }
    followed
}
