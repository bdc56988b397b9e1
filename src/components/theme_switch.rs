//! Light, dark, or as the system has it.

use crate::browser::theme::Theme;
use crate::ui::{IconButton, IconName};
use leptos::prelude::*;

/// A button that goes round the themes.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let theme = RwSignal::new(Theme::kept());
    let announcer = super::use_announcer();
    view! {
        <IconButton
            label=Signal::derive(move || format!("Theme: {}", theme.get().name()))
            icon=Signal::derive(move || match theme.get() {
                Theme::System => IconName::System,
                Theme::Light => IconName::Sun,
                Theme::Dark => IconName::Moon,
            })
            on_press=move |()| {
                let next = theme.get_untracked().next();
                next.apply();
                theme.set(next);
                announcer.say(format!("Theme: {}", next.name()));
            }
        />
    }
}
