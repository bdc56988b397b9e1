//! What the form edits.

use crate::change::{Edit, FieldEdit, Placement, RawJson};
use crate::document::{Document, NodeId};
use crate::email::{AttachmentView, DEFAULT_DELIVERY_MODE, EMAIL_NODE_TYPE, EmailView};
use crate::json::{Pointer, Value, differences, quote, set};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// What a new node that is edited as JSON is laid over.
pub(super) const BARE_NODE: &str = r#"{"id":"","type":"email","properties":{"templateId":"","variables":{},"attachments":[],"deliveryMode":"standard","trackOpens":true,"trackClicks":true}}"#;

/// One row of the variables table. Names may repeat or be empty while a person types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VariableRow {
    /// The placeholder.
    pub name: String,
    /// The scope path.
    pub path: String,
}

/// One row of the attachments table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttachmentRow {
    /// The file's id, `att_…`.
    pub file_id: String,
    /// The name the recipient sees.
    pub file_name: String,
}

/// Where a draft came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DraftOrigin {
    /// A node that is not in the workflow yet, to be placed so.
    New(Placement),
    /// A node of the base document.
    Existing {
        /// Its id there.
        node: NodeId,
        /// Where it is to go; `None` while it stays where it is.
        moved: Option<Placement>,
    },
}

impl DraftOrigin {
    /// A node of the base document, where it is.
    #[must_use]
    pub const fn of_base(node: NodeId) -> Self {
        Self::Existing { node, moved: None }
    }

    /// The node of the base document; `None` for a new one.
    #[must_use]
    pub const fn node(&self) -> Option<&NodeId> {
        match self {
            Self::New(_) => None,
            Self::Existing { node, .. } => Some(node),
        }
    }

    /// The place that was chosen; `None` for a node that stays where it is.
    #[must_use]
    pub const fn placement(&self) -> Option<&Placement> {
        match self {
            Self::New(placement) => Some(placement),
            Self::Existing { moved, .. } => moved.as_ref(),
        }
    }

    /// The same with another place.
    #[must_use]
    pub fn placed(&self, placement: Placement) -> Self {
        match self {
            Self::New(_) => Self::New(placement),
            Self::Existing { node, .. } => Self::Existing { node: node.clone(), moved: Some(placement) },
        }
    }
}

/// The state of the email node form, in the order of the screen. Rows are in the order of the
/// node's JSON, so row 2 of `variables` is what a finding calls `Field::VariablePath(2)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Where the draft came from.
    pub origin: DraftOrigin,
    /// The node's id as typed.
    pub id: String,
    /// The template's id as typed or picked.
    pub template_id: String,
    /// Placeholder → scope path.
    pub variables: Vec<VariableRow>,
    /// Attachment references.
    pub attachments: Vec<AttachmentRow>,
    /// `deliveryMode`.
    pub delivery_mode: String,
    /// `trackOpens`.
    pub track_opens: bool,
    /// `trackClicks`.
    pub track_clicks: bool,
    /// What was set in the node's JSON itself, in order; the fields above are written over it.
    pub json_edits: Vec<FieldEdit>,
}

impl Draft {
    /// An empty draft of a new node, with a free id and the tutorial's delivery defaults.
    #[must_use]
    pub fn new(document: &Document, placement: Placement) -> Self {
        Self {
            origin: DraftOrigin::New(placement),
            id: suggest_node_id(document).as_str().to_owned(),
            template_id: String::new(),
            variables: Vec::new(),
            attachments: Vec::new(),
            delivery_mode: DEFAULT_DELIVERY_MODE.to_owned(),
            track_opens: true,
            track_clicks: true,
            json_edits: Vec::new(),
        }
    }

    /// The draft of an email node that is in `document`; `None` where no node has this id.
    /// Values of the wrong type show as empty (a flag as off) and are replaced only if they are edited.
    #[must_use]
    pub fn of_node(document: &Document, node: &NodeId) -> Option<Self> {
        let value = Value::parse(document.node(node)?.text).ok()?;
        Some(Self::read(DraftOrigin::of_base(node.clone()), node.as_str(), &value))
    }

    /// What the form shows of a node.
    pub(super) fn read(origin: DraftOrigin, id: &str, node: &Value<'_>) -> Self {
        let view = EmailView::read(node);
        Self {
            origin,
            id: id.to_owned(),
            template_id: shown(view.template_id.as_ref()),
            variables: view
                .variables
                .iter()
                .map(|row| VariableRow { name: row.name.to_string(), path: shown(Some(&row.value)) })
                .collect(),
            attachments: view.attachments.iter().map(attachment_row).collect(),
            delivery_mode: shown(view.delivery_mode.as_ref()),
            track_opens: flag(view.track_opens.as_ref()),
            track_clicks: flag(view.track_clicks.as_ref()),
            json_edits: Vec::new(),
        }
    }

