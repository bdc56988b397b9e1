//! What is kept of one page's work: the change that it asks for, and the forms as they were typed.

use super::marks::Mark;
use crate::workspace::base::Base;
use crate::workspace::form::Form;
use crate::workspace::node_text;
use crate::workspace::steps::{Removal, Step, change_of};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use workflow::change::{Change, Edit, RawJson};
use workflow::document::{Dialect, Document, NodeId, Version, WorkflowId};
use workflow::email::DraftOrigin;
use workflow::json::{self, Value};

/// Grows with every incompatible change of the shape; other formats are not read.
const FORMAT: u32 = 2;

/// How long work that was put aside is kept, in ms.
pub(super) const ASIDE_MS: u64 = 30 * 24 * 60 * 60 * 1_000;

/// The work of one page in one workflow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    pub(super) format: u32,
    /// Its name, and its lock's.
    pub id: String,
    /// The organisation: ids repeat across them.
    pub org: String,
    /// The workflow.
    pub workflow: WorkflowId,
    /// The workflow's name.
    pub name: String,
    /// When it was last edited, ms since 1970.
    pub saved_at: u64,
    /// When it was put aside, ms since 1970.
    pub aside_at: Option<u64>,
    /// The version it was made on.
    pub base_version: Option<Version>,
    /// What it does, in a few words.
    pub summary: String,
    /// What it asks for.
    pub change: Change,
    /// The steps as text, so that a form that another version of the app cannot read does not take the change along.
    pub(super) steps: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum KeptStep {
    /// A draft. Versions before kept the base's JSON of the node beside it, and no base.
    Draft {
        form: Box<Form>,
        #[serde(default, skip_serializing)]
        was: Option<RawJson>,
    },
    /// A removal.
    Removal { id: NodeId, was: RawJson },
}

/// Work of an earlier visit that was brought back, for the banner that tells so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// When it was last edited, ms since 1970.
    pub saved_at: u64,
    /// The version it was made on, and is shown on.
    pub version: Option<Version>,
    /// What it does.
    pub summary: String,
}

impl Record {
    /// The work that `steps` hold on `base`; `None` where nothing is changed.
    pub(super) fn of(steps: &[Step], base: &Base, about: &Self) -> Option<Self> {
        let kept: Vec<KeptStep> = steps
            .iter()
            .filter_map(|step| match step {
                Step::Draft(draft) => draft.is_changed_untracked().then(|| {
                    let form = Box::new(draft.form.get_untracked());
                    KeptStep::Draft { form, was: None }
                }),
                Step::Removal(removal) => Some(KeptStep::Removal { id: removal.id.clone(), was: removal.was.clone() }),
            })
            .collect();
        (!kept.is_empty()).then(|| Self {
            base_version: base.document.version(),
            name: base.document.name().unwrap_or_default(),
            change: untrack(|| change_of(steps)),
            steps: serde_json::to_string(&kept).unwrap_or_default(),
            ..about.clone()
        })
    }

    /// A record of nothing yet.
    pub(super) fn blank(id: String, org: String, workflow: WorkflowId) -> Self {
        Self {
            format: FORMAT,
            id,
            org,
            workflow,
            name: String::new(),
            saved_at: 0,
            aside_at: None,
            base_version: None,
            summary: String::new(),
            change: Change::default(),
            steps: String::new(),
        }
    }

    /// Whether both ask for the same, typed in the same way.
    pub(super) fn says_what(&self, other: &Self) -> bool {
        self.change == other.change && self.steps == other.steps
    }

    pub(super) fn to_text(&self) -> String {
        // Plain structs with string keys, for which serde_json cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().filter(|record: &Self| record.format == FORMAT)
    }

