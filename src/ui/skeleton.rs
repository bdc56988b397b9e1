//! The outline of what is being loaded.

use leptos::prelude::*;

/// Grey lines in place of text. They appear only after 300 ms, so that what loads quickly never flickers.
#[component]
pub fn Skeleton(
    /// What is being loaded, for screen readers: "Loading workflows".
    #[prop(into)]
    label: String,
    /// How many lines.
    #[prop(default = 3)]
    lines: usize,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="visually-hidden">{label}</span>
            {(0..lines).map(|_| view! { <div class="skeleton-line"></div> }).collect_view()}
        </div>
    }
}
