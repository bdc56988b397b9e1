//! HTML cut into tags, text and comments, as a browser cuts it (HTML, section 13.2.5), without making a tree. The
//! pieces together are the text.
//!
//! The browser's own parser is no help here: what it reads for a page inherits the page's policy, which forbids
//! the inline styles that every email has, and says so on the console for each of them.

/// Elements whose content is text to the browser, whatever stands in it.
pub(super) const TEXT_ELEMENTS: [&str; 8] =
    ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

/// A piece of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text, its entities as they are written.
    Text(&'a str),
    /// A comment, a doctype, or what is taken for one.
    Comment(&'a str),
    /// `</name …>`, with its name in lower case.
    Close { name: String, text: &'a str },
    /// `<name …>`.
    Open(Tag<'a>),
}

/// A start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// In lower case.
    pub(super) name: String,
    pub(super) attributes: Vec<Attribute<'a>>,
    /// Whether it ends in `/>`.
    pub(super) closes_itself: bool,
    /// The tag as it is written.
    pub(super) text: &'a str,
}

/// An attribute of a start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute<'a> {
    /// In lower case.
    pub(super) name: String,
    /// Its value, entities and all.
    pub(super) value: &'a str,
}

impl Tag<'_> {
    /// What an attribute says, its entities read.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        self.attributes.iter().find(|attribute| attribute.name == name).map(|attribute| read_entities(attribute.value))
    }
}

/// The pieces of an HTML text.
pub(super) fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut text_from = 0;
    let push_text = |tokens: &mut Vec<_>, from: usize, to: usize| {
        if from < to {
            tokens.push(Token::Text(&html[from..to]));
        }
    };
    while let Some(open) = html[at..].find('<').map(|found| at + found) {
        let rest = &html[open + 1..];
        let first = rest.bytes().next();
        let is_close = first == Some(b'/') && rest[1..].starts_with(|letter: char| letter.is_ascii_alphabetic());
        if rest.starts_with("!--") {
            push_text(&mut tokens, text_from, open);
            let end = html[open + 4..].find("-->").map_or(html.len(), |end| open + 4 + end + 3);
            tokens.push(Token::Comment(&html[open..end]));
            (at, text_from) = (end, end);
        } else if matches!(first, Some(b'!' | b'?')) || (first == Some(b'/') && !is_close) {
            push_text(&mut tokens, text_from, open);
            let end = rest.find('>').map_or(html.len(), |end| open + 1 + end + 1);
            tokens.push(Token::Comment(&html[open..end]));
            (at, text_from) = (end, end);
        } else if is_close || first.is_some_and(|letter| letter.is_ascii_alphabetic()) {
            push_text(&mut tokens, text_from, open);
            let (tag, end) = read_tag(html, open, if is_close { 2 } else { 1 });
            let name = tag.name.clone();
            tokens.push(if is_close { Token::Close { name: tag.name, text: tag.text } } else { Token::Open(tag) });
            (at, text_from) = (end, end);
            if !is_close && TEXT_ELEMENTS.contains(&name.as_str()) {
                let end = end_of_text(html, end, &name);
                push_text(&mut tokens, at, end);
                (at, text_from) = (end, end);
            }
        } else {
            at = open + 1;
        }
    }
    push_text(&mut tokens, text_from, html.len());
    tokens
}

/// Where the content of a text element ends.
fn end_of_text(html: &str, from: usize, name: &str) -> usize {
    let bytes = html.as_bytes();
    let length = name.len() + 2;
    (from..(bytes.len() + 1).saturating_sub(length))
        .find(|&at| bytes[at..].starts_with(b"</") && bytes[at + 2..at + length].eq_ignore_ascii_case(name.as_bytes()))
        .unwrap_or(html.len())
}

