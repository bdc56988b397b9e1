//! An address that leads nowhere.

use crate::components::PageHeading;
use crate::routes;
use leptos::prelude::*;

/// Says so, and leads back.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <div class="page">
            <PageHeading title="Page not found" />
            <p>"There is no page at this address. Nothing was changed."</p>
            <p>
                <a href=routes::HOME>"Go to the workflows"</a>
            </p>
        </div>
    }
}
