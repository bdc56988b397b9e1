//! A draft as its node's JSON: shown, edited as a whole, and what in it the form does not know.
//!
//! Form and JSON are two views of one [`Draft`]. JSON that is typed becomes the draft's
//! [`json_edits`](Draft::json_edits), edits of values like all others: what was not touched keeps its text, and
//! a newer version of the node takes them as it takes the form's.

use crate::change::Placement;
use crate::document::Document;
use crate::email::draft::{BARE_NODE, field_edits, with_id};
use crate::email::{Draft, DraftOrigin, EMAIL_NODE_TYPE};
use crate::json::{EditError, Kind, Pointer, SyntaxError, SyntaxErrorKind, Value, set};

/// Why a text cannot stand for an email node, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {fault}")]
pub struct NodeJsonError {
    /// What is wrong.
    pub fault: NodeJsonFault,
    /// First is 1.
    pub line: usize,
    /// In characters, first is 1.
    pub column: usize,
    /// In bytes from the start.
    pub offset: usize,
}

/// What is wrong with a text that is to stand for an email node.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NodeJsonFault {
    /// It is no JSON.
    #[error("{0}")]
    Syntax(SyntaxErrorKind),
    /// A node is an object; this is something else.
    #[error("a node is an object, and this is {0}")]
    NotAnObject(&'static str),
    /// Without an id that is text, nothing can lead to the node.
    #[error("a node needs an `id` that is text")]
    NoId,
    /// Another type would take the node out of this form.
    #[error("the `type` of an email node is `email`")]
    OtherType,
    /// Which of the two counts, nobody knows.
    #[error("the key `{0}` stands twice in one object")]
    KeyTwice(String),
    /// The value cannot be set where it should stand.
    #[error("{0}")]
    Refused(EditError),
}

impl NodeJsonError {
    fn at(fault: NodeJsonFault, text: &str, offset: usize) -> Self {
        let SyntaxError { line, column, .. } = SyntaxError::at(SyntaxErrorKind::Trailing, text.as_bytes(), offset);
        Self { fault, line, column, offset }
    }
}

impl From<SyntaxError> for NodeJsonError {
    fn from(error: SyntaxError) -> Self {
        let SyntaxError { kind, offset, line, column } = error;
        Self { fault: NodeJsonFault::Syntax(kind), line, column, offset }
    }
}

/// A member of an email node that no field of the form stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherProperty {
    /// Where it stands in the node.
    pub pointer: Pointer,
    /// Its key.
    pub key: String,
    /// Its value, as it is written.
    pub text: String,
}

/// What the form has fields for, in `properties`.
pub const FORM_PROPERTIES: [&str; 6] =
    ["templateId", "variables", "attachments", "deliveryMode", "trackOpens", "trackClicks"];

impl Draft {
    /// The node's JSON as it will be: the base's text with the draft's edits in it. For a node that `base` does not have,
    /// as the draft alone would write it.
    #[must_use]
    pub fn text_in(&self, base: &Document) -> String {
        match &self.origin {
            DraftOrigin::Existing { node, .. } => match base.node(node) {
                Some(found) => self.over(found.text).0,
                None => self.to_node_text(),
            },
            DraftOrigin::New(_) => self.to_node_text(),
        }
    }

