//! An address that leads nowhere.

use crate::components::PageHeading;
use crate::routes;
use crate::ui::{Icon, IconName};
use crate::words::craft::not_found as words;
use leptos::prelude::*;

/// Says so, and leads back.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <div class="page">
            <div class="empty">
                <Icon name=IconName::Search />
                <PageHeading title=words::TITLE />
                <p>{words::TEXT}</p>
                <a class="button button-primary" href=routes::HOME>
                    {words::WAY_OUT}
                </a>
            </div>
        </div>
    }
}
