//! A page's heading, which also names the tab and takes the focus when the page is navigated to.

use crate::browser::page;
use crate::reactive::effect;
use crate::words::craft;
use leptos::html;
use leptos::prelude::*;
use std::cell::Cell;

thread_local! {
    static FIRST_PAGE: Cell<bool> = const { Cell::new(true) };
}

/// The one `<h1>` of a page. Whoever comes by a link inside the app is put here, so that a screen
/// reader starts at the new page; the page opened first leaves the focus to the browser.
#[component]
pub fn PageHeading(
    /// What the page is.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is for screen readers only, where the page shows its name elsewhere.
    #[prop(optional)]
    hidden: bool,
) -> impl IntoView {
    let element = NodeRef::<html::H1>::new();
    effect(move || page::set_title(&title.with(|title| craft::tab_title(title))));
    Effect::new(move |focused: Option<bool>| match (focused, element.get()) {
        (None | Some(false), Some(heading)) => {
            if !FIRST_PAGE.replace(false) {
                let _ = heading.focus();
            }
            true
        }
        (focused, _) => focused.unwrap_or_default(),
    });
    view! {
        <h1 class="page-title" class:visually-hidden=hidden tabindex="-1" node_ref=element>
            {title}
        </h1>
    }
}
