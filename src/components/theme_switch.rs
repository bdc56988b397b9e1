//! Light, dark, or as the system has it.

use crate::browser::theme::{self, Theme};
use crate::reactive::effect;
use crate::ui::{IconButton, IconName};
use crate::words::craft::theme as words;
use leptos::prelude::*;

/// Shows and keeps the theme, follows a choice made in another tab, and makes it available to everything
/// below. Once in the life of the page.
pub fn provide_theme() -> RwSignal<Theme> {
    let choice = RwSignal::new(Theme::kept());
    theme::on_choice_elsewhere(move |theme| choice.set(theme));
    effect(move || choice.get().apply());
    provide_context(choice);
    choice
}

/// The choice of theme. Setting it shows and keeps it.
///
/// # Panics
/// Outside of the app, which provides it.
#[must_use]
pub fn use_theme() -> RwSignal<Theme> {
    expect_context()
}

/// A button that goes round the themes.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let theme = use_theme();
    let announcer = super::use_announcer();
    view! {
        <IconButton
            label=Signal::derive(move || words::current(theme.get()))
            icon=Signal::derive(move || match theme.get() {
                Theme::System => IconName::System,
                Theme::Light => IconName::Sun,
                Theme::Dark => IconName::Moon,
            })
            on_press=move |()| {
                let next = theme.get_untracked().next();
                theme.set(next);
                announcer.say(words::current(next));
            }
        />
    }
}
