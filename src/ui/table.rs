//! A table that scrolls in its own frame rather than with the page.

use leptos::prelude::*;

/// A frame around a table: wide tables scroll sideways inside it, with the keyboard too.
#[component]
pub fn TableFrame(
    /// What the table shows, for screen readers.
    #[prop(into)]
    label: String,
    /// The rows: `<thead>` and `<tbody>`.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="table-frame" role="region" aria-label=label tabindex="0">
            <table class="table">{children()}</table>
        </div>
    }
}
