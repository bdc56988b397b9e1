//! A short sign beside something.

use super::Tone;
use leptos::prelude::*;

/// A word or a number with a colour behind it.
#[component]
pub fn Badge(
    /// What the colour means.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! { <span class=move || format!("badge tone-{}", tone.get().name())>{children()}</span> }
}