    /// The node's JSON as this draft alone would write it (a new node), compact. Rows that repeat a
    /// name are written as they are, so that validation can point at them.
    #[must_use]
    pub fn to_node_text(&self) -> String {
        if self.json_edits.is_empty() { self.plain_text() } else { self.over(BARE_NODE).0 }
    }

    /// The node of the form's fields and nothing else.
    fn plain_text(&self) -> String {
        format!(
            r#"{{"id":{},"type":{},"properties":{{"templateId":{},"variables":{},"attachments":{},"deliveryMode":{},"trackOpens":{},"trackClicks":{}}}}}"#,
            quote(&self.id),
            quote(EMAIL_NODE_TYPE),
            quote(&self.template_id),
            object(self.variables.iter().map(|row| (row.name.as_str(), quote(&row.path)))),
            array(self.attachments.iter().map(new_attachment)),
            quote(&self.delivery_mode),
            self.track_opens,
            self.track_clicks
        )
    }

    /// The edits that this draft asks for: adding the node; or, of an existing one, setting exactly the
    /// fields that differ from the base, moving it, and giving it another id, in this order and under
    /// the base's id. None where an existing node is unchanged or is not in `base`.
    #[must_use]
    pub fn to_edits(&self, base: &Document) -> Vec<Edit> {
        match &self.origin {
            DraftOrigin::New(placement) => {
                let json = RawJson::parse(self.to_node_text()).ok();
                let add = |json| Edit::AddNode { id: self.id.as_str().into(), json, placement: placement.clone() };
                json.map(add).into_iter().collect()
            }
            DraftOrigin::Existing { node: id, moved } => {
                let Some(fields) = self.edited_fields(base, id) else { return Vec::new() };
                let edit = (!fields.is_empty()).then(|| Edit::EditNode { id: id.clone(), fields });
                let shift =
                    moved.as_ref().map(|placement| Edit::MoveNode { id: id.clone(), placement: placement.clone() });
                let rename =
                    (self.id != id.as_str()).then(|| Edit::RenameNode { id: id.clone(), to: self.id.as_str().into() });
                edit.into_iter().chain(shift).chain(rename).collect()
            }
        }
    }

    /// The fields that differ from the base's node; `None` where it is not there.
    fn edited_fields(&self, base: &Document, node: &NodeId) -> Option<Vec<FieldEdit>> {
        let text = base.node(node)?.text;
        if !self.json_edits.is_empty() {
            return Some(self.all_changes(node, text));
        }
        let value = Value::parse(text).ok()?;
        let was = Self::read(self.origin.clone(), node.as_str(), &value);
        Some(self.changed_fields(&was, &EmailView::read(&value)))
    }

    /// The values in which a draft that was edited as JSON differs from its node. What could not be set is
    /// asked for all the same, so that applying says why.
    fn all_changes(&self, id: &NodeId, text: &str) -> Vec<FieldEdit> {
        let (now, refused) = self.over(text);
        let now = with_id(&now, id.as_str());
        let mut fields = match (Value::parse(text), Value::parse(&now)) {
            (Ok(was), Ok(now)) => field_edits(&was, &now),
            _ => Vec::new(),
        };
        fields.extend(refused);
        fields
    }

    /// `ground` (a node's JSON) with what was set in the JSON, and the form's fields over that. Fields that
    /// say what is there already leave its spelling alone. Also the edits that could not be applied.
    pub(super) fn over(&self, ground: &str) -> (String, Vec<FieldEdit>) {
        let (mut text, mut refused) = (ground.to_owned(), Vec::new());
        let set_all = |text: &mut String, edits: Vec<FieldEdit>, refused: &mut Vec<FieldEdit>| {
            for edit in edits {
                let pointer = Pointer::parse(&edit.pointer);
                let after = edit.after.as_ref().map(RawJson::as_str);
                match pointer.and_then(|pointer| set(text, &pointer, after).ok()) {
                    Some(edited) => *text = edited,
                    None => refused.push(edit),
                }
            }
        };
        set_all(&mut text, self.json_edits.clone(), &mut refused);
        let fields = match Value::parse(&text) {
            Ok(value) => {
                let shown = Self::read(self.origin.clone(), &self.id, &value);
                self.changed_fields(&shown, &EmailView::read(&value))
            }
            Err(_) => Vec::new(),
        };
        set_all(&mut text, fields, &mut refused);
        (with_id(&text, &self.id), refused)
    }

