//! Validation that goes along with the editing: what a full validation has learned is kept, and an edit
//! costs what depends on it.

use super::facts::Asked;
use super::finding::Counts;
use super::judge::Standard;
use super::standing::Standing;
use super::{Facts, Finding, Limits};
use crate::document::{Document, List, NodeId, Patch, PatchError, Splice};
use crate::json::SyntaxError;

/// A document and all that is found in it.
///
/// Tell it what became of the document ([`Checker::set_node`], [`Checker::apply`]; where a change is edited that
/// stays a change of the same document, [`Checker::go_to`]) and of what is known
/// ([`Checker::set_facts`], [`Checker::set_limits`]); ask it for the findings of one node
/// ([`Checker::about`]) or of all ([`Checker::findings`]). They are at all times exactly those of
/// [`validate`](super::validate) for its document, in the same order.
///
/// An edit inside one node costs time proportional to that node. An edit that adds, removes, renames or
/// rewires costs in addition what it touches: the nodes of that id, their transitions, and the nodes that
/// come to be reached or cease to be.
#[derive(Clone, Debug)]
pub struct Checker {
    document: Document,
    facts: Facts,
    limits: Limits,
    standing: Standing,
    /// Where [`Checker::go_to`] has gone.
    followed: Patch,
}

/// Why a node could not be given another text. Nothing is changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetNodeError {
    /// No node has this id.
    #[error("there is no node `{0}` in the workflow")]
    NoSuchNode(NodeId),
    /// Several nodes have this id, so which one is meant cannot be known.
    #[error("the id `{0}` is used by several nodes")]
    AmbiguousNode(NodeId),
    /// The text is not JSON.
    #[error("this is not valid JSON: {0}")]
    Syntax(#[from] SyntaxError),
}

impl Checker {
    /// Validates a document as a whole.
    #[must_use]
    pub fn new(document: &Document, facts: &Facts, limits: &Limits) -> Self {
        let standing = Standing::of(document, Standard::of(facts, limits));
        let mut document = document.clone();
        document.detach_lists();
        Self { document, facts: facts.clone(), limits: limits.clone(), standing, followed: Patch::default() }
    }

