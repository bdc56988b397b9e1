//! What a rule sees, and how it words what it found.

use super::email_node::is_plain;
use super::email_node::{Attachment, EmailNode};
use super::facts::Asked;
use super::finding::Found;
use super::near::may_be_near;
use super::odd::Odd;
use super::reader::Part;
use super::{AttachmentFact, Facts, Field, Fix, Limits, Rule, TemplateFact, fixes};
use crate::change::RawJson;
use crate::document::{Dialect, Document, GraphNames, NodeRef, TransitionRef};
use crate::email::EMAIL_NODE_TYPE;
use crate::json::Value;
use std::cell::{Cell, OnceCell};

/// Longest node, in bytes, that is offered fixes; beyond, a hostile node would cost more than it is worth.
const LONGEST_FIXED: usize = 64 * 1024;
/// Most fixes that one node is offered.
const MOST_FIXES: usize = 50;

/// What holds for all nodes of a document alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// Whether edits of nodes can be applied to the document at all.
    pub(super) editable: bool,
    /// Whether a node of type `end` is there.
    pub(super) has_end: bool,
    /// Whether there are no transitions.
    pub(super) unconnected: bool,
    /// Whether there are no transitions and no two nodes.
    pub(super) alone: bool,
}

/// What a rule about the document's top level sees.
pub(super) struct DocumentContext<'a> {
    pub(super) document: &'a Document,
}

impl DocumentContext<'_> {
    /// Whether a top-level key stands more than once.
    pub(super) fn stands_twice(&self, key: &str) -> bool {
        stands_twice(self.document, key)
    }

    /// What was found at a top-level member.
    pub(super) fn finding(&self, rule: &Rule, key: &str, message: String) -> Found {
        Found::new(rule, &[key], Field::Document, message)
    }
}

/// Whether a top-level key of a document stands more than once.
pub(super) fn stands_twice(document: &Document, key: &str) -> bool {
    document.members().filter(|(found, _)| *found == key).nth(1).is_some()
}

/// Whether edits of nodes can be applied to the document at all.
pub(super) fn is_editable(document: &Document) -> bool {
    let dialect = document.dialect();
    let twice = stands_twice(document, &dialect.nodes) || stands_twice(document, &dialect.transitions);
    !twice && document.has_nodes() && (document.has_transitions() || document.member(&dialect.transitions).is_none())
}

/// What a rule about a node of any type sees.
pub(super) struct NodeContext<'a> {
    pub(super) node: NodeRef<'a>,
    /// How many nodes have its id.
    pub(super) count: u32,
    /// Whether transitions lead from the start to it.
    pub(super) is_reached: bool,
    /// Whether a transition leads from it to another node.
    pub(super) leads_on: bool,
    pub(super) shape: Shape,
}

impl<'a> NodeContext<'a> {
    /// What is out of the ordinary about the node and its place.
    pub(super) fn odd(&self) -> Odd {
        let node = self.node;
        let (id, second) = (node.id.map(str::as_bytes), node.kind.map(str::as_bytes));
        let mut odd = odd(GraphNames { id, second, third: None, is_object: self.is_object() });
        odd.note(Odd::TAKEN, self.count > 1);
        odd.note(Odd::WAY, self.node.kind == Some(EMAIL_NODE_TYPE) && !(self.is_reached && self.leads_on));
        odd
    }

    /// Whether this is an object; else only the rule about that speaks.
    pub(super) fn is_object(&self) -> bool {
        is_object(self.node.text)
    }

    /// The value of a key of the node that is not text, or is empty.
    pub(super) fn value(&self, key: &str) -> Option<Value<'a>> {
        Value::parse(self.node.text).ok()?.get(key).cloned()
    }

    /// What was found at a place inside the node.
    pub(super) fn finding(&self, rule: &Rule, at: &[&str], field: Field, message: String) -> Found {
        Found::new(rule, at, field, message)
    }

    /// The fix that gives one value inside the node another text.
    pub(super) fn set(&self, label: String, at: &[&str], after: RawJson) -> Option<Fix> {
        let id = self.node.id.filter(|_| self.shape.editable && self.count == 1)?;
        let value = Value::parse(self.node.text).ok().filter(|_| self.node.text.len() <= LONGEST_FIXED)?;
        fixes::edit_node(id, &value, &[(at, Some(after))]).map(|edit| Fix::new(label, edit))
    }
}

