//! The email node form's state: a [`Draft`] whose rows have keys, so that a row keeps its identity,
//! its focus and its caret while others come and go.

use leptos::prelude::*;
use reactive_stores::Store;
use serde::{Deserialize, Serialize};
use workflow::change::FieldEdit;
use workflow::email::{AttachmentRow, Draft, DraftOrigin, VariableRow};

/// One row of the variables table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Store)]
pub struct VariableField {
    /// The row's identity within its form.
    pub key: u32,
    /// The placeholder.
    pub name: String,
    /// The scope path.
    pub path: String,
}

/// One row of the attachments table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Store)]
pub struct AttachmentField {
    /// The row's identity within its form.
    pub key: u32,
    /// The file's id, `att_…`.
    pub file_id: String,
    /// The name the recipient sees.
    pub file_name: String,
}

/// JSON of a node that is typed and cannot stand for it yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedJson {
    /// As it is typed.
    pub text: String,
    /// The node's JSON when it was last in step with the text.
    pub from: String,
}

/// The form's state, in the order of the screen. Serialises to what the browser keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Store)]
pub struct Form {
    /// Where the draft came from; for a new node, where it goes.
    pub origin: DraftOrigin,
    /// The node's id as typed.
    pub id: String,
    /// The template's id as typed or picked.
    pub template_id: String,
    /// Placeholder → scope path.
    #[store(key: u32 = |row| row.key)]
    pub variables: Vec<VariableField>,
    /// Attachment references.
    #[store(key: u32 = |row| row.key)]
    pub attachments: Vec<AttachmentField>,
    /// `deliveryMode`.
    pub delivery_mode: String,
    /// `trackOpens`.
    pub track_opens: bool,
    /// `trackClicks`.
    pub track_clicks: bool,
    /// What was set in the node's JSON itself; the fields above are written over it.
    #[serde(default)]
    pub json_edits: Vec<FieldEdit>,
    /// JSON that is typed and not valid yet; the form stays as it last was meanwhile.
    #[serde(default)]
    pub json_typed: Option<TypedJson>,
    /// The key of the next row, counting up so that no key is ever used twice.
    pub next_key: u32,
}

impl From<Draft> for Form {
    fn from(draft: Draft) -> Self {
        let mut next_key = 0;
        let mut key = || {
            next_key += 1;
            next_key
        };
        let variables = draft
            .variables
            .into_iter()
            .map(|row| VariableField { key: key(), name: row.name, path: row.path })
            .collect();
        let attachments = draft
            .attachments
            .into_iter()
            .map(|row| AttachmentField { key: key(), file_id: row.file_id, file_name: row.file_name })
            .collect();
        Self {
            origin: draft.origin,
            id: draft.id,
            template_id: draft.template_id,
            variables,
            attachments,
            delivery_mode: draft.delivery_mode,
            track_opens: draft.track_opens,
            track_clicks: draft.track_clicks,
            json_edits: draft.json_edits,
            json_typed: None,
            next_key: next_key + 1,
        }
    }
}

impl Form {
    /// The form without its keys: what the core works on.
    #[must_use]
    pub fn to_draft(&self) -> Draft {
        Draft {
            origin: self.origin.clone(),
            id: self.id.clone(),
            template_id: self.template_id.clone(),
            variables: self
                .variables
                .iter()
                .map(|row| VariableRow { name: row.name.clone(), path: row.path.clone() })
                .collect(),
            attachments: self
                .attachments
                .iter()
                .map(|row| AttachmentRow { file_id: row.file_id.clone(), file_name: row.file_name.clone() })
                .collect(),
            delivery_mode: self.delivery_mode.clone(),
            track_opens: self.track_opens,
            track_clicks: self.track_clicks,
            json_edits: self.json_edits.clone(),
        }
    }

    /// A key that no row of this form has had.
    pub fn fresh_key(&mut self) -> u32 {
        let key = self.next_key;
        self.next_key += 1;
        key
    }

