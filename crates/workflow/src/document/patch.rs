//! Exact, reversible edits of a document's pieces.

use crate::document::Document;
use crate::document::element::Element;
use crate::document::parse::{Elements, Member, MemberValue};
use crate::document::text::Text;
use crate::json::{SyntaxError, Value, compact, pretty_in};
use std::sync::Arc;

/// A list that the document is split at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// The nodes.
    Nodes,
    /// The transitions.
    Transitions,
}

/// What was done to a document, piece by piece, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// Elements from `index` on give way to others, white space and commas included.
    Splice { list: List, index: usize, removed: Vec<Arc<Element>>, inserted: Vec<Arc<Element>> },
    /// A member is appended at the end of the document.
    Append(Member),
    /// The last member of the document is dropped.
    DropLast(Member),
}

/// What a step has done to a list: from `index` on, `removed` elements gave way to `inserted` others. An
/// element that only got other white space before it is neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Splice {
    pub(crate) list: List,
    pub(crate) index: usize,
    pub(crate) removed: usize,
    pub(crate) inserted: usize,
}

/// The patch belongs to another document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the patch does not fit this document")]
pub struct PatchError;

impl Patch {
    /// The patch that takes this one back, byte for byte.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let steps = self.steps.iter().rev().map(Step::inverse);
        Self { steps: steps.collect() }
    }

    /// Applies the steps.
    ///
    /// # Errors
    /// Where a step does not find what it expects; nothing is half done.
    pub fn apply(&self, document: &Document) -> Result<Document, PatchError> {
        let mut next = document.clone();
        for step in &self.steps {
            step.apply(&mut next)?;
        }
        Ok(next)
    }
}

impl Patch {
    /// How many steps there are.
    pub(crate) fn len(&self) -> usize {
        self.steps.len()
    }

    /// Applies one step in place, and tells what it did to a list; `None` where it was about a member.
    pub(crate) fn apply_step(&self, step: usize, document: &mut Document) -> Result<Option<Splice>, PatchError> {
        let step = self.steps.get(step).ok_or(PatchError)?;
        step.apply(document)?;
        Ok(step.splice())
    }

    /// Takes one step back in place.
    pub(crate) fn take_step_back(&self, step: usize, document: &mut Document) -> Result<(), PatchError> {
        self.steps.get(step).ok_or(PatchError)?.inverse().apply(document)
    }
}

impl Step {
    fn inverse(&self) -> Self {
        match self.clone() {
            Self::Splice { list, index, removed, inserted } => {
                Self::Splice { list, index, removed: inserted, inserted: removed }
            }
            Self::Append(member) => Self::DropLast(member),
            Self::DropLast(member) => Self::Append(member),
        }
    }

    fn splice(&self) -> Option<Splice> {
        let Self::Splice { list, index, removed, inserted } = self else { return None };
        let same = removed.iter().rev().zip(inserted.iter().rev()).take_while(|(one, two)| one.value == two.value);
        let kept = same.count();
        let (removed, inserted) = (removed.len() - kept, inserted.len() - kept);
        Some(Splice { list: *list, index: *index, removed, inserted })
    }

    fn apply(&self, document: &mut Document) -> Result<(), PatchError> {
        match self {
            Self::Splice { list, index, removed, inserted } => {
                let items = items_mut(document, *list).ok_or(PatchError)?;
                let range = *index..index + removed.len();
                if items.get(range.clone()) != Some(removed.as_slice()) {
                    return Err(PatchError);
                }
                items.splice(range, inserted.iter().cloned());
            }
            Self::Append(member) => document.members.push(member.clone()),
            Self::DropLast(member) => {
                if document.members.pop().as_ref() != Some(member) {
                    return Err(PatchError);
                }
            }
        }
        Ok(())
    }
}

impl Document {
    /// Gives the element at `index` another text, as it is; where there is none, nothing is done.
    pub(crate) fn set_element(&mut self, list: List, index: usize, text: &str) -> Result<(), SyntaxError> {
        let Some(before) = self.items(list).get(index) else { return Ok(()) };
        let after = Arc::new(Element::parse(list, &self.dialect, before.lead.clone(), text)?);
        if let Some(element) = items_mut(self, list).and_then(|items| items.get_mut(index)) {
            *element = after;
        }
        Ok(())
    }

    /// Gives the document lists of its own, so that edits in place copy none that is shared.
    pub(crate) fn detach_lists(&mut self) {
        for list in [List::Nodes, List::Transitions] {
            items_mut(self, list);
        }
    }
}

