//! The merged document in pieces, some of which are still to be decided.

use crate::document::{Dialect, Document, Element, Elements, List, Member, MemberValue, Text};
use crate::json::{EditError, Pointer, SyntaxError, set};
use std::sync::Arc;

/// Where the value of a conflict stands in a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Site {
    /// The top-level member.
    pub(super) part: usize,
    /// The element of the list that the member is.
    pub(super) slot: Option<usize>,
    /// From the element or the member's value; empty for the whole.
    pub(super) pointer: Pointer,
}

/// The pieces in order, absent ones included.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) dialect: Arc<Dialect>,
    pub(super) head: Text,
    pub(super) parts: Vec<Part>,
    pub(super) tail: Text,
}

/// A top-level member.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) lead: Lead,
    pub(super) key: Arc<str>,
    pub(super) key_text: Text,
    pub(super) value: PartValue,
}

/// What stands before a piece: white space and, unless it comes first, a comma.
#[derive(Clone, Debug)]
pub(super) struct Lead {
    text: Text,
    /// With a comma, where the text has none.
    behind: Option<Text>,
}

impl Lead {
    /// As whoever changed it has it, else as theirs.
    pub(super) fn of(three: [Option<&Text>; 3]) -> Self {
        let has_comma = |text: &&Text| text.as_str().contains(',');
        let text = text_of(three);
        let behind = if has_comma(&&text) { None } else { three.into_iter().flatten().find(has_comma).cloned() };
        Self { text, behind }
    }

    /// Like [`Lead::of`], but nothing where that is what the element has already, comma included.
    pub(super) fn unless_of(three: [Option<&Text>; 3], element: Option<&Element>) -> Option<Self> {
        let is_own = match (element, picked(three)) {
            (Some(element), Some(lead)) => std::ptr::eq(&element.lead, lead) && lead.as_str().contains(','),
            _ => false,
        };
        if is_own { None } else { Some(Self::of(three)) }
    }

    fn fitted(&self, first: bool) -> Text {
        match (first, self.text.as_str().split_once(',')) {
            (true, Some((_, behind))) => behind.into(),
            (false, None) => self.behind.clone().unwrap_or_else(|| (&*format!(",{}", self.text.as_str())).into()),
            _ => self.text.clone(),
        }
    }
}

#[derive(Clone, Debug)]
pub(super) enum PartValue {
    Absent,
    Value(MemberValue),
    List { list: List, slots: Vec<Slot>, close: Text },
}

/// A place in a list; empty where nothing stands there (yet).
#[derive(Clone, Debug)]
pub(super) struct Slot {
    /// Where it is not the element's own, or that has no comma.
    pub(super) lead: Option<Lead>,
    pub(super) element: Option<Arc<Element>>,
}

/// Why a value cannot be put in its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum PutError {
    #[error(transparent)]
    Edit(#[from] EditError),
    #[error(transparent)]
    Syntax(#[from] SyntaxError),
}

impl Plan {
    /// Puts JSON (or nothing) where a conflict was.
    pub(super) fn put(&mut self, site: &Site, json: Option<&str>) -> Result<(), PutError> {
        let json = json.map(str::trim);
        let whole = site.pointer.as_str().is_empty();
        let edited = |text: &str| set(text, &site.pointer, json);
        let part = &mut self.parts[site.part];
        match (&mut part.value, site.slot) {
            (PartValue::List { list, slots, .. }, Some(at)) => {
                let slot = &mut slots[at];
                let text = match &slot.element {
                    Some(element) if !whole => Some(edited(element.value.as_str())?),
                    _ => json.map(str::to_owned),
                };
                let own = slot.element.as_ref().map(|element| &element.lead);
                let lead = own.or(slot.lead.as_ref().map(|lead| &lead.text)).cloned();
                let lead = lead.unwrap_or_else(|| Text::from(""));
                let element = text.map(|text| Element::parse(*list, &self.dialect, lead, &text));
                slot.element = element.transpose()?.map(Arc::new);
            }
            (PartValue::Value(MemberValue::Opaque(text)), _) if !whole => {
                part.value = PartValue::Value(MemberValue::Opaque((&*edited(text.as_str())?).into()));
            }
            (value, _) => {
                *value = json.map_or(PartValue::Absent, |json| PartValue::Value(MemberValue::Opaque(json.into())));
            }
        }
        Ok(())
    }

    /// The document of all pieces that are there.
    pub(super) fn document(&self) -> Document {
        let mut members: Vec<Member> = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let value = match &part.value {
                PartValue::Absent => continue,
                PartValue::Value(value) => value.clone(),
                PartValue::List { list, slots, close } => {
                    MemberValue::List(Elements { list: *list, items: Arc::new(items(slots)), close: close.clone() })
                }
            };
            let lead = part.lead.fitted(members.is_empty());
            members.push(Member { lead, key: Arc::clone(&part.key), key_text: part.key_text.clone(), value });
        }
        Document { dialect: Arc::clone(&self.dialect), head: self.head.clone(), members, tail: self.tail.clone() }
    }
}

fn items(slots: &[Slot]) -> Vec<Arc<Element>> {
    let mut items: Vec<Arc<Element>> = Vec::with_capacity(slots.len());
    for slot in slots {
        let Some(element) = &slot.element else { continue };
        let first = items.is_empty();
        let lead = match &slot.lead {
            None if !first => None,
            None => Some(Lead { text: element.lead.clone(), behind: None }.fitted(first)),
            Some(lead) => Some(lead.fitted(first)),
        };
        match lead.filter(|lead| *lead != element.lead) {
            None => items.push(Arc::clone(element)),
            Some(lead) => items.push(Arc::new(Element { lead, ..Element::clone(element) })),
        }
    }
    items
}

/// What stands before, between or behind pieces: as whoever changed it has it, else as theirs.
pub(super) fn text_of(three: [Option<&Text>; 3]) -> Text {
    picked(three).cloned().unwrap_or_else(|| Text::from(""))
}

fn picked([base, ours, theirs]: [Option<&Text>; 3]) -> Option<&Text> {
    let unchanged = theirs == base;
    let (first, second) = if unchanged { (ours, theirs) } else { (theirs, ours) };
    first.or(second).or(base)
}
