//! Element ids that are unique in the page.

use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(1);

/// An id that no other element has: the name with a running number.
#[must_use]
pub fn fresh_id(name: &str) -> String {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("{name}-{number}")
}
