//! A parsed value whose leaves are slices of the text.

use crate::json::SyntaxError;
use std::borrow::Cow;

/// A JSON value and its original text.
#[derive(Clone, Debug, PartialEq)]
pub struct Value<'a> {
    text: &'a str,
    offset: usize,
    kind: Kind<'a>,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number; its spelling is the value's text.
    Number,
    /// A string, unescaped. A lone surrogate escape becomes U+FFFD here; the text keeps it.
    String(Cow<'a, str>),
    /// The elements.
    Array(Vec<Value<'a>>),
    /// The members in order, duplicates included.
    Object(Vec<Member<'a>>),
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member<'a> {
    /// The key, unescaped.
    pub key: Cow<'a, str>,
    /// The key's text, quotes included.
    pub key_text: &'a str,
    /// Where the key's text begins, in bytes from the start of the text parsed.
    pub key_offset: usize,
    /// The value.
    pub value: Value<'a>,
}

impl<'a> Value<'a> {
    /// Parses one JSON value, white space around it allowed.
    ///
    /// # Errors
    /// Where and why the text is not JSON.
    pub fn parse(text: &'a str) -> Result<Self, SyntaxError> {
        todo!()
    }

    /// The value's text, without the white space around it.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Where the value begins, in bytes from the start of the text parsed.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// What the value is.
    #[must_use]
    pub fn kind(&self) -> &Kind<'a> {
        &self.kind
    }

    /// A string's characters, unescaped.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// A boolean.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// An object's members; none for anything else.
    #[must_use]
    pub fn members(&self) -> &[Member<'a>] {
        match &self.kind {
            Kind::Object(members) => members,
            _ => &[],
        }
    }

    /// An array's elements; none for anything else.
    #[must_use]
    pub fn elements(&self) -> &[Value<'a>] {
        match &self.kind {
            Kind::Array(elements) => elements,
            _ => &[],
        }
    }

    /// The value of an object's member; the last one where the key stands several times, as most readers take it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.members().iter().rev().find(|member| member.key == key).map(|member| &member.value)
    }

    /// Whether two values say the same: equal up to white space, key order, string escapes and the
    /// spelling of numbers is *not* folded (`1.0` and `1` differ).
    #[must_use]
    pub fn same_as(&self, other: &Value<'_>) -> bool {
        todo!()
    }

    /// What the value is, for a message: "a number".
    #[must_use]
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "a boolean",
            Kind::Number => "a number",
            Kind::String(_) => "a string",
            Kind::Array(_) => "an array",
            Kind::Object(_) => "an object",
        }
    }
}
