//! Short hashes of texts and of what documents say, to recognise a text or a content again.
//!
//! FNV-1a with 64 bits: it tells damage and difference apart from sameness, it is no protection
//! against somebody who forges.

use crate::document::Document;
use crate::json::{Kind, Value};
use std::fmt;

/// A hash, written as 16 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hash(u64);

const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

impl Hash {
    /// The hash of a text's bytes.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        Self(bytes(BASIS, text.as_bytes()))
    }

    /// The hash of what a document says, version, time and author of the last save left out. Neither white
    /// space nor the order of keys, nodes and transitions nor escapes count.
    #[must_use]
    pub fn of_content(document: &Document) -> Self {
        let dialect = document.dialect();
        let of_saving = [&dialect.version, &dialect.last_updated, &dialect.last_updated_by];
        let mut sum = 0_u64;
        let mut add = |place: &str, said: u64| sum = sum.wrapping_add(pair(place, said));
        for (key, value) in document.members() {
            if let Some(text) = value.filter(|_| !of_saving.iter().any(|saving| *saving == key)) {
                add(key, of_json(text));
            }
        }
        document.nodes().for_each(|node| add("\0node", of_json(node.text)));
        document.transitions().for_each(|transition| add("\0transition", of_json(transition.text)));
        Self(sum)
    }
}

fn of_json(text: &str) -> u64 {
    Value::parse(text).map_or_else(|_| bytes(BASIS, text.as_bytes()), |value| of_value(&value))
}

fn of_value(value: &Value<'_>) -> u64 {
    match value.kind() {
        Kind::String(text) => pair("string", bytes(BASIS, text.as_bytes())),
        Kind::Array(elements) => {
            elements.iter().fold(pair("array", 0), |hash, element| bytes(hash, &of_value(element).to_le_bytes()))
        }
        Kind::Object(members) => {
            let sum =
                members.iter().fold(0_u64, |sum, member| sum.wrapping_add(pair(&member.key, of_value(&member.value))));
            pair("object", sum)
        }
        _ => bytes(BASIS, value.text().as_bytes()),
    }
}

fn pair(key: &str, value: u64) -> u64 {
    bytes(bytes(BASIS, key.as_bytes()), &value.to_le_bytes())
}

fn bytes(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for Hash {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        u64::from_str_radix(&text, 16).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn content(text: &str) -> Hash {
        Hash::of_content(&Document::parse(text).unwrap())
    }

    #[test]
    fn a_content_is_recognised_however_it_is_laid_out() {
        let sent = r#"{"id":"w","version":3,"nodes":[{"id":"a","x":"A"},{"id":"b"}],"transitions":[],"lastUpdatedTimestamp":1}"#;
        let stored = r#"{ "nodes":[{"id":"b"}, {"x":"\u0041","id":"a"}], "transitions":[],
            "lastUpdatedTimestamp":99, "version":4, "id":"w" }"#;
        assert_eq!(content(sent), content(stored));
    }

    #[test]
    fn every_difference_in_what_is_said_counts() {
        let one = r#"{"id":"w","nodes":[{"id":"a","x":[1,2],"y":1.0}],"transitions":[{"from":"a"}]}"#;
        let others = [
            r#"{"id":"v","nodes":[{"id":"a","x":[1,2],"y":1.0}],"transitions":[{"from":"a"}]}"#,
            r#"{"id":"w","nodes":[{"id":"a","x":[2,1],"y":1.0}],"transitions":[{"from":"a"}]}"#,
            r#"{"id":"w","nodes":[{"id":"a","x":[1,2],"y":1}],"transitions":[{"from":"a"}]}"#,
            r#"{"id":"w","nodes":[{"id":"a","x":[1,2],"y":"1.0"}],"transitions":[{"from":"a"}]}"#,
            r#"{"id":"w","nodes":[{"id":"a","x":[1,2],"y":1.0}],"transitions":[{"to":"a"}]}"#,
            r#"{"id":"w","nodes":[{"id":"a","x":[1,2],"y":1.0},{"from":"a"}],"transitions":[]}"#,
            r#"{"id":"w","nodes":[{"id":"a","x":[1,2],"y":1.0}],"transitions":[{"from":"a"}],"z":null}"#,
        ];
        for other in others {
            assert_ne!(content(one), content(other), "{other}");
        }
    }

    #[test]
    fn a_hash_is_written_as_hex_and_read_again() {
        let hash = Hash::of_text("cxone");
        let json = serde_json::to_string(&hash).unwrap();
        assert_eq!(json.len(), 18);
        assert_eq!(serde_json::from_str::<Hash>(&json).unwrap(), hash);
        assert!(serde_json::from_str::<Hash>(r#""not hex""#).is_err());
    }
}
