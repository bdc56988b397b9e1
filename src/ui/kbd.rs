//! A key on the keyboard.

use leptos::prelude::*;

/// A key, as it is printed on the keyboard.
#[component]
pub fn Kbd(
    /// The key's name.
    children: Children,
) -> impl IntoView {
    view! { <kbd class="kbd">{children()}</kbd> }
}