    /// The draft with all of its node's JSON typed anew.
    ///
    /// # Errors
    /// Why `text` cannot stand for the node.
    pub fn with_text(&self, base: &Document, text: &str) -> Result<Self, NodeJsonError> {
        let value = Value::parse(text)?;
        let fail = |fault, offset| Err(NodeJsonError::at(fault, text, offset));
        if !matches!(value.kind(), Kind::Object(_)) {
            return fail(NodeJsonFault::NotAnObject(value.describe()), value.offset());
        }
        let id_at = value.get("id").map_or(value.offset(), Value::offset);
        let Some(id) = value.get("id").and_then(Value::as_str) else { return fail(NodeJsonFault::NoId, id_at) };
        if value.get("type").and_then(Value::as_str) != Some(EMAIL_NODE_TYPE) {
            return fail(NodeJsonFault::OtherType, value.get("type").map_or(value.offset(), Value::offset));
        }
        let ground = match &self.origin {
            DraftOrigin::Existing { node, .. } => base.node(node).map_or(BARE_NODE, |found| found.text),
            DraftOrigin::New(_) => BARE_NODE,
        };
        let ground = with_id(ground, id);
        let (json_edits, known_twice) = match Value::parse(&ground) {
            Ok(ground) => (field_edits(&ground, &value), key_that_stands_twice(&ground)),
            Err(_) => (Vec::new(), None),
        };
        match key_that_stands_twice(&value) {
            Some((key, offset)) if known_twice.is_none_or(|(known, _)| known != key) => {
                fail(NodeJsonFault::KeyTwice(key), offset)
            }
            _ => Ok(Self { json_edits, ..Self::read(self.origin.clone(), id, &value) }),
        }
    }

    /// The draft of a new node that says all that this one's says, what the form has no field for too, but for its id.
    /// `None` where it says nothing that can stand for a node.
    #[must_use]
    pub fn copy(&self, base: &Document, id: &str, placement: Placement) -> Option<Self> {
        let new = Self { origin: DraftOrigin::New(placement), ..self.clone() };
        new.with_text(base, &with_id(&self.text_in(base), id)).ok()
    }

    /// The draft with one value of its node's JSON set, or with `None` removed.
    ///
    /// # Errors
    /// Why the node cannot have it. The place is one in `json`, where that is to blame.
    pub fn with_value(&self, base: &Document, pointer: &Pointer, json: Option<&str>) -> Result<Self, NodeJsonError> {
        if let Some(json) = json {
            Value::parse(json)?;
        }
        let text = set(&self.text_in(base), pointer, json)
            .map_err(|error| NodeJsonError::at(NodeJsonFault::Refused(error), json.unwrap_or_default(), 0))?;
        self.with_text(base, &text)
    }

    /// What the form does not show of the node: members of `properties`, then of the node itself.
    #[must_use]
    pub fn other_properties(&self, base: &Document) -> Vec<OtherProperty> {
        let text = self.text_in(base);
        let Ok(node) = Value::parse(&text) else { return Vec::new() };
        let members = |parent: &Pointer, value: &Value<'_>, known: &[&str]| {
            let others = value.members().iter().filter(|member| !known.contains(&&*member.key));
            others
                .map(|member| OtherProperty {
                    pointer: parent.child(&member.key),
                    key: member.key.to_string(),
                    text: member.value.text().to_owned(),
                })
                .collect::<Vec<_>>()
        };
        let properties = Pointer::root().child("properties");
        let mut found =
            node.get("properties").map(|value| members(&properties, value, &FORM_PROPERTIES)).unwrap_or_default();
        found.extend(members(&Pointer::root(), &node, &["id", "type", "properties"]));
        found
    }
}

