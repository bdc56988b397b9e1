//! How things stand, as a dot and a word.

use leptos::prelude::*;

/// How things stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// As it should be.
    Fine,
    /// Something is going on.
    Busy,
    /// Something is waiting for the administrator.
    Pending,
    /// Something is wrong.
    Bad,
    /// Nothing to say.
    #[default]
    Unknown,
}

impl Status {
    const fn class(self) -> &'static str {
        match self {
            Self::Fine => "status status-fine",
            Self::Busy => "status status-busy",
            Self::Pending => "status status-pending",
            Self::Bad => "status status-bad",
            Self::Unknown => "status",
        }
    }
}

/// A dot, and the word that says what its colour means.
#[component]
pub fn StatusDot(
    /// How things stand.
    #[prop(into)]
    status: Signal<Status>,
    /// The word.
    #[prop(into)]
    words: Signal<String>,
) -> impl IntoView {
    view! {
        <span class=move || status.get().class()>
            <span class="status-dot" aria-hidden="true"></span>
            <span class="status-words">{words}</span>
        </span>
    }
}