    /// Takes over `draft`, keeping the keys of rows that stay at their place.
    pub fn take(&mut self, draft: Draft) {
        let keys = |old: Vec<(u32, String)>, new: Vec<&String>| {
            // A row is the one of its name, else the one at its place.
            let named = |name: &String| old.iter().find(|(_, known)| known == name && !known.is_empty());
            let mut taken: Vec<u32> = new.iter().filter_map(|name| named(name)).map(|(key, _)| *key).collect();
            taken.dedup();
            let mut given = Vec::with_capacity(new.len());
            for (index, name) in new.into_iter().enumerate() {
                let free = |key: &u32| !given.contains(&Some(*key));
                let by_name = named(name).map(|(key, _)| *key).filter(free);
                let by_place = || old.get(index).map(|(key, _)| *key).filter(free).filter(|key| !taken.contains(key));
                given.push(by_name.or_else(by_place));
            }
            given
        };
        let old = self.variables.iter().map(|row| (row.key, row.name.clone())).collect();
        let found = keys(old, draft.variables.iter().map(|row| &row.name).collect());
        self.variables = Vec::with_capacity(draft.variables.len());
        for (row, key) in draft.variables.into_iter().zip(found) {
            let key = key.unwrap_or_else(|| self.fresh_key());
            self.variables.push(VariableField { key, name: row.name, path: row.path });
        }
        let old = self.attachments.iter().map(|row| (row.key, row.file_id.clone())).collect();
        let found = keys(old, draft.attachments.iter().map(|row| &row.file_id).collect());
        self.attachments = Vec::with_capacity(draft.attachments.len());
        for (row, key) in draft.attachments.into_iter().zip(found) {
            let key = key.unwrap_or_else(|| self.fresh_key());
            self.attachments.push(AttachmentField { key, file_id: row.file_id, file_name: row.file_name });
        }
        self.id = draft.id;
        self.template_id = draft.template_id;
        self.delivery_mode = draft.delivery_mode;
        self.track_opens = draft.track_opens;
        self.track_clicks = draft.track_clicks;
    }

    /// Lays out one row per placeholder, in the template's order. Rows that fit keep their key and
    /// path; rows that do not fit follow, unless they are blank. Answers the names of those.
    pub fn lay_out(&mut self, placeholders: &[String]) -> Vec<String> {
        let mut old = std::mem::take(&mut self.variables);
        let mut rows = Vec::with_capacity(placeholders.len().max(old.len()));
        for name in placeholders {
            match old.iter().position(|row| row.name == *name) {
                Some(index) => rows.push(old.remove(index)),
                None => {
                    let key = self.fresh_key();
                    rows.push(VariableField { key, name: name.clone(), path: String::new() });
                }
            }
        }
        old.retain(|row| !row.path.trim().is_empty());
        let left: Vec<String> = old.iter().map(|row| row.name.clone()).filter(|name| !name.is_empty()).collect();
        rows.extend(old);
        self.variables = rows;
        left
    }

    /// Takes over variables: those that there are get their path, others fill rows without a name or are added.
    pub fn take_variables(&mut self, variables: &[VariableRow]) {
        self.variables.retain(|row| !(row.name.trim().is_empty() && row.path.trim().is_empty()));
        for VariableRow { name, path } in variables {
            match self.variables.iter_mut().find(|row| row.name == *name) {
                Some(row) => row.path.clone_from(path),
                None => {
                    let key = self.fresh_key();
                    self.variables.push(VariableField { key, name: name.clone(), path: path.clone() });
                }
            }
        }
    }

    /// Whether a property has a field of the form.
    #[must_use]
    pub fn has_field(property: &str) -> bool {
        workflow::email::FORM_PROPERTIES.contains(&property)
    }

    /// Takes over a draft that was edited as JSON.
    pub fn take_json(&mut self, draft: Draft) {
        self.json_edits.clone_from(&draft.json_edits);
        self.json_typed = None;
        self.take(draft);
    }

    /// Moves an attachment to a place in the list. Answers where it is then.
    pub fn move_attachment(&mut self, key: u32, to: usize) -> Option<usize> {
        let from = self.attachments.iter().position(|row| row.key == key)?;
        let to = to.min(self.attachments.len() - 1);
        let row = self.attachments.remove(from);
        self.attachments.insert(to, row);
        Some(to)
    }

    /// Puts `new` into a store, field by field, so that only what differs is drawn anew and rows are
    /// found by their keys at all times.
    pub fn put(store: Store<Self>, new: Self) {
        macro_rules! field {
            ($field:ident) => {
                if store.$field().with_untracked(|old| *old != new.$field) {
                    store.$field().set(new.$field);
                }
            };
        }
        field!(next_key);
        field!(origin);
        field!(id);
        field!(template_id);
        field!(variables);
        field!(attachments);
        field!(delivery_mode);
        field!(track_opens);
        field!(track_clicks);
        field!(json_edits);
        field!(json_typed);
    }

    /// Changes a form in a store; see [`Form::put`].
    pub fn change(store: Store<Self>, change: impl FnOnce(&mut Self)) {
        let mut form = store.get_untracked();
        change(&mut form);
        Self::put(store, form);
    }

