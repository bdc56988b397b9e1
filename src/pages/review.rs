//! `/workflows/{id}/review`: what will change, and deploying it.

use crate::components::PageHeading;
use leptos::prelude::*;

/// Review and deploy.
#[component]
pub fn ReviewPage() -> impl IntoView {
    view! { <PageHeading title="Review and deploy" /> }
}
