//! The strict scanner: RFC 8259 to the letter, without recursion, so that nesting costs no stack.

use std::borrow::Cow;
use std::ops::Range;

/// Deepest nesting that is accepted.
pub const MAX_DEPTH: usize = 2_000;

/// Why a text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {kind}")]
pub struct SyntaxError {
    /// What is wrong.
    pub kind: SyntaxErrorKind,
    /// In bytes from the start.
    pub offset: usize,
    /// First is 1.
    pub line: usize,
    /// In characters, first is 1.
    pub column: usize,
}

/// What is wrong with a text that is not JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SyntaxErrorKind {
    /// Something else should stand here.
    #[error("expected {0}")]
    Expected(&'static str),
    /// The text stops in the middle.
    #[error("the text ends too early: expected {0}")]
    Ended(&'static str),
    /// Nested too deeply.
    #[error("nested more than {MAX_DEPTH} levels deep")]
    TooDeep,
    /// Something follows the value.
    #[error("something follows after the end of the JSON")]
    Trailing,
}

/// What begins at the scanner's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    Object,
    Array,
    String,
    Scalar,
}

/// Reads JSON from front to back. All offsets are bytes from the start of the text.
#[derive(Clone)]
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(crate) fn starting_at(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    pub(crate) fn offset(&self) -> usize {
        self.at
    }

    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    pub(crate) fn skip_white_space(&mut self) {
        // Mostly there is none.
        while self.peek().is_some_and(|byte| byte <= b' ') {
            if !matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
                return;
            }
            self.at += 1;
        }
    }

    /// Takes `byte` where it stands next.
    pub(crate) fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.at += 1;
        }
        found
    }

    pub(crate) fn expect(&mut self, byte: u8, what: &'static str) -> Result<(), SyntaxError> {
        if self.take(byte) { Ok(()) } else { Err(self.expected(what)) }
    }

    /// Nothing but white space may follow.
    pub(crate) fn expect_end(&mut self) -> Result<(), SyntaxError> {
        self.skip_white_space();
        if self.at == self.text.len() { Ok(()) } else { Err(self.error(SyntaxErrorKind::Trailing)) }
    }

    /// What kind of value begins here.
    pub(crate) fn start(&self) -> Result<Start, SyntaxError> {
        match self.peek() {
            Some(b'{') => Ok(Start::Object),
            Some(b'[') => Ok(Start::Array),
            Some(b'"') => Ok(Start::String),
            Some(b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => Ok(Start::Scalar),
            _ => Err(self.expected("a value")),
        }
    }

    /// Skips one value of any kind and answers where it stood.
    pub(crate) fn skip_value(&mut self) -> Result<Range<usize>, SyntaxError> {
        let start = self.at;
        let mut open = Nesting::default();
        loop {
            match self.peek() {
                Some(b'"') => self.skip_string().map(drop)?,
                Some(b'-' | b'0'..=b'9') => self.skip_number()?,
                Some(b't') => self.skip_word(b"true")?,
                Some(b'f') => self.skip_word(b"false")?,
                Some(b'n') => self.skip_word(b"null")?,
                Some(bracket @ (b'{' | b'[')) => {
                    let is_object = bracket == b'{';
                    self.at += 1;
                    self.skip_white_space();
                    if !self.take(closing(is_object)) {
                        if open.depth >= MAX_DEPTH {
                            return Err(self.error(SyntaxErrorKind::TooDeep));
                        }
                        if is_object {
                            self.key()?;
                        }
                        open.push(is_object);
                        continue;
                    }
                }
                _ => return Err(self.expected("a value")),
            }
            loop {
                if open.depth == 0 {
                    return Ok(start..self.at);
                }
                let is_object = open.is_object();
                self.skip_white_space();
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        self.skip_white_space();
                        if is_object {
                            self.key()?;
                        }
                        break;
                    }
                    Some(byte) if byte == closing(is_object) => {
                        self.at += 1;
                        open.pop();
                    }
                    _ => return Err(self.expected(if is_object { "`,` or `}`" } else { "`,` or `]`" })),
                }
            }
        }
    }

    /// Reads a key and stands at its value: where the key's text is, quotes included, and whether it
    /// holds escapes.
    pub(crate) fn key(&mut self) -> Result<(Range<usize>, bool), SyntaxError> {
        if self.peek() != Some(b'"') {
            return Err(self.expected("a key in double quotes"));
        }
        let key = self.skip_string()?;
        self.skip_white_space();
        self.expect(b':', "`:`")?;
        self.skip_white_space();
        Ok(key)
    }

    /// Skips a string that begins here: where it stands, quotes included, and whether it holds escapes.
    pub(crate) fn skip_string(&mut self) -> Result<(Range<usize>, bool), SyntaxError> {
        let start = self.at;
        self.expect(b'"', "a string")?;
        let bytes = self.text.as_bytes();
        let mut escaped = false;
        loop {
            self.at = end_of_plain(bytes, self.at);
            match bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok((start..self.at, escaped));
                }
                Some(b'\\') => {
                    escaped = true;
                    self.skip_escape()?;
                }
                Some(_) => {
                    return Err(self.expected("no control character inside a string (write it as an escape)"));
                }
                None => return Err(self.expected("the closing double quote")),
            }
        }
    }

    fn skip_escape(&mut self) -> Result<(), SyntaxError> {
        self.at += 1;
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => {
                self.at += 1;
                for _ in 0..4 {
                    if !self.peek().is_some_and(|digit| digit.is_ascii_hexdigit()) {
                        return Err(self.expected("four hexadecimal digits"));
                    }
                    self.at += 1;
                }
            }
            _ => return Err(self.expected("an escape: one of \" \\ / b f n r t u")),
        }
        Ok(())
    }

    fn skip_word(&mut self, word: &'static [u8]) -> Result<(), SyntaxError> {
        if !self.text.as_bytes()[self.at..].starts_with(word) {
            return Err(self.expected("`true`, `false` or `null`"));
        }
        self.at += word.len();
        Ok(())
    }

    fn skip_number(&mut self) -> Result<(), SyntaxError> {
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err(self.expected("a digit")) } else { Ok(()) }
    }

    pub(crate) fn expected(&self, what: &'static str) -> SyntaxError {
        let ended = self.at >= self.text.len();
        self.error(if ended { SyntaxErrorKind::Ended(what) } else { SyntaxErrorKind::Expected(what) })
    }

    pub(crate) fn error(&self, kind: SyntaxErrorKind) -> SyntaxError {
        let before = &self.text.as_bytes()[..self.at];
        let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |found| found + 1);
        SyntaxError {
            kind,
            offset: self.at,
            line: before.iter().filter(|&&byte| byte == b'\n').count() + 1,
            // Continuation bytes are no characters of their own.
            column: before[line_start..].iter().filter(|&&byte| byte & 0xC0 != 0x80).count() + 1,
        }
    }
}

