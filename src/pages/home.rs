//! `/`: which workflow to open.

use crate::components::PageHeading;
use crate::home::{KeptWork, OpenById, WorkflowPicker};
use crate::words::home as words;
use leptos::prelude::*;

/// The workflows of the tenant, and a way to open one that is not listed.
#[component]
pub fn HomePage() -> impl IntoView {
    view! {
        <div class="page home">
            <div class="page-head">
                <PageHeading title=words::TITLE />
                <OpenById />
            </div>
            <KeptWork />
            <WorkflowPicker />
        </div>
    }
}
