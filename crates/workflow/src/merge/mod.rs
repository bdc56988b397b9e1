//! Three-way merge of documents, by id and field by field.
//!
//! Two sides, *ours* and *theirs*, were both made from a *base*. Whatever only one of them edited
//! is taken; what both edited alike is taken once; the rest is a [`Conflict`] that names the value
//! on the base, ours and theirs, and for which the merged document keeps the base's value until
//! somebody [settles](Merge::settle) it.
//!
//! - Top-level values merge by key, nodes and transitions by id, objects inside them key by key, and
//!   arrays whose elements all have a `fileId` or `id` (attachments) element by element. Any other
//!   array, and an object in which a key stands twice, is one value.
//! - Transitions without an id are paired as the [diff](crate::diff) pairs them: by their ends and
//!   condition, then by what of these is still the same. What both sides added is taken for the same
//!   only where it is surely so.
//! - An element that got another id and is otherwise as it was keeps what the other side did to it.
//!   Transitions follow a node to its new id: that is no edit of them, and what the other side led to the
//!   old id leads to the new one.
//! - Version, timestamps and node positions never conflict: of the first two the newer wins, of
//!   positions theirs.
//! - Pieces that only one side changed keep that side's bytes; those that none changed keep theirs.
//!   The order is theirs, and what only ours added or moved stands behind what it stands behind in ours.
//! - A document in which both sides did something sensible may still be one that makes no sense (a new
//!   transition to a removed node): that is for [validation](crate::validate) to tell.

mod conflict;
mod lists;
mod plan;
mod renames;
mod settle;
mod values;
mod weave;

pub(crate) use conflict::Sides;
pub use conflict::{Conflict, ConflictKind, Subject};
pub(crate) use renames::renamed_nodes;
pub use settle::{Choice, SettleError};
pub(crate) use values::{ValueMerge, Verdict, judge};

use crate::diff::align::Element as Known;
use crate::document::{Dialect, Document, Elements, List, Member, MemberValue};
use crate::json::{Pointer, Value};
use crate::merge::lists::{ListMerge, followed};
use crate::merge::plan::{Lead, Part, PartValue, Plan, Site, text_of};
use crate::merge::values::{is_read, judge_texts};
use crate::merge::weave::weave_lists;
use std::sync::Arc;

/// The outcome of a three-way merge.
#[derive(Clone, Debug)]
pub struct Merge {
    /// Both sides' edits; where they conflict, what the base has.
    pub document: Document,
    /// What must be decided: nodes, transitions, then top-level values, each in the order of the document.
    pub conflicts: Vec<Conflict>,
    plan: Plan,
}

/// Merges two documents that were both made from `base`. Never fails: what cannot be merged is a conflict.
///
/// The dialect is theirs.
#[must_use]
pub fn merge(base: &Document, ours: &Document, theirs: &Document) -> Merge {
    let documents = [base, ours, theirs];
    let known = documents.map(Known::members_of);
    let places: Vec<[Option<&Member>; 3]> = weave_lists(&known[0], &known[1], &known[2])
        .into_iter()
        .map(|place| [place.base, place.ours, place.theirs])
        .map(|places| [0, 1, 2].map(|side| places[side].map(|at| &documents[side].members[at])))
        .filter(|members| members[1].is_some() || members[2].is_some())
        .collect();
    let mut conflicts = Vec::new();
    let mut values: Vec<Option<PartValue>> = vec![None; places.len()];
    // Nodes come first, because transitions follow those that got another id.
    let mut renamed = [Vec::new(), Vec::new()];
    for list in [List::Nodes, List::Transitions] {
        for (part, members) in places.iter().enumerate() {
            if let Some(three) = lists_at(members, list) {
                let three = if list == List::Nodes { three } else { follow_renames(three, &renamed, theirs.dialect()) };
                let merging = ListMerge::new(three, part, theirs.dialect());
                if list == List::Nodes {
                    renamed[0].extend(merging.renamed_by(1));
                    renamed[1].extend(merging.renamed_by(2));
                }
                values[part] = Some(merging.merged(theirs.dialect(), &mut conflicts));
            }
        }
    }
    let mut parts = Vec::with_capacity(places.len());
    for (members, value) in places.iter().zip(values) {
        let Some(named) = members[2].or(members[1]) else { continue };
        let value = value.unwrap_or_else(|| {
            let values = members.map(|member| member.map(|member| &member.value));
            top_level_value(values, &named.key, theirs, parts.len(), &mut conflicts)
        });
        parts.push(Part {
            lead: Lead::of(members.map(|member| member.map(|member| &member.lead))),
            key: Arc::clone(&named.key),
            key_text: text_of(members.map(|member| member.map(|member| &member.key_text))),
            value,
        });
    }
    let plan = Plan {
        dialect: Arc::clone(&theirs.dialect),
        head: text_of(documents.map(|document| Some(&document.head))),
        parts,
        tail: text_of(documents.map(|document| Some(&document.tail))),
    };
    Merge { document: plan.document(), conflicts, plan }
}