/// The containers that are open, innermost last: a bit each, so that nesting costs neither stack nor,
/// at the depths that documents have, an allocation.
#[derive(Default)]
struct Nesting {
    depth: usize,
    /// Of the innermost up to 64, the last one lowest: whether it is an object.
    objects: u64,
    /// The like of those further out, 64 at a time.
    outer: Vec<u64>,
}

impl Nesting {
    fn push(&mut self, is_object: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.outer.push(self.objects);
        }
        self.objects = self.objects << 1 | u64::from(is_object);
        self.depth += 1;
    }

    fn pop(&mut self) {
        self.objects >>= 1;
        self.depth -= 1;
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.objects = self.outer.pop().unwrap_or_default();
        }
    }

    fn is_object(&self) -> bool {
        self.objects & 1 == 1
    }
}

fn closing(is_object: bool) -> u8 {
    if is_object { b'}' } else { b']' }
}

/// Where the first double quote, backslash or control character stands from `at` on, or the end.
/// Looks at eight bytes at a time.
fn end_of_plain(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::MAX / 255;
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*chunk);
        // A byte below `n` borrows into its top bit. Of the bytes marked so, the lowest is right; one
        // above may be marked by its borrow.
        let below = |word: u64, n: u64| word.wrapping_sub(ONES * n) & !word;
        let quotes = below(word ^ (ONES * u64::from(b'"')), 1);
        let backslashes = below(word ^ (ONES * u64::from(b'\\')), 1);
        let found = (quotes | backslashes | below(word, 0x20)) & (ONES * 0x80);
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|&byte| matches!(byte, b'"' | b'\\' | 0..=0x1F)).unwrap_or(rest.len())
}

/// The characters of a string's text (quotes included), which the scanner has accepted.
pub(crate) fn unescape(quoted: &str) -> Cow<'_, str> {
    let inner = &quoted[1..quoted.len() - 1];
    let Some(first) = inner.find('\\') else { return Cow::Borrowed(inner) };
    let mut out = String::with_capacity(inner.len());
    let mut rest = &inner[first..];
    out.push_str(&inner[..first]);
    while let Some(escape) = rest.strip_prefix('\\') {
        let (character, length) = match escape.as_bytes()[0] {
            b'b' => ('\u{8}', 1),
            b'f' => ('\u{C}', 1),
            b'n' => ('\n', 1),
            b'r' => ('\r', 1),
            b't' => ('\t', 1),
            b'u' => unescape_unicode(escape),
            other => (char::from(other), 1),
        };
        out.push(character);
        rest = &escape[length..];
        let next = rest.find('\\').unwrap_or(rest.len());
        out.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    Cow::Owned(out)
}

