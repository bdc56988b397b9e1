//! Colouring one line of JSON.

use std::ops::Range;

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

/// A place in a line that was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// In bytes of the line.
    pub(super) bytes: Range<usize>,
    /// Whether it is the one that is gone to.
    pub(super) is_current: bool,
}

/// Cuts pieces further, at the hits in them. `offset` is where the pieces begin in the line.
pub(super) fn with_hits<'a>(
    pieces: Vec<(Piece, &'a str)>,
    hits: &[Hit],
    offset: usize,
) -> Vec<(Piece, Option<bool>, &'a str)> {
    let mut cut = Vec::with_capacity(pieces.len() + 2 * hits.len());
    let mut at = offset;
    for (piece, text) in pieces {
        let (start, end) = (at, at + text.len());
        at = end;
        let mut from = start;
        for hit in hits.iter().filter(|hit| hit.bytes.start < end && start < hit.bytes.end) {
            let (begin, behind) = (hit.bytes.start.max(from), hit.bytes.end.min(end));
            // A hit of an earlier text may end inside a letter of this one.
            let (Some(before), Some(inside)) =
                (text.get(from - start..begin - start), text.get(begin - start..behind - start))
            else {
                continue;
            };
            if !before.is_empty() {
                cut.push((piece, None, before));
            }
            cut.push((piece, Some(hit.is_current), inside));
            from = behind;
        }
        if let Some(rest) = text.get(from - start..).filter(|rest| !rest.is_empty()) {
            cut.push((piece, None, rest));
        }
    }
    cut
}

/// The part of a very long line that is drawn: its beginning, or what is around `focus`.
pub(super) fn window(line: &str, focus: Option<usize>, longest: usize) -> Range<usize> {
    if line.len() <= longest {
        return 0..line.len();
    }
    let start = focus.filter(|focus| *focus > longest * 3 / 4).map_or(0, |focus| focus - longest / 4);
    let start = line.floor_char_boundary(start);
    start..line.floor_char_boundary((start + longest).min(line.len()))
}

#[cfg(test)]
mod tests {
    use super::{Hit, Piece, pieces, window, with_hits};

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

    #[test]
    fn hits_are_cut_out_wherever_they_lie() {
        let line = r#""name": 12"#;
        let hit = |bytes, is_current| Hit { bytes, is_current };
        let cut = with_hits(pieces(line), &[hit(1..5, false), hit(6..9, true)], 0);
        let expected = [
            (Piece::Key, None, "\""),
            (Piece::Key, Some(false), "name"),
            (Piece::Key, None, "\""),
            (Piece::Plain, Some(true), ": "),
            (Piece::Number, Some(true), "1"),
            (Piece::Number, None, "2"),
        ];
        assert_eq!(cut, expected);
        let joined: String = cut.iter().map(|(.., text)| *text).collect();
        assert_eq!(joined, line);
    }

    #[test]
    fn hits_of_another_text_do_no_harm() {
        let cut = with_hits(pieces("\"é\""), &[Hit { bytes: 2..40, is_current: false }], 0);
        assert_eq!(cut.iter().map(|(.., text)| *text).collect::<String>(), "\"é\"");
    }

    #[test]
    fn a_very_long_line_is_drawn_around_what_is_looked_at() {
        let line = "é".repeat(1_000);
        assert_eq!(window("short", Some(3), 100), 0..5);
        assert_eq!(window(&line, None, 100), 0..100);
        assert_eq!(window(&line, Some(1_001), 100), 976..1_076);
        assert_eq!(window(&line, Some(1_999), 100), 1_974..2_000);
    }
}