/// The three versions of a list that both sides have; the base's is empty where it has none.
fn lists_at(members: &[Option<&Member>; 3], list: List) -> Option<[Elements; 3]> {
    let list_of = |member: Option<&Member>| match member.map(|member| &member.value) {
        Some(MemberValue::List(elements)) if elements.list == list => Some(elements.clone()),
        _ => None,
    };
    let [base, ours, theirs] = members.map(list_of);
    let (ours, theirs) = (ours?, theirs?);
    Some([base.unwrap_or_else(|| Elements { list, items: Arc::default(), close: "".into() }), ours, theirs])
}

/// The transitions with the ids that either side gave to nodes, unless it is that side's own version:
/// what leads to a renamed node is no edit of the transition, and what the other side led there follows.
fn follow_renames(
    [base, ours, theirs]: [Elements; 3],
    [by_ours, by_theirs]: &[Vec<(String, String)>; 2],
    dialect: &Dialect,
) -> [Elements; 3] {
    [
        followed(&followed(&base, by_ours, dialect), by_theirs, dialect),
        followed(&ours, by_theirs, dialect),
        followed(&theirs, by_ours, dialect),
    ]
}

/// What becomes of a top-level value that is not one of the lists on both sides.
fn top_level_value(
    values: [Option<&MemberValue>; 3],
    key: &str,
    theirs: &Document,
    part: usize,
    conflicts: &mut Vec<Conflict>,
) -> PartValue {
    let texts = values.map(|value| value.map(MemberValue::text));
    let parsed = texts.each_ref().map(|text| text.as_deref().and_then(|text| Value::parse(text).ok()));
    let [base, ours, theirs_value] = parsed.each_ref().map(Option::as_ref);
    let taken = |value: Option<&MemberValue>| value.map_or(PartValue::Absent, |value| PartValue::Value(value.clone()));
    let known = texts.each_ref().map(Option::as_deref);
    match judge_texts(known, [base, ours, theirs_value]) {
        Verdict::Same if texts[2] != texts[0] => return taken(values[2]),
        Verdict::Same | Verdict::Ours => return taken(values[1]),
        Verdict::Theirs => return taken(values[2]),
        Verdict::Both => {}
    }
    if theirs.dialect.is_saving_noise(key) {
        let [_, ours, theirs] = texts.each_ref().map(|text| text.as_deref().map(age));
        return taken(if ours > theirs { values[1] } else { values[2] });
    }
    if !is_read(known, [base, ours, theirs_value]) {
        let sides = Sides { base: known[0], ours: known[1], theirs: known[2] };
        let site = Site { part, slot: None, pointer: Pointer::root() };
        conflicts.push(Conflict::new(Subject::Workflow, Pointer::root().child(key).into(), &sides, site));
        return taken(values[0]);
    }
    let mut merging = ValueMerge { layout: None, conflicts: Vec::new() };
    let merged = merging.merge(base, ours, theirs_value);
    let is_whole = merging.conflicts.iter().any(|conflict| conflict.pointer.as_str().is_empty());
    for found in merging.conflicts {
        let sides = Sides { base: found.base.as_deref(), ours: found.ours.as_deref(), theirs: found.theirs.as_deref() };
        let pointer = format!("{}{}", Pointer::root().child(key), found.pointer);
        conflicts.push(Conflict::new(
            Subject::Workflow,
            pointer,
            &sides,
            Site { part, slot: None, pointer: found.pointer },
        ));
    }
    match merged {
        Some(text) if !is_whole => PartValue::Value(MemberValue::Opaque((&*text).into())),
        _ => taken(values[0]),
    }
}

/// Sorts counters and timestamps: whole numbers by size, and before them whatever else there is.
fn age(text: &str) -> (usize, &str) {
    let is_counter = text.bytes().all(|byte| byte.is_ascii_digit());
    (if is_counter { text.len() } else { 0 }, text)
}
