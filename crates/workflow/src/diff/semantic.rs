//! The difference of two documents by meaning: nodes and transitions keyed by id.

use crate::diff::Summary;
use crate::diff::align::{Alignment, Element};
use crate::diff::fields;
use crate::document::{Document, Elements, List, MemberValue, NodeId, NodeRef, TransitionId, TransitionRef};
use crate::json::Pointer;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::HashMap;

/// One value that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldChange {
    /// RFC 6901 pointer from the node, transition or document. Inside an array it counts places
    /// after, but for a value that is gone places before.
    pub pointer: String,
    /// JSON text before; `None` where there was none.
    pub before: Option<String>,
    /// JSON text after; `None` where it is gone.
    pub after: Option<String>,
}

impl FieldChange {
    /// Whether it is about the value that a pointer leads to, or about a part of it.
    fn is_at(&self, pointer: &Pointer) -> bool {
        let rest = self.pointer.strip_prefix(pointer.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// One difference. An element without an id has an empty one; its place tells which it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DiffEntry {
    /// A node is new.
    NodeAdded {
        /// Its id.
        id: NodeId,
        /// Its place in the later array, first is 0.
        index: usize,
        /// Its type, where given.
        kind: Option<String>,
        /// The nodes that lead to it.
        after: Vec<NodeId>,
        /// Its JSON.
        json: String,
    },
    /// A node is gone.
    NodeRemoved {
        /// Its id.
        id: NodeId,
        /// Its place in the earlier array, first is 0.
        index: usize,
        /// Its type, where given.
        kind: Option<String>,
        /// Its JSON.
        json: String,
    },
    /// A node's values differ.
    NodeChanged {
        /// Its id.
        id: NodeId,
        /// Its place in the later array, first is 0.
        index: usize,
        /// Its type after, where given.
        kind: Option<String>,
        /// What differs.
        fields: Vec<FieldChange>,
        /// Whether only its place on the canvas does; that is told apart from all else.
        noise: bool,
    },
    /// A node stands elsewhere in the array, relative to the others.
    NodeMoved {
        /// Its id.
        id: NodeId,
        /// Its type after, where given.
        kind: Option<String>,
        /// Its index before.
        from: usize,
        /// Its index after.
        to: usize,
    },
    /// A transition is new.
    TransitionAdded {
        /// Its own id, where it has one.
        id: Option<TransitionId>,
        /// The node it leaves.
        from: Option<NodeId>,
        /// The node it enters.
        to: Option<NodeId>,
        /// Its JSON.
        json: String,
    },
    /// A transition is gone.
    TransitionRemoved {
        /// Its own id, where it had one.
        id: Option<TransitionId>,
        /// The node it left.
        from: Option<NodeId>,
        /// The node it entered.
        to: Option<NodeId>,
        /// Its JSON.
        json: String,
    },
    /// A transition's values differ. Where its ends differ, it was rewired.
    TransitionChanged {
        /// Its own id, where it has one.
        id: Option<TransitionId>,
        /// The node it left.
        from_before: Option<NodeId>,
        /// The node it entered.
        to_before: Option<NodeId>,
        /// The node it leaves now.
        from: Option<NodeId>,
        /// The node it enters now.
        to: Option<NodeId>,
        /// What differs besides the ends.
        fields: Vec<FieldChange>,
    },
    /// A transition stands elsewhere in the array, relative to the others.
    TransitionMoved {
        /// Its own id, where it has one.
        id: Option<TransitionId>,
        /// The node it leaves, after.
        from_node: Option<NodeId>,
        /// The node it enters, after.
        to_node: Option<NodeId>,
        /// Its index before.
        from: usize,
        /// Its index after.
        to: usize,
    },
    /// A top-level value differs.
    DocumentChanged {
        /// What differs.
        field: FieldChange,
        /// Whether every save changes it anyway (version, timestamps).
        noise: bool,
    },
}

impl DiffEntry {
    /// Whether the difference says nothing about what the workflow does: every save makes it, or it is
    /// about a place on the canvas.
    #[must_use]
    pub fn is_noise(&self) -> bool {
        matches!(self, Self::DocumentChanged { noise: true, .. } | Self::NodeChanged { noise: true, .. })
    }

    /// The difference in plain words, ids and values in backticks; a sentence for each field of what was changed.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        crate::words::diff::sentences(self)
    }
}

/// The differences of two documents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// Nodes, then transitions, then top-level values, each in the order of the later document;
    /// what is gone stands where it was.
    pub entries: Vec<DiffEntry>,
}

