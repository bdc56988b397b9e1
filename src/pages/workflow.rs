//! `/workflows/{id}`: one workflow.

use crate::components::PageHeading;
use leptos::prelude::*;
use leptos_router::components::Outlet;

/// What the pages of a workflow share.
#[component]
pub fn WorkflowFrame() -> impl IntoView {
    view! { <Outlet /> }
}

/// The editor.
#[component]
pub fn EditorPage() -> impl IntoView {
    view! { <PageHeading title="Workflow" /> }
}
