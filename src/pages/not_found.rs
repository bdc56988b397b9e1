//! An address that leads nowhere.

use crate::components::PageHeading;
use crate::routes;
use crate::words::craft::not_found as words;
use leptos::prelude::*;

/// Says so, and leads back.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <div class="page">
            <PageHeading title=words::TITLE />
            <p>{words::TEXT}</p>
            <p>
                <a href=routes::HOME>{words::WAY_OUT}</a>
            </p>
        </div>
    }
}