fn items_mut(document: &mut Document, list: List) -> Option<&mut Vec<Arc<Element>>> {
    let key: Arc<str> = document.list_key(list).into();
    document.members.iter_mut().rev().find(|member| member.key == key).and_then(|member| match &mut member.value {
        MemberValue::List(elements) => Some(Arc::make_mut(&mut elements.items)),
        MemberValue::Opaque(_) => None,
    })
}

/// Edits a document element by element and keeps the patch. Indices must be in range and texts
/// valid JSON; new elements take the layout of their neighbours.
pub(crate) struct Editor {
    pub(crate) document: Document,
    patch: Patch,
}

impl Editor {
    pub(crate) fn new(document: &Document) -> Self {
        Self { document: document.clone(), patch: Patch::default() }
    }

    pub(crate) fn finish(self) -> (Document, Patch) {
        (self.document, self.patch)
    }

    /// Puts an element before the one at `index`, or at the end.
    pub(crate) fn insert(&mut self, list: List, index: usize, json: &str) -> Result<(), SyntaxError> {
        let items = self.document.items(list);
        let text = self.laid_out(list, json)?;
        let (removed, inserted) = match (index, items) {
            (0, [first, rest @ ..]) => {
                let new = self.element(list, first.lead.clone(), &text)?;
                let lead = rest
                    .first()
                    .map_or_else(|| Text::from(&*format!(",{}", first.lead.as_str())), |next| next.lead.clone());
                (vec![Arc::clone(first)], vec![new, with_lead(first, lead)])
            }
            (_, []) => (vec![], vec![self.element(list, "".into(), &text)?]),
            (_, [only]) => (vec![], vec![self.element(list, (&*format!(",{}", only.lead.as_str())).into(), &text)?]),
            (_, [_, second, ..]) => (vec![], vec![self.element(list, second.lead.clone(), &text)?]),
        };
        self.splice(list, index, removed, inserted);
        Ok(())
    }

    /// Takes the element at `index` out, with its comma.
    pub(crate) fn remove(&mut self, list: List, index: usize) {
        let items = self.document.items(list);
        let (removed, inserted) = match (index, &items[index..]) {
            (0, [first, next, ..]) => {
                (vec![Arc::clone(first), Arc::clone(next)], vec![with_lead(next, first.lead.clone())])
            }
            (_, rest) => (rest[..1].to_vec(), vec![]),
        };
        self.splice(list, index, removed, inserted);
    }

    /// Gives the element at `index` another text, as it is.
    pub(crate) fn replace(&mut self, list: List, index: usize, text: &str) -> Result<(), SyntaxError> {
        let before = Arc::clone(&self.document.items(list)[index]);
        let after = self.element(list, before.lead.clone(), text)?;
        self.splice(list, index, vec![before], vec![after]);
        Ok(())
    }

    /// Makes an empty list where the document has none.
    pub(crate) fn ensure(&mut self, list: List) {
        if self.document.elements(list).is_none() {
            let elements = Elements { list, items: Arc::default(), close: "".into() };
            let key = self.document.list_key(list).to_owned();
            self.record(Step::Append(self.document.new_member(&key, MemberValue::List(elements))));
        }
    }

    fn splice(&mut self, list: List, index: usize, removed: Vec<Arc<Element>>, inserted: Vec<Arc<Element>>) {
        self.record(Step::Splice { list, index, removed, inserted });
    }

    fn record(&mut self, step: Step) {
        let fits = step.apply(&mut self.document);
        debug_assert_eq!(fits, Ok(()), "a step is made from the document that it is applied to");
        self.patch.steps.push(step);
    }

    fn element(&self, list: List, lead: Text, text: &str) -> Result<Arc<Element>, SyntaxError> {
        Element::parse(list, &self.document.dialect, lead, text).map(Arc::new)
    }

    /// `json` laid out as the elements of the list are: over several lines where they are.
    fn laid_out(&self, list: List, json: &str) -> Result<String, SyntaxError> {
        let value = Value::parse(json)?;
        let margin = |lead: &Text| lead.as_str().rfind('\n').map(|at| lead.as_str()[at + 1..].to_owned());
        let member_margin = self.document.members.first().and_then(|member| margin(&member.lead));
        let items = self.document.items(list);
        let spread = items.iter().take(8).any(|element| element.value.as_str().contains('\n'));
        Ok(match (items.first().and_then(|first| margin(&first.lead)), member_margin) {
            (Some(own), Some(unit)) if spread => pretty_in(&value, &unit, &own),
            _ => compact(&value),
        })
    }
}

fn with_lead(element: &Arc<Element>, lead: Text) -> Arc<Element> {
    Arc::new(Element { lead, ..Element::clone(element) })
}
