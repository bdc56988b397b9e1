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

#[derive(Debug)]
struct Preview {
    id: String,
    html: Bytes,
    until: Instant,
}

impl Previews {
    /// Keeps the HTML and returns its id, which cannot be guessed.
    pub(crate) fn put(&self, html: Bytes) -> Result<String, getrandom::Error> {
        let id = format!("{:016x}{:016x}", getrandom::u64()?, getrandom::u64()?);
        let mut previews = self.lock();
        previews.push_back(Preview { id: id.clone(), html, until: Instant::now() + LIFETIME });
        while previews.len() > MAX_ENTRIES {
            previews.pop_front();
        }
        Ok(id)
    }

    /// The HTML, if it is still kept.
    pub(crate) fn get(&self, id: &str) -> Option<Bytes> {
        let mut previews = self.lock();
        let now = Instant::now();
        previews.retain(|preview| now < preview.until);
        let found = previews.iter().position(|preview| preview.id == id)?;
        let preview = previews.remove(found)?;
        let html = preview.html.clone();
        previews.push_back(preview);
        Some(html)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Preview>> {
        // The list is whole after each statement, so a panic elsewhere does not spoil it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{LIFETIME, MAX_ENTRIES, Previews};
    use bytes::Bytes;
    use std::time::Duration;

    #[tokio::test]
    async fn the_one_used_longest_ago_makes_room() {
        let previews = Previews::default();
        let ids: Vec<_> = (0..MAX_ENTRIES).map(|_| previews.put(Bytes::from_static(b"x")).unwrap()).collect();
        assert!(previews.get(&ids[0]).is_some());
        previews.put(Bytes::from_static(b"y")).unwrap();
        assert!(previews.get(&ids[0]).is_some());
        assert!(previews.get(&ids[1]).is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn previews_end_after_ten_minutes() {
        let previews = Previews::default();
        let id = previews.put(Bytes::from_static(b"x")).unwrap();
        tokio::time::advance(LIFETIME - Duration::from_secs(1)).await;
        assert!(previews.get(&id).is_some());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(previews.get(&id).is_none());
    }
}
