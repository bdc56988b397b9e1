//! An email node as the rules see it: the parts they ask about, read once.
//!
//! Reading also notes what is out of the ordinary, so that the many rules about what is rarely wrong need
//! not look at each part again.

use super::odd::Odd;
use super::reader::{Part, Reader, Type};
use super::scope_path::is_plainly_fine;
use crate::email::template::is_name;
use std::borrow::Cow;

/// Up to so many attachments are compared with each other while reading.
const FEW: usize = 8;
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
    keys: Vec<Cow<'a, [u8]>>,
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
                b"type" => self.kind = Some(reader.part()),
                b"properties" => self.read_properties(&mut reader),
                _ => reader.skip(),
            }
            let twice = seen.may_have(key, 0, &mut self.keys);
            self.odd.note(Odd::KEYS, twice);
        }
        self.note_odd();
    }

    /// Notes what can be told of the parts themselves.
    fn note_odd(&mut self) {
        let is = |part: &Option<Part<'_>>, kind: Type| part.as_ref().is_none_or(|part| part.kind() == kind);
        let is_text = |part: &Option<Part<'_>>, fits: fn(&[u8]) -> bool| {
            part.as_ref().and_then(Part::as_str).is_some_and(|text| fits(text.as_bytes()))
        };
        let attachments = &self.attachments;
        let objects = attachments.iter().all(|one| one.value.kind() == Type::Object);
        let odd = &mut self.odd;
        odd.note(Odd::PROPERTIES, self.properties.is_none() || !is(&self.properties, Type::Object));
        odd.note(Odd::TEMPLATE_ID, !is_text(&self.template_id, is_plain));
        odd.note(Odd::VARIABLES, !is(&self.variables_value, Type::Object));
        odd.note(Odd::ATTACHMENTS, !is(&self.attachments_value, Type::Array) || !objects);
        odd.note(Odd::FILE_IDS, !attachments.iter().all(|one| is_text(&one.file_id, is_plain_file_id)));
        odd.note(Odd::FILE_NAMES, !attachments.iter().all(|one| is_text(&one.file_name, is_plain_file_name)));
        odd.note(Odd::REPEATED_FILES, may_repeat(attachments));
        odd.note(Odd::FLAGS, !is(&self.track_opens, Type::Bool) || !is(&self.track_clicks, Type::Bool));
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
                b"templateId" => self.template_id = Some(reader.part()),
                b"variables" => self.read_variables(reader),
                b"attachments" => self.read_attachments(reader),
                b"deliveryMode" => self.delivery_mode = Some(reader.part()),
                b"trackOpens" => self.track_opens = Some(reader.part()),
                b"trackClicks" => self.track_clicks = Some(reader.part()),
                _ => reader.skip(),
            }
            let twice = seen.may_have(key, first, &mut self.keys);
            self.odd.note(Odd::KEYS, twice);
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
        while let Some(name) = reader.name() {
            let value = reader.part();
            self.odd.note(Odd::PATHS, !value.as_str().is_some_and(is_plainly_fine));
            self.odd.note(Odd::NAMES, !is_name(&name));
            let key = match &name {
                Cow::Borrowed(name) => Cow::Borrowed(name.as_bytes()),
                Cow::Owned(name) => Cow::Owned(name.clone().into_bytes()),
            };
            let twice = seen.may_have(key, first, &mut self.keys);
            self.odd.note(Odd::REPEATED_NAMES, twice);
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
                b"fileId" => file_id = Some(reader.part()),
                b"fileName" => file_name = Some(reader.part()),
                _ => reader.skip(),
            }
            let twice = seen.may_have(key, first, &mut self.keys);
            self.odd.note(Odd::KEYS, twice);
        }
        self.keys.truncate(first);
        Attachment { value: reader.part_since(start), file_id, file_name }
    }
}

/// Whether a text is neither empty nor holds white space, control characters or what is no ASCII.
pub(super) fn is_plain(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_graphic)
}

fn is_plain_file_id(id: &[u8]) -> bool {
    id.strip_prefix(b"att_").is_some_and(is_plain)
}

/// Whether a name consists of printable ASCII that no path is made of, and ends in an extension.
fn is_plain_file_name(bytes: &[u8]) -> bool {
    let letters = bytes.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let stem = bytes.len().saturating_sub(letters + 1);
    (1..=10).contains(&letters)
        && bytes.get(stem) == Some(&b'.')
        && bytes[..stem].last().is_some_and(u8::is_ascii_graphic)
        && bytes.iter().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'/' | b'\\'))
}

