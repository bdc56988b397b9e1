//! Feature: editing the email nodes of one workflow.
//!
//! Outline on the left, form in the middle, previews on the right, the sum of it all at the bottom.
//! Everything shown is derived from the [`Workspace`](crate::workspace::Workspace).

mod banners;
mod form;
mod load_failure;
mod node_view;
mod outline;
mod places;
mod preview;
mod rows;
mod samples;
mod state;
mod status_bar;
mod words;

pub use load_failure::load_words;

use crate::components::{FailurePanel, PageHeading};
use crate::reactive::memo;
use crate::ui::Skeleton;
use crate::workspace::{Load, Selection, use_workspace};
use banners::Banners;
use form::EmailForm;
use leptos::prelude::*;
use node_view::NodeView;
use outline::Outline;
use preview::Preview;
use state::{EditorState, Pane};
use status_bar::StatusBar;

/// The editor of the workflow that the workspace holds.
#[component]
pub fn Editor() -> impl IntoView {
    let workspace = use_workspace();
    let state = EditorState::provide();
    let title = Signal::derive(move || {
        let name = workspace.base.with(|base| base.document.name()).unwrap_or_default();
        if name.is_empty() { workspace.id.get().to_string() } else { name }
    });
    view! {
        <PageHeading title=title hidden=true />
        {move || match workspace.load.get() {
            Load::Loading => view! { <Loading /> }.into_any(),
            Load::Failed(failure) => {
                view! {
                    <div class="page">
                        <FailurePanel
                            words=load_words(&failure, workspace)
                            on_action=move |()| workspace.reload()
                        />
                    </div>
                }
                    .into_any()
            }
            Load::Ready => view! { <Panes state=state /> }.into_any(),
        }}
    }
}

/// The panes' outlines while the workflow is on its way.
#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="editor is-loading">
            <div class="pane pane-outline"><Skeleton label="Loading the workflow" lines=8 /></div>
            <div class="pane pane-form"><Skeleton label="Loading the form" lines=6 /></div>
            <div class="pane pane-preview"><Skeleton label="Loading the preview" lines=5 /></div>
        </div>
    }
}

#[component]
fn Panes(state: EditorState) -> impl IntoView {
    let pane = state.pane;
    let switch = [(Pane::Outline, "Outline"), (Pane::Form, "Form"), (Pane::Preview, "Preview")];
    view! {
        <div class="editor" data-pane=move || pane.get().name()>
            <Banners />
            <div class="pane-switch segmented" role="group" aria-label="Show">
                {switch
                    .into_iter()
                    .map(|(one, name)| {
                        view! {
                            <button
                                type="button"
                                aria-pressed=move || if pane.get() == one { "true" } else { "false" }
                                on:click=move |_| pane.set(one)
                            >
                                {name}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <section class="pane pane-outline" aria-label="Outline">
                <Outline />
            </section>
            <section class="pane pane-form" aria-label="Form">
                <Middle />
            </section>
            <section class="pane pane-preview" aria-label="Preview">
                <Preview />
            </section>
            <StatusBar />
        </div>
    }
}

/// The form of the selected email node, or a view of another node.
#[component]
fn Middle() -> impl IntoView {
    let workspace = use_workspace();
    let draft = memo(move |_| workspace.selected_draft());
    let node = memo(move |_| match workspace.selected.get() {
        Selection::Node(node) => Some(node),
        Selection::Draft(_) | Selection::Nothing => None,
    });
    let no_nodes = memo(move |_| workspace.base.with(|base| !base.document.has_nodes()));
    move || match (draft.get(), node.get()) {
        (Some(draft), _) => view! { <EmailForm draft=draft /> }.into_any(),
        (None, Some(node)) => view! { <NodeView node=node /> }.into_any(),
        (None, None) => view! {
            <div class="pane-empty">
                <h2 class="visually-hidden" id="node-heading" tabindex="-1">"No node"</h2>
                <p>{move || if no_nodes.get() { words::NO_NODES } else { words::NOTHING_SELECTED }}</p>
            </div>
        }
        .into_any(),
    }
}
