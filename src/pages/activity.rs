//! `/activity`: what was deployed, by whom, and how it ended.

use crate::activity::ActivityLog;
use leptos::prelude::*;

/// The audit trail.
#[component]
pub fn ActivityPage() -> impl IntoView {
    view! { <ActivityLog /> }
}