    /// What an earlier version of the app kept, without a base: the nodes as they were stand beside the forms.
    pub(super) fn of_earlier(text: &str, about: &Self, dialect: &Dialect) -> Option<Self> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Earlier {
            saved_at: u64,
            base_version: Option<Version>,
            steps: Vec<KeptStep>,
        }
        let earlier: Earlier = serde_json::from_str(&with_todays_origins(text)).ok()?;
        let edits = earlier.steps.iter().flat_map(|step| match step {
            KeptStep::Removal { id, was } => vec![Edit::RemoveNode { id: id.clone(), was: was.clone() }],
            KeptStep::Draft { form, was } => {
                let nodes = was.as_ref().map_or("", RawJson::as_str);
                let lone = format!("{{{}:[{nodes}]}}", json::quote(&dialect.nodes));
                let base = Document::parse_with(&lone, dialect);
                base.map(|base| form.to_draft().to_edits(&base)).unwrap_or_default()
            }
        });
        Some(Self {
            saved_at: earlier.saved_at,
            base_version: earlier.base_version,
            change: Change { edits: edits.collect() },
            steps: serde_json::to_string(&earlier.steps).unwrap_or_default(),
            ..about.clone()
        })
    }

    /// The steps as they were typed; `None` where this version of the app cannot read them.
    pub(super) fn steps(&self) -> Option<Vec<KeptStep>> {
        serde_json::from_str(&self.steps).ok()
    }

    /// The few lines that the first load knows.
    pub(super) fn mark(&self) -> Mark {
        Mark {
            id: self.id.clone(),
            workflow: self.workflow.to_string(),
            name: self.name.clone(),
            version: self.base_version.as_ref().map(ToString::to_string).unwrap_or_default(),
            summary: self.summary.clone(),
            saved_at: self.saved_at,
            is_aside: self.aside_at.is_some(),
        }
    }
}

impl KeptStep {
    pub(super) fn removal(self) -> Result<Removal, Box<Form>> {
        match self {
            Self::Removal { id, was } => Ok(Removal { id, was }),
            Self::Draft { form, .. } => Err(form),
        }
    }
}

/// A node of the base was named by its id alone, before it could be moved.
fn with_todays_origins(text: &str) -> String {
    let mut parts = text.split(r#"{"existing":""#);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // To the end of the string: a quote that no backslash escapes.
        let mut escaped = false;
        let end = part.find(|found: char| {
            let ends = found == '"' && !escaped;
            escaped = found == '\\' && !escaped;
            ends
        });
        let (id, rest) = part.split_at(end.unwrap_or_default());
        out.push_str(&format!(r#"{{"existing":{{"node":"{id}"}}{}"#, rest.get(1..).unwrap_or_default()));
    }
    out
}

/// Whether a new node is in the document already: it landed although nobody heard of it.
pub(super) fn landed_already(form: &Form, document: &Document) -> bool {
    matches!(form.origin, DraftOrigin::New(_))
        && node_text(document, &NodeId::from(form.id.as_str()))
            .is_some_and(|there| same_json(there.as_str(), &form.to_draft().to_node_text()))
}

fn same_json(one: &str, other: &str) -> bool {
    match (Value::parse(one), Value::parse(other)) {
        (Ok(one), Ok(other)) => one.same_as(&other),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use workflow::document::Document;

    const NODE: &str = r#"{\"id\":\"mail\",\"type\":\"email\",\"properties\":{\"templateId\":\"a\"}}"#;

    fn form(origin: &str, template: &str) -> String {
        format!(
            r#"{{"origin":{origin},"id":"mail","template_id":"{template}","variables":[],"attachments":[],"delivery_mode":"","track_opens":false,"track_clicks":false,"next_key":1}}"#
        )
    }

    #[test]
    fn what_the_first_version_kept_is_still_read() {
        let draft = format!(r#"{{"draft":{{"form":{},"was":"{NODE}"}}}}"#, form(r#"{"existing":"mail"}"#, "b"));
        let removal = r#"{"removal":{"id":"old","was":"{}"}}"#;
        let text = format!(r#"{{"format":1,"savedAt":7,"baseVersion":"3","steps":[{draft},{removal}]}}"#);
        let about = Record::blank("w1".into(), "acme".into(), "wf_1".into());
        let dialect = Document::parse("{}").unwrap().dialect().clone();
        let record = Record::of_earlier(&text, &about, &dialect).unwrap();
        assert_eq!((record.saved_at, record.id.as_str()), (7, "w1"));
        let nodes: Vec<&str> = record.change.edits.iter().map(|edit| edit.node().as_str()).collect();
        assert_eq!(nodes, ["mail", "old"]);
        assert_eq!(record.steps().unwrap().len(), 2);
        assert_eq!(Record::parse(&record.to_text()), Some(record));
    }

    #[test]
    fn an_origin_of_the_first_version_may_hold_any_id() {
        let old = r#"[{"existing":"a\"b\\"},{"new":{}},{"existing":""}]"#;
        let new = r#"[{"existing":{"node":"a\"b\\"}},{"new":{}},{"existing":{"node":""}}]"#;
        assert_eq!(with_todays_origins(old), new);
    }
}
