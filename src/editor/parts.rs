//! The parts of the editor that need the workspace. Their code is fetched with it.

use super::banners::Banners;
use super::form::EmailForm;
use super::node_view::NodeView;
use super::outline::NodesPane;
use super::overview::Overview;
use super::preview::Preview;
use super::status_bar::StatusBar;
use crate::reactive::memo;
use crate::workspace::{Selection, use_workspace};
use leptos::prelude::*;

/// How the editor's places are filled once the workspace is there.
pub struct Parts {
    /// Above the panes.
    pub banners: fn() -> AnyView,
    /// The form of the selected email node, or a view of another node.
    pub middle: fn() -> AnyView,
    /// The right side.
    pub preview: fn() -> AnyView,
    /// The bar at the bottom.
    pub status_bar: fn() -> AnyView,
    /// The nodes, as an outline or as a graph.
    pub nodes: fn() -> AnyView,
}

/// The parts.
pub static PARTS: Parts = Parts {
    banners: || view! { <Banners /> }.into_any(),
    middle: || view! { <Middle /> }.into_any(),
    preview: || view! { <Preview /> }.into_any(),
    status_bar: || view! { <StatusBar /> }.into_any(),
    nodes: || view! { <NodesPane /> }.into_any(),
};

#[component]
fn Middle() -> impl IntoView {
    let workspace = use_workspace();
    let draft = memo(move |_| workspace.selected_draft());
    let node = memo(move |_| match workspace.selected.get() {
        Selection::Node(node) => Some(node),
        Selection::Draft(_) | Selection::Nothing => None,
    });
    move || match (draft.get(), node.get()) {
        (Some(draft), _) => view! { <EmailForm draft=draft /> }.into_any(),
        (None, Some(node)) => view! { <NodeView node=node /> }.into_any(),
        (None, None) => view! { <Overview /> }.into_any(),
    }
}
