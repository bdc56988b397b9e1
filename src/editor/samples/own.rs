//! The administrator's own sample contacts. They may describe real people, so they stay in this
//! browser: no change, no export and no deploy carries them.

use crate::browser::storage;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where the browser keeps them.
const KEY: &str = "sample-contacts";

/// A contact of the administrator's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnContact {
    /// Its identity in this browser; never used twice.
    pub id: u32,
    /// What it is called.
    pub name: String,
    /// Scope path → what it holds. A path that is not here holds what the ordinary contact has.
    pub values: BTreeMap<String, String>,
}

/// All of them, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnContacts {
    next: u32,
    all: Vec<OwnContact>,
}

impl OwnContacts {
    /// Those that the browser keeps; none where it keeps nothing that can be read.
    #[must_use]
    pub fn kept() -> Self {
        storage::read(KEY).and_then(|text| Self::from_text(&text)).unwrap_or_default()
    }

    fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// Keeps them. Answers whether the browser took them.
    pub fn keep(&self) -> bool {
        serde_json::to_string(self).is_ok_and(|text| storage::write(KEY, &text))
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[OwnContact] {
        &self.all
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, id: u32) -> Option<&OwnContact> {
        self.all.iter().find(|contact| contact.id == id)
    }

    /// A new one, not among them yet.
    #[must_use]
    pub fn blank(&self) -> OwnContact {
        OwnContact { id: self.next, ..OwnContact::default() }
    }

    /// Puts one among them, in the place of what it was before.
    pub fn put(&mut self, contact: OwnContact) {
        self.next = self.next.max(contact.id + 1);
        match self.all.iter_mut().find(|known| known.id == contact.id) {
            Some(known) => *known = contact,
            None => self.all.push(contact),
        }
    }

    /// Takes one away.
    pub fn remove(&mut self, id: u32) {
        self.all.retain(|contact| contact.id != id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_put_replaced_and_taken_away_and_no_id_is_used_twice() {
        let mut contacts = OwnContacts::default();
        let mut first = contacts.blank();
        first.name = "Ana".into();
        contacts.put(first.clone());
        let second = contacts.blank();
        assert_ne!(first.id, second.id);
        contacts.put(second.clone());
        first.values.insert("$contact.name".into(), "Ana".into());
        contacts.put(first.clone());
        assert_eq!(contacts.all(), [first.clone(), second.clone()]);
        contacts.remove(second.id);
        assert!(contacts.get(second.id).is_none());
        assert!(contacts.blank().id > second.id);
    }

    #[test]
    fn what_is_kept_is_read_again_and_what_is_broken_is_nothing() {
        let mut contacts = OwnContacts::default();
        contacts.put(OwnContact {
            id: 4,
            name: "Ana \"é\"".into(),
            values: BTreeMap::from([("$a.b".into(), "x".into())]),
        });
        let text = serde_json::to_string(&contacts).expect("plain data");
        assert_eq!(OwnContacts::from_text(&text), Some(contacts));
        assert_eq!(OwnContacts::from_text("{"), None);
    }
}
