//! The placeholder engine: what `{{name}}` means, for the checks and the preview alike.
//!
//! A placeholder is `{{`, a name, `}}`; white space around the name is allowed. A name begins with
//! a letter or `_` and goes on with letters, digits, `_` and `.` (ASCII). There are no blocks, no
//! filters and no escapes. Every function takes time linear in the text, whatever the text is.

use std::collections::HashSet;

/// Longest excerpt of a bad name in a [`TemplateError`], in characters.
const EXCERPT: usize = 60;

/// A placeholder in a template's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The name between the braces, without the white space around it.
    pub name: String,
    /// First line is 1.
    pub line: u32,
    /// In characters, first is 1.
    pub column: u32,
}

/// Why a template's text is no template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// `{{` without its `}}`.
    #[error("line {line}, column {column}: `{{{{` is never closed")]
    Unclosed {
        /// First line is 1.
        line: u32,
        /// In characters, first is 1.
        column: u32,
    },
    /// Something between the braces that is no name.
    #[error("line {line}, column {column}: `{{{{{text}}}}}` is not a placeholder name")]
    BadName {
        /// What stands between the braces, without the white space around it, and cut off where it is long.
        text: String,
        /// First line is 1.
        line: u32,
        /// In characters, first is 1.
        column: u32,
    },
}

/// A part of a rendered text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Text of the template, to be used as it is.
    Text(&'a str),
    /// A placeholder by name; the caller decides what fills it and how it is escaped.
    Placeholder(&'a str),
}

/// Splits a template's text. A malformed placeholder stays text, so a preview always shows something.
#[must_use]
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut done = 0;
    for tag in Tags::of(text) {
        if let TagKind::Placeholder(name) = tag.kind {
            if done < tag.start {
                parts.push(Part::Text(&text[done..tag.start]));
            }
            parts.push(Part::Placeholder(name));
            done = tag.end;
        }
    }
    if done < text.len() {
        parts.push(Part::Text(&text[done..]));
    }
    parts
}

/// Every placeholder of a template's text in order of appearance, repeats included, and every
/// problem, each with its place.
#[must_use]
pub fn scan(text: &str) -> (Vec<Placeholder>, Vec<TemplateError>) {
    let (mut placeholders, mut problems) = (Vec::new(), Vec::new());
    let mut place = Place::start(text);
    for tag in Tags::of(text) {
        let (line, column) = place.advance_to(tag.start);
        match tag.kind {
            TagKind::Placeholder(name) => placeholders.push(Placeholder { name: name.to_owned(), line, column }),
            TagKind::BadName(inside) => {
                problems.push(TemplateError::BadName { text: excerpt(inside), line, column });
            }
            TagKind::Unclosed => problems.push(TemplateError::Unclosed { line, column }),
        }
    }
    (placeholders, problems)
}

/// The distinct placeholder names over all parts of a template (subject, HTML, plain text), in
/// order of first appearance.
#[must_use]
pub fn names<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut names = Vec::new();
    for text in texts {
        for tag in Tags::of(text) {
            if let TagKind::Placeholder(name) = tag.kind
                && seen.insert(name)
            {
                names.push(name.to_owned());
            }
        }
    }
    names
}

/// Whether `text` can stand between the braces of a placeholder.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.')
}

/// Fills a template. `value` answers a placeholder's text, already escaped for the place it goes to;
/// a `None` leaves the placeholder standing.
#[must_use]
pub fn render(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut rendered = String::with_capacity(text.len());
    let mut done = 0;
    for tag in Tags::of(text) {
        if let TagKind::Placeholder(name) = tag.kind
            && let Some(filled) = value(name)
        {
            rendered.push_str(&text[done..tag.start]);
            rendered.push_str(&filled);
            done = tag.end;
        }
    }
    rendered.push_str(&text[done..]);
    rendered
}

/// Escapes text for use in HTML content and attribute values.
#[must_use]
pub fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// What begins with `{{`.
struct Tag<'a> {
    /// Where the `{{` begins, in bytes.
    start: usize,
    /// Behind the `}}`, in bytes.
    end: usize,
    kind: TagKind<'a>,
}

enum TagKind<'a> {
    Placeholder(&'a str),
    BadName(&'a str),
    Unclosed,
}

/// The tags of a text in order. An opening that meets another opening before its closing is
/// unclosed and the later one counts: that is where a person forgot the braces.
struct Tags<'a> {
    text: &'a str,
    at: usize,
    open: Option<usize>,
}

