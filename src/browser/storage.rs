//! Text kept by the browser between visits (`localStorage`).
//!
//! Storage can be switched off, full, or cleared at any time, so everything kept here must be
//! something the app can do without.

use leptos::prelude::window;
use web_sys::Storage;

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// The text kept under a key; `None` where there is none or storage is not available.
#[must_use]
pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Whether anything is kept under a key that begins so.
#[must_use]
pub fn has(prefix: &str) -> bool {
    let Some(storage) = storage() else { return false };
    let begins = |index| storage.key(index).ok().flatten().is_some_and(|key| key.starts_with(prefix));
    (0..storage.length().unwrap_or_default()).any(begins)
}

/// The keys that begin so, sorted. There are few, so each is put where it belongs: the standard library's sort would
/// be a kibibyte of the first load.
#[must_use]
pub fn keys(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let mut keys = Vec::new();
    for index in 0..storage.length().unwrap_or_default() {
        if let Some(key) = storage.key(index).ok().flatten().filter(|key| key.starts_with(prefix)) {
            let at = keys.partition_point(|known| *known < key);
            keys.insert(at, key);
        }
    }
    keys
}

/// Keeps a text under a key. Answers whether the browser took it.
pub fn write(key: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

/// Forgets what is kept under a key.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}