impl Diff {
    /// Whether the documents say the same, saving noise aside.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.iter().all(DiffEntry::is_noise)
    }

    /// Counts for a status line.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary::of(self)
    }

    /// A sentence for each difference, saving noise aside, and for each field of what was changed:
    /// "Email node `email_send_01` added after `start_node`".
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let told = self.entries.iter().filter(|entry| !entry.is_noise());
        told.flat_map(DiffEntry::sentences).collect()
    }
}

/// Compares two documents. Never fails: what has no id is compared by what else it is known by, or by place.
///
/// White space, the order of keys and the escapes of strings say nothing; the spelling of a number
/// does. Which top-level values are saving noise is read from the later document's dialect.
#[must_use]
pub fn diff(before: &Document, after: &Document) -> Diff {
    let mut entries = node_entries(before, after);
    entries.extend(transition_entries(before, after));
    entries.extend(document_entries(before, after));
    Diff { entries }
}

fn node_entries(before: &Document, after: &Document) -> Vec<DiffEntry> {
    let alignment = align(before, after, List::Nodes);
    let (olds, news) = (before.items(List::Nodes), after.items(List::Nodes));
    let (old, new) = (|i: usize| olds[i].as_node(i), |j: usize| news[j].as_node(j));
    let added = alignment.after.iter().enumerate().filter(|(_, i)| i.is_none());
    let mut leading_to = predecessors(after, added.filter_map(|(j, _)| new(j).id).collect());
    let position = Pointer::root().child(&after.dialect().node_position);
    let id = |node: &NodeRef<'_>| node.id.map(NodeId::from).unwrap_or_default();
    let kind = |node: &NodeRef<'_>| node.kind.map(str::to_owned);
    in_order(
        &alignment,
        |i| {
            let node = old(i);
            DiffEntry::NodeRemoved { id: id(&node), index: i, kind: kind(&node), json: node.text.to_owned() }
        },
        |j| {
            let node = new(j);
            let after = node.id.and_then(|id| leading_to.remove(id)).unwrap_or_default();
            DiffEntry::NodeAdded { id: id(&node), index: j, kind: kind(&node), after, json: node.text.to_owned() }
        },
        |i, j| {
            let node = new(j);
            let fields = fields::between(old(i).text, node.text);
            let (layout, meaning) = fields.into_iter().partition(|field| field.is_at(&position));
            [(meaning, false), (layout, true)]
                .into_iter()
                .filter(|(fields, _): &(Vec<FieldChange>, bool)| !fields.is_empty())
                .map(|(fields, noise)| DiffEntry::NodeChanged {
                    id: id(&node),
                    index: j,
                    kind: kind(&node),
                    fields,
                    noise,
                })
                .collect()
        },
        |i, j| {
            let node = new(j);
            Some(DiffEntry::NodeMoved { id: id(&node), kind: kind(&node), from: i, to: j })
        },
    )
}

/// For each of the nodes, those that lead to it, each once.
fn predecessors<'a>(document: &'a Document, ids: Vec<&'a str>) -> HashMap<&'a str, Vec<NodeId>> {
    // Of what is asked about, most transitions do not even have the length.
    let lengths = ids.iter().fold(0_u64, |lengths, id| lengths | 1 << (id.len() % 64));
    let mut leading_to: HashMap<&str, Vec<NodeId>> = ids.into_iter().map(|id| (id, Vec::new())).collect();
    if leading_to.is_empty() {
        return leading_to;
    }
    for transition in document.transitions() {
        if let (Some(from), Some(to)) = (transition.from, transition.to)
            && lengths >> (to.len() % 64) & 1 == 1
            && let Some(froms) = leading_to.get_mut(to)
            && !froms.iter().any(|known| known.as_str() == from)
        {
            froms.push(from.into());
        }
    }
    leading_to
}

