//! An email node as the rules see it: the parts they ask about, read once.
//!
//! Reading also notes what is out of the ordinary, so that the many rules about what is rarely wrong need
//! not look at each part again.

use super::reader::{Part, Reader, Type};
use super::scope_path::is_plainly_fine;
use crate::email::template::is_name;
use std::borrow::Cow;

/// Most keys of an object that are compared with each other while reading.
const MOST_COMPARED: usize = 64;

/// The parts of an email node. Of a key that stands twice, the last counts.
#[derive(Debug, Default)]
pub(super) struct EmailNode<'a> {
    pub(super) kind: Option<Part<'a>>,
    pub(super) properties: Option<Part<'a>>,
    pub(super) template_id: Option<Part<'a>>,
    pub(super) variables_value: Option<Part<'a>>,
    pub(super) variables: Vec<Variable<'a>>,
    pub(super) attachments_value: Option<Part<'a>>,
    pub(super) attachments: Vec<Attachment<'a>>,
    pub(super) delivery_mode: Option<Part<'a>>,
    pub(super) track_opens: Option<Part<'a>>,
    pub(super) track_clicks: Option<Part<'a>>,
    pub(super) odd: Odd,
    keys: Vec<Cow<'a, str>>,
}

/// What may be out of the ordinary. `false` says for certain that it is not.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Odd {
    /// A key of the node, of its properties or of an attachment may stand twice.
    pub(super) keys: bool,
    /// The name of a variable may stand twice.
    pub(super) repeated_names: bool,
    /// The name of a variable may be none that a placeholder can have.
    pub(super) names: bool,
    /// A variable may have no well-formed scope path.
    pub(super) paths: bool,
}

/// A member of `properties.variables`.
#[derive(Debug)]
pub(super) struct Variable<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) value: Part<'a>,
}

/// An element of `properties.attachments`.
#[derive(Debug)]
pub(super) struct Attachment<'a> {
    pub(super) value: Part<'a>,
    pub(super) file_id: Option<Part<'a>>,
    pub(super) file_name: Option<Part<'a>>,
}

impl<'a> EmailNode<'a> {
    /// Reads a node in the place of what was read before.
    pub(super) fn read(&mut self, text: &'a str) {
        self.forget_properties();
        self.kind = None;
        self.properties = None;
        self.odd = Odd::default();
        self.keys.clear();
        let mut reader = Reader::new(text);
        if reader.kind() != Type::Object {
            return;
        }
        reader.enter();
        let mut seen = Seen::default();
        while let Some(key) = reader.key() {
            match &*key {
                "type" => self.kind = Some(reader.part()),
                "properties" => self.read_properties(&mut reader),
                _ => reader.skip(),
            }
            self.odd.keys |= seen.may_have(key, 0, &mut self.keys);
        }
    }

    fn forget_properties(&mut self) {
        self.template_id = None;
        self.delivery_mode = None;
        self.track_opens = None;
        self.track_clicks = None;
        self.variables_value = None;
        self.variables.clear();
        self.attachments_value = None;
        self.attachments.clear();
    }

    fn read_properties(&mut self, reader: &mut Reader<'a>) {
        self.forget_properties();
        if reader.kind() != Type::Object {
            self.properties = Some(reader.part());
            return;
        }
        let start = reader.offset();
        reader.enter();
        let (first, mut seen) = (self.keys.len(), Seen::default());
        while let Some(key) = reader.key() {
            match &*key {
                "templateId" => self.template_id = Some(reader.part()),
                "variables" => self.read_variables(reader),
                "attachments" => self.read_attachments(reader),
                "deliveryMode" => self.delivery_mode = Some(reader.part()),
                "trackOpens" => self.track_opens = Some(reader.part()),
                "trackClicks" => self.track_clicks = Some(reader.part()),
                _ => reader.skip(),
            }
            self.odd.keys |= seen.may_have(key, first, &mut self.keys);
        }
        self.keys.truncate(first);
        self.properties = Some(reader.part_since(start));
    }

    fn read_variables(&mut self, reader: &mut Reader<'a>) {
        self.variables.clear();
        if reader.kind() != Type::Object {
            self.variables_value = Some(reader.part());
            return;
        }
        let start = reader.offset();
        reader.enter();
        let (first, mut seen) = (self.keys.len(), Seen::default());
        while let Some(name) = reader.key() {
            let value = reader.part();
            self.odd.paths |= !value.as_str().is_some_and(is_plainly_fine);
            self.odd.names |= !is_name(&name);
            self.odd.repeated_names |= seen.may_have(name.clone(), first, &mut self.keys);
            self.variables.push(Variable { name, value });
        }
        self.keys.truncate(first);
        self.variables_value = Some(reader.part_since(start));
    }

