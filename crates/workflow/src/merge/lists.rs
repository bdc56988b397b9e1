//! The merge of nodes and of transitions.

use crate::diff::align::{Alignment, Element as Known};
use crate::document::{Dialect, Element, Elements, List, NodeId, TransitionId};
use crate::json::{Pointer, Value, quote, set};
use crate::merge::conflict::{Conflict, Sides, Subject};
use crate::merge::plan::{Lead, PartValue, Plan, Site, Slot};
use crate::merge::renames;
use crate::merge::values::{ValueMerge, Verdict, is_read, judge_texts};
use crate::merge::weave::{Triple, added_on_both, weave};
use std::sync::Arc;

/// Three versions of one list and the common order of their elements.
pub(super) struct ListMerge {
    pub(super) base: Elements,
    ours: Elements,
    theirs: Elements,
    /// The top-level member that the list is.
    part: usize,
    order: Vec<Triple>,
    /// Whether an element got another id.
    renamed: bool,
}

impl ListMerge {
    pub(super) fn new(base: Elements, ours: Elements, theirs: Elements, part: usize, dialect: &Dialect) -> Self {
        let known = [&base, &ours, &theirs].map(Known::all_of);
        let mut from_ours = Alignment::of_lists(&base, &ours);
        let mut from_theirs = Alignment::of_lists(&base, &theirs);
        let id_key = dialect.id_key(base.list);
        let renamed = renames::pair((&base, id_key), (&ours, &mut from_ours), (&theirs, &mut from_theirs));
        let added = added_on_both((&known[1], &from_ours), (&known[2], &from_theirs));
        let order = weave(&from_ours, &from_theirs, &added);
        Self { base, ours, theirs, part, order, renamed }
    }

    fn three(&self, place: &Triple) -> [Option<&Arc<Element>>; 3] {
        [
            place.base.map(|at| &self.base.items[at]),
            place.ours.map(|at| &self.ours.items[at]),
            place.theirs.map(|at| &self.theirs.items[at]),
        ]
    }

    /// The merged elements in order, some of them absent.
    pub(super) fn slots(&self, dialect: &Dialect, conflicts: &mut Vec<Conflict>) -> Vec<Slot> {
        let mut slots = Vec::with_capacity(self.order.len());
        for place in &self.order {
            let three = self.three(place);
            let element = match three {
                [Some(base), Some(ours), Some(theirs)] if theirs.value == base.value => Some(Arc::clone(ours)),
                [Some(base), Some(ours), Some(theirs)] if ours.value == base.value => Some(Arc::clone(theirs)),
                [None, Some(only), None] | [None, None, Some(only)] => Some(Arc::clone(only)),
                _ => self.merged(three, slots.len(), dialect, conflicts),
            };
            slots.push(Slot { lead: Lead::of(three.map(|element| element.map(|element| &element.lead))), element });
        }
        slots
    }

    /// What becomes of an element that both sides have touched.
    fn merged(
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
                Element::parse(self.base.list, dialect, named.lead.clone(), &text).ok().map(Arc::new)
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
    fn renamed_by(&self, side: usize) -> Vec<(&str, &str)> {
        let ids = self.order.iter().filter_map(|place| {
            let ids = self.three(place).map(|element| element.and_then(|element| element.as_node(0).id));
            Some((ids[0]?, ids[side]?, ids[3 - side]?))
        });
        ids.filter(|(base, by_side, by_other)| base != by_side && base == by_other)
            .map(|(base, by_side, _)| (base, by_side))
            .collect()
    }
}

/// Leads transitions that one side added or rewired to a node's old id to the id that the other side gave it.
pub(super) fn follow_renames(plan: &mut Plan, lists: &[ListMerge]) {
    for nodes in lists.iter().filter(|list| list.base.list == List::Nodes && list.renamed) {
        for side in [1, 2] {
            let renamed = nodes.renamed_by(side);
            for transitions in lists.iter().filter(|list| list.base.list == List::Transitions) {
                for (slot, place) in transitions.order.iter().enumerate() {
                    for (pointer, id) in transitions.led_to(place, 3 - side, &renamed, &plan.dialect) {
                        follow(plan, transitions.part, slot, &pointer, id);
                    }
                }
            }
        }
    }
}

impl ListMerge {
    /// The ends of a transition that `side` led to a node's old id, with its new one.
    fn led_to<'r>(
        &self,
        place: &Triple,
        side: usize,
        renamed: &[(&str, &'r str)],
        dialect: &Dialect,
    ) -> Vec<(Pointer, &'r str)> {
        let ends = self.three(place).map(|element| {
            element.map_or([None; 2], |element| {
                let found = element.as_transition(0);
                [found.from, found.to]
            })
        });
        let mut found = Vec::new();
        for (end, key) in [&dialect.transition_from, &dialect.transition_to].into_iter().enumerate() {
            let (was, now) = (ends[0][end], ends[side][end]);
            if let Some((_, id)) = renamed.iter().find(|(old, _)| now == Some(*old) && was != now) {
                found.push((Pointer::root().child(key), *id));
            }
        }
        found
    }
}

fn follow(plan: &mut Plan, part: usize, slot: usize, pointer: &Pointer, id: &str) {
    let PartValue::List { list, slots, .. } = &mut plan.parts[part].value else { return };
    let Some(element) = &mut slots[slot].element else { return };
    if let Ok(text) = set(element.value.as_str(), pointer, Some(&quote(id)))
        && let Ok(redirected) = Element::parse(*list, &plan.dialect, element.lead.clone(), &text)
    {
        *element = Arc::new(redirected);
    }
}
