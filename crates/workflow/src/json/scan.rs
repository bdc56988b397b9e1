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
    /// The bytes here are no UTF-8 (RFC 8259, section 8.1).
    #[error("the text is not UTF-8 from here on")]
    NotUtf8,
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

/// The value of a wanted key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) is_string: bool,
    /// Of a string: whether it reads otherwise than it is written.
    pub(crate) holds_escapes: bool,
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

    /// The byte that stands next; 0 behind the end.
    pub(crate) fn peek(&self) -> u8 {
        byte(self.text.as_bytes(), self.at)
    }

    pub(crate) fn skip_white_space(&mut self) {
        self.at = white_space_end(self.text.as_bytes(), self.at);
    }

    /// Takes `byte` where it stands next.
    pub(crate) fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte;
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
            b'{' => Ok(Start::Object),
            b'[' => Ok(Start::Array),
            b'"' => Ok(Start::String),
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => Ok(Start::Scalar),
            _ => Err(self.expected("a value")),
        }
    }

    /// Skips one value of any kind and answers where it stood.
    pub(crate) fn skip_value(&mut self) -> Result<Range<usize>, SyntaxError> {
        let start = self.at;
        self.at = value_end(self.text.as_bytes(), start).map_err(|fault| self.fault(fault))?;
        Ok(start..self.at)
    }

    /// Skips an object that begins here and notes for each of the wanted keys the value of the last
    /// member that has it.
    pub(crate) fn skip_object<const N: usize>(
        &mut self,
        wanted: &[Option<&str>; N],
    ) -> Result<[Option<Found>; N], SyntaxError> {
        let mut found = [None; N];
        self.at = object_end(self.text, self.at, wanted, &mut found).map_err(|fault| self.fault(fault))?;
        Ok(found)
    }

    /// Reads a key and stands at its value: where the key's text is, quotes included, and whether it
    /// holds escapes.
    pub(crate) fn key(&mut self) -> Result<(Range<usize>, bool), SyntaxError> {
        if self.peek() != b'"' {
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
        let (end, escaped) = string_end(self.text.as_bytes(), self.at).map_err(|fault| self.fault(fault))?;
        self.at = end;
        Ok((start..end, escaped))
    }

    fn fault(&mut self, fault: Fault) -> SyntaxError {
        self.at = fault.at;
        match fault.why {
            Why::Expected(what) => self.expected(what),
            Why::TooDeep => self.error(SyntaxErrorKind::TooDeep),
        }
    }

    pub(crate) fn expected(&self, what: &'static str) -> SyntaxError {
        let ended = self.at >= self.text.len();
        self.error(if ended { SyntaxErrorKind::Ended(what) } else { SyntaxErrorKind::Expected(what) })
    }

    pub(crate) fn error(&self, kind: SyntaxErrorKind) -> SyntaxError {
        SyntaxError::at(kind, self.text.as_bytes(), self.at)
    }
}

impl SyntaxError {
    /// An error at `offset`, up to which the text is UTF-8. A byte order mark, which no editor shows,
    /// counts for no column.
    pub(crate) fn at(kind: SyntaxErrorKind, text: &[u8], offset: usize) -> Self {
        let before = &text[..offset];
        let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |found| found + 1);
        let shown = before[line_start..].strip_prefix(b"\xEF\xBB\xBF").filter(|_| line_start == 0);
        Self {
            kind,
            offset,
            line: before.iter().filter(|&&byte| byte == b'\n').count() + 1,
            // Continuation bytes are no characters of their own.
            column: shown.unwrap_or(&before[line_start..]).iter().filter(|&&byte| byte & 0xC0 != 0x80).count() + 1,
        }
    }
}

/// Why a scan stopped, and where.
#[derive(Debug)]
struct Fault {
    at: usize,
    why: Why,
}