    fn changed_fields(&self, was: &Self, view: &EmailView<'_>) -> Vec<FieldEdit> {
        let mut fields = Vec::new();
        let mut field = |pointer: Pointer, before: Option<&Value<'_>>, after: Option<String>| {
            fields.push(FieldEdit {
                pointer: pointer.into(),
                before: before.and_then(|value| RawJson::parse(value.text()).ok()),
                after: after.and_then(|text| RawJson::parse(text).ok()),
            });
        };
        let property = |key: &str| Pointer::root().child("properties").child(key);
        if self.template_id != was.template_id {
            field(property("templateId"), view.template_id.as_ref(), Some(quote(&self.template_id)));
        }
        if self.variables != was.variables {
            self.changed_variables(was, view, &mut field);
        }
        if self.attachments != was.attachments {
            let after = array(self.attachments.iter().map(|row| kept_attachment(row, &view.attachments)));
            field(property("attachments"), view.attachments_value.as_ref(), Some(after));
        }
        if self.delivery_mode != was.delivery_mode {
            field(property("deliveryMode"), view.delivery_mode.as_ref(), Some(quote(&self.delivery_mode)));
        }
        for (key, now, before, value) in [
            ("trackOpens", self.track_opens, was.track_opens, &view.track_opens),
            ("trackClicks", self.track_clicks, was.track_clicks, &view.track_clicks),
        ] {
            if now != before {
                field(property(key), value.as_ref(), Some(now.to_string()));
            }
        }
        fields
    }

    /// One edit per variable, which merges best; but where those would leave the members in
    /// another order than the rows', or a name repeats, the object as a whole.
    fn changed_variables(
        &self,
        was: &Self,
        view: &EmailView<'_>,
        field: &mut impl FnMut(Pointer, Option<&Value<'_>>, Option<String>),
    ) {
        let pointer = Pointer::root().child("properties").child("variables");
        let names = |rows: &[VariableRow]| rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>();
        let (before, now) = (names(&was.variables), names(&self.variables));
        let kept = before.iter().filter(|name| now.contains(name));
        let added = now.iter().filter(|name| !before.contains(name));
        let is_object = view.variables_value.as_ref().is_some_and(|value| value.describe() == "an object");
        let unique = |names: &[String]| names.iter().collect::<HashSet<_>>().len() == names.len();
        if !(is_object && unique(&before) && unique(&now) && kept.chain(added).eq(now.iter())) {
            let after = object(self.variables.iter().map(|row| (row.name.as_str(), kept_path(row, was, view))));
            field(pointer, view.variables_value.as_ref(), Some(after));
            return;
        }
        for (row, variable) in was.variables.iter().zip(&view.variables) {
            match self.variables.iter().find(|ours| ours.name == row.name) {
                Some(ours) if ours.path == row.path => {}
                ours => field(pointer.child(&row.name), Some(&variable.value), ours.map(|ours| quote(&ours.path))),
            }
        }
        for row in self.variables.iter().filter(|row| !before.contains(&row.name)) {
            field(pointer.child(&row.name), None, Some(quote(&row.path)));
        }
    }
}

/// The first free id of the form `email_send_01`, `email_send_02`, ….
#[must_use]
pub fn suggest_node_id(document: &Document) -> NodeId {
    let taken: HashSet<&str> = document.nodes().filter_map(|node| node.id).collect();
    let mut number = 1_usize;
    loop {
        let id = format!("email_send_{number:02}");
        if !taken.contains(id.as_str()) {
            return id.into();
        }
        number += 1;
    }
}

/// A node's JSON with another id; as it is where that cannot be set.
pub(super) fn with_id(text: &str, id: &str) -> String {
    let is_there = Value::parse(text).is_ok_and(|node| node.get("id").and_then(Value::as_str) == Some(id));
    if is_there {
        return text.to_owned();
    }
    set(text, &Pointer::root().child("id"), Some(&quote(id))).unwrap_or_else(|_| text.to_owned())
}

/// What has to be set to make one node's JSON say what another says.
pub(super) fn field_edits(was: &Value<'_>, now: &Value<'_>) -> Vec<FieldEdit> {
    let raw = |text: Option<String>| text.and_then(|text| RawJson::parse(text).ok());
    let edits = differences(was, now).into_iter();
    edits
        .map(|found| FieldEdit { pointer: found.pointer.into(), before: raw(found.before), after: raw(found.after) })
        .collect()
}

