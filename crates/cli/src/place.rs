//! Where something stands in a text: RFC 6901 pointers and byte offsets as line and column.

use std::fmt;
use workflow::json::{Kind, Pointer, Value};

const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// A place in a text. Displays as `line:column`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Place {
    /// First is 1.
    pub line: usize,
    /// In characters, first is 1.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A JSON text in which places are looked up.
pub(crate) struct Locator<'a> {
    text: &'a str,
    /// The text without a byte order mark, as a tree. `None` where it is no JSON.
    root: Option<Value<'a>>,
    /// The byte at which each line begins.
    lines: Vec<usize>,
}

impl<'a> Locator<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { text, root: Value::parse(text).ok(), lines: std::iter::once(0).chain(ends).collect() }
    }

    /// Where the value that a pointer names begins; where there is none, the innermost value around it.
    pub(crate) fn find(&self, pointer: &str) -> Place {
        let mut at = match &self.root {
            Some(root) => root,
            None => return self.place(0),
        };
        for token in Pointer::parse(pointer).iter().flat_map(Pointer::tokens) {
            let next = match at.kind() {
                // Of a key that stands twice the last value counts, as for the document itself.
                Kind::Object(members) => {
                    members.iter().rev().find(|member| member.key == token).map(|member| &member.value)
                }
                Kind::Array(elements) => token.parse::<usize>().ok().and_then(|index| elements.get(index)),
                _ => None,
            };
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        self.place(at.offset())
    }

    /// The place of a byte.
    pub(crate) fn place(&self, offset: usize) -> Place {
        let line = self.lines.partition_point(|begin| *begin <= offset).max(1);
        let begin = self.lines[line - 1];
        let column = self.text.get(begin..offset).map_or(0, |before| before.chars().count()) + 1;
        Place { line, column }
    }
}

/// The place of a byte in bytes that are UTF-8 up to it.
pub(crate) fn place_in_bytes(bytes: &[u8], offset: usize) -> Place {
    let before = String::from_utf8_lossy(bytes.get(..offset).unwrap_or(bytes));
    Place {
        line: before.matches('\n').count() + 1,
        column: before.rsplit('\n').next().unwrap_or_default().chars().count() + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{Locator, place_in_bytes};

    #[test]
    fn pointers_lead_to_lines_and_columns() {
        let text = "\u{FEFF}{\n  \"ä\": [1, {\"b/c\": true}],\n  \"d\": 1, \"d\": 2\n}";
        let locator = Locator::new(text);
        for (pointer, place) in [
            ("", "1:1"),
            ("/ä", "2:8"),
            ("/ä/1/b~1c", "2:20"),
            ("/ä/1/missing", "2:12"),
            ("/ä/7", "2:8"),
            ("/d", "3:16"),
            ("/nowhere/at/all", "1:1"),
        ] {
            assert_eq!(locator.find(pointer).to_string(), place, "{pointer}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_have_a_place_too() {
        assert_eq!(place_in_bytes(b"{\n \"\xc3\xa4\xff", 6).to_string(), "2:4");
    }
}
