//! `/workflows/{id}`: one workflow.

use crate::components::{CurrentWorkflow, Status, use_current_workflow, use_session};
use crate::editor::Editor;
use crate::home::remember_workflow;
use crate::reactive::{effect, memo};
use crate::review::Deploying;
use crate::workspace::{Load, Workspace};
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_params_map;
use workflow::document::WorkflowId;

/// What the pages of a workflow share: the workspace, and the workflow's name in the top bar.
#[component]
pub fn WorkflowFrame() -> impl IntoView {
    let params = use_params_map();
    let id = memo(move |_| WorkflowId::from(params.with(|params| params.get("id").unwrap_or_default())));
    let workspace = Workspace::provide(id.into(), use_session());
    Deploying::provide(workspace, use_session());
    let slot = use_current_workflow();
    effect(move || slot.set(Some(current(workspace))));
    let session = use_session();
    effect(move || {
        if workspace.load.get() == Load::Ready {
            let name = workspace.base.with(|base| base.document.name().unwrap_or_default());
            session.with(|session| workspace.id.with(|id| remember_workflow(&session.org, id.as_str(), &name)));
        }
    });
    on_cleanup(move || drop(slot.try_set(None)));
    view! { <Outlet /> }
}

/// What the top bar says.
fn current(workspace: Workspace) -> CurrentWorkflow {
    let changes = workspace.change.with(|change| change.edits.len());
    let (status, words) = match workspace.load.get() {
        Load::Loading => (Status::Busy, "loading".to_owned()),
        Load::Failed(_) => (Status::Bad, "not loaded".to_owned()),
        Load::Ready if workspace.reloading.get() => (Status::Busy, "loading again".to_owned()),
        Load::Ready => match changes {
            0 => (Status::Fine, "no changes".to_owned()),
            1 => (Status::Pending, "1 change".to_owned()),
            _ => (Status::Pending, format!("{changes} changes")),
        },
    };
    workspace.base.with(|base| CurrentWorkflow {
        id: workspace.id.get().to_string(),
        name: base.document.name().unwrap_or_default(),
        version: base.document.version().map(|version| version.to_string()).unwrap_or_default(),
        status,
        words,
    })
}

/// The editor.
#[component]
pub fn EditorPage() -> impl IntoView {
    view! { <Editor /> }
}