/// An id like `id` that is not taken: the next free number at its end, as in `receipt_02` after
/// `receipt_01`, or `receipt_2` after `receipt`.
#[must_use]
pub fn suggest_id_like(id: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let stem = id.trim_end_matches(|last: char| last.is_ascii_digit());
    let digits = &id[stem.len()..];
    let (stem, first, width) = match (stem, digits.parse::<u64>()) {
        ("", _) | (_, Err(_)) => (format!("{id}_"), 2, 1),
        (stem, Ok(number)) => (stem.to_owned(), number.saturating_add(1), digits.len()),
    };
    (first..).map(|number| format!("{stem}{number:0width$}")).find(|id| !is_taken(id)).unwrap_or(stem)
}

fn shown(value: Option<&Value<'_>>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn flag(value: Option<&Value<'_>>) -> bool {
    value.and_then(Value::as_bool).unwrap_or(false)
}

fn attachment_row(view: &AttachmentView<'_>) -> AttachmentRow {
    AttachmentRow { file_id: shown(view.file_id.as_ref()), file_name: shown(view.file_name.as_ref()) }
}

fn new_attachment(row: &AttachmentRow) -> String {
    object([("fileId", quote(&row.file_id)), ("fileName", quote(&row.file_name))])
}

/// The attachment as it stands in the node, with its name set; a new one where it is not there.
fn kept_attachment(row: &AttachmentRow, there: &[AttachmentView<'_>]) -> String {
    let same_row = there.iter().find(|view| attachment_row(view) == *row);
    let same_file = || there.iter().find(|view| !row.file_id.is_empty() && shown(view.file_id.as_ref()) == row.file_id);
    if let Some(view) = same_row {
        return view.value.text().to_owned();
    }
    same_file()
        .and_then(|view| {
            let pointer = Pointer::root().child("fileName");
            set(view.value.text(), &pointer, Some(&quote(&row.file_name))).ok()
        })
        .unwrap_or_else(|| new_attachment(row))
}

/// A variable's value as it stands in the node where the row is unchanged, so that its spelling stays.
fn kept_path(row: &VariableRow, was: &Draft, view: &EmailView<'_>) -> String {
    let index = was.variables.iter().position(|before| before == row);
    index
        .and_then(|index| view.variables.get(index))
        .map_or_else(|| quote(&row.path), |kept| kept.value.text().to_owned())
}

fn object<'a>(members: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let members: Vec<String> = members.into_iter().map(|(key, value)| format!("{}:{value}", quote(key))).collect();
    format!("{{{}}}", members.join(","))
}

