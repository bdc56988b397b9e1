//! The workflows opened last, kept in the browser.

use crate::browser::storage;
use workflow::json::{Value, quote};

/// How many are kept.
const KEPT: usize = 8;

/// A workflow opened before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    /// Its id.
    pub id: String,
    /// Its name when it was opened; empty where it had none.
    pub name: String,
}

/// Ids repeat across organisations, so each has a list of its own.
fn key(org: &str) -> String {
    format!("recent:{org}")
}

/// The workflows of an organisation opened last, newest first.
#[must_use]
pub fn recent_workflows(org: &str) -> Vec<Recent> {
    storage::read(&key(org)).map(|text| read(&text)).unwrap_or_default()
}

/// Puts a workflow at the head of the list.
pub fn remember_workflow(org: &str, id: &str, name: &str) {
    let newest = Recent { id: id.to_owned(), name: name.to_owned() };
    let list = with_newest(recent_workflows(org), newest);
    storage::write(&key(org), &written(&list));
}

/// Reads what [`written`] wrote. What is kept may be of another version of the app, or damaged.
fn read(text: &str) -> Vec<Recent> {
    let Ok(value) = Value::parse(text) else { return Vec::new() };
    let member = |recent: &Value<'_>, key| recent.get(key).and_then(Value::as_str).map(str::to_owned);
    let recent = |recent| Some(Recent { id: member(recent, "id")?, name: member(recent, "name").unwrap_or_default() });
    value.elements().iter().filter_map(recent).collect()
}

fn written(list: &[Recent]) -> String {
    let one = |recent: &Recent| format!("{{\"id\":{},\"name\":{}}}", quote(&recent.id), quote(&recent.name));
    format!("[{}]", list.iter().map(one).collect::<Vec<_>>().join(","))
}

fn with_newest(mut list: Vec<Recent>, newest: Recent) -> Vec<Recent> {
    list.retain(|recent| recent.id != newest.id);
    list.insert(0, newest);
    list.truncate(KEPT);
    list
}

#[cfg(test)]
mod tests {
    use super::{KEPT, Recent, read, with_newest, written};

    fn recent(id: &str) -> Recent {
        Recent { id: id.to_owned(), name: String::new() }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let list = vec![Recent { id: "wf \"1\"\n".to_owned(), name: "Größe \\ 😀".to_owned() }, recent("b")];
        assert_eq!(read(&written(&list)), list);
        assert_eq!(read(&written(&[])), []);
    }

    #[test]
    fn what_is_damaged_is_passed_over() {
        assert_eq!(read("[{"), []);
        assert_eq!(read(r#"{"id":"a"}"#), []);
        assert_eq!(read(r#"[{"name":"x"},{"id":3},{"id":"a"}]"#), [recent("a")]);
    }

    #[test]
    fn opening_one_again_moves_it_to_the_head() {
        let list = ["a", "b", "c"].map(recent).to_vec();
        let ids: Vec<_> = with_newest(list, recent("b")).into_iter().map(|recent| recent.id).collect();
        assert_eq!(ids, ["b", "a", "c"]);
    }

    #[test]
    fn the_oldest_is_forgotten() {
        let list: Vec<_> = (0..KEPT).map(|n| recent(&n.to_string())).collect();
        let list = with_newest(list, recent("new"));
        assert_eq!(list.len(), KEPT);
        assert_eq!(list[KEPT - 1].id, (KEPT - 2).to_string());
    }
}