/// Reads the tag at `open`, whose name begins so many bytes later; answers where it ends.
fn read_tag(html: &str, open: usize, name_at: usize) -> (Tag<'_>, usize) {
    let bytes = html.as_bytes();
    let is_end = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
    let run = |from: usize, stop: &dyn Fn(u8) -> bool| {
        bytes[from..].iter().position(|byte| stop(*byte)).map_or(bytes.len(), |length| from + length)
    };
    let name_end = run(open + name_at, &is_end);
    let mut tag = Tag {
        name: html[open + name_at..name_end].to_ascii_lowercase(),
        attributes: Vec::new(),
        closes_itself: false,
        text: "",
    };
    let mut at = name_end;
    loop {
        at = run(at, &|byte| !byte.is_ascii_whitespace());
        match bytes.get(at) {
            None => break,
            Some(b'>') => {
                at += 1;
                break;
            }
            Some(b'/') => {
                tag.closes_itself = bytes.get(at + 1) == Some(&b'>');
                at += 1;
            }
            Some(_) => {
                // A name may begin with `=`.
                let name_end = run(at + 1, &|byte| is_end(byte) || byte == b'=');
                let name = html[at..name_end].to_ascii_lowercase();
                at = run(name_end, &|byte| !byte.is_ascii_whitespace());
                let mut value = "";
                if bytes.get(at) == Some(&b'=') {
                    at = run(at + 1, &|byte| !byte.is_ascii_whitespace());
                    match bytes.get(at) {
                        Some(&quote @ (b'"' | b'\'')) => {
                            let end = run(at + 1, &|byte| byte == quote);
                            value = &html[at + 1..end];
                            at = (end + 1).min(bytes.len());
                        }
                        _ => {
                            let end = run(at, &|byte| byte.is_ascii_whitespace() || byte == b'>');
                            value = &html[at..end];
                            at = end;
                        }
                    }
                }
                // The first of two counts.
                if tag.attributes.iter().all(|attribute| attribute.name != name) {
                    tag.attributes.push(Attribute { name, value });
                }
            }
        }
    }
    tag.text = &html[open..at];
    (tag, at)
}

/// Text with its entities read, as far as emails use them.
pub(super) fn read_entities(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        read.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| Some((entity(&rest[1..end])?, end))) {
            Some((letter, end)) => {
                read.push(letter);
                rest = &rest[end + 1..];
            }
            None => {
                read.push('&');
                rest = &rest[1..];
            }
        }
    }
    read.push_str(rest);
    read
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hexadecimal = number.strip_prefix(['x', 'X']);
        let code = hexadecimal.map_or_else(|| number.parse(), |digits| u32::from_str_radix(digits, 16)).ok()?;
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        "zwnj" => '\u{200C}',
        "zwj" => '\u{200D}',
        "shy" => '\u{AD}',
        "copy" => '©',
        "reg" => '®',
        "euro" => '€',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "rsquo" => '’',
        "middot" => '·',
        "bull" => '•',
        "rarr" => '→',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(html: &str) -> Vec<String> {
        let one = |token: Token<'_>| match token {
            Token::Text(text) => format!("text {text}"),
            Token::Comment(text) => format!("comment {text}"),
            Token::Close { name, .. } => format!("close {name}"),
            Token::Open(tag) => {
                let attributes: Vec<_> =
                    tag.attributes.iter().map(|one| format!(" {}={}", one.name, one.value)).collect();
                format!("open {}{}{}", tag.name, attributes.concat(), if tag.closes_itself { "/" } else { "" })
            }
        };
        tokens(html).into_iter().map(one).collect()
    }

    #[test]
    fn html_is_cut_as_a_browser_cuts_it() {
        for (html, expected) in [
            ("a < b", vec!["text a < b"]),
            ("<P Class=x>t</p >", vec!["open p class=x", "text t", "close p"]),
            ("<a href='x>\"y' title = \"it's\" b>", vec!["open a href=x>\"y title=it's b="]),
            ("<img src=a/b.png/>", vec!["open img src=a/b.png/"]),
            ("<br/><br />", vec!["open br/", "open br/"]),
            ("<a x=1 x=2 =y>", vec!["open a x=1 =y="]),
            (
                "<!doctype html><!--[if mso]><p><![endif]--><?x?></ >",
                vec![
                    "comment <!doctype html>",
                    "comment <!--[if mso]><p><![endif]-->",
                    "comment <?x?>",
                    "comment </ >",
                ],
            ),
            ("<style>a > b { } </p></STYLE>x", vec!["open style", "text a > b { } </p>", "close style", "text x"]),
            ("<script>\"<p>\"", vec!["open script", "text \"<p>\""]),
            ("<a href=\"x", vec!["open a href=x"]),
            ("été<b>日本</b", vec!["text été", "open b", "text 日本", "close b"]),
        ] {
            assert_eq!(told(html), expected, "{html}");
        }
    }

    #[test]
    fn the_pieces_are_the_text() {
        for html in
            ["", "<", "a<b c='d\">e</b>f<!-- g", "<p><style>x</p>", "</><//><a =>é", "<a b= >c", "<title>x</tit"]
        {
            let joined: String = tokens(html)
                .into_iter()
                .map(|token| match token {
                    Token::Text(text) | Token::Comment(text) | Token::Close { text, .. } => text,
                    Token::Open(tag) => tag.text,
                })
                .collect();
            assert_eq!(joined, html);
        }
    }

    #[test]
    fn entities_are_read_and_what_is_none_stays() {
        assert_eq!(
            read_entities("a &amp; b &lt;c&gt; &#8364;&#x20AC;&nbsp;&euro; & &x; &amp"),
            "a & b <c> €€\u{A0}€ & &x; &amp"
        );
        assert_eq!(read_entities("&#99999999;&"), "&#99999999;&");
    }
}