    /// Brings the form onto a newer version of its node: what the form left as it was on `was` takes
    /// the value of `now`, what the administrator changed stays. Answers whether both sides had
    /// changed something to different values; the administrator's is the one kept.
    pub fn bring_onto(&mut self, was: &Draft, now: &Draft) -> bool {
        let mine = self.to_draft();
        let mut clash = false;
        let mut merged = mine.clone();
        macro_rules! field {
            ($field:ident) => {
                if mine.$field == was.$field {
                    merged.$field = now.$field.clone();
                } else if now.$field != was.$field && now.$field != mine.$field {
                    clash = true;
                }
            };
        }
        field!(id);
        field!(template_id);
        field!(variables);
        field!(attachments);
        field!(delivery_mode);
        field!(track_opens);
        field!(track_clicks);
        if merged != mine {
            self.take(merged);
        }
        clash
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use workflow::document::NodeId;

    fn draft(template: &str, variables: &[(&str, &str)]) -> Draft {
        Draft {
            origin: DraftOrigin::of_base(NodeId::from("mail")),
            id: "mail".into(),
            template_id: template.into(),
            variables: variables
                .iter()
                .map(|(name, path)| VariableRow { name: (*name).into(), path: (*path).into() })
                .collect(),
            attachments: Vec::new(),
            delivery_mode: "standard".into(),
            track_opens: true,
            track_clicks: true,
            json_edits: Vec::new(),
        }
    }

    #[test]
    fn a_draft_survives_the_form() {
        let draft = draft("tmpl_a", &[("name", "$contact.name"), ("", "")]);
        assert_eq!(Form::from(draft.clone()).to_draft(), draft);
    }

    #[test]
    fn a_template_lays_out_its_placeholders_and_keeps_what_fits() {
        let mut form =
            Form::from(draft("tmpl_a", &[("blank", ""), ("total", "$workflow.total"), ("extra", "$workflow.x")]));
        let total = form.variables[1].key;
        assert_eq!(form.lay_out(&["name".into(), "total".into()]), ["extra"]);
        let rows: Vec<_> = form.variables.iter().map(|row| (row.name.as_str(), row.path.as_str())).collect();
        assert_eq!(rows, [("name", ""), ("total", "$workflow.total"), ("extra", "$workflow.x")]);
        assert_eq!(form.variables[1].key, total);
    }

    #[test]
    fn rows_keep_their_identity_when_json_reorders_or_renames_them() {
        let mut form = Form::from(draft("tmpl_a", &[("a", "$contact.a"), ("b", "$contact.b"), ("c", "$contact.c")]));
        let keys: Vec<u32> = form.variables.iter().map(|row| row.key).collect();
        form.take_json(draft("tmpl_a", &[("c", "$contact.c"), ("x", "$contact.b"), ("a", "$contact.a"), ("new", "")]));
        let rows: Vec<_> = form.variables.iter().map(|row| (row.key, row.name.as_str())).collect();
        assert_eq!(rows[..3], [(keys[2], "c"), (keys[1], "x"), (keys[0], "a")]);
        assert!(!keys.contains(&rows[3].0));
    }

    #[test]
    fn pasted_variables_fill_their_rows_and_are_added() {
        let mut form = Form::from(draft("tmpl_a", &[("a", ""), ("", ""), ("b", "$contact.b")]));
        let row = |name: &str, path: &str| VariableRow { name: name.into(), path: path.into() };
        form.take_variables(&[row("a", "$contact.a"), row("c", "$contact.c")]);
        let rows: Vec<_> = form.variables.iter().map(|row| (row.name.as_str(), row.path.as_str())).collect();
        assert_eq!(rows, [("a", "$contact.a"), ("b", "$contact.b"), ("c", "$contact.c")]);
    }

    #[test]
    fn an_attachment_is_moved_within_the_list() {
        let mut form = Form::from(draft("tmpl_a", &[]));
        let file = |id: &str| AttachmentRow { file_id: id.into(), file_name: id.into() };
        form.take(Draft { attachments: ["a", "b", "c"].map(file).to_vec(), ..draft("tmpl_a", &[]) });
        let key = form.attachments[0].key;
        assert_eq!(form.move_attachment(key, 9), Some(2));
        let ids: Vec<_> = form.attachments.iter().map(|row| row.file_id.as_str()).collect();
        assert_eq!(ids, ["b", "c", "a"]);
        assert_eq!(form.move_attachment(99, 0), None);
    }

    #[test]
    fn a_newer_node_fills_in_what_was_not_edited() {
        let was = draft("tmpl_a", &[("name", "$contact.name")]);
        let mut form = Form::from(was.clone());
        form.template_id = "tmpl_b".into();
        let mut now = was.clone();
        now.track_opens = false;
        assert!(!form.bring_onto(&was, &now));
        assert_eq!((form.template_id.as_str(), form.track_opens), ("tmpl_b", false));
        now.template_id = "tmpl_c".into();
        assert!(form.bring_onto(&was, &now));
        assert_eq!(form.template_id, "tmpl_b");
    }
}
