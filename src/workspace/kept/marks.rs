//! What the first load knows of kept work: a few lines for each record, read at once and without the database.
//!
//! They are written behind the record and may be missing or outlive it; whoever opens the workflow finds out.

use crate::browser::storage;
use workflow::document::WorkflowId;
use workflow::json::{Value, quote};

/// Work that is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// The record's id.
    pub id: String,
    /// The workflow.
    pub workflow: String,
    /// Its name.
    pub name: String,
    /// The version that it was made on; empty where that has none.
    pub version: String,
    /// What it does, in a few words.
    pub summary: String,
    /// When it was last edited, ms since 1970.
    pub saved_at: u64,
    /// Whether it was put aside.
    pub is_aside: bool,
}

const OPEN: &str = "kept";
const ASIDE: &str = "aside";

fn key(state: &str, org: &str, workflow: &str, id: &str) -> String {
    format!("{state}:{org}\n{workflow}\n{id}")
}

/// Whether unfinished work of a workflow is kept, by this version of the app or an earlier one.
#[must_use]
pub fn is_kept(org: &str, workflow: &WorkflowId) -> bool {
    storage::has(&key(OPEN, org, workflow.as_str(), "")) || storage::read(&earlier(workflow)).is_some()
}

/// The key under which earlier versions kept a workflow's work.
pub(super) fn earlier(workflow: &WorkflowId) -> String {
    format!("change:{workflow}")
}

/// All that is kept of an organisation's workflows, newest first.
#[must_use]
pub fn all(org: &str) -> Vec<Mark> {
    let mut all = Vec::new();
    for state in [OPEN, ASIDE] {
        for key in storage::keys(&format!("{state}:{org}\n")) {
            let ids = key.rsplit('\n').next().unwrap_or_default().to_owned();
            if let Some(mark) = storage::read(&key).and_then(|text| read(&text, &ids, state == ASIDE)) {
                let at = all.partition_point(|known: &Mark| known.saved_at >= mark.saved_at);
                all.insert(at, mark);
            }
        }
    }
    all
}

/// Writes a mark.
pub(super) fn set(org: &str, mark: &Mark) {
    let (now, before) = if mark.is_aside { (ASIDE, OPEN) } else { (OPEN, ASIDE) };
    storage::remove(&key(before, org, &mark.workflow, &mark.id));
    storage::write(&key(now, org, &mark.workflow, &mark.id), &written(mark));
}

/// Removes a mark.
pub(super) fn remove(org: &str, workflow: &str, id: &str) {
    for state in [OPEN, ASIDE] {
        storage::remove(&key(state, org, workflow, id));
    }
}

/// Removes the marks of a workflow that stand for none of these records.
pub(super) fn retain(org: &str, workflow: &str, ids: &[&str]) {
    for state in [OPEN, ASIDE] {
        for key in storage::keys(&key(state, org, workflow, "")) {
            if !ids.contains(&key.rsplit('\n').next().unwrap_or_default()) {
                storage::remove(&key);
            }
        }
    }
}

fn written(mark: &Mark) -> String {
    let fields = [
        ("workflow", quote(&mark.workflow)),
        ("name", quote(&mark.name)),
        ("version", quote(&mark.version)),
        ("summary", quote(&mark.summary)),
        ("savedAt", quote(&mark.saved_at.to_string())),
    ];
    let fields = fields.map(|(key, value)| format!("\"{key}\":{value}"));
    format!("{{{}}}", fields.join(","))
}

fn read(text: &str, id: &str, is_aside: bool) -> Option<Mark> {
    let value = Value::parse(text).ok()?;
    let member = |key| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    Some(Mark {
        id: id.to_owned(),
        workflow: member("workflow"),
        name: member("name"),
        version: member("version"),
        summary: member("summary"),
        saved_at: member("savedAt").parse().ok()?,
        is_aside,
    })
}

#[cfg(test)]
mod tests {
    use super::{Mark, read, written};

    #[test]
    fn a_mark_is_read_as_it_was_written() {
        let mark = Mark {
            id: "w1".into(),
            workflow: "wf_1".into(),
            name: "Bestellung \"groß\"".into(),
            version: "3".into(),
            summary: "1 node added".into(),
            saved_at: 1_700_000_000_000,
            is_aside: true,
        };
        assert_eq!(read(&written(&mark), "w1", true), Some(mark));
        assert_eq!(read("{", "w1", false), None);
        assert_eq!(read("{}", "w1", false), None);
    }
}
