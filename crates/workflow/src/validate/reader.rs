//! Reading a node's text in one pass, without building a tree.
//!
//! The text is an element of a parsed document, so it is known to be JSON: nothing is checked twice. On
//! anything else the reader ends early; it never fails.

use crate::json::scan::unescape;
use std::borrow::Cow;

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
pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Self { text, at: 0 };
        reader.white_space();
        reader
    }

    /// In bytes from the start.
    pub(super) fn offset(&self) -> usize {
        self.at
    }

    /// What begins here.
    pub(super) fn kind(&self) -> Type {
        kind(self.peek())
    }

    /// Steps into the object or array that begins here.
    pub(super) fn enter(&mut self) {
        self.at += 1;
    }

    /// Goes to the next member's value and answers its key; behind the object where there is none.
    pub(super) fn key(&mut self) -> Option<Cow<'a, str>> {
        if !self.next_item() {
            return None;
        }
        let key = self.string();
        self.white_space();
        self.at += 1;
        self.white_space();
        Some(key)
    }

    /// Goes to the next element; behind the array where there is none.
    pub(super) fn element(&mut self) -> bool {
        self.next_item()
    }

    /// Reads the value that begins here, and goes behind it.
    pub(super) fn part(&mut self) -> Part<'a> {
        let start = self.at;
        if self.kind() == Type::String {
            let characters = self.string();
            return Part { text: self.since(start), kind: Type::String, characters };
        }
        self.skip();
        self.part_since(start)
    }

    /// The object or array that began at `start` and ends here.
    pub(super) fn part_since(&self, start: usize) -> Part<'a> {
        let text = self.since(start);
        Part { text, kind: kind(text.as_bytes().first().copied().unwrap_or_default()), characters: Cow::Borrowed("") }
    }

    /// Goes behind the value that begins here.
    pub(super) fn skip(&mut self) {
        match self.kind() {
            Type::String => drop(self.skip_string()),
            Type::Array | Type::Object => self.skip_container(),
            _ => {
                let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
                let end =
                    rest.iter().position(|byte| matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t'));
                self.at += end.unwrap_or(rest.len());
            }
        }
    }

    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or_default()
    }

    fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn white_space(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    fn next_item(&mut self) -> bool {
        loop {
            match self.peek() {
                b' ' | b'\n' | b'\r' | b'\t' | b',' => self.at += 1,
                b'}' | b']' => {
                    self.at += 1;
                    return false;
                }
                0 => return false,
                _ => return true,
            }
        }
    }

    fn string(&mut self) -> Cow<'a, str> {
        let start = self.at;
        let escaped = self.skip_string();
        let quoted = self.since(start);
        if escaped {
            return unescape(quoted);
        }
        Cow::Borrowed(quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default())
    }

    /// Goes behind the string that begins here; whether it has escapes.
    fn skip_string(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let mut escaped = false;
        let mut at = self.at + 1;
        loop {
            // Eight bytes at a time: most strings are looked at for their end only.
            while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
                let word = u64::from_le_bytes(*chunk);
                let found = bytes_equal(word, b'"') | bytes_equal(word, b'\\');
                if found != 0 {
                    at += (found.trailing_zeros() / 8) as usize;
                    break;
                }
                at += 8;
            }
            match bytes.get(at) {
                Some(b'"') => at += 1,
                Some(b'\\') => {
                    escaped = true;
                    at += 2;
                    continue;
                }
                Some(_) => {
                    at += 1;
                    continue;
                }
                None => at = bytes.len(),
            }
            self.at = at;
            return escaped;
        }
    }

    fn skip_container(&mut self) {
        let mut depth = 0_usize;
        loop {
            match self.peek() {
                b'"' => {
                    self.skip_string();
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        self.at += 1;
                        return;
                    }
                }
                0 if self.at >= self.text.len() => return,
                _ => {}
            }
            self.at += 1;
        }
    }
}

/// The high bit of each byte of `word` that equals `byte`, from the lowest up to the first at least.
fn bytes_equal(word: u64, byte: u8) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let differing = word ^ (ONES * u64::from(byte));
    differing.wrapping_sub(ONES) & !differing & (ONES << 7)
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
        assert_eq!(reader.key().as_deref(), Some("a"));
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
        assert_eq!(reader.key().as_deref(), Some("b\n"));
        assert_eq!(reader.part().describe(), "null");
        assert_eq!(reader.key().as_deref(), Some("c"));
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