    fn read_attachments(&mut self, reader: &mut Reader<'a>) {
        self.attachments.clear();
        if reader.kind() != Type::Array {
            self.attachments_value = Some(reader.part());
            return;
        }
        let start = reader.offset();
        reader.enter();
        while reader.element() {
            let attachment = self.read_attachment(reader);
            self.attachments.push(attachment);
        }
        self.attachments_value = Some(reader.part_since(start));
    }

    fn read_attachment(&mut self, reader: &mut Reader<'a>) -> Attachment<'a> {
        if reader.kind() != Type::Object {
            return Attachment { value: reader.part(), file_id: None, file_name: None };
        }
        let start = reader.offset();
        reader.enter();
        let (mut file_id, mut file_name) = (None, None);
        let (first, mut seen) = (self.keys.len(), Seen::default());
        while let Some(key) = reader.key() {
            match &*key {
                "fileId" => file_id = Some(reader.part()),
                "fileName" => file_name = Some(reader.part()),
                _ => reader.skip(),
            }
            self.odd.keys |= seen.may_have(key, first, &mut self.keys);
        }
        self.keys.truncate(first);
        Attachment { value: reader.part_since(start), file_id, file_name }
    }
}

/// The keys of one object so far: a bit for each, so that most are known to be new without comparing.
#[derive(Default)]
struct Seen(u64);

impl Seen {
    /// Whether the key may have been there; its object's keys stand in `keys` from `first` on.
    fn may_have<'a>(&mut self, key: Cow<'a, str>, first: usize, keys: &mut Vec<Cow<'a, str>>) -> bool {
        if keys.len() - first >= MOST_COMPARED {
            return true;
        }
        let bytes = key.as_bytes();
        let at = |index: usize| bytes.get(index).copied().map_or(0, usize::from);
        let mixed = bytes.len() * 7 + at(0) * 3 + at(bytes.len() / 2) * 5 + at(bytes.len().saturating_sub(1));
        let bit = 1_u64 << (mixed % 64);
        let there = self.0 & bit != 0 && keys[first..].contains(&key);
        self.0 |= bit;
        keys.push(key);
        there
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn read(text: &str) -> EmailNode<'_> {
        let mut node = EmailNode::default();
        node.read(text);
        node
    }

    #[test]
    fn parts_are_found_wherever_they_stand() {
        let node = read(
            r#" {"properties" : { "x":{"templateId":"no"},"trackOpens":true,"variables":{"a":"$contact.a","\u0062":7},
                "attachments":[{"fileName":"a.pdf","fileId":"att_a"},"b"],"templateId":"t"},"type":"email","id":"m"}"#,
        );
        assert_eq!(node.kind.as_ref().and_then(Part::as_str), Some("email"));
        assert_eq!(node.template_id.as_ref().and_then(Part::as_str), Some("t"));
        assert_eq!(node.track_opens.as_ref().map(Part::text), Some("true"));
        let names: Vec<&str> = node.variables.iter().map(|variable| &*variable.name).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(node.attachments[0].file_id.as_ref().and_then(Part::as_str), Some("att_a"));
        assert_eq!(node.attachments[1].value.text(), r#""b""#);
        assert!(node.odd.paths && !node.odd.names && !node.odd.keys && !node.odd.repeated_names);
    }

    #[test]
    fn of_a_repeated_key_the_last_counts() {
        let node = read(
            r#"{"properties":{"templateId":"first","variables":{"a":"1"},"attachments":[{}]},"properties":{"variables":{"b":"1"},"variables":7}}"#,
        );
        assert_eq!(node.template_id, None);
        assert!(node.variables.is_empty() && node.attachments.is_empty());
        assert_eq!(node.variables_value.map(|value| value.text()), Some("7"));
        assert!(node.odd.keys);
    }

    #[test]
    fn nothing_of_the_node_before_is_left() {
        let mut node = read(
            r#"{"type":"email","properties":{"templateId":"t","variables":{"a":"x","a":"y"},"deliveryMode":"m"}}"#,
        );
        assert!(node.odd.repeated_names && node.odd.paths);
        node.read("7");
        assert!(node.kind.is_none() && node.properties.is_none() && node.delivery_mode.is_none());
        assert!(node.variables.is_empty() && !node.odd.repeated_names && !node.odd.paths);
    }

    #[test]
    fn repeated_keys_are_noted_among_few_and_among_many() {
        for count in [2, 10, 63, 64, 65, 200] {
            let distinct: Vec<String> = (0..count).map(|n| format!(r#""k{n}":0"#)).collect();
            let text = format!("{{{}}}", distinct.join(","));
            assert!(count > 64 || !read(&text).odd.keys, "{count}");
            for repeated in [0, count / 2, count - 1] {
                let text = format!(r#"{{{},"k{repeated}":1}}"#, distinct.join(","));
                assert!(read(&text).odd.keys, "{count} {repeated}");
            }
        }
    }
}
