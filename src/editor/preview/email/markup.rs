//! Where in an HTML text one stands: whether an element could be put there, or whether it is inside a
//! tag, a comment or text that is no markup.

use super::html::TEXT_ELEMENTS;

/// A place in an HTML text, known from all that was read before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// Where text and elements stand.
    #[default]
    Content,
    /// Inside a tag.
    Tag(Tag),
    /// Inside a comment.
    Comment,
    /// Inside an element whose content is text.
    Text(&'static str),
}

/// How far a tag has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tag {
    /// The element whose content is text that the tag opens.
    opens: Option<&'static str>,
    /// The quote of the value that one stands in.
    quote: Option<u8>,
    /// Whether a value may begin here.
    before_value: bool,
}

impl Place {
    /// Whether an element can be put here.
    pub(super) fn is_content(&self) -> bool {
        *self == Self::Content
    }

    /// Goes on behind `text`.
    pub(super) fn read(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            at = match self {
                Self::Content => self.read_content(text, at),
                Self::Tag(tag) => {
                    let (next, end) = tag.read(bytes[at]);
                    if end {
                        *self = tag.opens.map_or(Self::Content, Self::Text);
                    } else {
                        *tag = next;
                    }
                    at + 1
                }
                Self::Comment => match text[at..].find("-->") {
                    Some(end) => {
                        *self = Self::Content;
                        at + end + 3
                    }
                    None => bytes.len(),
                },
                Self::Text(name) => match end_tag(bytes, at, name) {
                    Some(end) => {
                        *self = Self::Tag(Tag::default());
                        end
                    }
                    None => bytes.len(),
                },
            };
        }
    }

    fn read_content(&mut self, text: &str, at: usize) -> usize {
        let Some(open) = text[at..].find('<').map(|found| at + found) else { return text.len() };
        let rest = &text[open + 1..];
        if rest.starts_with("!--") {
            *self = Self::Comment;
            return open + 4;
        }
        match rest.bytes().next() {
            Some(letter) if letter.is_ascii_alphabetic() => {
                let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
                let opens = TEXT_ELEMENTS.into_iter().find(|name| name.eq_ignore_ascii_case(&rest[..length]));
                *self = Self::Tag(Tag { opens, ..Tag::default() });
                open + 1 + length
            }
            Some(b'/' | b'!' | b'?') => {
                *self = Self::Tag(Tag::default());
                open + 2
            }
            _ => open + 1,
        }
    }
}

impl Tag {
    /// Where one stands behind a byte, and whether it ended the tag.
    fn read(&self, byte: u8) -> (Self, bool) {
        let opens = self.opens;
        match (self.quote, byte) {
            (Some(quote), _) if byte == quote => (Self { opens, quote: None, before_value: false }, false),
            (Some(_), _) => (self.clone(), false),
            (None, b'>') => (self.clone(), true),
            (None, b'"' | b'\'') if self.before_value => {
                (Self { opens, quote: Some(byte), before_value: false }, false)
            }
            (None, _) if byte.is_ascii_whitespace() => (self.clone(), false),
            (None, _) => (Self { opens, quote: None, before_value: byte == b'=' }, false),
        }
    }
}

/// Behind the name of the tag that ends a text element.
fn end_tag(bytes: &[u8], from: usize, name: &str) -> Option<usize> {
    let length = name.len() + 2;
    (from..(bytes.len() + 1).saturating_sub(length)).find_map(|at| {
        let is_end = bytes[at..].starts_with(b"</") && bytes[at + 2..at + length].eq_ignore_ascii_case(name.as_bytes());
        is_end.then_some(at + length)
    })
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn elements_can_stand_in_content_only() {
        for (before, is_content) in [
            ("", true),
            ("<p>Hello ", true),
            ("<p>a < b ", true),
            ("<a href=\"", false),
            ("<a href='x' title=\"a > b ", false),
            ("<a href=\"x\">", true),
            ("<a href=x title=don't>", true),
            ("<a href = \"x>", false),
            ("<!-- <p>", false),
            ("<!-- <p> --> ", true),
            ("<style>p{", false),
            ("<STYLE media=\"x>y\">a > b", false),
            ("<style>a</style>", true),
            ("<title>", false),
            ("<script>\"</p>\"", false),
            ("<!doctype html><html>", true),
            ("<!--[if mso]><table><![endif]-->", true),
            ("été <p>日本", true),
            ("<style>", false),
        ] {
            let mut place = Place::default();
            place.read(before);
            assert_eq!(place.is_content(), is_content, "{before}");
        }
    }

    #[test]
    fn it_goes_on_where_it_was() {
        let mut place = Place::default();
        for (text, is_content) in [("<a href=\"x?", false), ("&y=1\" title=", false), (">", true), ("<b>", true)] {
            place.read(text);
            assert_eq!(place.is_content(), is_content, "{text}");
        }
    }
}
