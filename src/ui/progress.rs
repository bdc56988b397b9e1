//! How far something has come, or how full it is.

use super::Tone;
use leptos::prelude::*;

/// A bar that fills up.
#[component]
pub fn ProgressBar(
    /// What it measures, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// How much.
    #[prop(into)]
    value: Signal<f64>,
    /// How much at most.
    #[prop(into)]
    max: Signal<f64>,
    /// The value in words: "1.2 MiB of 25 MiB".
    #[prop(optional, into)]
    words: Signal<String>,
    /// What its colour means.
    #[prop(optional, into)]
    tone: Signal<Tone>,
) -> impl IntoView {
    let percent = move || {
        let max = max.get();
        if max > 0.0 { (value.get() / max * 100.0).clamp(0.0, 100.0).round() as u32 } else { 0 }
    };
    view! {
        <div
            class=move || format!("progress tone-{}", tone.get().name())
            role="progressbar"
            aria-label=label
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=percent
            aria-valuetext=words
        >
            <div class="progress-fill" style:width=move || format!("{}%", percent())></div>
        </div>
    }
}
