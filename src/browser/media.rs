//! What the screen and its owner prefer.

use leptos::prelude::window;

/// Whether a media query holds now: `(prefers-reduced-motion: reduce)`.
#[must_use]
pub fn matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// Whether the screen's owner asked for less motion.
#[must_use]
pub fn reduced_motion() -> bool {
    matches("(prefers-reduced-motion: reduce)")
}
