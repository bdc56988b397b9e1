//! `/workflows/{id}/review`: what will change, and deploying it.

use crate::review::Review;
use leptos::prelude::*;

/// Review and deploy.
#[component]
pub fn ReviewPage() -> impl IntoView {
    view! { <Review /> }
}
