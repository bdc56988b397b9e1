//! Every part of `ui`, and the parts that tell how things stand, in every state: a page of development
//! builds (`/gallery`), for looking at and for the audit. Release builds do not have it.
//!
//! What it says is for those who build the app, so it stands here and not among the app's words.

mod controls;
mod signs;
mod surfaces;

use crate::components::PageHeading;
use leptos::prelude::*;

/// The page.
#[component]
pub fn GalleryPage() -> impl IntoView {
    view! {
        <div class="page">
            <PageHeading title="Gallery" />
            {controls::controls()}
            {signs::signs()}
            {surfaces::surfaces()}
        </div>
    }
}

/// A part, and its states beside each other.
fn part(name: &'static str, states: AnyView) -> AnyView {
    view! {
        <section aria-label=name style:margin-top="24px">
            <h2 class="section-title">{name}</h2>
            <div style:display="flex" style:flex-wrap="wrap" style:gap="16px" style:align-items="flex-start">
                {states}
            </div>
        </section>
    }
    .into_any()
}

/// A place as wide as a form's field.
fn wide(state: AnyView) -> AnyView {
    view! { <div style:width="280px" style:max-width="100%">{state}</div> }.into_any()
}
