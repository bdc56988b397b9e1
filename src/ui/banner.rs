//! A message across the place it concerns.

use super::{Icon, Tone};
use leptos::prelude::*;

/// A message with an icon. Warnings and worse are read out at once.
#[component]
pub fn Banner(
    /// How bad it is.
    tone: Tone,
    /// What it is about, in a few words.
    #[prop(optional, into)]
    title: Option<String>,
    /// The message, and buttons where there is something to do.
    children: Children,
) -> impl IntoView {
    let role = if tone <= Tone::Warning { "alert" } else { "status" };
    view! {
        <div class=format!("banner tone-{}", tone.name()) role=role>
            <Icon name=tone.icon() />
            <div class="banner-words">
                {title.map(|title| view! { <p class="banner-title">{title}</p> })} {children()}
            </div>
        </div>
    }
}
