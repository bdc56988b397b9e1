//! Reading JSON without losing a byte: an object is the list of its members, each value the very
//! text that was sent.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;
use std::ops::Range;

/// The members of an object in order, duplicates included.
#[derive(Debug)]
pub(crate) struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Members<'a> {
    /// The value of a key. Of duplicates the last one counts, as in most readers.
    pub(crate) fn get(&self, key: &str) -> Option<&'a str> {
        self.0.iter().rev().find(|(name, _)| name == key).map(|(_, raw)| raw.get())
    }

    /// Every member in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.0.iter().map(|(name, raw)| (name.as_str(), raw.get()))
    }

    /// Whether it is `{}`.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(MembersVisitor)
    }
}

/// The members of an object's text; `None` where it is no object.
pub(crate) fn object(text: &str) -> Option<Members<'_>> {
    serde_json::from_str(text).ok()
}

/// The elements of an array's text; `None` where it is no array.
pub(crate) fn array(text: &str) -> Option<Vec<&str>> {
    let elements: Vec<&RawValue> = serde_json::from_str(text).ok()?;
    Some(elements.into_iter().map(RawValue::get).collect())
}

/// The string that a value's text stands for; `None` where it is no string.
pub(crate) fn string(text: &str) -> Option<String> {
    serde_json::from_str(text).ok()
}

/// The whole number that a value's text stands for; `None` where it is none, or has a fraction or
/// an exponent.
pub(crate) fn integer(text: &str) -> Option<u64> {
    text.parse().ok().filter(|_| !text.starts_with('+'))
}

/// The text with parts replaced. `parts` are slices of `whole` itself, in any order, not overlapping.
pub(crate) fn splice(whole: &str, mut parts: Vec<(Range<usize>, String)>) -> String {
    parts.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(whole.len() + 32);
    let mut end = 0;
    for (range, text) in parts {
        out.push_str(&whole[end..range.start]);
        out.push_str(&text);
        end = range.end;
    }
    out.push_str(&whole[end..]);
    out
}

/// Where `part`, a slice of `whole`, lies in it.
pub(crate) fn span(whole: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr() as usize - whole.as_ptr() as usize;
    start..start + part.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_text_and_order() {
        let text = r#"{"b": 1E5 , "a":-0,"b":18446744073709551616123,"c\u0041":"\/"}"#;
        let members = object(text).unwrap();
        let all: Vec<_> = members.iter().collect();
        assert_eq!(all, [("b", "1E5"), ("a", "-0"), ("b", "18446744073709551616123"), ("cA", r#""\/""#)]);
        assert_eq!(members.get("b"), Some("18446744073709551616123"));
    }

    #[test]
    fn splicing_replaces_only_the_parts() {
        let text = r#"{"version": 3, "x": 1.0 ,"at":5}"#;
        let members = object(text).unwrap();
        let parts = vec![
            (span(text, members.get("at").unwrap()), "99".to_owned()),
            (span(text, members.get("version").unwrap()), "4".to_owned()),
        ];
        assert_eq!(splice(text, parts), r#"{"version": 4, "x": 1.0 ,"at":99}"#);
    }

    #[test]
    fn an_integer_has_neither_sign_nor_fraction() {
        assert_eq!(integer("3"), Some(3));
        for text in ["3.0", "-3", "3e0", "\"3\"", "18446744073709551616"] {
            assert_eq!(integer(text), None, "{text}");
        }
    }
}
