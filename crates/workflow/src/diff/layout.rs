//! A document's pretty form in pieces: what each line would be, without laying out all of them.

use crate::diff::align::{Alignment, Element};
use crate::document::{Document, MemberValue};
use crate::json::{lay_out, same_text};

/// Some lines of a document's pretty form: a value, with its key where it is a member, or a single
/// bracket of the document's own structure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece<'a> {
    margin: &'static str,
    /// Empty where the piece has no key.
    key_text: &'a str,
    text: &'a str,
    is_value: bool,
    comma: bool,
}

impl Piece<'_> {
    fn bracket(margin: &'static str, text: &'static str) -> Self {
        Self { margin, key_text: "", text, is_value: false, comma: false }
    }

    /// Appends the piece's lines.
    pub(crate) fn lay_out(&self, lines: &mut Vec<String>) {
        let mut line = String::new();
        self.write(&mut line, &mut |line| {
            // A copy has the length that it needs.
            lines.push(line.as_str().to_owned());
            line.clear();
        });
        lines.push(line);
    }

    /// Writes the piece's lines behind `out`; told of every line end but the last.
    pub(crate) fn write(&self, out: &mut String, end_line: &mut dyn FnMut(&mut String)) {
        out.push_str(self.margin);
        if !self.key_text.is_empty() {
            out.push_str(self.key_text);
            out.push_str(": ");
        }
        if self.is_value {
            lay_out(self.text, self.margin, out, end_line);
        } else {
            out.push_str(self.text);
        }
        if self.comma {
            out.push(',');
        }
    }

    /// How many lines [`Piece::lay_out`] would append.
    pub(crate) fn line_count(&self) -> usize {
        if self.is_value { line_count(self.text) } else { 1 }
    }

    /// Whether two pieces are laid out alike.
    pub(crate) fn same_as(&self, other: &Piece<'_>) -> bool {
        self.comma == other.comma
            && self.margin == other.margin
            && self.key_text == other.key_text
            && (same_text(self.text, other.text) || significant(self.text).eq(significant(other.text)))
    }
}

/// A document's pieces, first to last.
pub(crate) struct Layout<'a> {
    document: &'a Document,
    pub(crate) pieces: Vec<Piece<'a>>,
    /// For each top-level member, the index of its first piece.
    pub(crate) members: Vec<usize>,
}

impl<'a> Layout<'a> {
    pub(crate) fn of(document: &'a Document) -> Self {
        let Some(last) = document.members.len().checked_sub(1) else {
            return Self { document, pieces: vec![Piece::bracket("", "{}")], members: Vec::new() };
        };
        let mut pieces = vec![Piece::bracket("", "{")];
        let mut members = Vec::with_capacity(document.members.len());
        for (at, member) in document.members.iter().enumerate() {
            members.push(pieces.len());
            let (margin, comma) = ("  ", at < last);
            let key_text = bare_key(member.key_text.as_str());
            match &member.value {
                MemberValue::Opaque(text) => {
                    pieces.push(Piece { margin, key_text, text: text.as_str(), is_value: true, comma });
                }
                MemberValue::List(elements) => match elements.items.len().checked_sub(1) {
                    None => pieces.push(Piece { key_text, comma, ..Piece::bracket(margin, "[]") }),
                    Some(last) => {
                        pieces.push(Piece { key_text, ..Piece::bracket(margin, "[") });
                        pieces.extend(elements.items.iter().enumerate().map(|(at, element)| Piece {
                            margin: "    ",
                            key_text: "",
                            text: element.value.as_str(),
                            is_value: true,
                            comma: at < last,
                        }));
                        pieces.push(Piece { comma, ..Piece::bracket(margin, "]") });
                    }
                },
            }
        }
        pieces.push(Piece::bracket("", "}"));
        Self { document, pieces, members }
    }

