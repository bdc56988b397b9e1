//! A parsed value whose leaves are slices of the text.

use crate::json::SyntaxError;
use crate::json::pointer::index;
use crate::json::scan::{MAX_DEPTH, Scanner, Start, SyntaxErrorKind, has_half_pair, unescape};
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
        let mut scanner = Scanner::new(text);
        scanner.skip_white_space();
        let value = build(&mut scanner)?;
        scanner.expect_end()?;
        Ok(value)
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

    /// Where the value ends, in bytes from the start of the text parsed.
    #[must_use]
    pub fn end(&self) -> usize {
        self.offset + self.text.len()
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

    /// The value of an object's member; the last one where the key stands several times, as most
    /// readers take it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.members().iter().rev().find(|member| member.key == key).map(|member| &member.value)
    }

    /// The value that an RFC 6901 pointer leads to.
    #[must_use]
    pub fn at(&self, pointer: &crate::json::Pointer) -> Option<&Value<'a>> {
        pointer.tokens().try_fold(self, |value, token| match &value.kind {
            Kind::Object(_) => value.get(&token),
            Kind::Array(elements) => index(&token).and_then(|index| elements.get(index)),
            _ => None,
        })
    }

    /// Whether two values say the same: equal up to white space, the order of keys and the escapes
    /// in strings. The spelling of a number counts (`1.0` and `1` differ), and so do duplicate keys.
    #[must_use]
    pub fn same_as(&self, other: &Value<'_>) -> bool {
        if self.text == other.text {
            return true;
        }
        match (&self.kind, &other.kind) {
            (Kind::String(ours), Kind::String(theirs)) => ours == theirs && !are_lossy(ours, self.text, other.text),
            (Kind::Array(ours), Kind::Array(theirs)) => {
                ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(one, two)| one.same_as(two))
            }
            (Kind::Object(ours), Kind::Object(theirs)) => same_members(ours, theirs),
            _ => false,
        }
    }

    /// Whether this value says all that `other` says: the same, but objects may have further
    /// members. That is how a tenant that fills in defaults stores what it was sent.
    #[must_use]
    pub fn includes(&self, other: &Value<'_>) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Object(_), Kind::Object(theirs)) => {
                theirs.iter().all(|member| self.get(&member.key).is_some_and(|ours| ours.includes(&member.value)))
            }
            (Kind::Array(ours), Kind::Array(theirs)) => {
                ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(one, two)| one.includes(two))
            }
            _ => self.same_as(other),
        }
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

fn same_members(ours: &[Member<'_>], theirs: &[Member<'_>]) -> bool {
    if ours.len() != theirs.len() {
        return false;
    }
    // Sorting is stable, so members of one key keep their order and are compared pairwise.
    let sorted = |members: &[Member<'_>]| {
        let mut order: Vec<usize> = (0..members.len()).collect();
        order.sort_by(|&one, &two| members[one].key.cmp(&members[two].key));
        order
    };
    sorted(ours).into_iter().zip(sorted(theirs)).all(|(one, two)| {
        let (one, two) = (&ours[one], &theirs[two]);
        one.key == two.key && !are_lossy(&one.key, one.key_text, two.key_text) && one.value.same_as(&two.value)
    })
}

/// Whether two texts that unescape to the same characters may still differ: halves of surrogate pairs
/// all unescape to U+FFFD, so where there is one, only equal texts are surely the same.
fn are_lossy(unescaped: &str, one: &str, other: &str) -> bool {
    one != other && unescaped.contains(char::REPLACEMENT_CHARACTER) && (has_half_pair(one) || has_half_pair(other))
}

/// A container that is being read.
struct Open<'a> {
    start: usize,
    kind: Kind<'a>,
    /// The key whose value is being read, where this is an object.
    key: Option<(std::ops::Range<usize>, Cow<'a, str>)>,
}

