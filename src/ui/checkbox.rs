//! Yes or no.

use super::fresh_id;
use leptos::prelude::*;

/// A checkbox with its label and, where there is one, a hint.
#[component]
pub fn Checkbox(
    /// Whether it is ticked.
    #[prop(into)]
    checked: Signal<bool>,
    /// Told of a change.
    #[prop(into)]
    on_change: Callback<bool>,
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// What it means.
    #[prop(optional, into)]
    hint: Option<String>,
) -> impl IntoView {
    let hint_id = fresh_id("hint");
    let described_by = hint.is_some().then(|| hint_id.clone());
    view! {
        <div class="checkbox">
            <label class="checkbox-label">
                <input
                    type="checkbox"
                    prop:checked=checked
                    aria-describedby=described_by
                    on:change=move |event| on_change.run(event_target_checked(&event))
                />
                <span>{label}</span>
            </label>
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
        </div>
    }
}