#[derive(Debug)]
enum Why {
    Expected(&'static str),
    TooDeep,
}

#[cold]
fn expected<T>(at: usize, what: &'static str) -> Result<T, Fault> {
    Err(Fault { at, why: Why::Expected(what) })
}

/// The byte at a place; 0, which stands nowhere outside of strings, behind the end.
#[inline(always)]
fn byte(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

#[inline(always)]
fn white_space_end(bytes: &[u8], mut at: usize) -> usize {
    // Mostly there is none, and one comparison tells.
    while byte(bytes, at) <= b' ' && matches!(byte(bytes, at), b' ' | b'\n' | b'\r' | b'\t') {
        at += 1;
    }
    at
}

/// Where the value that begins at `at` ends. One loop over tokens, so that all of it stays in registers.
fn value_end(bytes: &[u8], mut at: usize) -> Result<usize, Fault> {
    let mut open = Nesting::default();
    let mut at_key = false;
    loop {
        match byte(bytes, at) {
            b'"' => {
                (at, _) = string_end(bytes, at + 1)?;
                if at_key {
                    at = white_space_end(bytes, at);
                    if byte(bytes, at) != b':' {
                        return expected(at, "`:`");
                    }
                    at = white_space_end(bytes, at + 1);
                    at_key = false;
                    continue;
                }
            }
            _ if at_key => return expected(at, "a key in double quotes"),
            b'-' | b'0'..=b'9' => at = number_end(bytes, at)?,
            b't' => at = word_end(bytes, at, b"true")?,
            b'f' => at = word_end(bytes, at, b"false")?,
            b'n' => at = word_end(bytes, at, b"null")?,
            bracket @ (b'{' | b'[') => {
                let is_object = bracket == b'{';
                let opening = at;
                at = white_space_end(bytes, at + 1);
                if byte(bytes, at) == closing(is_object) {
                    at += 1;
                } else if open.depth >= MAX_DEPTH {
                    return Err(Fault { at: opening, why: Why::TooDeep });
                } else {
                    open.push(is_object);
                    at_key = is_object;
                    continue;
                }
            }
            _ => return expected(at, "a value"),
        }
        loop {
            if open.depth == 0 {
                return Ok(at);
            }
            let is_object = open.is_object();
            at = white_space_end(bytes, at);
            match byte(bytes, at) {
                b',' => {
                    at = white_space_end(bytes, at + 1);
                    at_key = is_object;
                    break;
                }
                found if found == closing(is_object) => {
                    at += 1;
                    open.pop();
                }
                _ => return expected(at, if is_object { "`,` or `}`" } else { "`,` or `]`" }),
            }
        }
    }
}

/// Where the object that begins at `at` ends; see [`Scanner::skip_object`].
fn object_end(text: &str, at: usize, wanted: &[Option<&str>], found: &mut [Option<Found>]) -> Result<usize, Fault> {
    let bytes = text.as_bytes();
    let mut at = white_space_end(bytes, at + 1);
    if byte(bytes, at) == b'}' {
        return Ok(at + 1);
    }
    loop {
        if byte(bytes, at) != b'"' {
            return expected(at, "a key in double quotes");
        }
        let (key_end, escaped) = string_end(bytes, at + 1)?;
        let key = &text[at..key_end];
        at = white_space_end(bytes, key_end);
        if byte(bytes, at) != b':' {
            return expected(at, "`:`");
        }
        let start = white_space_end(bytes, at + 1);
        let is_string = byte(bytes, start) == b'"';
        let mut holds_escapes = false;
        if is_string {
            (at, holds_escapes) = string_end(bytes, start + 1)?;
        } else {
            at = value_end(bytes, start)?;
        }
        let is_key = |wanted: &Option<&str>| match wanted {
            Some(wanted) if escaped => unescape(key) == *wanted,
            Some(wanted) => &key.as_bytes()[1..key.len() - 1] == wanted.as_bytes(),
            None => false,
        };
        if let Some(slot) = wanted.iter().position(is_key) {
            found[slot] = Some(Found { start, end: at, is_string, holds_escapes });
        }
        at = white_space_end(bytes, at);
        match byte(bytes, at) {
            b',' => at = white_space_end(bytes, at + 1),
            b'}' => return Ok(at + 1),
            _ => return expected(at, "`,` or `}`"),
        }
    }
}

/// Behind the closing quote of the string whose characters begin at `at`; and whether it holds escapes.
#[inline(always)]
fn string_end(bytes: &[u8], at: usize) -> Result<(usize, bool), Fault> {
    let end = end_of_plain(bytes, at);
    if byte(bytes, end) == b'"' { Ok((end + 1, false)) } else { odd_string_end(bytes, end).map(|end| (end, true)) }
}

/// The like from the first backslash on, or from what may not stand in a string.
fn odd_string_end(bytes: &[u8], mut at: usize) -> Result<usize, Fault> {
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => at = escape_end(bytes, at + 1)?,
            Some(_) => return expected(at, "no control character inside a string (write it as an escape)"),
            None => return expected(at, "the closing double quote"),
        }
        at = end_of_plain(bytes, at);
    }
}

fn escape_end(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    match byte(bytes, at) {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Ok(at + 1),
        b'u' => match (at + 1..at + 5).find(|&digit| !byte(bytes, digit).is_ascii_hexdigit()) {
            Some(odd) => expected(odd, "four hexadecimal digits"),
            None => Ok(at + 5),
        },
        _ => expected(at, "an escape: one of \" \\ / b f n r t u"),
    }
}

fn word_end(bytes: &[u8], at: usize, word: &'static [u8]) -> Result<usize, Fault> {
    if bytes[at..].starts_with(word) { Ok(at + word.len()) } else { expected(at, "`true`, `false` or `null`") }
}

fn number_end(bytes: &[u8], mut at: usize) -> Result<usize, Fault> {
    if byte(bytes, at) == b'-' {
        at += 1;
    }
    at = if byte(bytes, at) == b'0' { at + 1 } else { digits_end(bytes, at)? };
    if byte(bytes, at) == b'.' {
        at = digits_end(bytes, at + 1)?;
    }
    if matches!(byte(bytes, at), b'e' | b'E') {
        at += 1;
        if matches!(byte(bytes, at), b'+' | b'-') {
            at += 1;
        }
        at = digits_end(bytes, at)?;
    }
    Ok(at)
}

fn digits_end(bytes: &[u8], start: usize) -> Result<usize, Fault> {
    let mut at = start;
    while byte(bytes, at).is_ascii_digit() {
        at += 1;
    }
    if at == start { expected(at, "a digit") } else { Ok(at) }
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
#[inline(always)]
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

/// Whether a string's text has an escape that stands for half a surrogate pair, which `unescape` loses.
pub(crate) fn has_half_pair(quoted: &str) -> bool {
    let mut rest = quoted;
    while let Some(at) = rest.find('\\') {
        let escape = &rest[at + 1..];
        let mut length = 1;
        if escape.starts_with('u') {
            let (character, read) = unescape_unicode(escape);
            if character == char::REPLACEMENT_CHARACTER && !escape[1..5].eq_ignore_ascii_case("fffd") {
                return true;
            }
            length = read;
        }
        rest = &escape[length..];
    }
    false
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
    fn the_replacement_character_itself_is_no_half() {
        for text in ["\"\u{FFFD}\"", r#""\ufFfd""#, r#""\\ud800""#, r#""\ud83d\ude00""#] {
            assert!(!has_half_pair(text), "{text}");
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
            assert_eq!(has_half_pair(text), expected.contains('\u{FFFD}'), "{text}");
        }
    }
}
