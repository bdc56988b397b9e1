//! Splitting a workflow's text into the pieces that it is edited by.

use crate::document::element::{Element, Keys, read_names};
use crate::document::text::Text;
use crate::document::{Dialect, Document, List};
use crate::json::scan::{Scanner, Start, unescape};
use crate::json::{SyntaxError, SyntaxErrorKind, Value};
use std::borrow::Cow;
use std::sync::Arc;

/// Why a text is not a workflow document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// It is not JSON.
    #[error("this is not valid JSON: {0}")]
    Syntax(#[from] SyntaxError),
    /// It is not UTF-8.
    #[error("this is not valid JSON: {0}")]
    NotUtf8(SyntaxError),
    /// It is JSON, but no object.
    #[error("a workflow is a JSON object, but this is {0}")]
    NotAnObject(&'static str),
    /// It is larger than 4 GiB.
    #[error("the document is larger than 4 GiB")]
    TooLarge,
}

/// A top-level member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    /// What stands before the key: white space and, but for the first member, the comma.
    pub(crate) lead: Text,
    /// The key, unescaped.
    pub(crate) key: Arc<str>,
    /// The key's text with its quotes, the colon and the white space around it.
    pub(crate) key_text: Text,
    pub(crate) value: MemberValue,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MemberValue {
    Opaque(Text),
    List(Elements),
}

impl MemberValue {
    /// The value's JSON, layout included.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Opaque(text) => text.as_str().into(),
            Self::List(elements) => {
                let mut text = String::from("[");
                for element in elements.items.iter() {
                    text.push_str(element.lead.as_str());
                    text.push_str(element.value.as_str());
                }
                text.push_str(elements.close.as_str());
                text.push(']');
                text.into()
            }
        }
    }
}

/// An array that the document is split at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Elements {
    pub(crate) list: List,
    pub(crate) items: Arc<Vec<Arc<Element>>>,
    /// The white space before the closing bracket.
    pub(crate) close: Text,
}

const BYTE_ORDER_MARK: char = '\u{FEFF}';

impl Document {
    /// Parses a document in the tutorial's dialect.
    ///
    /// # Errors
    /// [`ParseError`], with line and column where it is a matter of syntax.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        Self::parse_with(text, &Dialect::default())
    }

    /// Parses a document in a tenant's dialect. A missing or wrong-typed `nodes` or `transitions`
    /// is no error here: it is a finding (see [`crate::validate`]).
    ///
    /// # Errors
    /// [`ParseError`], with line and column where it is a matter of syntax.
    pub fn parse_with(text: &str, dialect: &Dialect) -> Result<Self, ParseError> {
        Self::parse_owned(text.to_owned(), dialect)
    }

    /// Like [`Document::parse_with`], but keeps the text it is given instead of a copy.
    ///
    /// # Errors
    /// [`ParseError`], with line and column where it is a matter of syntax.
    pub fn parse_owned(text: String, dialect: &Dialect) -> Result<Self, ParseError> {
        if u32::try_from(text.len()).is_err() {
            return Err(ParseError::TooLarge);
        }
        let source = Arc::new(text);
        let mark = if source.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        let mut scanner = Scanner::starting_at(&source, mark);
        scanner.skip_white_space();
        if scanner.start()? != Start::Object {
            return Err(Value::parse(&source[mark..])
                .map_or_else(ParseError::from, |value| ParseError::NotAnObject(value.describe())));
        }
        scanner.take(b'{');
        let head = Text::slice(&source, 0, scanner.offset());
        let mut members = Vec::new();
        let mut lead_start = scanner.offset();
        scanner.skip_white_space();
        let tail_start = if scanner.take(b'}') {
            lead_start
        } else {
            loop {
                members.push(member(&source, &mut scanner, lead_start, dialect)?);
                lead_start = scanner.offset();
                scanner.skip_white_space();
                if scanner.take(b'}') {
                    break lead_start;
                }
                scanner.expect(b',', "`,` or `}`")?;
                scanner.skip_white_space();
            }
        };
        scanner.expect_end()?;
        let tail = Text::slice(&source, tail_start, source.len());
        Ok(Self { dialect: Arc::new(dialect.clone()), head, members, tail })
    }

    /// Parses the bytes of a document, which must be UTF-8 (RFC 8259, section 8.1).
    ///
    /// # Errors
    /// [`ParseError`].
    pub fn parse_bytes(bytes: &[u8], dialect: &Dialect) -> Result<Self, ParseError> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            ParseError::NotUtf8(SyntaxError::at(SyntaxErrorKind::NotUtf8, bytes, error.valid_up_to()))
        })?;
        Self::parse_with(text, dialect)
    }
}

fn member(
    source: &Arc<String>,
    scanner: &mut Scanner<'_>,
    lead_start: usize,
    dialect: &Dialect,
) -> Result<Member, SyntaxError> {
    let key_start = scanner.offset();
    let key: Arc<str> = unescape(&source[scanner.key()?.0]).into();
    let value_start = scanner.offset();
    let list = if *key == *dialect.nodes {
        Some(List::Nodes)
    } else if *key == *dialect.transitions {
        Some(List::Transitions)
    } else {
        None
    };
    let value = match list {
        Some(list) if scanner.start()? == Start::Array => MemberValue::List(elements(source, scanner, list, dialect)?),
        _ => {
            let range = scanner.skip_value()?;
            MemberValue::Opaque(Text::slice(source, range.start, range.end))
        }
    };
    Ok(Member {
        lead: Text::slice(source, lead_start, key_start),
        key,
        key_text: Text::slice(source, key_start, value_start),
        value,
    })
}

fn elements(
    source: &Arc<String>,
    scanner: &mut Scanner<'_>,
    list: List,
    dialect: &Dialect,
) -> Result<Elements, SyntaxError> {
    let keys = Keys::of(list, dialect);
    let mut items = Vec::new();
    scanner.take(b'[');
    let mut lead_start = scanner.offset();
    scanner.skip_white_space();
    let mut close_end = scanner.offset();
    if !scanner.take(b']') {
        loop {
            let value_start = scanner.offset();
            let names = read_names(scanner, keys)?;
            items.push(Arc::new(Element {
                lead: Text::slice(source, lead_start, value_start),
                value: Text::slice(source, value_start, scanner.offset()),
                names,
            }));
            lead_start = scanner.offset();
            scanner.skip_white_space();
            close_end = scanner.offset();
            if scanner.take(b']') {
                break;
            }
            scanner.expect(b',', "`,` or `]`")?;
            scanner.skip_white_space();
        }
    }
    Ok(Elements { list, items: Arc::new(items), close: Text::slice(source, lead_start, close_end) })
}
