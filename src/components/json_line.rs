//! Colouring one line of JSON.

/// What a piece of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// White space, brackets, commas.
    Plain,
    /// A member's name.
    Key,
    /// A string.
    String,
    /// A number.
    Number,
    /// `true`, `false`, `null`.
    Word,
}

impl Piece {
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Key => "json-key",
            Self::String => "json-string",
            Self::Number => "json-number",
            Self::Word => "json-word",
        }
    }
}

/// Cuts a line into pieces, which together are the line. Works on any text: what is not JSON is plain.
pub(super) fn pieces(line: &str) -> Vec<(Piece, &str)> {
    let mut found: Vec<(Piece, &str)> = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.bytes().next() {
        let (piece, length) = match first {
            b'"' => {
                let length = string_length(rest);
                let is_key = rest[length..].trim_start().starts_with(':');
                (if is_key { Piece::Key } else { Piece::String }, length)
            }
            b'-' | b'0'..=b'9' => {
                (Piece::Number, run(rest, |byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)))
            }
            b't' | b'f' | b'n' => (Piece::Word, run(rest, |byte| byte.is_ascii_alphabetic())),
            _ => (
                Piece::Plain,
                run(rest, |byte| !byte.is_ascii_alphanumeric() && byte != b'"' && byte != b'-').max(char_length(rest)),
            ),
        };
        let (text, after) = rest.split_at(length);
        found.push((piece, text));
        rest = after;
    }
    found
}

fn char_length(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// Bytes at the start for which `belongs` holds. Those of longer characters always go together.
fn run(text: &str, belongs: impl Fn(u8) -> bool) -> usize {
    text.bytes().position(|byte| byte.is_ascii() && !belongs(byte)).unwrap_or(text.len())
}

fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    #[test]
    fn a_line_is_cut_into_what_its_parts_are() {
        let line = r#"  "total": -1.0E5, "a\"b", true]"#;
        let expected = [
            (Piece::Plain, "  "),
            (Piece::Key, r#""total""#),
            (Piece::Plain, ": "),
            (Piece::Number, "-1.0E5"),
            (Piece::Plain, ", "),
            (Piece::String, r#""a\"b""#),
            (Piece::Plain, ", "),
            (Piece::Word, "true"),
            (Piece::Plain, "]"),
        ];
        assert_eq!(pieces(line), expected);
    }

    #[test]
    fn the_pieces_are_the_line_whatever_it_contains() {
        for line in ["", "\"open", "été: ü\"é\"…", "\\\"", "x 'y' \"\\", "日本 12é4 -é"] {
            let joined: String = pieces(line).into_iter().map(|(_, text)| text).collect();
            assert_eq!(joined, line);
        }
    }
}
