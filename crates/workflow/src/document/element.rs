//! The nodes and transitions of a document.

use crate::document::text::Text;
use crate::document::{Dialect, List};
use crate::json::SyntaxError;
use crate::json::scan::{Scanner, Start, unescape};
use std::borrow::Cow;
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

impl Name {
    fn get<'a>(&'a self, text: &'a str) -> &'a str {
        match self {
            Self::At { start, end } => &text[*start as usize..*end as usize],
            Self::Unescaped(name) => name,
        }
    }
}

impl Element {
    /// An element of a list with this text, which must be JSON without white space around it.
    pub(crate) fn parse(list: List, dialect: &Dialect, lead: Text, json: &str) -> Result<Self, SyntaxError> {
        let mut scanner = Scanner::new(json);
        let names = read_names(&mut scanner, Keys::of(list, dialect))?;
        scanner.expect_end()?;
        Ok(Self { lead, value: json.into(), names })
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
    let mut names = Names::default();
    if scanner.start()? != Start::Object {
        scanner.skip_value()?;
        return Ok(names);
    }
    let text = scanner.text();
    let base = scanner.offset();
    scanner.take(b'{');
    scanner.skip_white_space();
    if scanner.take(b'}') {
        return Ok(names);
    }
    loop {
        let (key, escaped) = scanner.key()?;
        let key = if escaped { unescape(&text[key]) } else { Cow::Borrowed(&text[key.start + 1..key.end - 1]) };
        let start = scanner.start()?;
        let value = scanner.skip_value()?;
        let wanted = if key == keys.id {
            Some(&mut names.id)
        } else if key == keys.second {
            Some(&mut names.second)
        } else if keys.third.is_some_and(|third| key == third) {
            Some(&mut names.third)
        } else if keys.fourth.is_some_and(|fourth| key == fourth) {
            let at = Name::At { start: (value.start - base) as u32, end: (value.end - base) as u32 };
            names.fourth = (&text[value.clone()] != "null").then_some(at);
            None
        } else {
            None
        };
        if let Some(slot) = wanted {
            *slot = (start == Start::String).then(|| match unescape(&text[value.clone()]) {
                Cow::Borrowed(_) => {
                    Name::At { start: (value.start + 1 - base) as u32, end: (value.end - 1 - base) as u32 }
                }
                Cow::Owned(name) => Name::Unescaped(name.into()),
            });
        }
        scanner.skip_white_space();
        if scanner.take(b'}') {
            return Ok(names);
        }
        scanner.expect(b',', "`,` or `}`")?;
        scanner.skip_white_space();
    }
}