impl<'a> Tags<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, at: 0, open: None }
    }

    fn unclosed(start: usize) -> Tag<'a> {
        Tag { start, end: start + 2, kind: TagKind::Unclosed }
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        let bytes = self.text.as_bytes();
        while let Some(pair) = bytes.get(self.at..self.at + 2) {
            let at = self.at;
            match pair {
                b"{{" => {
                    self.at += 2;
                    if let Some(start) = self.open.replace(at) {
                        return Some(Self::unclosed(start));
                    }
                }
                b"}}" => {
                    self.at += 2;
                    if let Some(start) = self.open.take() {
                        let inside = self.text[start + 2..at].trim();
                        let kind =
                            if is_name(inside) { TagKind::Placeholder(inside) } else { TagKind::BadName(inside) };
                        return Some(Tag { start, end: at + 2, kind });
                    }
                }
                _ => self.at += 1,
            }
        }
        self.open.take().map(Self::unclosed)
    }
}

/// Turns ascending byte positions into lines and columns, reading the text once.
struct Place<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    column: u32,
}

impl<'a> Place<'a> {
    fn start(text: &'a str) -> Self {
        Self { text, at: 0, line: 1, column: 1 }
    }

    fn advance_to(&mut self, position: usize) -> (u32, u32) {
        for character in self.text[self.at..position].chars() {
            if character == '\n' {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else {
                self.column = self.column.saturating_add(1);
            }
        }
        self.at = position;
        (self.line, self.column)
    }
}

fn excerpt(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn places(text: &str) -> Vec<(String, u32, u32)> {
        scan(text).0.into_iter().map(|found| (found.name, found.line, found.column)).collect()
    }

    fn problems(text: &str) -> Vec<String> {
        scan(text).1.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_placeholder_is_a_name_between_braces() {
        for (text, name) in [
            ("{{name}}", "name"),
            ("{{ name }}", "name"),
            ("{{\n\tname\r\n}}", "name"),
            ("{{_private}}", "_private"),
            ("{{order.total_2}}", "order.total_2"),
        ] {
            assert_eq!(parts(text), [Part::Placeholder(name)], "{text}");
            assert!(problems(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn what_is_no_name_stays_text_and_is_reported_with_its_place() {
        for (text, said) in [
            ("{{}}", "line 1, column 1: `{{}}` is not a placeholder name"),
            ("a {{ 1st }}", "line 1, column 3: `{{1st}}` is not a placeholder name"),
            ("{{#if x}}", "line 1, column 1: `{{#if x}}` is not a placeholder name"),
            ("{{naïve}}", "line 1, column 1: `{{naïve}}` is not a placeholder name"),
            ("{{{name}}}", "line 1, column 1: `{{{name}}` is not a placeholder name"),
            ("{{first name}}", "line 1, column 1: `{{first name}}` is not a placeholder name"),
            ("x\ny {{", "line 2, column 3: `{{` is never closed"),
            ("{{ name }", "line 1, column 1: `{{` is never closed"),
        ] {
            assert_eq!(parts(text), [Part::Text(text)]);
            assert_eq!(problems(text), [said]);
        }
    }

    #[test]
    fn braces_alone_are_text() {
        for text in ["", "{", "}", "}}", "{ {name} }", "a { b }} c", "}}{"] {
            assert_eq!(render(text, |_| Some("x".into())), text);
            assert_eq!(problems(text), [""; 0]);
        }
    }

    #[test]
    fn a_forgotten_closing_does_not_swallow_the_next_placeholder() {
        let text = "Dear {{first, your {{total}} is due";
        assert_eq!(parts(text), [Part::Text("Dear {{first, your "), Part::Placeholder("total"), Part::Text(" is due")]);
        assert_eq!(problems(text), ["line 1, column 6: `{{` is never closed"]);
    }

    #[test]
    fn places_are_counted_in_lines_and_characters() {
        assert_eq!(
            places("äöü {{a}}{{ b }}\n😀{{c}}\r\n{{a}}"),
            [("a".into(), 1, 5), ("b".into(), 1, 10), ("c".into(), 2, 2), ("a".into(), 3, 1)]
        );
    }

    #[test]
    fn names_are_distinct_and_in_order_over_all_parts() {
        assert_eq!(names(["{{b}} {{a}}", "{{a}} {{c}} {{b}}"]), ["b", "a", "c"]);
    }

    #[test]
    fn rendering_fills_what_has_a_value_and_leaves_the_rest() {
        let value = |name: &str| (name == "name").then(|| "Ada".to_owned());
        assert_eq!(render("Hi {{ name }}, {{ total }} {{", value), "Hi Ada, {{ total }} {{");
    }

    #[test]
    fn a_filled_value_is_not_filled_again() {
        assert_eq!(render("{{a}}", |_| Some("{{a}}".into())), "{{a}}");
    }

    #[test]
    fn html_is_escaped() {
        assert_eq!(
            escape_html(r#"<a href="x">Tom & 'Jo'</a>"#),
            "&lt;a href=&quot;x&quot;&gt;Tom &amp; &#39;Jo&#39;&lt;/a&gt;"
        );
    }

    #[test]
    fn a_long_bad_name_is_cut_off() {
        let (_, problems) = scan(&format!("{{{{{}}}}}", "é ".repeat(1_000)));
        let [TemplateError::BadName { text, .. }] = &problems[..] else { panic!("{problems:?}") };
        assert_eq!(text.chars().count(), EXCERPT + 1);
    }

    /// A quadratic reading of these would take hours, not milliseconds.
    #[test]
    fn hostile_text_is_read_in_linear_time() {
        let openings = "{{".repeat(500_000);
        assert_eq!(scan(&openings).1.len(), 500_000);
        assert_eq!(render(&openings, |_| None), openings);
        let many = "{{a}}\n".repeat(200_000);
        assert_eq!(scan(&many).0.last().map(|last| last.line), Some(200_000));
        assert_eq!(names([many.as_str()]), ["a"]);
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod properties {
        use super::*;
        use proptest::prelude::*;

        fn texts() -> impl Strategy<Value = String> {
            let piece = prop_oneof![
                Just("{{".to_owned()),
                Just("}}".to_owned()),
                Just("{".to_owned()),
                Just("}".to_owned()),
                Just("\n".to_owned()),
                "[a-z_.0-9]{0,4}",
                "\\{\\{ ?[a-z_][a-z0-9_.]{0,3} ?\\}\\}",
                any::<char>().prop_map(String::from),
            ];
            proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
        }

        proptest! {
            #[test]
            fn the_parts_are_the_text(text in texts()) {
                let begin = text.as_ptr() as usize;
                let mut done = 0;
                for part in parts(&text) {
                    match part {
                        Part::Text(piece) => {
                            prop_assert_eq!(piece.as_ptr() as usize - begin, done);
                            done += piece.len();
                        }
                        Part::Placeholder(name) => {
                            prop_assert!(is_name(name));
                            let start = name.as_ptr() as usize - begin;
                            let before = text[done..start].strip_prefix("{{");
                            prop_assert!(before.is_some_and(|space| space.trim().is_empty()));
                            let behind = &text[start + name.len()..];
                            let space = behind.len() - behind.trim_start().len();
                            prop_assert!(behind[space..].starts_with("}}"));
                            done = start + name.len() + space + 2;
                        }
                    }
                }
                prop_assert_eq!(done, text.len());
            }

            #[test]
            fn rendering_nothing_changes_nothing(text in texts()) {
                prop_assert_eq!(render(&text, |_| None), text);
            }

            #[test]
            fn rendering_is_filling_the_parts(text in texts()) {
                let filled: String = parts(&text)
                    .into_iter()
                    .map(|part| match part {
                        Part::Text(piece) => piece.to_owned(),
                        Part::Placeholder(name) => format!("<{name}>"),
                    })
                    .collect();
                prop_assert_eq!(render(&text, |name| Some(format!("<{name}>"))), filled);
            }

            #[test]
            fn scan_names_and_parts_agree(text in texts()) {
                let of_parts: Vec<String> = parts(&text)
                    .into_iter()
                    .filter_map(|part| match part {
                        Part::Text(_) => None,
                        Part::Placeholder(name) => Some(name.to_owned()),
                    })
                    .collect();
                let of_scan: Vec<String> = scan(&text).0.into_iter().map(|found| found.name).collect();
                prop_assert_eq!(&of_parts, &of_scan);
                let mut distinct = Vec::new();
                for name in of_parts {
                    if !distinct.contains(&name) {
                        distinct.push(name);
                    }
                }
                prop_assert_eq!(names([text.as_str()]), distinct);
            }

            #[test]
            fn every_place_is_where_the_braces_are(text in texts()) {
                let lines: Vec<&str> = text.split('\n').collect();
                for found in scan(&text).0 {
                    let line = lines[found.line as usize - 1];
                    let rest: String = line.chars().skip(found.column as usize - 1).collect();
                    prop_assert!(rest.starts_with("{{"));
                }
            }

            #[test]
            fn escaped_text_is_inert(text in any::<String>()) {
                let escaped = escape_html(&text);
                prop_assert!(!escaped.contains(['<', '>', '"', '\'']));
                let back = escaped
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&#39;", "'")
                    .replace("&amp;", "&");
                prop_assert_eq!(back, text);
            }
        }
    }
}
