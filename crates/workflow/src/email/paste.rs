//! Reading variables out of text that somebody pastes: lines of `name = path`, or a JSON object.

use crate::email::VariableRow;
use crate::json::{Kind, Value};

/// What was read out of a pasted text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// Names with their scope paths, in order. Where a name stands twice, the last path counts.
    pub taken: Vec<VariableRow>,
    /// What is no variable.
    pub left: Vec<LeftOut>,
}

/// A piece of a pasted text that is no variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its line, first is 1; in a JSON object its place among the members.
    pub line: usize,
    /// The piece, cut off where it is long.
    pub text: String,
    /// Why it was left out.
    pub why: WhyLeftOut,
}

/// Why a piece of a pasted text is no variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyLeftOut {
    /// Nothing parts a name from a path.
    NoSeparator,
    /// Nothing stands before the separator.
    NoName,
    /// Nothing stands behind the separator.
    NoPath,
    /// The JSON member is no text.
    NotText,
}

/// Longest piece that is told, in characters.
const EXCERPT: usize = 60;

/// Reads a text: a JSON object of texts, or one variable a line, its name and path parted by `=`, `:`, `→`
/// or a tab. Quotes, braces and a comma around either are taken off; empty lines and comments (`#`, `//`) are
/// passed over.
#[must_use]
pub fn read(text: &str) -> Pasted {
    let mut pasted = Pasted::default();
    match Value::parse(text) {
        Ok(value) if matches!(value.kind(), Kind::Object(_)) => read_object(&value, &mut pasted),
        _ => read_lines(text, &mut pasted),
    }
    pasted
}

/// Whether a text is more than what one would paste into a single field: several lines, an object, or a name
/// with its path.
#[must_use]
pub fn is_several(text: &str) -> bool {
    let pasted = read(text);
    let lines = text.trim().lines().count();
    match pasted.taken.as_slice() {
        [] => false,
        [only] => lines == 1 && only.path.starts_with('$'),
        _ => true,
    }
}

fn read_object(value: &Value<'_>, pasted: &mut Pasted) {
    for (at, member) in value.members().iter().enumerate() {
        let leave = |why| LeftOut { line: at + 1, text: excerpt(&member.key), why };
        match member.value.as_str() {
            None => pasted.left.push(leave(WhyLeftOut::NotText)),
            Some(_) if member.key.trim().is_empty() => pasted.left.push(leave(WhyLeftOut::NoName)),
            Some(path) => pasted.take(member.key.trim(), path.trim()),
        }
    }
}

fn read_lines(text: &str, pasted: &mut Pasted) {
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if matches!(line, "" | "{" | "}" | "{," | "},") || line.starts_with('#') || line.starts_with("//") {
            continue;
        }
        match split(line) {
            Ok((name, path)) => pasted.take(name, path),
            Err(why) => pasted.left.push(LeftOut { line: at + 1, text: excerpt(line), why }),
        }
    }
}

/// A line at its first separator. An arrow before `=`, so that `=>` is one.
fn split(line: &str) -> Result<(&str, &str), WhyLeftOut> {
    let found = line.char_indices().find(|(_, letter)| matches!(letter, '=' | ':' | '\t' | '→'));
    let (at, separator) = found.ok_or(WhyLeftOut::NoSeparator)?;
    let behind = &line[at + separator.len_utf8()..];
    let behind = if separator == '=' { behind.strip_prefix('>').unwrap_or(behind) } else { behind };
    match (bare(&line[..at]), bare(behind)) {
        ("", _) => Err(WhyLeftOut::NoName),
        (_, "") => Err(WhyLeftOut::NoPath),
        both => Ok(both),
    }
}

/// A name or path without what lists and programs put around it.
fn bare(text: &str) -> &str {
    let text = text.trim().trim_end_matches([',', ';']).trim();
    let text = text.trim_matches(['"', '\'', '`']).trim();
    let braced = text.strip_prefix("{{").and_then(|inner| inner.strip_suffix("}}"));
    braced.unwrap_or(text).trim()
}

fn excerpt(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl Pasted {
    fn take(&mut self, name: &str, path: &str) {
        match self.taken.iter_mut().find(|row| row.name == name) {
            Some(row) => path.clone_into(&mut row.path),
            None => self.taken.push(VariableRow { name: name.to_owned(), path: path.to_owned() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn taken(text: &str) -> Vec<(String, String)> {
        read(text).taken.into_iter().map(|row| (row.name, row.path)).collect()
    }

    #[test]
    fn every_way_to_write_a_variable_is_read() {
        for line in [
            "name = $contact.name",
            "name=$contact.name",
            "name: $contact.name",
            "name\t$contact.name",
            "name → $contact.name",
            "name => $contact.name",
            "  \"name\": \"$contact.name\",",
            "{{ name }} = $contact.name;",
            "'name' : '$contact.name'",
        ] {
            assert_eq!(taken(line), [("name".to_owned(), "$contact.name".to_owned())], "{line}");
            assert!(is_several(line), "{line}");
        }
    }

    #[test]
    fn many_lines_and_objects_are_read_in_order() {
        let both = [("a".to_owned(), "$contact.a".to_owned()), ("b".to_owned(), "$contact.c".to_owned())];
        for text in [
            "# names\na = $contact.a\r\n\n// more\nb = $contact.b\nb = $contact.c",
            r#"{"a":"$contact.a","b":"$contact.c"}"#,
            "{\n \"a\": \"$contact.a\",\n \"b\": \"$contact.c\",\n}",
        ] {
            assert_eq!(taken(text), both, "{text}");
            assert!(is_several(text));
        }
    }

    #[test]
    fn what_is_no_variable_is_left_out_and_told() {
        let left =
            |text: &str| read(text).left.into_iter().map(|left| (left.line, left.text, left.why)).collect::<Vec<_>>();
        assert_eq!(
            left("a = $contact.a\nhello\n= $x.y\nb =\n"),
            [
                (2, "hello".into(), WhyLeftOut::NoSeparator),
                (3, "= $x.y".into(), WhyLeftOut::NoName),
                (4, "b =".into(), WhyLeftOut::NoPath),
            ]
        );
        assert_eq!(left(r#"{"a":"$contact.a","n":7}"#), [(2, "n".into(), WhyLeftOut::NotText)]);
        assert_eq!(left(&"x".repeat(100))[0].1.chars().count(), EXCERPT + 1);
    }

    #[test]
    fn what_belongs_into_one_field_is_left_to_it() {
        for text in ["$contact.name", "customerName", "", "a: b", "hello\nworld", "https://example.com/a"] {
            assert!(!is_several(text), "{text}");
        }
    }
}