    /// The document as it is now. A clone that is kept makes the next edit copy the lists of its elements.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// All findings, in document order, then in registry order.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        self.standing.findings(&self.document)
    }

    /// The findings that name a node, in the same order.
    #[must_use]
    pub fn about(&self, node: &NodeId) -> Vec<Finding> {
        self.standing.about(&self.document, node)
    }

    /// How many findings there are, without listing them.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.standing.counts
    }

    /// Gives the one node with this id another text, as it is: the whole node's JSON. It may change the id.
    ///
    /// # Errors
    /// [`SetNodeError`]; nothing is changed then.
    pub fn set_node(&mut self, node: &NodeId, text: &str) -> Result<(), SetNodeError> {
        let graph = &self.standing.graph;
        let point = graph.ids.find(node.as_str().as_bytes()).filter(|point| graph.is_there(*point));
        let mut nodes = point.into_iter().flat_map(|point| graph.nodes_of(point));
        let (Some(only), None) = (nodes.next(), nodes.next()) else {
            return Err(match point {
                Some(_) => SetNodeError::AmbiguousNode(node.clone()),
                None => SetNodeError::NoSuchNode(node.clone()),
            });
        };
        let index = graph.node_order.index_of(only);
        drop(nodes);
        self.document.set_element(List::Nodes, index, text.trim())?;
        self.take_over(List::Nodes, index);
        self.judge_stale();
        Ok(())
    }

    /// Follows the document through these patches, one after the other, and judges where they have led. To go
    /// from one applied change to another, give the inverse of the first one's patch and the second one's.
    ///
    /// # Errors
    /// Where a patch does not fit the document; nothing is changed then.
    pub fn apply(&mut self, patches: &[Patch]) -> Result<(), PatchError> {
        let mut done: Vec<(&Patch, usize)> = Vec::new();
        let mut members_changed = false;
        for patch in patches {
            for step in 0..patch.len() {
                match patch.apply_step(step, &mut self.document) {
                    Ok(Some(splice)) => self.follow(&splice),
                    Ok(None) => members_changed = true,
                    Err(error) => {
                        self.take_back(&done);
                        return Err(error);
                    }
                }
                done.push((patch, step));
            }
        }
        let graph = &self.standing.graph;
        if members_changed
            && (graph.node_order.len(), graph.transition_order.len())
                != (self.document.nodes().len(), self.document.transitions().len())
        {
            // A list has come or gone as a whole.
            self.judge_all();
            return Ok(());
        }
        if members_changed {
            self.standing.judge_top_level(&self.document, Standard::of(&self.facts, &self.limits));
        }
        self.judge_stale();
        Ok(())
    }

    /// Goes from the change that was followed last, at first none, to this one. Both are given as their patches of
    /// the document that the checker was made for (see [`Applied::patch`](crate::change::Applied::patch)); what
    /// they have in common is not judged again.
    ///
    /// # Errors
    /// Where the patch belongs to another document; nothing is changed then.
    pub fn go_to(&mut self, patch: &Patch) -> Result<(), PatchError> {
        if *patch == self.followed {
            return Ok(());
        }
        self.apply(&[self.followed.inverse(), patch.clone()])?;
        self.followed = patch.clone();
        Ok(())
    }

    /// Takes over what has come to be known about the tenant, and judges the nodes that it is about.
    pub fn set_facts(&mut self, facts: &Facts) {
        let differing = Asked::differences(&self.facts, facts);
        if differing != Asked::default() {
            self.facts = facts.clone();
            self.standing.stale_by(differing);
            self.judge_stale();
        }
    }

    /// Takes over other limits, and judges every node by them.
    pub fn set_limits(&mut self, limits: &Limits) {
        if self.limits != *limits {
            self.limits = limits.clone();
            self.standing.graph.stale_all_nodes();
            self.judge_stale();
        }
    }

    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub(super) fn remembered_ids(&self) -> usize {
        self.standing.graph.ids.len()
    }

    fn judge_stale(&mut self) {
        self.standing.judge_stale(&self.document, Standard::of(&self.facts, &self.limits));
        // Ids that nobody uses any more are kept until they outnumber the others.
        if self.standing.graph.is_wasteful() {
            self.judge_all();
        }
    }

    fn judge_all(&mut self) {
        self.standing = Standing::of(&self.document, Standard::of(&self.facts, &self.limits));
    }

    fn take_back(&mut self, done: &[(&Patch, usize)]) {
        for (patch, step) in done.iter().rev() {
            let back = patch.take_step_back(*step, &mut self.document);
            debug_assert!(back.is_ok(), "what was done can be undone");
        }
        self.judge_all();
    }

    /// What the document has gone through already.
    fn follow(&mut self, splice: &Splice) {
        let Splice { list, index, removed, inserted } = *splice;
        let replaced = removed.min(inserted);
        for _ in replaced..removed {
            self.standing.forget(list, index + replaced);
            match list {
                List::Nodes => self.standing.graph.remove_node(index + replaced),
                List::Transitions => self.standing.graph.remove_transition(index + replaced),
            }
        }
        for index in index..index + replaced {
            self.take_over(list, index);
        }
        for index in index + replaced..index + inserted {
            let Some(names) = self.document.graph_names_at(list, index) else { return };
            match list {
                List::Nodes => self.standing.graph.insert_node(index, names),
                List::Transitions => self.standing.graph.insert_transition(index, names),
            }
        }
    }

    /// An element has another text.
    fn take_over(&mut self, list: List, index: usize) {
        let Some(names) = self.document.graph_names_at(list, index) else { return };
        match list {
            List::Nodes => self.standing.graph.set_node(index, names),
            List::Transitions => self.standing.graph.set_transition(index, names),
        }
    }
}
