//! Runs the rules on one element, and tries the fixes that they offer.

use super::context::{DocumentContext, EmailContext, NodeContext, Shape, TransitionContext};
use super::email_node::EmailNode;
use super::facts::Asked;
use super::finding::Found;
use super::graph::Graph;
use super::odd::Odd;
use super::registry::{Check, Rules};
use super::{Facts, Limits, Severity};
use crate::change::{Edit, RawJson};
use crate::document::{Document, NodeRef};
use crate::email::EMAIL_NODE_TYPE;
use crate::json::{Pointer, set};

/// What the rules judge by.
#[derive(Clone, Copy)]
pub(super) struct Standard<'a> {
    pub(super) rules: Rules,
    pub(super) facts: &'a Facts,
    pub(super) limits: &'a Limits,
    /// What every element is taken to be odd in, whatever it is.
    pub(super) suspect: Odd,
}

impl<'a> Standard<'a> {
    /// Every rule, each where it has something to say.
    pub(super) fn of(facts: &'a Facts, limits: &'a Limits) -> Self {
        Self { rules: Rules::all(), facts, limits, suspect: Odd::default() }
    }
}

/// Judges the document's top level.
pub(super) fn judge_document(standard: Standard<'_>, document: &Document) -> Vec<Found> {
    let mut found = Vec::new();
    let context = DocumentContext { document };
    for rule in standard.rules.document {
        if let Check::Document(check) = rule.check {
            check(&context, &mut found);
        }
    }
    found
}

/// Judges one transition, by its number in the graph.
pub(super) fn judge_transition(
    standard: Standard<'_>,
    document: &Document,
    graph: &Graph,
    transition: u32,
    index: usize,
) -> Vec<Found> {
    let mut found = Vec::new();
    let ends = &graph.transitions[transition as usize];
    let (leaves_node, enters_node) = (graph.is_there(ends.from), graph.is_there(ends.to));
    // Nearly every transition, about which no rule has anything to say.
    if leaves_node && enters_node && !standard.suspect.has(Odd::ALL) {
        return found;
    }
    let Some(reference) = document.transition_at(index) else { return found };
    let context = TransitionContext { dialect: document.dialect(), transition: reference, leaves_node, enters_node };
    for rule in standard.rules.transition {
        if let Check::Transition(check) = rule.check {
            check(&context, &mut found);
        }
    }
    found
}

/// Judges nodes one after the other; what is read is read into the same place.
pub(super) struct NodeJudge<'a> {
    standard: Standard<'a>,
    document: &'a Document,
    shape: Shape,
    email: EmailContext<'a>,
    is_email: bool,
}

impl<'a> NodeJudge<'a> {
    pub(super) fn new(standard: Standard<'a>, document: &'a Document, shape: Shape) -> Self {
        Self { standard, document, shape, email: EmailContext::new(standard.facts, standard.limits), is_email: false }
    }

    /// What the findings of the node that was judged last depend on.
    pub(super) fn asked(&self) -> Asked {
        if self.is_email { self.email.asked() } else { Asked::default() }
    }

    /// Judges one node, by its number in the graph.
    pub(super) fn judge(&mut self, graph: &Graph, node: u32, index: usize) -> Vec<Found> {
        let mut found = Vec::new();
        self.is_email = false;
        if graph.is_ordinary(node) && !self.standard.suspect.has(Odd::ALL) {
            return found;
        }
        let Some(reference) = self.document.node_at(index) else { return found };
        let context = NodeContext {
            node: reference,
            count: graph.count(node),
            is_reached: graph.is_reached(node),
            leads_on: graph.leads_on(node),
            shape: self.shape,
        };
        self.is_email = reference.kind == Some(EMAIL_NODE_TYPE);
        let can_fix = self.shape.editable && context.count == 1;
        run(self.standard, &context, &mut self.email, can_fix, &mut found);
        if found.iter().any(|found| found.fix.is_some()) {
            keep_good_fixes(self.standard, &context, &mut found);
        }
        found
    }
}

fn run<'a>(
    standard: Standard<'a>,
    context: &NodeContext<'a>,
    email: &mut EmailContext<'a>,
    can_fix: bool,
    found: &mut Vec<Found>,
) {
    let odd = context.odd().and(standard.suspect);
    if odd.has(Odd::ALL) {
        for rule in standard.rules.node {
            if let Check::Node(when, check) = rule.check
                && odd.has(when)
            {
                check(context, found);
            }
        }
    }
    if context.node.kind != Some(EMAIL_NODE_TYPE) {
        return;
    }
    email.read(context.node, can_fix);
    let odd = email.odd().and(standard.suspect);
    if odd.has(Odd::ALL) {
        for rule in standard.rules.email {
            if let Check::Email(when, check) = rule.check
                && odd.has(when)
            {
                check(email, found);
            }
        }
    }
}

/// A fix is offered only where it settles its finding and leaves no error that was not there before.
fn keep_good_fixes(standard: Standard<'_>, context: &NodeContext<'_>, found: &mut [Found]) {
    let before = tally(found);
    for found in found {
        let Some(fix) = &found.fix else { continue };
        let is_good = fixed(context.node.text, &fix.edit).is_some_and(|text| {
            let after = tally(&found_after(standard, context, &text));
            count(&after, found.code) < count(&before, found.code)
                && after
                    .iter()
                    .all(|(code, severity, times)| *severity != Severity::Error || *times <= count(&before, code))
        });
        if !is_good {
            found.fix = None;
        }
    }
}

/// How often each rule has something to say.
type Tally = Vec<(&'static str, Severity, usize)>;

fn tally(found: &[Found]) -> Tally {
    let mut tally = Tally::new();
    for found in found {
        match tally.iter_mut().rev().find(|(code, ..)| *code == found.code) {
            Some((.., times)) => *times += 1,
            None => tally.push((found.code, found.severity, 1)),
        }
    }
    tally
}

fn count(tally: &Tally, code: &str) -> usize {
    tally.iter().find(|(known, ..)| *known == code).map_or(0, |(.., times)| *times)
}

/// What would be found in the node if its text were this one.
fn found_after(standard: Standard<'_>, context: &NodeContext<'_>, text: &str) -> Vec<Found> {
    let mut email = EmailContext::new(standard.facts, standard.limits);
    let mut found = Vec::new();
    let mut read = EmailNode::default();
    read.read(text);
    let kind = read.kind.as_ref().and_then(|kind| kind.as_str());
    let node = NodeRef { text, kind, ..context.node };
    run(standard, &NodeContext { node, ..*context }, &mut email, false, &mut found);
    found
}

/// The node's text with the edit in it.
fn fixed(text: &str, edit: &Edit) -> Option<String> {
    let Edit::EditNode { fields, .. } = edit else { return None };
    fields.iter().try_fold(text.to_owned(), |text, field| {
        set(&text, &Pointer::parse(&field.pointer)?, field.after.as_ref().map(RawJson::as_str)).ok()
    })
}
