//! All findings.

use crate::components::FindingsList;
use crate::editor::state::use_editor;
use crate::words::editor as words;
use crate::workspace::use_workspace;
use leptos::prelude::*;
use workflow::validate::Finding;

/// Every finding, each with a way to its field and its fix.
#[component]
pub fn ProblemsPanel() -> impl IntoView {
    let workspace = use_workspace();
    let editor = use_editor();
    view! {
        <div class="problems-panel">
            <FindingsList
                findings=workspace.findings
                on_go=move |finding: Finding| editor.go_to(workspace, &finding)
                on_fix=move |finding: Finding| {
                    if let Some(fix) = &finding.fix {
                        workspace.apply_fix(fix);
                    }
                }
                none=words::NO_PROBLEMS
            />
        </div>
    }
}
