//! Reading a node's text in one pass, without building a tree.
//!
//! The text is an element of a parsed document, so it is known to be JSON: nothing is checked twice. On
//! anything else the reader ends early; it never fails.

use crate::json::scan::{Scanner, unescape};
use std::borrow::Cow;
use std::ops::Range;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Null,
    Bool,
    Number,
    String,
    Array,
    Object,
}

/// A value: its text, and its characters where it is a string.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part<'a> {
    text: &'a str,
    kind: Type,
    characters: Cow<'a, str>,
}

impl<'a> Part<'a> {
    /// The value's JSON.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    pub(super) fn kind(&self) -> Type {
        self.kind
    }

    /// A string's characters, unescaped.
    pub(super) fn as_str(&self) -> Option<&str> {
        (self.kind == Type::String).then_some(&*self.characters)
    }

    /// Whether this is null, or an object or array without anything in it.
    pub(super) fn holds_nothing(&self) -> bool {
        match self.kind {
            Type::Null => true,
            Type::Array | Type::Object => {
                self.text.get(1..self.text.len() - 1).is_some_and(|inside| inside.trim().is_empty())
            }
            _ => false,
        }
    }

    /// What the value is, for a message: "a number".
    pub(super) fn describe(&self) -> &'static str {
        describe(self.text)
    }
}

/// What a value is by its text, for a message: "a number".
pub(super) fn describe(text: &str) -> &'static str {
    match kind(text.as_bytes().first().copied().unwrap_or_default()) {
        Type::Null => "null",
        Type::Bool => "a boolean",
        Type::Number => "a number",
        Type::String => "a string",
        Type::Array => "an array",
        Type::Object => "an object",
    }
}

fn kind(first: u8) -> Type {
    match first {
        b'"' => Type::String,
        b'{' => Type::Object,
        b'[' => Type::Array,
        b't' | b'f' => Type::Bool,
        b'n' => Type::Null,
        _ => Type::Number,
    }
}

/// Walks through a text from front to back.
pub(super) struct Reader<'a>(Scanner<'a>);

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut scanner = Scanner::new(text);
        scanner.skip_white_space();
        Self(scanner)
    }

    /// In bytes from the start.
    pub(super) fn offset(&self) -> usize {
        self.0.offset()
    }

    /// What begins here.
    pub(super) fn kind(&self) -> Type {
        kind(self.0.peek())
    }

    /// Steps into the object or array that begins here.
    pub(super) fn enter(&mut self) {
        let _ = self.0.take(b'{') || self.0.take(b'[');
    }

    /// Goes to the next member's value and answers its key's characters; behind the object where there is none.
    pub(super) fn key(&mut self) -> Option<Cow<'a, [u8]>> {
        if !self.element() {
            return None;
        }
        let (range, escaped) = self.0.key().ok()?;
        let text = self.0.text();
        Some(if escaped {
            Cow::Owned(unescape(&text[range]).into_owned().into_bytes())
        } else {
            Cow::Borrowed(&text.as_bytes()[range.start + 1..range.end - 1])
        })
    }

    /// The like for a key whose text is wanted.
    pub(super) fn name(&mut self) -> Option<Cow<'a, str>> {
        if !self.element() {
            return None;
        }
        let (range, escaped) = self.0.key().ok()?;
        Some(self.characters(range, escaped))
    }

    /// Goes to the next element; behind the array where there is none.
    pub(super) fn element(&mut self) -> bool {
        self.0.skip_white_space();
        if self.0.take(b',') {
            self.0.skip_white_space();
        }
        !(self.0.take(b'}') || self.0.take(b']') || self.offset() >= self.0.text().len())
    }

    /// Reads the value that begins here, and goes behind it.
    pub(super) fn part(&mut self) -> Part<'a> {
        let start = self.offset();
        if self.kind() == Type::String
            && let Ok((range, escaped)) = self.0.skip_string()
        {
            let text = &self.0.text()[range.clone()];
            return Part { text, kind: Type::String, characters: self.characters(range, escaped) };
        }
        self.skip();
        self.part_since(start)
    }

    /// The object or array that began at `start` and ends here.
    pub(super) fn part_since(&self, start: usize) -> Part<'a> {
        let text = &self.0.text()[start..self.offset()];
        Part { text, kind: kind(text.as_bytes().first().copied().unwrap_or_default()), characters: Cow::Borrowed("") }
    }

    /// Goes behind the value that begins here.
    pub(super) fn skip(&mut self) {
        if self.0.skip_value().is_err() {
            self.0 = Scanner::starting_at(self.0.text(), self.0.text().len());
        }
    }

    fn characters(&self, range: Range<usize>, escaped: bool) -> Cow<'a, str> {
        let text = self.0.text();
        if escaped { unescape(&text[range]) } else { Cow::Borrowed(&text[range.start + 1..range.end - 1]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn members_and_elements_are_read_in_order() {
        let text = r#" { "a" : [ 1.0 ,"x\"\u0041", { } ],"b\n":null , "c":-1E5 } "#;
        let mut reader = Reader::new(text);
        reader.enter();
        assert_eq!(reader.key().as_deref(), Some(&b"a"[..]));
        let start = reader.offset();
        reader.enter();
        let mut elements = Vec::new();
        while reader.element() {
            elements.push(reader.part());
        }
        assert_eq!(elements.iter().map(Part::text).collect::<Vec<_>>(), ["1.0", r#""x\"\u0041""#, "{ }"]);
        assert_eq!(elements[1].as_str(), Some("x\"A"));
        assert!(elements[2].holds_nothing() && !elements[0].holds_nothing());
        assert_eq!(reader.part_since(start).describe(), "an array");
        assert_eq!(reader.name().as_deref(), Some("b\n"));
        assert_eq!(reader.part().describe(), "null");
        assert_eq!(reader.name().as_deref(), Some("c"));
        assert_eq!(reader.part().text(), "-1E5");
        assert_eq!(reader.key(), None);
    }

    #[test]
    fn strings_of_every_length_end_where_they_end() {
        for length in 0..40 {
            let text = format!("[\"{}\",\"{}\\\\\",7]", "ä".repeat(length), "x".repeat(length));
            let mut reader = Reader::new(&text);
            reader.enter();
            let mut lengths = Vec::new();
            while reader.element() {
                lengths.push(reader.part().as_str().map(str::len));
            }
            assert_eq!(lengths, [Some(length * 2), Some(length + 1), None]);
        }
    }

    #[test]
    fn containers_are_skipped_whole() {
        let mut reader = Reader::new(r#"[{"a":["}]\"",{}],"b":[[]]},8]"#);
        reader.enter();
        assert!(reader.element());
        assert_eq!(reader.part().text(), r#"{"a":["}]\"",{}],"b":[[]]}"#);
        assert!(reader.element());
        assert_eq!(reader.part().text(), "8");
    }

    #[test]
    fn what_is_no_json_ends_early() {
        for text in ["", "{", "[", "\"", "{\"a", "{\"a\":", "[\"\\", "[[[", "{\"a\":[{\"b"] {
            let mut reader = Reader::new(text);
            reader.enter();
            while reader.key().is_some() {
                reader.skip();
            }
        }
    }
}
