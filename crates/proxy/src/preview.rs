//! Rendered emails on show: kept in memory for a while, each under an address of its own, so that a
//! preview is a document with its own policy (`srcdoc` and `blob:` inherit the app's, which forbids the
//! inline styles that every email has).

use bytes::Bytes;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

const MAX_ENTRIES: usize = 64;
const LIFETIME: Duration = Duration::from_secs(10 * 60);

/// The previews, the one used longest ago in front.
#[derive(Debug, Default)]
pub(crate) struct Previews(Mutex<VecDeque<Preview>>);

/// What an email may fetch while it is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Images {
    /// Only what it carries along.
    #[default]
    Inline,
    /// Pictures from anywhere, because the administrator has asked for them.
    Remote,
}

/// A rendered email.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) html: Bytes,
    pub(crate) images: Images,
}

#[derive(Debug)]
struct Preview {
    id: String,
    shown: Shown,
    until: Instant,
}

impl Previews {
    /// Keeps an email and returns its id, which cannot be guessed.
    pub(crate) fn put(&self, html: Bytes, images: Images) -> Result<String, getrandom::Error> {
        let id = format!("{:016x}{:016x}", getrandom::u64()?, getrandom::u64()?);
        let mut previews = self.lock();
        previews.push_back(Preview { id: id.clone(), shown: Shown { html, images }, until: Instant::now() + LIFETIME });
        while previews.len() > MAX_ENTRIES {
            previews.pop_front();
        }
        Ok(id)
    }

    /// The email, if it is still kept.
    pub(crate) fn get(&self, id: &str) -> Option<Shown> {
        let mut previews = self.lock();
        let now = Instant::now();
        previews.retain(|preview| now < preview.until);
        let found = previews.iter().position(|preview| preview.id == id)?;
        let preview = previews.remove(found)?;
        let shown = preview.shown.clone();
        previews.push_back(preview);
        Some(shown)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Preview>> {
        // The list is whole after each statement, so a panic elsewhere does not spoil it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{Images, LIFETIME, MAX_ENTRIES, Previews};
    use bytes::Bytes;
    use std::time::Duration;

    #[tokio::test]
    async fn the_one_used_longest_ago_makes_room() {
        let previews = Previews::default();
        let put = |html| previews.put(Bytes::from_static(html), Images::Inline).unwrap();
        let ids: Vec<_> = (0..MAX_ENTRIES).map(|_| put(b"x")).collect();
        assert!(previews.get(&ids[0]).is_some());
        put(b"y");
        assert!(previews.get(&ids[0]).is_some());
        assert!(previews.get(&ids[1]).is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn previews_end_after_ten_minutes() {
        let previews = Previews::default();
        let id = previews.put(Bytes::from_static(b"x"), Images::Remote).unwrap();
        tokio::time::advance(LIFETIME - Duration::from_secs(1)).await;
        assert!(previews.get(&id).is_some_and(|shown| shown.images == Images::Remote));
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(previews.get(&id).is_none());
    }
}