    /// The pieces that stand for the same thing here and in a later layout, ascending on both sides.
    pub(crate) fn matching(&self, later: &Layout<'_>) -> Vec<(usize, usize)> {
        if self.members.is_empty() || later.members.is_empty() {
            return if self.members.len() == later.members.len() { vec![(0, 0)] } else { Vec::new() };
        }
        let mut pairs = vec![(0, 0)];
        for (i, j) in
            Alignment::of(&Element::members_of(self.document), &Element::members_of(later.document)).in_place()
        {
            let (start, later_start) = (self.members[i], later.members[j]);
            pairs.push((start, later_start));
            if let (MemberValue::List(old), MemberValue::List(new)) =
                (&self.document.members[i].value, &later.document.members[j].value)
                && !old.items.is_empty()
                && !new.items.is_empty()
            {
                let alignment = Alignment::of_lists(old, new);
                pairs.extend(alignment.in_place().map(|(i, j)| (start + 1 + i, later_start + 1 + j)));
                pairs.push((start + 1 + old.items.len(), later_start + 1 + new.items.len()));
            }
        }
        pairs.push((self.pieces.len() - 1, later.pieces.len() - 1));
        pairs
    }
}

/// A key's text without the colon and the white space behind it.
fn bare_key(key_text: &str) -> &str {
    key_text.rfind('"').map_or(key_text, |end| &key_text[..=end])
}

/// The bytes of a JSON text that are not white space between its tokens.
fn significant(text: &str) -> impl Iterator<Item = u8> + '_ {
    let (mut in_string, mut escaped) = (false, false);
    text.bytes().filter(move |&byte| {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = byte == b'\\' && !escaped;
            return true;
        }
        in_string = byte == b'"';
        !matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
    })
}

/// How many lines the pretty form of a JSON text has: one more for each comma and two more for each
/// container that is not empty.
fn line_count(text: &str) -> usize {
    let mut lines = 1;
    let mut previous = b' ';
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' => continue,
            b'"' => {
                while let Some(inner) = bytes.next() {
                    match inner {
                        b'"' => break,
                        b'\\' => drop(bytes.next()),
                        _ => {}
                    }
                }
            }
            b',' => lines += 1,
            b'}' | b']' if !matches!(previous, b'{' | b'[') => lines += 2,
            _ => {}
        }
        previous = byte;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Value, pretty};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const TEXTS: [&str; 10] = [
        "{}",
        " { } ",
        r#"{"a":1}"#,
        r#"{"id":"w","nodes":[],"transitions":[ ]}"#,
        r#"{"nodes":[{"id":"a","x":[1,{},[],[[]]]},2,"},{"],"t":{"k":[ ] , "l" : { }}}"#,
        r#"{"nodes":{},"transitions":null}"#,
        r#"{"nodes":[1],"nodes":[2]}"#,
        "\u{FEFF}{ \"v\\u0065r:\\\"sion\" :\n 1E5 , \"\\\\\": \"\\\\\" }\n",
        r#"{"a":"[,{\"","b":["\\",","],"c":"é😀"}"#,
        r#"{"transitions":[{"from":"a","to":"b"}],"nodes":[[],{},[{}]]}"#,
    ];

    #[test]
    fn the_pieces_are_the_documents_pretty_form() {
        for text in TEXTS {
            let document = Document::parse(text).unwrap();
            let mut lines = Vec::new();
            for piece in Layout::of(&document).pieces {
                let before = lines.len();
                piece.lay_out(&mut lines);
                assert_eq!(piece.line_count(), lines.len() - before, "{piece:?}");
            }
            assert_eq!(lines.join("\n"), pretty(&Value::parse(text.trim_start_matches('\u{FEFF}')).unwrap()));
        }
    }

    #[test]
    fn white_space_between_tokens_changes_no_line() {
        let same = |one: &str, two: &str| significant(one).eq(significant(two));
        assert!(same(r#"{"a b":[1,"\" x"]}"#, "{ \"a b\" :\n[ 1, \"\\\" x\" ] }"));
        assert!(!same(r#"{"a b":1}"#, r#"{"ab":1}"#));
        assert!(!same(r#"["\\" , " "]"#, r#"["\\" , ""]"#));
    }

    #[test]
    fn matching_pieces_ascend_on_both_sides() {
        let documents: Vec<Document> = TEXTS.iter().map(|text| Document::parse(text).unwrap()).collect();
        for before in &documents {
            for after in &documents {
                let pairs = Layout::of(before).matching(&Layout::of(after));
                assert!(pairs.is_sorted_by(|one, two| one.0 < two.0 && one.1 < two.1), "{pairs:?}");
            }
        }
    }
}
