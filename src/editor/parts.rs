//! The parts of the editor that need the workspace. Their code is fetched with it.

use super::banners::Banners;
use super::form::EmailForm;
use super::graph::GraphPane;
use super::node_view::NodeView;
use super::outline_keys::outline_key;
use super::outline_menu;
use super::outline_state::OutlineState;
use super::overview::Overview;
use super::preview::Preview;
use super::status_bar::StatusBar;
use crate::reactive::memo;
use crate::workspace::{Selection, use_workspace};
use leptos::ev::KeyboardEvent;
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
    /// What the outline has besides its rows.
    pub outline: OutlineParts,
    /// The nodes as a graph.
    pub graph: fn(OutlineState) -> AnyView,
}

/// What the outline has besides its rows.
pub struct OutlineParts {
    /// Does what a key does; answers whether it does anything.
    pub keys: fn(OutlineState, &KeyboardEvent) -> bool,
    /// Which nodes are looked for.
    pub filters: fn(OutlineState) -> AnyView,
    /// The menu of a row.
    pub menu: fn(OutlineState) -> AnyView,
}

/// The parts.
pub static PARTS: Parts = Parts {
    banners: || view! { <Banners /> }.into_any(),
    middle: || view! { <Middle /> }.into_any(),
    preview: || view! { <Preview /> }.into_any(),
    status_bar: || view! { <StatusBar /> }.into_any(),
    outline: OutlineParts { keys: outline_key, filters: outline_menu::filters, menu: outline_menu::menu },
    graph: |outline| view! { <GraphPane outline=outline /> }.into_any(),
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