fn transition_entries(before: &Document, after: &Document) -> Vec<DiffEntry> {
    let alignment = align(before, after, List::Transitions);
    let (olds, news) = (before.items(List::Transitions), after.items(List::Transitions));
    let (old, new) = (|i: usize| olds[i].as_transition(i), |j: usize| news[j].as_transition(j));
    let id = |transition: &TransitionRef<'_>| transition.id.map(TransitionId::from);
    let dialect = after.dialect();
    let end_pointers = [&dialect.transition_from, &dialect.transition_to].map(|key| Pointer::root().child(key));
    in_order(
        &alignment,
        |i| {
            let old = old(i);
            DiffEntry::TransitionRemoved {
                id: id(&old),
                from: old.from.map(NodeId::from),
                to: old.to.map(NodeId::from),
                json: old.text.to_owned(),
            }
        },
        |j| {
            let new = new(j);
            DiffEntry::TransitionAdded {
                id: id(&new),
                from: new.from.map(NodeId::from),
                to: new.to.map(NodeId::from),
                json: new.text.to_owned(),
            }
        },
        |i, j| {
            let (old, new) = (old(i), new(j));
            let mut fields = fields::between(old.text, new.text);
            if fields.is_empty() {
                return Vec::new();
            }
            // An end that is no string differs without being rewired, and stays a field.
            for (differs, pointer) in [old.from != new.from, old.to != new.to].into_iter().zip(&end_pointers) {
                fields.retain(|field| !differs || field.pointer != pointer.as_str());
            }
            vec![DiffEntry::TransitionChanged {
                id: id(&new),
                from_before: old.from.map(NodeId::from),
                to_before: old.to.map(NodeId::from),
                from: new.from.map(NodeId::from),
                to: new.to.map(NodeId::from),
                fields,
            }]
        },
        |i, j| {
            let new = new(j);
            Some(DiffEntry::TransitionMoved {
                id: id(&new),
                from_node: new.from.map(NodeId::from),
                to_node: new.to.map(NodeId::from),
                from: i,
                to: j,
            })
        },
    )
}

fn align(before: &Document, after: &Document, list: List) -> Alignment {
    match (before.elements(list), after.elements(list)) {
        (Some(before), Some(after)) => Alignment::of_lists(before, after),
        (before, after) => Alignment::of(&known(before), &known(after)),
    }
}

fn known(list: Option<&Elements>) -> Vec<Element<'_>> {
    list.map(Element::all_of).unwrap_or_default()
}

/// Entries in the order of the later list; what is gone comes behind what it stood behind.
fn in_order(
    alignment: &Alignment,
    removed: impl Fn(usize) -> DiffEntry,
    mut added: impl FnMut(usize) -> DiffEntry,
    changed: impl Fn(usize, usize) -> Vec<DiffEntry>,
    moved: impl Fn(usize, usize) -> Option<DiffEntry>,
) -> Vec<DiffEntry> {
    let mut entries = Vec::new();
    // Later element j sorts at 2j + 1, so that 2j + 2 is the room between it and the next.
    for (j, i) in alignment.after.iter().enumerate() {
        match *i {
            None => entries.push((2 * j + 1, added(j))),
            Some(i) => {
                if alignment.same[i] && !alignment.moved[i] {
                    continue;
                }
                entries.extend(changed(i, j).into_iter().map(|entry| (2 * j + 1, entry)));
                if alignment.moved[i] {
                    entries.extend(moved(i, j).map(|entry| (2 * j + 1, entry)));
                }
            }
        }
    }
    let mut room = 0;
    for (i, j) in alignment.before.iter().enumerate() {
        match *j {
            None => entries.push((room, removed(i))),
            Some(j) if !alignment.moved[i] => room = 2 * j + 2,
            Some(_) => {}
        }
    }
    sorted(entries)
}

