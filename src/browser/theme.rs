//! Light, dark, or as the system has it.
//!
//! A script in the page's head applies the kept choice before the first paint; this applies and keeps a
//! new one. Both write `data-theme` on the root element, which the design tokens read.

use crate::browser::storage;
use leptos::prelude::{document, window_event_listener_untyped};

const KEY: &str = "theme";

/// A choice of theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the operating system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The choice kept from an earlier visit.
    #[must_use]
    pub fn kept() -> Self {
        match storage::read(KEY).as_deref() {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    /// The choice after this one in a switch that goes round.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    /// Its name: `system`, `light`, `dark`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Shows the theme and keeps the choice.
    pub fn apply(self) {
        if let Some(root) = document().document_element() {
            let _ = match self {
                Self::System => root.remove_attribute("data-theme"),
                Self::Light | Self::Dark => root.set_attribute("data-theme", self.name()),
            };
        }
        match self {
            Self::System => storage::remove(KEY),
            Self::Light | Self::Dark => drop(storage::write(KEY, self.name())),
        }
    }
}

/// Calls back with the choice when it may have been made in another tab. For as long as the page lives.
pub fn on_choice_elsewhere(chosen: impl Fn(Theme) + 'static) {
    drop(window_event_listener_untyped("storage", move |_| chosen(Theme::kept())));
}