fn array(elements: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", elements.into_iter().collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Change;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const NODE: &str = r#"{"type":"email","id":"e","rev":1.0,"properties":{"variables":{"a":"$interaction.a","b":7,"c":"$\u0077orkflow.c"},"templateId":"tmpl_1","attachments":[{"fileId":"att_1","fileName":"one.pdf","inline":true},{"fileId":"att_2","fileName":"two.pdf"}],"deliveryMode":"standard","trackOpens":true,"custom":[1E5]}}"#;

    fn document() -> Document {
        Document::parse(&format!(r#"{{"nodes":[{NODE}]}}"#)).unwrap()
    }

    fn draft() -> Draft {
        Draft::of_node(&document(), &"e".into()).unwrap()
    }

    /// The node's text after the draft's edit.
    fn written(draft: &Draft) -> String {
        let change = Change { edits: draft.to_edits(&document()) };
        let applied = change.apply(&document()).unwrap();
        applied.document.node(&"e".into()).unwrap().text.to_owned()
    }

    fn row(name: &str, path: &str) -> VariableRow {
        VariableRow { name: name.into(), path: path.into() }
    }

    #[test]
    fn the_tutorials_node_is_written_as_the_tutorial_has_it() {
        let document = Document::parse(r#"{"nodes":[{"id":"start_node"}]}"#).unwrap();
        let mut draft = Draft::new(&document, Placement::After { node: "start_node".into() });
        assert_eq!(draft.id, "email_send_01");
        draft.template_id = "tmpl_inv_2024".into();
        draft.variables = vec![row("customerName", "$interaction.contact.firstName")];
        draft.attachments = vec![AttachmentRow { file_id: "att_1".into(), file_name: "a \"b\".pdf".into() }];
        assert_eq!(
            draft.to_node_text(),
            r#"{"id":"email_send_01","type":"email","properties":{"templateId":"tmpl_inv_2024","variables":{"customerName":"$interaction.contact.firstName"},"attachments":[{"fileId":"att_1","fileName":"a \"b\".pdf"}],"deliveryMode":"standard","trackOpens":true,"trackClicks":true}}"#
        );
        let applied = Change { edits: draft.to_edits(&document) }.apply(&document).unwrap().document;
        let back = Draft::of_node(&applied, &"email_send_01".into()).unwrap();
        assert_eq!(Draft { origin: draft.origin.clone(), ..back }, draft);
    }

    #[test]
    fn a_node_that_is_not_edited_asks_for_nothing() {
        assert_eq!(draft().to_edits(&document()), []);
    }

    #[test]
    fn an_existing_node_is_edited_moved_and_renamed_by_one_draft() {
        let text = format!(
            r#"{{"nodes":[{{"id":"s"}},{NODE},{{"id":"z"}}],"transitions":[{{"from":"s","to":"e"}},{{"from":"e","to":"z"}}]}}"#
        );
        let base = Document::parse(&text).unwrap();
        let mut edited = Draft::of_node(&base, &"e".into()).unwrap();
        edited.template_id = "tmpl_2".into();
        edited.id = "f".into();
        edited.origin = edited.origin.placed(Placement::After { node: "z".into() });
        let edits = edited.to_edits(&base);
        let kinds: Vec<bool> = edits.iter().map(|edit| edit.node().as_str() == "e").collect();
        assert_eq!(kinds, [true; 3], "{edits:?}");
        let applied = Change { edits }.apply(&base).unwrap().document.to_text();
        let expected = text.replace("tmpl_1", "tmpl_2").replace(r#""id":"e""#, r#""id":"f""#).replace(
            r#"{"from":"s","to":"e"},{"from":"e","to":"z"}"#,
            r#"{"from":"s","to":"z"},{"from":"z","to":"f"}"#,
        );
        assert_eq!(applied, expected);
    }

    #[test]
    fn only_what_was_edited_changes() {
        let mut edited = draft();
        edited.template_id = "tmpl_2".into();
        edited.track_clicks = true;
        edited.variables[0].path = "$system.x".into();
        let expected = NODE
            .replace("tmpl_1", "tmpl_2")
            .replace("$interaction.a", "$system.x")
            .replace("\"custom\":[1E5]", "\"custom\":[1E5],\"trackClicks\":true");
        assert_eq!(written(&edited), expected);
    }

    #[test]
    fn variables_are_added_removed_and_renamed_in_the_rows_order() {
        for (rows, expected) in [
            (vec![row("a", "$interaction.a"), row("b", "")], r#"{"a":"$interaction.a","b":7}"#),
            (
                vec![row("a", "$interaction.a"), row("b", ""), row("c", "$workflow.c"), row("d", "x")],
                r#"{"a":"$interaction.a","b":7,"c":"$\u0077orkflow.c","d":"x"}"#,
            ),
            (
                vec![row("z", "$interaction.a"), row("b", ""), row("c", "$workflow.c")],
                r#"{"z":"$interaction.a","b":7,"c":"$\u0077orkflow.c"}"#,
            ),
            (vec![row("a", "$interaction.a"), row("a", "2"), row("", "")], r#"{"a":"$interaction.a","a":"2","":""}"#),
            (vec![], "{}"),
        ] {
            let mut edited = draft();
            edited.variables = rows;
            let text = written(&edited);
            let value = Value::parse(&text).unwrap();
            let variables = value.at(&Pointer::parse("/properties/variables").unwrap()).unwrap();
            assert_eq!(variables.text(), expected);
        }
    }

    #[test]
    fn an_attachment_keeps_what_the_form_does_not_know() {
        let mut edited = draft();
        edited.attachments.swap(0, 1);
        edited.attachments[1].file_name = "new.pdf".into();
        edited.attachments.push(AttachmentRow { file_id: "att_3".into(), file_name: "three.pdf".into() });
        assert!(written(&edited).contains(
            r#""attachments":[{"fileId":"att_2","fileName":"two.pdf"},{"fileId":"att_1","fileName":"new.pdf","inline":true},{"fileId":"att_3","fileName":"three.pdf"}]"#
        ));
    }

    #[test]
    fn an_id_is_suggested_that_is_free() {
        let document = Document::parse(r#"{"nodes":[{"id":"email_send_01"},{"id":"email_send_03"}]}"#).unwrap();
        assert_eq!(suggest_node_id(&document).as_str(), "email_send_02");
    }

    #[test]
    fn an_id_is_suggested_that_is_like_another() {
        let taken = ["receipt_02", "a_2", "9"];
        let like = |id: &str| suggest_id_like(id, |id| taken.contains(&id));
        let suggested = ["receipt_01", "receipt_09", "a", "x12y", "9", "", "n99999999999999999999"].map(like);
        assert_eq!(
            suggested.each_ref().map(String::as_str),
            ["receipt_03", "receipt_10", "a_3", "x12y_2", "9_2", "_2", "n99999999999999999999_2"]
        );
    }
}
