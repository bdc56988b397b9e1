//! `/activity`: what was deployed, by whom, and how it ended.

use crate::activity::ActivityLog;
use crate::chunk::with_style;
use crate::components::Fetched;
use leptos::prelude::*;

crate::chunk! {
    activity,
    fn activity_log() -> fn() -> AnyView {
        || view! { <ActivityLog /> }.into_any()
    }
}

/// The audit trail.
#[component]
pub fn ActivityPage() -> impl IntoView {
    view! { <Fetched fetch=|| Box::pin(with_style(activity_log())) /> }
}