/// The character of `uXXXX` (with its second half `\uXXXX` where it is a pair) and the length read.
fn unescape_unicode(escape: &str) -> (char, usize) {
    let unit = |text: &str| text.get(1..5).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let high = unit(escape).unwrap_or(0xFFFD);
    if (0xD800..0xDC00).contains(&high)
        && let Some(second) = escape[5..].strip_prefix('\\')
        && second.starts_with('u')
        && let Some(low) = unit(second).filter(|low| (0xDC00..0xE000).contains(low))
    {
        let code = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        return (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 11);
    }
    (char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER), 5)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn scan(text: &str) -> Result<(), SyntaxError> {
        let mut scanner = Scanner::new(text);
        scanner.skip_white_space();
        scanner.skip_value()?;
        scanner.expect_end()
    }

    #[test]
    fn accepts_what_the_rfc_allows() {
        for text in [
            "0",
            "-0",
            "1.0",
            "1E5",
            "1e-7",
            "-12.5e+3",
            "true",
            "false",
            "null",
            r#""""#,
            r#""\u0041\/\ud800""#,
            "[]",
            "{}",
            " [ 1 , 2 ] ",
            r#"{"":{"a":[{}]},"":1}"#,
            "123456789012345678901234567890",
        ] {
            assert_eq!(scan(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn refuses_what_the_rfc_forbids_and_says_where() {
        for (text, line, column) in [
            ("", 1, 1),
            ("01", 1, 2),
            ("1.", 1, 3),
            (".5", 1, 1),
            ("+1", 1, 1),
            ("1e", 1, 3),
            ("-", 1, 2),
            ("[1,]", 1, 4),
            ("[1 2]", 1, 4),
            ("{a:1}", 1, 2),
            (r#"{"a" 1}"#, 1, 6),
            (r#"{"a":1,}"#, 1, 8),
            ("tru", 1, 1),
            ("nul", 1, 1),
            ("[\n  1,\n  x]", 3, 3),
            ("\"a\nb\"", 1, 3),
            (r#""\x""#, 1, 3),
            (r#""\u12g4""#, 1, 6),
            ("\"é", 1, 3),
            ("1 1", 1, 3),
            ("[", 1, 2),
            ("{\"a\":", 1, 6),
            ("'a'", 1, 1),
            ("[1]]", 1, 4),
            ("\u{FEFF}1", 1, 1),
            ("NaN", 1, 1),
        ] {
            let error = scan(text).expect_err(text);
            assert_eq!((error.line, error.column), (line, column), "{text:?}: {error}");
        }
    }

    #[test]
    fn nesting_is_limited_without_using_the_stack() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(scan(&nested(MAX_DEPTH)), Ok(()));
        assert_eq!(scan(&nested(100_000)).map_err(|error| error.kind), Err(SyntaxErrorKind::TooDeep));
    }

    #[test]
    fn a_string_ends_where_it_ends_wherever_that_is() {
        for special in ["\"", "\\", "\u{1F}", "\u{0}"] {
            for before in 0..20 {
                for behind in 0..20 {
                    for filling in ["a", " ", "!", "#", "[", "]", "é", "\u{7F}"] {
                        let text = format!("{}{special}{}", filling.repeat(before), "\"\\\u{1}".repeat(behind));
                        assert_eq!(end_of_plain(text.as_bytes(), 0), before * filling.len(), "{text:?}");
                    }
                }
            }
        }
        assert_eq!(end_of_plain("a".repeat(21).as_bytes(), 3), 21);
        assert_eq!(end_of_plain(b"a", 1), 1);
    }

    #[test]
    fn every_depth_remembers_what_is_open() {
        for depth in [1, 63, 64, 65, 127, 128, 129, 200, 1_000] {
            let kinds: Vec<bool> = (0..depth).map(|at| at % 3 == 0 || at % 7 == 2).collect();
            let opening: String = kinds.iter().map(|is_object| if *is_object { "{\"k\":" } else { "[" }).collect();
            let closing: String = kinds.iter().rev().map(|is_object| if *is_object { '}' } else { ']' }).collect();
            assert_eq!(scan(&format!("{opening}1{closing}")), Ok(()), "{depth}");
            for at in [0, closing.len() / 2, closing.len() - 1] {
                let mut wrong = closing.clone().into_bytes();
                wrong[at] = if wrong[at] == b'}' { b']' } else { b'}' };
                let wrong = String::from_utf8(wrong).unwrap();
                assert!(scan(&format!("{opening}1{wrong}")).is_err(), "{depth} {at}");
            }
        }
    }

    #[test]
    fn strings_are_unescaped() {
        for (text, expected) in [
            (r#""plain""#, "plain"),
            (r#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{C}\n\r\tz"),
            (r#""\u0041\u00e9""#, "Aé"),
            (r#""\ud83d\ude00!""#, "😀!"),
            (r#""\ud83d!""#, "\u{FFFD}!"),
            (r#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}"),
        ] {
            assert_eq!(unescape(text), expected);
        }
    }
}