/// The first key that stands twice in one object, and where it stands the second time.
fn key_that_stands_twice(value: &Value<'_>) -> Option<(String, usize)> {
    let members = value.members();
    let twice = members.iter().enumerate().find(|(at, member)| members[..*at].iter().any(|one| one.key == member.key));
    let inside = || members.iter().map(|member| &member.value).chain(value.elements()).find_map(key_that_stands_twice);
    twice.map(|(_, member)| (member.key.to_string(), member.key_offset)).or_else(inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Change;
    use crate::email::VariableRow;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const NODE: &str = r#"{"type":"email","id":"e","rev":1.0,"properties":{"variables":{"a":"$interaction.a","b":7},"templateId":"tmpl_1","attachments":[{"fileId":"att_1","fileName":"one.pdf","inline":true}],"deliveryMode":"standard","custom":[1E5,{"k":"\u0041"}]}}"#;

    fn document() -> Document {
        Document::parse(&format!(r#"{{"nodes":[ {NODE} ]}}"#)).unwrap()
    }

    fn draft() -> Draft {
        Draft::of_node(&document(), &"e".into()).unwrap()
    }

    fn new() -> Draft {
        Draft::new(&document(), Placement::After { node: "e".into() })
    }

    /// The node in the document once the draft's edit is applied.
    fn written(draft: &Draft) -> String {
        let edits = draft.to_edits(&document());
        let applied = Change { edits }.apply(&document()).unwrap();
        applied.document.node(&draft.id.as_str().into()).unwrap().text.to_owned()
    }

    fn typed(draft: &Draft, from: &str, to: &str) -> Draft {
        let text = draft.text_in(&document());
        assert!(text.contains(from), "{from} is not in {text}");
        draft.with_text(&document(), &text.replace(from, to)).unwrap()
    }

    #[test]
    fn text_that_is_not_edited_asks_for_nothing() {
        let laid_out = crate::json::pretty(&Value::parse(NODE).unwrap());
        for text in [NODE, &laid_out] {
            let same = draft().with_text(&document(), text).unwrap();
            assert_eq!(same, draft());
            assert_eq!(same.to_edits(&document()), []);
        }
    }

    #[test]
    fn what_is_edited_in_the_json_is_written_and_nothing_else() {
        for (from, to) in [
            ("1E5", "1E6"),
            (r#""custom":"#, r#""else":"#),
            (r#""tmpl_1""#, r#""tmpl_2""#),
            (r#""b":7"#, r#""b":[8]"#),
            (r#""inline":true"#, r#""inline":false,"cid":1.50"#),
            (r#""rev":1.0,"#, ""),
            (r#","custom":[1E5,{"k":"\u0041"}]"#, ""),
            (r#"{"a":"$interaction.a","b":7}"#, r#"{"b":7,"a":"$interaction.a"}"#),
            (r#""type":"email","id":"e""#, r#""id":"e","type":"email""#),
        ] {
            assert_eq!(written(&typed(&draft(), from, to)), NODE.replace(from, to), "{from} → {to}");
        }
    }

    #[test]
    fn the_forms_fields_go_over_what_was_typed_and_back() {
        let mut edited = typed(&draft(), "tmpl_1", "tmpl_2");
        edited = typed(&edited, "1E5", "2E5");
        edited.template_id = "tmpl_3".into();
        edited.variables[0].path = "$contact.x".into();
        let expected = NODE.replace("tmpl_1", "tmpl_3").replace("1E5", "2E5").replace("$interaction.a", "$contact.x");
        assert_eq!(written(&edited), expected);
        assert_eq!(edited.text_in(&document()), expected);
        edited.template_id = "tmpl_1".into();
        edited.variables[0].path = "$interaction.a".into();
        assert_eq!(written(&typed(&edited, "2E5", "1E5")), NODE);
        assert_eq!(typed(&edited, "2E5", "1E5").to_edits(&document()), []);
    }

    #[test]
    fn a_new_node_has_properties_of_its_own() {
        let mut edited = typed(&new(), r#""trackClicks":true"#, r#""trackClicks":true,"priority":1.0"#);
        edited.variables = vec![VariableRow { name: "a".into(), path: "$contact.a".into() }];
        edited.id = "other".into();
        let expected = r#"{"id":"other","type":"email","properties":{"templateId":"","variables":{"a":"$contact.a"},"attachments":[],"deliveryMode":"standard","trackOpens":true,"trackClicks":true,"priority":1.0}}"#;
        assert_eq!(edited.to_node_text(), expected);
        assert_eq!(edited.text_in(&document()), expected);
        let same = edited.with_text(&document(), expected).unwrap();
        assert_eq!((same.to_node_text().as_str(), same.variables.len()), (expected, 1));
    }

    #[test]
    fn a_text_that_is_no_email_node_is_refused_with_its_place() {
        for (text, said) in [
            ("{\n  \"id\": }", "line 2, column 9: expected a value"),
            ("[]", "line 1, column 1: a node is an object, and this is an array"),
            (r#"{"type":"email"}"#, "line 1, column 1: a node needs an `id` that is text"),
            ("{\"type\":\"email\",\n\"id\":7}", "line 2, column 6: a node needs an `id` that is text"),
            (r#"{"id":"e","type":"sms"}"#, "line 1, column 18: the `type` of an email node is `email`"),
            (
                "{\"id\":\"e\",\"type\":\"email\",\n \"x\":1, \"x\":2}",
                "line 2, column 9: the key `x` stands twice in one object",
            ),
        ] {
            assert_eq!(draft().with_text(&document(), text).unwrap_err().to_string(), said, "{text}");
        }
    }

    #[test]
    fn a_key_that_stood_twice_before_may_stay() {
        let text = NODE.replace("\"rev\":1.0", "\"rev\":1.0,\"rev\":2");
        let document = Document::parse(&format!(r#"{{"nodes":[{text}]}}"#)).unwrap();
        let draft = Draft::of_node(&document, &"e".into()).unwrap();
        assert_eq!(draft.with_text(&document, &text).unwrap().to_edits(&document), []);
    }

    #[test]
    fn what_the_form_does_not_know_is_told_set_and_removed() {
        let others = |draft: &Draft| {
            let found = draft.other_properties(&document()).into_iter();
            found.map(|found| (found.pointer.to_string(), found.text)).collect::<Vec<_>>()
        };
        let (custom, rev) = (Pointer::parse("/properties/custom").unwrap(), Pointer::parse("/rev").unwrap());
        assert_eq!(
            others(&draft()),
            [("/properties/custom".into(), r#"[1E5,{"k":"\u0041"}]"#.into()), ("/rev".into(), "1.0".into())]
        );
        let edited = draft().with_value(&document(), &custom, Some("{\"x\": 1e-7}")).unwrap();
        let edited = edited.with_value(&document(), &rev, None).unwrap();
        assert_eq!(others(&edited), [("/properties/custom".into(), r#"{"x":1e-7}"#.into())]);
        let broken = draft().with_value(&document(), &rev, Some("[1,\n x]")).unwrap_err();
        assert_eq!((broken.line, broken.column), (2, 2));
    }

    #[test]
    fn what_the_form_says_meanwhile_stays_when_text_is_carried_over() {
        let from = draft().text_in(&document());
        let typed = crate::json::pretty(&Value::parse(&from).unwrap()).replace("1E5", "2E5");
        let mut edited = draft();
        edited.track_clicks = true;
        edited.template_id = "tmpl_3".into();
        let now = edited.text_in(&document());
        let merged =
            crate::json::carry_over(&Value::parse(&from).unwrap(), &Value::parse(&typed).unwrap(), &now).unwrap();
        let both = edited.with_text(&document(), &merged).unwrap();
        assert_eq!((both.track_clicks, both.template_id.as_str()), (true, "tmpl_3"));
        assert!(written(&both).contains("2E5") && written(&both).contains("tmpl_3"), "{merged}");
    }

    #[test]
    fn edits_of_json_are_brought_onto_a_newer_version() {
        let edited = typed(&draft(), "1E5", "2E5");
        let newer = document().to_text().replace("\"rev\":1.0", "\"rev\":2,\"by\":\"them\"");
        let newer = Document::parse(&newer).unwrap();
        let applied = Change { edits: edited.to_edits(&newer) }.apply(&newer).unwrap();
        assert_eq!(applied.document.to_text(), newer.to_text().replace("1E5", "2E5"));
    }

    #[test]
    fn a_copy_says_all_that_the_node_says() {
        let mut original = draft();
        original.template_id = "tmpl_2".into();
        let copy = original.copy(&document(), "e_2", Placement::After { node: "e".into() }).unwrap();
        let edits = copy.to_edits(&document());
        let applied = Change { edits }.apply(&document()).unwrap().document;
        let meant = with_id(&original.text_in(&document()), "e_2");
        let meant = Value::parse(&meant).unwrap();
        let text = applied.node(&"e_2".into()).unwrap().text.to_owned();
        assert!(Value::parse(&text).unwrap().same_as(&meant), "{text}");
        assert_eq!(applied.node(&"e".into()).unwrap().text, NODE);
    }
}