/// What is out of the ordinary about a node by itself.
fn odd(node: GraphNames<'_>) -> Odd {
    let mut odd = Odd::default();
    let is_email = is_email(node);
    let kind = node.second.unwrap_or_default();
    odd.note(Odd::MALFORMED, !node.is_object);
    odd.note(Odd::ID, !node.id.is_some_and(|id| !id.is_empty() && (!is_email || is_plain(id))));
    odd.note(Odd::TYPE, kind.is_empty());
    odd.note(Odd::NEARLY_EMAIL, !is_email && may_be_near(kind, EMAIL_NODE_TYPE.as_bytes()));
    odd
}

/// Whether no rule has anything to say about a node that is no email node, as long as its id is its own.
pub(super) fn is_ordinary(node: GraphNames<'_>) -> bool {
    !is_email(node) && odd(node) == Odd::default()
}

fn is_email(node: GraphNames<'_>) -> bool {
    node.second == Some(EMAIL_NODE_TYPE.as_bytes())
}

/// Whether an element's text is that of an object.
pub(super) fn is_object(text: &str) -> bool {
    text.starts_with('{')
}

/// What a rule about a transition sees.
pub(super) struct TransitionContext<'a> {
    pub(super) dialect: &'a Dialect,
    pub(super) transition: TransitionRef<'a>,
    /// Whether nodes have the id that it leaves.
    pub(super) leaves_node: bool,
    /// Whether nodes have the id that it enters.
    pub(super) enters_node: bool,
}

impl TransitionContext<'_> {
    /// What was found at a place inside the transition. It belongs to the node that the transition leaves, else
    /// to the one that it enters, so that it is seen where that node is edited.
    pub(super) fn finding(&self, rule: &Rule, at: &[&str], message: String) -> Found {
        let field = if self.leaves_node || self.enters_node { Field::Placement } else { Field::Document };
        Found::new(rule, at, field, message)
    }
}

/// What a rule about an email node sees.
pub(super) struct EmailContext<'a> {
    pub(super) facts: &'a Facts,
    pub(super) limits: &'a Limits,
    /// The node, read.
    pub(super) email: EmailNode<'a>,
    /// What is known about the node's template.
    pub(super) template: Option<&'a TemplateFact>,
    /// What is known about each attachment, by row.
    attachments: Vec<Option<&'a AttachmentFact>>,
    /// Size in bytes of all attachments whose size is known.
    pub(super) total_size: u64,
    odd: Odd,
    node: NodeRef<'a>,
    root: OnceCell<Option<Value<'a>>>,
    fixes_left: Cell<usize>,
}

impl<'a> EmailContext<'a> {
    /// A context to read nodes into.
    pub(super) fn new(facts: &'a Facts, limits: &'a Limits) -> Self {
        Self {
            facts,
            limits,
            email: EmailNode::default(),
            template: None,
            attachments: Vec::new(),
            total_size: 0,
            odd: Odd::default(),
            node: NodeRef { index: 0, id: None, kind: None, text: "" },
            root: OnceCell::new(),
            fixes_left: Cell::new(0),
        }
    }

    /// Reads a node. Only where `can_fix` are fixes made.
    pub(super) fn read(&mut self, node: NodeRef<'a>, can_fix: bool) {
        self.email.read(node.text);
        self.node = node;
        self.root = OnceCell::new();
        self.fixes_left.set(if can_fix && node.text.len() <= LONGEST_FIXED { MOST_FIXES } else { 0 });
        self.template = self.template_id().and_then(|id| self.facts.templates.get(id));
        self.odd = self.email.odd;
        let mode = self.email.delivery_mode.as_ref();
        let is_known = |mode: &Part<'_>| self.limits.delivery_modes.iter().any(|known| mode.as_str() == Some(known));
        self.odd.note(Odd::MODE, mode.is_some_and(|mode| !is_known(mode)));
        self.odd.note(Odd::TEMPLATE, self.template.is_some());
        self.odd.note(Odd::KNOWN_PATHS, !self.facts.scope_paths.is_empty());
        self.attachments.clear();
        self.total_size = 0;
        if self.facts.attachments.is_empty() {
            self.attachments.resize(self.email.attachments.len(), None);
            return;
        }
        for attachment in &self.email.attachments {
            let fact = attachment.file_id.as_ref().and_then(Part::as_str).and_then(|id| self.facts.attachments.get(id));
            if let Some(AttachmentFact::Known { size, .. }) = fact {
                self.total_size = self.total_size.saturating_add(*size);
            }
            self.odd.note(Odd::FILES, fact.is_some());
            self.attachments.push(fact);
        }
    }