/// Builds the tree with a stack of its own, so that nesting costs none of the program's.
fn build<'a>(scanner: &mut Scanner<'a>) -> Result<Value<'a>, SyntaxError> {
    let text = scanner.text();
    let mut open: Vec<Open<'a>> = Vec::new();
    loop {
        let mut value = match scanner.start()? {
            Start::String => {
                let (range, escaped) = scanner.skip_string()?;
                let raw = &text[range.clone()];
                Value { text: raw, offset: range.start, kind: Kind::String(characters(raw, escaped)) }
            }
            Start::Scalar => {
                let range = scanner.skip_value()?;
                let raw = &text[range.clone()];
                let kind = match raw {
                    "true" => Kind::Bool(true),
                    "false" => Kind::Bool(false),
                    "null" => Kind::Null,
                    _ => Kind::Number,
                };
                Value { text: raw, offset: range.start, kind }
            }
            container => {
                let start = scanner.offset();
                let is_object = container == Start::Object;
                scanner.take(if is_object { b'{' } else { b'[' });
                scanner.skip_white_space();
                let kind = if is_object { Kind::Object(Vec::new()) } else { Kind::Array(Vec::new()) };
                if scanner.take(if is_object { b'}' } else { b']' }) {
                    Value { text: &text[start..scanner.offset()], offset: start, kind }
                } else {
                    if open.len() >= MAX_DEPTH {
                        return Err(SyntaxError::at(SyntaxErrorKind::TooDeep, text.as_bytes(), start));
                    }
                    let key = if is_object { Some(read_key(scanner)?) } else { None };
                    open.push(Open { start, kind, key });
                    continue;
                }
            }
        };
        loop {
            let Some(parent) = open.last_mut() else { return Ok(value) };
            let is_object = parent.key.is_some();
            match (&mut parent.kind, parent.key.take()) {
                (Kind::Object(members), Some((range, key))) => {
                    members.push(Member { key, key_text: &text[range.clone()], key_offset: range.start, value });
                }
                (Kind::Array(elements), _) => elements.push(value),
                _ => {}
            }
            scanner.skip_white_space();
            if scanner.take(b',') {
                scanner.skip_white_space();
                if is_object {
                    parent.key = Some(read_key(scanner)?);
                }
                break;
            }
            if is_object {
                scanner.expect(b'}', "`,` or `}`")?;
            } else {
                scanner.expect(b']', "`,` or `]`")?;
            }
            let Some(Open { start, kind, .. }) = open.pop() else { break };
            value = Value { text: &text[start..scanner.offset()], offset: start, kind };
        }
    }
}

fn read_key<'a>(scanner: &mut Scanner<'a>) -> Result<(std::ops::Range<usize>, Cow<'a, str>), SyntaxError> {
    let (range, escaped) = scanner.key()?;
    let key = characters(&scanner.text()[range.clone()], escaped);
    Ok((range, key))
}

/// The characters of a string's text, quotes included; looks for escapes only where there are some.
fn characters(quoted: &str, escaped: bool) -> Cow<'_, str> {
    if escaped { unescape(quoted) } else { Cow::Borrowed(&quoted[1..quoted.len() - 1]) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Pointer;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn parse(text: &str) -> Value<'_> {
        Value::parse(text).unwrap()
    }

    #[test]
    fn leaves_keep_their_text_and_place() {
        let source = r#" {"a": 1E5, "b" :[true, "x\u0041"], "a":1.0} "#;
        let value = parse(source);
        assert_eq!(value.offset(), 1);
        assert_eq!(value.members().len(), 3);
        assert_eq!(value.members()[0].value.text(), "1E5");
        assert_eq!(value.get("a").unwrap().text(), "1.0", "the last of a repeated key");
        let text = value.at(&Pointer::parse("/b/1").unwrap()).unwrap();
        assert_eq!((text.text(), text.as_str()), (r#""x\u0041""#, Some("xA")));
        assert_eq!(&source[text.offset()..text.end()], text.text());
    }

    #[test]
    fn sameness_ignores_layout_only() {
        for (one, two, same) in [
            (r#"{"a":1,"b":2}"#, r#"{ "b": 2, "a": 1 }"#, true),
            (r#""A""#, r#""\u0041""#, true),
            ("1.0", "1", false),
            (r#"{"a":1,"a":2}"#, r#"{"a":2,"a":1}"#, false),
            (r#"{"a":1}"#, r#"{"a":1,"b":1}"#, false),
            ("[1,2]", "[2,1]", false),
            (r#""\ud800""#, r#""\uD801""#, false),
            (r#"{"\ud800":1}"#, r#"{"\ud801":1}"#, false),
            (r#""\ufffd""#, r#""\uFFFD""#, true),
        ] {
            assert_eq!(parse(one).same_as(&parse(two)), same, "{one} {two}");
        }
    }

    #[test]
    fn inclusion_allows_further_members() {
        let stored = parse(r#"{"id":"x","properties":{"a":1,"default":true},"rev":2}"#);
        assert!(stored.includes(&parse(r#"{"id":"x","properties":{"a":1}}"#)));
        assert!(!stored.includes(&parse(r#"{"id":"x","properties":{"a":2}}"#)));
        assert!(!stored.includes(&parse(r#"{"id":"x","other":1}"#)));
    }

    #[test]
    fn deep_nesting_parses() {
        let text = format!("{}{}", r#"{"a":["#.repeat(500), "]}".repeat(500));
        assert_eq!(parse(&text).text(), text);
        let deeper = "[".repeat(MAX_DEPTH);
        assert_eq!(Value::parse(&deeper).unwrap_err().kind, SyntaxErrorKind::Ended("a value"));
        let closed = format!("{}1{}", "[".repeat(MAX_DEPTH + 1), "]".repeat(MAX_DEPTH + 1));
        assert_eq!(Value::parse(&closed).unwrap_err().kind, SyntaxErrorKind::TooDeep);
    }
}
