//! What a rule sees, and how it words what it found.

use super::graph::{Graph, members_named};
use super::{Facts, Field, Finding, Fix, Limits, Rule, TemplateFact, fixes};
use crate::change::RawJson;
use crate::document::{Document, NodeId, NodeRef, TemplateId, TransitionRef};
use crate::email::EmailView;
use crate::json::{Kind, Pointer, Value};

/// What a rule about one email node sees.
#[derive(Debug)]
pub struct EmailContext<'a> {
    /// The document that the node stands in.
    pub document: &'a Document,
    /// The node.
    pub node: NodeRef<'a>,
    /// The node, read.
    pub email: EmailView<'a>,
    /// What is known about the tenant.
    pub facts: &'a Facts,
    /// The tenant's limits.
    pub limits: &'a Limits,
    root: Value<'a>,
    editable: bool,
}

impl<'a> EmailContext<'a> {
    /// Reads a node; `None` where its text is no JSON, which a parsed document rules out.
    pub(super) fn read(
        document: &'a Document,
        graph: &Graph<'_>,
        node: NodeRef<'a>,
        facts: &'a Facts,
        limits: &'a Limits,
    ) -> Option<Self> {
        let root = Value::parse(node.text).ok()?;
        let email = EmailView::read(&root);
        let editable = graph.can_edit(node);
        Some(Self { document, node, email, facts, limits, root, editable })
    }

    /// The whole node.
    pub(super) fn root(&self) -> &Value<'a> {
        &self.root
    }

    /// Whether `properties` is an object. Where it is none, only the rule about that speaks.
    pub(super) fn has_properties(&self) -> bool {
        self.email.properties.as_ref().is_some_and(|value| matches!(value.kind(), Kind::Object(_)))
    }

    /// The template's id, where there is one.
    pub(super) fn template_id(&self) -> Option<&str> {
        self.email.template_id.as_ref().and_then(Value::as_str)
    }

    /// What is known about the node's template.
    pub(super) fn template(&self) -> Option<&'a TemplateFact> {
        self.facts.templates.get(&TemplateId::from(self.template_id()?))
    }

    /// A finding at a place inside the node.
    pub(super) fn finding(&self, rule: &Rule, at: &[&str], field: Field, message: String) -> Finding {
        node_finding(rule, self.document, self.node, at, field, message)
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
        let id = self.node.id.filter(|_| self.editable)?;
        fixes::edit_node(id, &self.root, fields).map(|edit| Fix { label, edit })
    }
}

/// What a rule about the whole document sees.
#[derive(Debug)]
pub struct DocumentContext<'a> {
    /// The document.
    pub document: &'a Document,
    pub(super) graph: &'a Graph<'a>,
    pub(super) focus: Option<&'a str>,
}

impl<'a> DocumentContext<'a> {
    /// The nodes that are asked about: all, or those of one id.
    pub(super) fn nodes(&self) -> impl Iterator<Item = NodeRef<'a>> {
        let focus = self.focus;
        self.document.nodes().filter(move |node| focus.is_none() || node.id == focus)
    }

    /// The transitions that are asked about: all, or those that are counted to the node of one id.
    pub(super) fn transitions(&self) -> impl Iterator<Item = TransitionRef<'a>> {
        let (focus, graph) = (self.focus, self.graph);
        self.document.transitions().filter(move |transition| focus.is_none() || owner(graph, transition) == focus)
    }

    /// Whether a top-level key stands more than once.
    pub(super) fn stands_twice(&self, key: &str) -> bool {
        members_named(self.document, key) > 1
    }

    /// A finding at a top-level member.
    pub(super) fn finding(&self, rule: &Rule, key: &str, message: String) -> Finding {
        let pointer = Pointer::root().child(key).into();
        Finding {
            code: rule.code,
            severity: rule.severity,
            pointer,
            node: None,
            field: Field::Document,
            message,
            fix: None,
        }
    }

    /// A finding at a place inside a node.
    pub(super) fn node_finding(
        &self,
        rule: &Rule,
        node: NodeRef<'_>,
        at: &[&str],
        field: Field,
        message: String,
    ) -> Finding {
        node_finding(rule, self.document, node, at, field, message)
    }

    /// A finding at a place inside a transition. It belongs to the node that the transition leaves, else
    /// to the one that it enters, so that it is seen where that node is edited.
    pub(super) fn transition_finding(
        &self,
        rule: &Rule,
        transition: &TransitionRef<'_>,
        at: &[&str],
        message: String,
    ) -> Finding {
        let node = owner(self.graph, transition).map(NodeId::from);
        let field = if node.is_some() { Field::Placement } else { Field::Document };
        let pointer = pointer(&self.document.dialect().transitions, transition.index, at);
        Finding { code: rule.code, severity: rule.severity, pointer, node, field, message, fix: None }
    }
}

fn node_finding(
    rule: &Rule,
    document: &Document,
    node: NodeRef<'_>,
    at: &[&str],
    field: Field,
    message: String,
) -> Finding {
    Finding {
        code: rule.code,
        severity: rule.severity,
        pointer: pointer(&document.dialect().nodes, node.index, at),
        node: node.id.map(NodeId::from),
        field,
        message,
        fix: None,
    }
}

fn pointer(list: &str, index: usize, at: &[&str]) -> String {
    at.iter().fold(Pointer::root().child(list).child(index), |pointer, token| pointer.child(token)).into()
}

fn owner<'a>(graph: &Graph<'_>, transition: &TransitionRef<'a>) -> Option<&'a str> {
    [transition.from, transition.to].into_iter().flatten().find(|id| graph.has(id))
}
