//! A choice among a few.

use super::{Choice, FieldContext};
use crate::reactive::memo;
use leptos::prelude::*;

/// A native select. A value that is none of the options is shown as one more option, so that
/// nothing is changed by looking at it.
#[component]
pub fn Select(
    /// The chosen value.
    #[prop(into)]
    value: Signal<String>,
    /// What can be chosen.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// Told of a choice.
    #[prop(into)]
    on_change: Callback<String>,
    /// Its name without a field around it.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let field = use_context::<FieldContext>();
    let all = memo(move |_| {
        let mut all = options.get();
        value.with(|value| {
            if !all.iter().any(|choice| choice.value == *value) {
                all.insert(0, Choice::new(value.clone(), value.clone()));
            }
        });
        all
    });
    view! {
        <select
            class="input select"
            id=FieldContext::control_id(field, "select")
            aria-label=label
            aria-describedby=move || FieldContext::described_by(field)
            aria-invalid=move || FieldContext::invalid(field)
            aria-required=FieldContext::required(field)
            on:change=move |event| on_change.run(event_target_value(&event))
        >
            {move || {
                all.get()
                    .into_iter()
                    .map(|choice| {
                        let own = choice.value.clone();
                        view! {
                            <option value=choice.value.clone() prop:selected=move || value.with(|value| *value == own)>
                                {choice.label}
                            </option>
                        }
                    })
                    .collect_view()
            }}
        </select>
    }
}
