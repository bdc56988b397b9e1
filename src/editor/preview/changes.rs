//! What the change does: in sentences, and as lines.

use crate::components::{DiffLayout, DiffLines, DiffWords};
use crate::reactive::memo;
use crate::words::editor as words;
use crate::workspace::use_workspace;
use leptos::prelude::*;
use workflow::diff::unified;

/// Lines of context around each change.
const CONTEXT: usize = 3;

/// Sentences and a unified diff.
#[component]
pub fn ChangesPanel() -> impl IntoView {
    let workspace = use_workspace();
    let has_change = memo(move |_| workspace.diff.with(|diff| !diff.is_empty()));
    let hunks = memo(move |_| {
        workspace.base.with(|base| workspace.settled.with(|settled| unified(&base.document, settled, CONTEXT)))
    });
    view! {
        <div class="changes-panel">
            {move || {
                if has_change.get() {
                    view! {
                        <DiffWords diff=workspace.diff />
                        <DiffLines hunks=hunks layout=DiffLayout::Unified />
                    }
                        .into_any()
                } else {
                    view! { <p class="empty-note">{words::NO_CHANGES}</p> }.into_any()
                }
            }}
        </div>
    }
}
