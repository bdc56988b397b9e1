//! Laying JSON out, without touching a single value's text.

use crate::json::{Kind, Value};
use std::fmt::Write as _;

/// The value over several lines, indented by two spaces. Strings and numbers keep their spelling;
/// empty objects and arrays stay on one line.
#[must_use]
pub fn pretty(value: &Value<'_>) -> String {
    pretty_in(value, "  ", "")
}

/// Like [`pretty`] with another unit of indentation, for a value that stands on a line indented by
/// `margin`; the first line gets no margin.
#[must_use]
pub fn pretty_in(value: &Value<'_>, unit: &str, margin: &str) -> String {
    let mut out = String::with_capacity(value.text().len() * 2);
    let mut margin = format!("\n{margin}");
    write_pretty(value, unit, &mut margin, &mut out);
    out
}

fn write_pretty(value: &Value<'_>, unit: &str, margin: &mut String, out: &mut String) {
    let outer = margin.len();
    match value.kind() {
        Kind::Array(elements) if !elements.is_empty() => {
            margin.push_str(unit);
            for (index, element) in elements.iter().enumerate() {
                out.push(if index == 0 { '[' } else { ',' });
                out.push_str(margin);
                write_pretty(element, unit, margin, out);
            }
            margin.truncate(outer);
            out.push_str(margin);
            out.push(']');
        }
        Kind::Object(members) if !members.is_empty() => {
            margin.push_str(unit);
            for (index, member) in members.iter().enumerate() {
                out.push(if index == 0 { '{' } else { ',' });
                out.push_str(margin);
                out.push_str(member.key_text);
                out.push_str(": ");
                write_pretty(&member.value, unit, margin, out);
            }
            margin.truncate(outer);
            out.push_str(margin);
            out.push('}');
        }
        Kind::Array(_) => out.push_str("[]"),
        Kind::Object(_) => out.push_str("{}"),
        _ => out.push_str(value.text()),
    }
}

/// The value without white space. Strings and numbers keep their spelling.
#[must_use]
pub fn compact(value: &Value<'_>) -> String {
    let mut out = String::with_capacity(value.text().len());
    write_compact(value, &mut out);
    out
}

fn write_compact(value: &Value<'_>, out: &mut String) {
    match value.kind() {
        Kind::Array(elements) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_compact(element, out);
            }
            out.push(']');
        }
        Kind::Object(members) => {
            out.push('{');
            for (index, member) in members.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                out.push_str(member.key_text);
                out.push(':');
                write_compact(&member.value, out);
            }
            out.push('}');
        }
        _ => out.push_str(value.text()),
    }
}

/// The JSON string that stands for `text`, with the shortest escapes.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{C}' => out.push_str("\\f"),
            control if control < ' ' => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn layout_keeps_every_spelling() {
        let value = Value::parse(r#"{"a" : [1E5, {"\u0041":"\/"}, [], {}], "a":-0}"#).unwrap();
        let laid_out =
            "{\n  \"a\": [\n    1E5,\n    {\n      \"\\u0041\": \"\\/\"\n    },\n    [],\n    {}\n  ],\n  \"a\": -0\n}";
        assert_eq!(pretty(&value), laid_out);
        assert_eq!(compact(&value), r#"{"a":[1E5,{"\u0041":"\/"},[],{}],"a":-0}"#);
        assert_eq!(pretty_in(&Value::parse("[1]").unwrap(), "\t", "\t"), "[\n\t\t1\n\t]");
    }

    #[test]
    fn quoting_is_read_back() {
        for text in ["", "plain", "\"\\/\n\r\t\u{8}\u{C}\u{0}\u{1f}", "é😀\u{2028}"] {
            assert_eq!(Value::parse(&quote(text)).unwrap().as_str(), Some(text));
        }
    }
}