/// Whether a file may be attached twice; of more than a few, it may.
fn may_repeat(attachments: &[Attachment<'_>]) -> bool {
    let same = |one: &Attachment<'_>, other: &Attachment<'_>| {
        one.file_id.as_ref().and_then(Part::as_str) == other.file_id.as_ref().and_then(Part::as_str)
    };
    attachments.len() > FEW
        || attachments.iter().enumerate().any(|(row, one)| attachments[..row].iter().any(|other| same(one, other)))
}

/// The keys of one object so far: a bit for each, so that most are known to be new without comparing.
#[derive(Default)]
struct Seen(u64);

impl Seen {
    /// Whether the key may have been there; its object's keys stand in `keys` from `first` on.
    fn may_have<'a>(&mut self, key: Cow<'a, [u8]>, first: usize, keys: &mut Vec<Cow<'a, [u8]>>) -> bool {
        if keys.len() - first >= MOST_COMPARED {
            return true;
        }
        let bytes = &*key;
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
        assert!(node.odd.has(Odd::PATHS) && node.odd.has(Odd::ATTACHMENTS));
        assert!(!node.odd.has(Odd::NAMES) && !node.odd.has(Odd::KEYS) && !node.odd.has(Odd::REPEATED_NAMES));
    }

    #[test]
    fn an_ordinary_node_is_not_odd() {
        let ordinary = r#"{"id":"m","type":"email","name":"Mäil","properties":{"templateId":"t","variables":{"a":"$contact.a","b":"$system.b.c"},
            "attachments":[{"fileId":"att_a","fileName":"a b.pdf"},{"fileId":"att_b","fileName":"b.tar.gz"}],"trackOpens":true,"deliveryMode":"standard"}}"#;
        assert_eq!(read(ordinary).odd, Odd::default());
        for (plain, odd, noted) in [
            ("\"templateId\":\"t\"", "\"templateId\":\"t \"", Odd::TEMPLATE_ID),
            ("\"templateId\":\"t\",", "", Odd::TEMPLATE_ID),
            ("$system.b.c", "$system.b.", Odd::PATHS),
            ("\"b\":\"$", "\"a\":\"$", Odd::REPEATED_NAMES),
            ("\"b\":\"$", "\"b-\":\"$", Odd::NAMES),
            ("att_b", "att_a", Odd::REPEATED_FILES),
            ("att_b", "att b", Odd::FILE_IDS),
            ("a b.pdf", "a/b.pdf", Odd::FILE_NAMES),
            ("a b.pdf", "pdf", Odd::FILE_NAMES),
            ("a b.pdf", ".pdf", Odd::FILE_NAMES),
            ("true", "1", Odd::FLAGS),
        ] {
            assert_eq!(read(&ordinary.replace(plain, odd)).odd, noted, "{odd}");
        }
    }

    #[test]
    fn of_a_repeated_key_the_last_counts() {
        let node = read(
            r#"{"properties":{"templateId":"first","variables":{"a":"1"},"attachments":[{}]},"properties":{"variables":{"b":"1"},"variables":7}}"#,
        );
        assert_eq!(node.template_id, None);
        assert!(node.variables.is_empty() && node.attachments.is_empty());
        assert_eq!(node.variables_value.map(|value| value.text()), Some("7"));
        assert!(node.odd.has(Odd::KEYS));
    }

    #[test]
    fn nothing_of_the_node_before_is_left() {
        let mut node = read(
            r#"{"type":"email","properties":{"templateId":"t","variables":{"a":"x","a":"y"},"deliveryMode":"m"}}"#,
        );
        assert!(node.odd.has(Odd::REPEATED_NAMES) && node.odd.has(Odd::PATHS));
        node.read("7");
        assert!(node.kind.is_none() && node.properties.is_none() && node.delivery_mode.is_none());
        assert!(node.variables.is_empty() && !node.odd.has(Odd::REPEATED_NAMES) && !node.odd.has(Odd::PATHS));
    }

    #[test]
    fn repeated_keys_are_noted_among_few_and_among_many() {
        for count in [2, 10, 63, 64, 65, 200] {
            let distinct: Vec<String> = (0..count).map(|n| format!(r#""k{n}":0"#)).collect();
            let text = format!("{{{}}}", distinct.join(","));
            assert!(count > 64 || !read(&text).odd.has(Odd::KEYS), "{count}");
            for repeated in [0, count / 2, count - 1] {
                let text = format!(r#"{{{},"k{repeated}":1}}"#, distinct.join(","));
                assert!(read(&text).odd.has(Odd::KEYS), "{count} {repeated}");
            }
        }
    }
}