    /// What is out of the ordinary inside the node, and what is known about it.
    pub(super) fn odd(&self) -> Odd {
        self.odd
    }

    /// What the node's findings depend on.
    pub(super) fn asked(&self) -> Asked {
        // The near miss of an id that the tenant does not have may be any other id.
        let missing = |fact: &Option<&AttachmentFact>| matches!(fact, Some(AttachmentFact::Missing));
        if matches!(self.template, Some(TemplateFact::Missing)) || self.attachments.iter().any(missing) {
            return Asked::ALL;
        }
        let mut asked = Asked::by_email_node();
        let files = self.email.attachments.iter().filter_map(|attachment| attachment.file_id.as_ref()?.as_str());
        self.template_id().into_iter().chain(files).for_each(|id| asked.about(id));
        asked
    }

    /// Whether `properties` is an object. Where it is none, only the rule about that speaks.
    pub(super) fn has_properties(&self) -> bool {
        self.email.properties.as_ref().is_some_and(|value| is_object(value.text()))
    }

    /// The template's id, where there is one.
    pub(super) fn template_id(&self) -> Option<&str> {
        self.email.template_id.as_ref().and_then(Part::as_str)
    }

    /// The attachments that are objects, with their rows.
    pub(super) fn attachments(&self) -> impl Iterator<Item = (usize, &Attachment<'a>)> {
        self.email.attachments.iter().enumerate().filter(|(_, attachment)| is_object(attachment.value.text()))
    }

    /// What is known about the attachment of a row.
    pub(super) fn attachment_fact(&self, row: usize) -> Option<&'a AttachmentFact> {
        self.attachments.get(row).copied().flatten()
    }

    /// The size in bytes of a row's file, where it is known.
    pub(super) fn attachment_size(&self, row: usize) -> Option<u64> {
        match self.attachment_fact(row)? {
            AttachmentFact::Known { size, .. } => Some(*size),
            AttachmentFact::Missing => None,
        }
    }

    /// The name of a row's file in the tenant's storage, where it is known.
    pub(super) fn stored_name(&self, row: usize) -> Option<&'a str> {
        match self.attachment_fact(row)? {
            AttachmentFact::Known { file_name, .. } => file_name.as_deref(),
            AttachmentFact::Missing => None,
        }
    }

    /// The whole node as a tree, made when it is first asked for.
    pub(super) fn root(&self) -> Option<&Value<'a>> {
        self.root.get_or_init(|| Value::parse(self.node.text).ok()).as_ref()
    }

    /// What was found at a place inside the node.
    pub(super) fn finding(&self, rule: &Rule, at: &[&str], field: Field, message: String) -> Found {
        Found::new(rule, at, field, message)
    }

    /// The fix that gives one value inside the node another text.
    pub(super) fn set(&self, label: String, at: &[&str], after: RawJson) -> Option<Fix> {
        self.fix(label, &[(at, Some(after))])
    }

    /// The fix that takes one value out of the node.
    pub(super) fn remove(&self, label: String, at: &[&str]) -> Option<Fix> {
        self.fix(label, &[(at, None)])
    }

    /// The fix that sets or removes several values; `None` where that is not safe.
    pub(super) fn fix(&self, label: String, fields: &[(&[&str], Option<RawJson>)]) -> Option<Fix> {
        let left = self.fixes_left.get().checked_sub(1)?;
        let edit = fixes::edit_node(self.node.id?, self.root()?, fields)?;
        self.fixes_left.set(left);
        Some(Fix::new(label, edit))
    }
}
