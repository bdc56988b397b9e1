//! An id as exactly one segment of a path.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986, section 2.3.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Longest id in bytes.
const MAX_BYTES: usize = 256;

/// Characters that some server on the way may take for more than a part of an id.
const RESERVED: [char; 6] = ['/', '\\', ';', '#', '?', '%'];

/// An id that may become a segment of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    plain: String,
    encoded: String,
}

/// Why an id cannot be a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSegment {
    /// It is empty.
    #[error("it is empty")]
    Empty,
    /// It is longer than 256 bytes.
    #[error("it is longer than 256 bytes")]
    TooLong,
    /// `/`, `\`, `;`, `#`, `?` or `%`: what something on the way may read as the end of the segment. A `%`
    /// is one that was encoded twice.
    #[error("it holds one of / \\ ; # ? %")]
    Reserved,
    /// `.` and `..` walk the path, encoded or not.
    #[error("it is . or ..")]
    Dots,
    /// It holds control characters.
    #[error("it holds control characters")]
    Control,
}

impl Segment {
    /// Checks an id as people write it (not encoded).
    ///
    /// # Errors
    /// Where it could not stand as one segment.
    pub fn parse(id: &str) -> Result<Self, InvalidSegment> {
        if id.is_empty() {
            return Err(InvalidSegment::Empty);
        }
        if id.len() > MAX_BYTES {
            return Err(InvalidSegment::TooLong);
        }
        if id == "." || id == ".." {
            return Err(InvalidSegment::Dots);
        }
        if id.contains(RESERVED) {
            return Err(InvalidSegment::Reserved);
        }
        if id.chars().any(char::is_control) {
            return Err(InvalidSegment::Control);
        }
        Ok(Self { plain: id.to_owned(), encoded: utf8_percent_encode(id, ENCODED).to_string() })
    }

    /// As people write it.
    #[must_use]
    pub fn plain(&self) -> &str {
        &self.plain
    }

    /// As it stands in a path.
    #[must_use]
    pub fn encoded(&self) -> &str {
        &self.encoded
    }
}

#[cfg(test)]
mod tests {
    use super::{InvalidSegment, Segment};

    #[test]
    fn what_is_not_plain_is_encoded() {
        for (plain, encoded) in [
            ("wf_12345", "wf_12345"),
            ("a b", "a%20b"),
            ("a..b", "a..b"),
            ("a&b=c+d:e@f", "a%26b%3Dc%2Bd%3Ae%40f"),
            ("ä", "%C3%A4"),
        ] {
            assert_eq!(Segment::parse(plain).unwrap().encoded(), encoded);
        }
    }

    #[test]
    fn what_cannot_be_a_segment_is_refused() {
        for (id, problem) in [
            ("", InvalidSegment::Empty),
            (".", InvalidSegment::Dots),
            ("..", InvalidSegment::Dots),
            ("a\r\nb", InvalidSegment::Control),
            ("a\u{85}b", InvalidSegment::Control),
            ("a/b", InvalidSegment::Reserved),
            ("../../oauth2/token", InvalidSegment::Reserved),
            ("a\\b", InvalidSegment::Reserved),
            ("a;b", InvalidSegment::Reserved),
            ("a#b", InvalidSegment::Reserved),
            ("a?b", InvalidSegment::Reserved),
            ("%2e%2e", InvalidSegment::Reserved),
            (&"x".repeat(257), InvalidSegment::TooLong),
        ] {
            assert_eq!(Segment::parse(id), Err(problem));
        }
    }
}
