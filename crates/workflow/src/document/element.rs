//! The nodes and transitions of a document.

use crate::document::text::Text;
use crate::document::{Dialect, List};
use crate::json::SyntaxError;
use crate::json::scan::{Found, Scanner, Start, unescape};
use std::sync::Arc;

/// A node of the document.
#[derive(Clone, Copy, Debug)]
pub struct NodeRef<'a> {
    /// Its place in the array, first is 0.
    pub index: usize,
    /// Its `id`, where it has one that is a string.
    pub id: Option<&'a str>,
    /// Its `type`, where it has one that is a string.
    pub kind: Option<&'a str>,
    /// Its JSON, as the vendor sent it.
    pub text: &'a str,
}

/// A transition of the document.
#[derive(Clone, Copy, Debug)]
pub struct TransitionRef<'a> {
    /// Its place in the array, first is 0.
    pub index: usize,
    /// Its id, where it has one that is a string.
    pub id: Option<&'a str>,
    /// The id of the node it leaves.
    pub from: Option<&'a str>,
    /// The id of the node it enters.
    pub to: Option<&'a str>,
    /// Its condition's JSON, where it has one.
    pub condition: Option<&'a str>,
    /// Its JSON, as the vendor sent it.
    pub text: &'a str,
}

/// An element of one of the two lists, with what stands before it: white space and, but for the
/// first, the comma.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) lead: Text,
    pub(crate) value: Text,
    pub(crate) names: Names,
}

/// The values of the keys that an element is known by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    id: Option<Name>,
    /// A node's type, or where a transition leaves.
    second: Option<Name>,
    /// Where a transition enters.
    third: Option<Name>,
    /// A transition's condition, as JSON text.
    fourth: Option<Name>,
}

/// A string inside an element: where it stands in the element's text, or what it unescapes to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Name {
    At { start: u32, end: u32 },
    Unescaped(Arc<str>),
}

/// Names as bytes, which cost less to come by than text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GraphNames<'a> {
    pub(crate) id: Option<&'a [u8]>,
    /// A node's type, or where a transition leaves.
    pub(crate) second: Option<&'a [u8]>,
    /// Where a transition enters.
    pub(crate) third: Option<&'a [u8]>,
    /// Whether the element is an object.
    pub(crate) is_object: bool,
}

impl Name {
    fn bytes<'a>(&'a self, text: &'a [u8]) -> &'a [u8] {
        match self {
            Self::At { start, end } => &text[*start as usize..*end as usize],
            Self::Unescaped(name) => name.as_bytes(),
        }
    }

    /// Whether it reads so. Its length is known without a look at the text, and most others of that length
    /// differ early: a comparison of all bytes at once takes longer to begin.
    fn is(&self, wanted: &[u8], text: &Text) -> bool {
        match self {
            Self::At { start, end } => {
                (end - start) as usize == wanted.len()
                    && text.as_bytes()[*start as usize..*end as usize].iter().eq(wanted)
            }
            Self::Unescaped(name) => name.as_bytes() == wanted,
        }
    }

    fn get<'a>(&'a self, text: &'a str) -> &'a str {
        match self {
            Self::At { start, end } => &text[*start as usize..*end as usize],
            Self::Unescaped(name) => name,
        }
    }
}

impl Element {
    pub(crate) fn id(&self) -> Option<&str> {
        get(&self.names.id, self.value.as_str())
    }

    /// Whether the element has this id.
    pub(crate) fn has_id(&self, id: &[u8]) -> bool {
        self.names.id.as_ref().is_some_and(|name| name.is(id, &self.value))
    }

    /// Whether a transition leaves and whether it enters the node with this id.
    pub(crate) fn ends_at(&self, node: &[u8]) -> (bool, bool) {
        let is = |name: &Option<Name>| name.as_ref().is_some_and(|name| name.is(node, &self.value));
        (is(&self.names.second), is(&self.names.third))
    }

    /// An element of a list with this text, which must be JSON without white space around it.
    pub(crate) fn parse(list: List, dialect: &Dialect, lead: Text, json: &str) -> Result<Self, SyntaxError> {
        let mut scanner = Scanner::new(json);
        let names = read_names(&mut scanner, Keys::of(list, dialect))?;
        scanner.expect_end()?;
        Ok(Self { lead, value: json.into(), names })
    }

    /// The names that the graph of a workflow is made of: a node's id and type, a transition's id and ends.
    pub(crate) fn graph_names(&self) -> GraphNames<'_> {
        let text = self.value.as_bytes();
        GraphNames {
            id: bytes(&self.names.id, text),
            second: bytes(&self.names.second, text),
            third: bytes(&self.names.third, text),
            is_object: text.first() == Some(&b'{'),
        }
    }

    pub(crate) fn as_node(&self, index: usize) -> NodeRef<'_> {
        let text = self.value.as_str();
        NodeRef { index, id: get(&self.names.id, text), kind: get(&self.names.second, text), text }
    }

    pub(crate) fn as_transition(&self, index: usize) -> TransitionRef<'_> {
        let text = self.value.as_str();
        TransitionRef {
            index,
            id: get(&self.names.id, text),
            from: get(&self.names.second, text),
            to: get(&self.names.third, text),
            condition: get(&self.names.fourth, text),
            text,
        }
    }
}

fn bytes<'a>(name: &'a Option<Name>, text: &'a [u8]) -> Option<&'a [u8]> {
    name.as_ref().map(|name| name.bytes(text))
}

fn get<'a>(name: &'a Option<Name>, text: &'a str) -> Option<&'a str> {
    name.as_ref().map(|name| name.get(text))
}

/// The keys by which the elements of a list are known.
#[derive(Clone, Copy)]
pub(crate) struct Keys<'d> {
    id: &'d str,
    second: &'d str,
    third: Option<&'d str>,
    fourth: Option<&'d str>,
}

impl<'d> Keys<'d> {
    pub(crate) fn of(list: List, dialect: &'d Dialect) -> Self {
        match list {
            List::Nodes => Self { id: dialect.id_key(list), second: "type", third: None, fourth: None },
            List::Transitions => Self {
                id: dialect.id_key(list),
                second: &dialect.transition_from,
                third: Some(&dialect.transition_to),
                fourth: Some(&dialect.transition_condition),
            },
        }
    }
}

/// Skips one element and notes the names on the way. The last of a repeated key counts.
pub(crate) fn read_names(scanner: &mut Scanner<'_>, keys: Keys<'_>) -> Result<Names, SyntaxError> {
    if scanner.start()? != Start::Object {
        scanner.skip_value()?;
        return Ok(Names::default());
    }
    let (text, base) = (scanner.text(), scanner.offset());
    let [id, second, third, fourth] =
        scanner.skip_object(&[Some(keys.id), Some(keys.second), keys.third, keys.fourth])?;
    let at = |start: usize, end: usize| Name::At { start: (start - base) as u32, end: (end - base) as u32 };
    let name = |found: Option<Found>| match found? {
        Found { is_string: false, .. } => None,
        Found { start, end, holds_escapes: false, .. } => Some(at(start + 1, end - 1)),
        Found { start, end, .. } => Some(Name::Unescaped(unescape(&text[start..end]).into())),
    };
    let json = |found: Option<Found>| {
        let Found { start, end, .. } = found?;
        (&text[start..end] != "null").then(|| at(start, end))
    };
    Ok(Names { id: name(id), second: name(second), third: name(third), fourth: json(fourth) })
}