/// Apart from the generic function, so that sorting is compiled once.
fn sorted(mut entries: Vec<(usize, DiffEntry)>) -> Vec<DiffEntry> {
    entries.sort_by_key(|(place, _)| *place);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// Top-level values; their order says nothing.
fn document_entries(before: &Document, after: &Document) -> Vec<DiffEntry> {
    let dialect = after.dialect();
    let entry = |key: &str, below: &str, before: Option<String>, after: Option<String>| DiffEntry::DocumentChanged {
        field: FieldChange { pointer: format!("{}{below}", Pointer::root().child(key)), before, after },
        noise: dialect.is_saving_noise(key),
    };
    let text = |document: &Document, at: usize| member_text(document, at).into_owned();
    in_order(
        &Alignment::of(&Element::members_of(before), &Element::members_of(after)),
        |i| entry(&before.members[i].key, "", Some(text(before, i)), None),
        |j| entry(&after.members[j].key, "", None, Some(text(after, j))),
        |i, j| {
            fields::between(&member_text(before, i), &member_text(after, j))
                .into_iter()
                .map(|field| entry(&after.members[j].key, &field.pointer, field.before, field.after))
                .collect::<Vec<_>>()
        },
        |_, _| None,
    )
}

/// A top-level value's text. The two lists are compared by their elements, so here they are empty;
/// but where a list's key stands twice, the earlier one is a value like any other.
fn member_text(document: &Document, at: usize) -> Cow<'_, str> {
    match &document.members[at].value {
        MemberValue::Opaque(text) => text.as_str().into(),
        MemberValue::List(elements)
            if document.elements(elements.list).is_some_and(|used| std::ptr::eq(used, elements)) =>
        {
            "[]".into()
        }
        MemberValue::List(elements) => {
            let texts: Vec<&str> = elements.items.iter().map(|element| element.value.as_str()).collect();
            format!("[{}]", texts.join(",")).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// Each entry in short: its name and what it is about.
    fn shown(before: &str, after: &str) -> Vec<String> {
        let (before, after) = (Document::parse(before).unwrap(), Document::parse(after).unwrap());
        let fields =
            |fields: &[FieldChange]| fields.iter().map(|field| format!(" {}", field.pointer)).collect::<String>();
        let ends = |from: &Option<NodeId>, to: &Option<NodeId>| {
            let end = |id: &Option<NodeId>| id.as_ref().map_or("?".to_owned(), ToString::to_string);
            format!("{}>{}", end(from), end(to))
        };
        diff(&before, &after)
            .entries
            .iter()
            .map(|entry| match entry {
                DiffEntry::NodeAdded { id, after, .. } => {
                    let after: Vec<&str> = after.iter().map(NodeId::as_str).collect();
                    format!("+node {id} after {}", after.join(","))
                }
                DiffEntry::NodeRemoved { id, .. } => format!("-node {id}"),
                DiffEntry::NodeChanged { id, fields: changed, .. } => format!("~node {id}{}", fields(changed)),
                DiffEntry::NodeMoved { id, from, to, .. } => format!("node {id} {from}>{to}"),
                DiffEntry::TransitionAdded { from, to, .. } => format!("+{}", ends(from, to)),
                DiffEntry::TransitionRemoved { from, to, .. } => format!("-{}", ends(from, to)),
                DiffEntry::TransitionChanged { from_before, to_before, from, to, fields: changed, .. } => {
                    format!("{} now {}{}", ends(from_before, to_before), ends(from, to), fields(changed))
                }
                DiffEntry::TransitionMoved { from_node, to_node, from, to, .. } => {
                    format!("{} {from}>{to}", ends(from_node, to_node))
                }
                DiffEntry::DocumentChanged { field, noise } => {
                    format!("{}{}", field.pointer, if *noise { " (noise)" } else { "" })
                }
            })
            .collect()
    }

    #[track_caller]
    fn check(before: &str, after: &str, expected: &[&str]) {
        assert_eq!(shown(before, after), expected);
    }

    #[test]
    fn layout_alone_is_no_difference() {
        check(
            r#"{"id":"w","nodes":[{"id":"a","x":{"p":1,"q":2}}],"transitions":[]}"#,
            "{ \"transitions\": [ ],\n\"nodes\": [ { \"x\": {\"q\":2, \"p\":1}, \"id\": \"a\" } ], \"id\": \"w\" }",
            &[],
        );
    }

    #[test]
    fn saving_noise_is_told_apart() {
        let (before, after) = (
            r#"{"version":3,"lastUpdatedTimestamp":1,"createdTimestamp":1,"nodes":[]}"#,
            r#"{"version":4,"lastUpdatedTimestamp":2,"createdTimestamp":2,"nodes":[]}"#,
        );
        check(before, after, &["/version (noise)", "/lastUpdatedTimestamp (noise)", "/createdTimestamp (noise)"]);
        let found = diff(&Document::parse(before).unwrap(), &Document::parse(after).unwrap());
        assert!(found.is_empty());
        assert_eq!(found.summary(), Summary::default());
    }

    #[test]
    fn an_added_node_knows_what_leads_to_it() {
        check(
            r#"{"nodes":[{"id":"start"},{"id":"end"}],"transitions":[{"id":"t1","from":"start","to":"end"}]}"#,
            r#"{"nodes":[{"id":"start"},{"id":"mail"},{"id":"end"}],
                "transitions":[{"id":"t1","from":"start","to":"mail"},{"id":"t2","from":"mail","to":"end"}]}"#,
            &["+node mail after start", "start>end now start>mail", "+mail>end"],
        );
    }

    #[test]
    fn what_is_gone_stands_where_it_was() {
        check(
            r#"{"nodes":[{"id":"z"},{"id":"a"},{"id":"b"},{"id":"c"}]}"#,
            r#"{"nodes":[{"id":"a"},{"id":"x"},{"id":"c","k":1}]}"#,
            &["-node z", "-node b", "+node x after ", "~node c /k"],
        );
    }

    #[test]
    fn a_node_may_be_moved_and_changed() {
        check(
            r#"{"nodes":[{"id":"a","k":1},{"id":"b"},{"id":"c"}]}"#,
            r#"{"nodes":[{"id":"b"},{"id":"c"},{"id":"a","k":2}]}"#,
            &["~node a /k", "node a 0>2"],
        );
    }

    #[test]
    fn elements_that_are_no_objects_are_compared_too() {
        check(r#"{"nodes":[1,"x",null]}"#, r#"{"nodes":[1,"y",null]}"#, &["~node  "]);
        check(r#"{"transitions":[{"from":1,"to":2}]}"#, r#"{"transitions":[{"from":1,"to":3}]}"#, &["?>? now ?>? /to"]);
    }

    #[test]
    fn top_level_values_field_by_field() {
        check(
            r#"{"name":"a","settings":{"x":1,"y":[1,2]},"gone":1,"nodes":[]}"#,
            r#"{"settings":{"x":2,"y":[1]},"name":"b","nodes":[],"new/er":{}}"#,
            &["/settings/x", "/settings/y/1", "/gone", "/name", "/new~1er"],
        );
    }

    #[test]
    fn a_list_that_becomes_something_else_is_told() {
        check(r#"{"nodes":[{"id":"a"}]}"#, r#"{"nodes":null}"#, &["-node a", "/nodes"]);
        check("{}", r#"{"nodes":[{"id":"a"}]}"#, &["+node a after ", "/nodes"]);
    }

    #[test]
    fn an_earlier_list_of_the_same_key_is_a_value() {
        check(r#"{"nodes":[1],"nodes":[]}"#, r#"{"nodes":[2],"nodes":[]}"#, &["/nodes/0"]);
    }

    #[test]
    fn the_tenants_own_keys_are_used() {
        let dialect = crate::document::Dialect {
            transitions: "edges".into(),
            transition_from: "source".into(),
            transition_to: "target".into(),
            version: "rev".into(),
            ..Default::default()
        };
        let parse = |text: &str| Document::parse_with(text, &dialect).unwrap();
        let found = diff(
            &parse(r#"{"rev":1,"edges":[{"source":"a","target":"b","k":1}]}"#),
            &parse(r#"{"rev":2,"edges":[{"source":"a","target":"c","k":2}]}"#),
        );
        let Some(DiffEntry::TransitionChanged { to_before, to, fields, .. }) = found.entries.first() else {
            panic!("{found:?}");
        };
        assert_eq!((to_before.as_ref().unwrap().as_str(), to.as_ref().unwrap().as_str()), ("b", "c"));
        assert_eq!(fields.iter().map(|field| field.pointer.as_str()).collect::<Vec<_>>(), ["/k"]);
        assert_eq!(found.summary().to_string(), "1 transition rewired");
    }
}
