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
        let mut variables = std::mem::take(&mut self.variables);
        variables.truncate(draft.variables.len());
        for (index, row) in draft.variables.into_iter().enumerate() {
            match variables.get_mut(index) {
                Some(field) => (field.name, field.path) = (row.name, row.path),
                None => {
                    let key = self.fresh_key();
                    variables.push(VariableField { key, name: row.name, path: row.path });
                }
            }
        }
        let mut attachments = std::mem::take(&mut self.attachments);
        attachments.truncate(draft.attachments.len());
        for (index, row) in draft.attachments.into_iter().enumerate() {
            match attachments.get_mut(index) {
                Some(field) => (field.file_id, field.file_name) = (row.file_id, row.file_name),
                None => {
                    let key = self.fresh_key();
                    attachments.push(AttachmentField { key, file_id: row.file_id, file_name: row.file_name });
                }
            }
        }
        self.variables = variables;
        self.attachments = attachments;
        self.id = draft.id;
        self.template_id = draft.template_id;
        self.delivery_mode = draft.delivery_mode;
        self.track_opens = draft.track_opens;
        self.track_clicks = draft.track_clicks;
    }

    /// Lays out one row per placeholder, in the template's order. Rows that fit keep their key and
    /// path; rows that do not fit follow, unless they are blank.
    pub fn lay_out(&mut self, placeholders: &[String]) {
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
        rows.extend(old.into_iter().filter(|row| !row.path.trim().is_empty()));
        self.variables = rows;
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
        form.lay_out(&["name".into(), "total".into()]);
        let rows: Vec<_> = form.variables.iter().map(|row| (row.name.as_str(), row.path.as_str())).collect();
        assert_eq!(rows, [("name", ""), ("total", "$workflow.total"), ("extra", "$workflow.x")]);
        assert_eq!(form.variables[1].key, total);
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
