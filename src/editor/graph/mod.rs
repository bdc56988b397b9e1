//! The nodes as a graph: a picture of what the outline says. Everything in it can be done in the outline.
//!
//! What draws it is a chunk of its own; where everything stands is found by a web worker
//! (`crates/layout`), so that neither weighs on who does not look at it.

mod canvas;
mod layouter;
mod minimap;
mod plan;
mod scene;
mod shapes;
mod view;

use super::outline_state::OutlineState;
use crate::chunk::NotFetched;
use crate::reactive::{effect, spawn_local};
use crate::ui::{Button, Skeleton};
use crate::words::nodes as words;
use leptos::prelude::*;

/// What the chunk has.
pub struct GraphParts {
    canvas: fn(OutlineState) -> AnyView,
}

static GRAPH: GraphParts = GraphParts { canvas: canvas::canvas };

crate::chunk! {
    graph,
    fn graph_parts() -> &'static GraphParts {
        &GRAPH
    }
}

/// The graph, once its code is here.
#[component]
pub fn GraphPane(
    /// What the outline shows; the graph shows the same.
    outline: OutlineState,
) -> impl IntoView {
    let parts = RwSignal::new(None::<Result<&'static GraphParts, NotFetched>>);
    let fetch = move || {
        parts.set(None);
        spawn_local(async move {
            let fetched = graph_parts().await;
            // Another pane may be shown by now.
            let _ = parts.try_set(Some(fetched));
        });
    };
    effect(fetch);
    move || match parts.get() {
        Some(Ok(parts)) => (parts.canvas)(outline),
        Some(Err(NotFetched)) => {
            view! { <Failed text=words::GRAPH_NOT_FETCHED on_retry=move |()| fetch() /> }.into_any()
        }
        None => view! { <div class="graph-empty"><Skeleton label=words::DRAWING lines=6 /></div> }.into_any(),
    }
}

/// Why there is no graph, and trying again.
#[component]
fn Failed(text: &'static str, #[prop(into)] on_retry: Callback<()>) -> impl IntoView {
    view! {
        <div class="graph-empty" role="alert">
            <p>{text}</p>
            <Button on_press=on_retry>{words::TRY_AGAIN}</Button>
        </div>
    }
}
