//! What happened to the form of its own accord, told where it happened until it is dealt with.

use crate::ui::{FieldAction, FieldMessage, Tone, message_view};
use crate::words::form as words;
use leptos::prelude::*;
use workflow::email::paste::Pasted;

/// Variables that a newly chosen template has no placeholder for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftovers {
    /// The template.
    pub template: String,
    /// How many variables it took over.
    pub kept: usize,
    /// The names of the others.
    pub names: Vec<String>,
}

/// The notices of a form. The form provides them for its sections.
#[derive(Clone, Copy)]
pub struct Notices {
    /// Variables without a placeholder.
    pub leftovers: RwSignal<Option<Leftovers>>,
    /// What was taken out of a pasted text.
    pub pasted: RwSignal<Option<Pasted>>,
}

impl Notices {
    /// Provides empty notices as context.
    pub fn provide() {
        provide_context(Self { leftovers: RwSignal::new(None), pasted: RwSignal::new(None) });
    }

    /// The notices of the form around.
    ///
    /// # Panics
    /// Outside of the form, which provides them.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }
}

/// A notice that is closed by one of its actions.
#[component]
pub fn Notice(
    /// How good or bad the news is.
    tone: Tone,
    /// What happened.
    text: String,
    /// More of it, a line each.
    #[prop(optional)]
    lines: Vec<String>,
    /// What can be done about it.
    actions: Vec<FieldAction>,
) -> impl IntoView {
    let class = format!("notice tone-{}", tone.name());
    let actions = actions.into_iter().map(|FieldAction { label, run }| {
        view! { <button type="button" class="link-button" on:click=move |_| run.run(())>{label}</button> }
    });
    let lines = lines.into_iter().map(|text| message_view(FieldMessage { tone: Tone::Warning, text, action: None }));
    view! {
        <div class=class role="group" aria-label=words::NOTICE>
            <p class="notice-words">{text}</p>
            {lines.collect_view()}
            <p class="notice-actions">{actions.collect_view()}</p>
        </div>
    }
}
