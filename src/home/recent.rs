//! The workflows opened last, kept in the browser.

use crate::browser::storage;
use serde::{Deserialize, Serialize};

/// How many are kept.
const KEPT: usize = 8;

/// A workflow opened before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    storage::read(&key(org)).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Puts a workflow at the head of the list.
pub fn remember_workflow(org: &str, id: &str, name: &str) {
    let newest = Recent { id: id.to_owned(), name: name.to_owned() };
    let list = with_newest(recent_workflows(org), newest);
    storage::write(&key(org), &serde_json::to_string(&list).unwrap_or_default());
}

fn with_newest(mut list: Vec<Recent>, newest: Recent) -> Vec<Recent> {
    list.retain(|recent| recent.id != newest.id);
    list.insert(0, newest);
    list.truncate(KEPT);
    list
}

#[cfg(test)]
mod tests {
    use super::{KEPT, Recent, with_newest};

    fn recent(id: &str) -> Recent {
        Recent { id: id.to_owned(), name: String::new() }
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
