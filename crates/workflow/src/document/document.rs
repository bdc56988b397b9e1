//! The document and its views.

use crate::document::element::Element;
use crate::document::parse::{Elements, Member, MemberValue};
use crate::document::text::Text;
use crate::document::{Dialect, GraphNames, List, NodeId, NodeRef, TransitionRef, Version};
use crate::json::Value;
use std::sync::Arc;

/// The type of a node that a workflow begins with.
pub const START_NODE_TYPE: &str = "start";

/// A workflow document. Cloning is cheap: text and elements are shared.
#[derive(Clone, Debug)]
pub struct Document {
    pub(crate) dialect: Arc<Dialect>,
    /// Everything up to and with the opening brace.
    pub(crate) head: Text,
    pub(crate) members: Vec<Member>,
    /// The white space before the closing brace, the brace and what follows.
    pub(crate) tail: Text,
}

impl Document {
    /// The document's text: byte for byte the vendor's, but for applied patches.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::with_capacity(self.text_len());
        self.pieces(|piece| out.push_str(piece));
        out
    }

    /// The length of [`Document::to_text`] in bytes.
    #[must_use]
    pub fn text_len(&self) -> usize {
        let mut length = 0;
        self.pieces(|piece| length += piece.len());
        length
    }

    fn pieces(&self, mut visit: impl FnMut(&str)) {
        visit(self.head.as_str());
        for member in &self.members {
            visit(member.lead.as_str());
            visit(member.key_text.as_str());
            match &member.value {
                MemberValue::Opaque(text) => visit(text.as_str()),
                MemberValue::List(elements) => {
                    visit("[");
                    for element in elements.items.iter() {
                        visit(element.lead.as_str());
                        visit(element.value.as_str());
                    }
                    visit(elements.close.as_str());
                    visit("]");
                }
            }
        }
        visit(self.tail.as_str());
    }

    /// The dialect that it was parsed with.
    #[must_use]
    pub fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    /// The workflow's `id`.
    #[must_use]
    pub fn id(&self) -> Option<String> {
        self.string_member("id")
    }

    /// The workflow's `name`.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        self.string_member("name")
    }

    fn string_member(&self, key: &str) -> Option<String> {
        Value::parse(self.member(key)?).ok()?.as_str().map(str::to_owned)
    }

    /// The version, where it is a number.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        let text = self.member(&self.dialect.version)?;
        text.starts_with(|first: char| first == '-' || first.is_ascii_digit()).then(|| Version::from_text(text))
    }

    /// The JSON text of a top-level member's value; the last one where the key stands several
    /// times. `None` also for the two lists.
    #[must_use]
    pub fn member(&self, key: &str) -> Option<&str> {
        self.members.iter().rev().find(|member| *member.key == *key).and_then(|member| match &member.value {
            MemberValue::Opaque(text) => Some(text.as_str()),
            MemberValue::List(_) => None,
        })
    }

    /// The top-level members in order: unescaped key and the value's JSON text. `nodes` and
    /// `transitions` have `None` where they are arrays (see [`Document::nodes`]).
    pub fn members(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.members.iter().map(|member| match &member.value {
            MemberValue::Opaque(text) => (&*member.key, Some(text.as_str())),
            MemberValue::List(_) => (&*member.key, None),
        })
    }

    /// The document with a top-level value set: replaced where the key is there (the last one where
    /// it stands several times), else appended. `json` must be valid JSON; all other bytes stay.
    #[must_use]
    pub fn with_member(&self, key: &str, json: &str) -> Self {
        let mut next = self.clone();
        match next.members.iter_mut().rev().find(|member| *member.key == *key) {
            Some(member) => member.value = MemberValue::Opaque(json.into()),
            None => {
                let member = next.new_member(key, MemberValue::Opaque(json.into()));
                next.members.push(member);
            }
        }
        next
    }

    /// A member to append, laid out as the last one is.
    pub(crate) fn new_member(&self, key: &str, value: MemberValue) -> Member {
        let quoted = crate::json::quote(key);
        let (lead, colon) = match self.members.as_slice() {
            [] => (String::new(), ":".to_owned()),
            [.., last] => {
                let white_space =
                    last.lead.as_str().trim_start_matches(|found: char| found != ',').trim_start_matches(',');
                let white_space = if self.members.len() == 1 { last.lead.as_str() } else { white_space };
                let colon = last.key_text.as_str().rfind('"').map_or(":", |at| &last.key_text.as_str()[at + 1..]);
                (format!(",{white_space}"), colon.to_owned())
            }
        };
        Member {
            lead: lead.as_str().into(),
            key: key.into(),
            key_text: format!("{quoted}{colon}").as_str().into(),
            value,
        }
    }

    /// Whether there is an array of nodes.
    #[must_use]
    pub fn has_nodes(&self) -> bool {
        self.elements(List::Nodes).is_some()
    }

    /// Whether there is an array of transitions.
    #[must_use]
    pub fn has_transitions(&self) -> bool {
        self.elements(List::Transitions).is_some()
    }

    /// The nodes in order.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = NodeRef<'_>> + DoubleEndedIterator {
        self.items(List::Nodes).iter().enumerate().map(|(index, element)| element.as_node(index))
    }

    /// The transitions in order.
    pub fn transitions(&self) -> impl ExactSizeIterator<Item = TransitionRef<'_>> + DoubleEndedIterator {
        self.items(List::Transitions).iter().enumerate().map(|(index, element)| element.as_transition(index))
    }

    /// The node at a place, in constant time.
    #[must_use]
    pub fn node_at(&self, index: usize) -> Option<NodeRef<'_>> {
        self.items(List::Nodes).get(index).map(|element| element.as_node(index))
    }

    /// The transition at a place, in constant time.
    #[must_use]
    pub fn transition_at(&self, index: usize) -> Option<TransitionRef<'_>> {
        self.items(List::Transitions).get(index).map(|element| element.as_transition(index))
    }

    /// What the graph of the workflow is made of, element by element.
    pub(crate) fn graph_names(&self, list: List) -> impl Iterator<Item = GraphNames<'_>> {
        self.items(list).iter().map(|element| element.graph_names())
    }

    /// The like of one element.
    pub(crate) fn graph_names_at(&self, list: List, index: usize) -> Option<GraphNames<'_>> {
        self.items(list).get(index).map(|element| element.graph_names())
    }

    /// The first node with this id.
    #[must_use]
    pub fn node(&self, id: &NodeId) -> Option<NodeRef<'_>> {
        self.node_at(self.places_of(id).next()?)
    }

    /// The places of the nodes with this id.
    pub(crate) fn places_of(&self, id: &NodeId) -> impl Iterator<Item = usize> {
        let nodes = self.items(List::Nodes).iter().enumerate();
        nodes.filter(|(_, node)| node.has_id(id.as_str().as_bytes())).map(|(index, _)| index)
    }

    /// The transitions that leave or enter a node, in order, and whether they do the one and the other.
    pub fn transitions_of(&self, node: &NodeId) -> impl Iterator<Item = (TransitionRef<'_>, bool, bool)> {
        self.items(List::Transitions).iter().enumerate().filter_map(|(index, element)| {
            let (leaves, enters) = element.ends_at(node.as_str().as_bytes());
            (leaves || enters).then(|| (element.as_transition(index), leaves, enters))
        })
    }

    /// The last array of this name; an earlier one is text like any other.
    pub(crate) fn elements(&self, list: List) -> Option<&Elements> {
        let key = self.list_key(list);
        self.members.iter().rev().find(|member| *member.key == *key).and_then(|member| match &member.value {
            MemberValue::List(elements) => Some(elements),
            MemberValue::Opaque(_) => None,
        })
    }

    pub(crate) fn items(&self, list: List) -> &[Arc<Element>] {
        self.elements(list).map_or(&[], |elements| elements.items.as_slice())
    }

    pub(crate) fn list_key(&self, list: List) -> &str {
        match list {
            List::Nodes => &self.dialect.nodes,
            List::Transitions => &self.dialect.transitions,
        }
    }
}

impl PartialEq for Document {
    /// Equal text.
    fn eq(&self, other: &Self) -> bool {
        (self.head == other.head && self.members == other.members && self.tail == other.tail)
            || (self.text_len() == other.text_len() && self.to_text() == other.to_text())
    }
}
