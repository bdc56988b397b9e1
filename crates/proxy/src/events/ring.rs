//! The newest events, numbered, so that a browser that was away can catch up or is told that it
//! cannot.

use std::collections::VecDeque;
use std::sync::Arc;

/// Events kept for those who were away.
const KEPT: usize = 512;

/// A numbered event.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Numbered {
    /// Counts up from 1 while the proxy runs.
    pub(crate) number: u64,
    /// `workflow`, `deploy`, `tenant` or `reset`.
    pub(crate) name: &'static str,
    /// The workflow that it is about; `None` where it concerns everyone.
    pub(crate) workflow: Option<String>,
    /// JSON.
    pub(crate) data: String,
}

/// The newest events.
#[derive(Debug, Default)]
pub(crate) struct Ring {
    last: u64,
    events: VecDeque<Arc<Numbered>>,
}

impl Ring {
    /// Adds an event.
    pub(crate) fn push(&mut self, name: &'static str, workflow: Option<String>, data: String) -> Arc<Numbered> {
        self.last += 1;
        let event = Arc::new(Numbered { number: self.last, name, workflow, data });
        if self.events.len() == KEPT {
            self.events.pop_front();
        }
        self.events.push_back(Arc::clone(&event));
        event
    }

    /// The newest event's number, 0 before the first.
    pub(crate) fn last(&self) -> u64 {
        self.last
    }

    /// What came after an event; `None` where some of it is forgotten, or there never was such an event.
    pub(crate) fn after(&self, number: u64) -> Option<Vec<Arc<Numbered>>> {
        let oldest = self.events.front().map_or(self.last + 1, |event| event.number);
        (number <= self.last && number + 1 >= oldest)
            .then(|| self.events.iter().filter(|event| event.number > number).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{KEPT, Ring};

    #[test]
    fn what_is_still_kept_can_be_caught_up_with() {
        let mut ring = Ring::default();
        assert_eq!(ring.after(0), Some(Vec::new()));
        assert_eq!(ring.after(1), None, "that one never was");
        for _ in 0..KEPT + 2 {
            ring.push("workflow", None, String::new());
        }
        assert_eq!(ring.after(1), None, "the second one is forgotten");
        let numbers = |after| ring.after(after).map(|events| (events.len(), events.first().map(|event| event.number)));
        assert_eq!(numbers(2), Some((KEPT, Some(3))));
        assert_eq!(numbers(ring.last()), Some((0, None)));
    }
}
