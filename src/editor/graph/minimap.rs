//! All of a large graph in a corner, and which part of it is seen.

use super::scene::Scene;
use super::view::View;
use crate::reactive::memo;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::PointerEvent;

/// Fewer nodes than this are seen without it.
const FEWEST: usize = 40;

/// The corner. A picture of the picture, for the pointer; the keys do the same.
#[component]
pub fn Minimap(
    /// What is drawn.
    scene: Memo<Arc<Scene>>,
    /// What of it is seen.
    view: RwSignal<View>,
    /// How large it is seen, in px.
    frame: RwSignal<(f64, f64)>,
) -> impl IntoView {
    let element = NodeRef::<html::Div>::new();
    let is_large = memo(move |_| scene.with(|scene| scene.rows.len() >= FEWEST));
    let go = move |event: &PointerEvent| {
        let Some(map) = element.get_untracked() else { return };
        let size = map.get_bounding_client_rect();
        let part = |at: i32, start: f64, length: f64| ((f64::from(at) - start) / length.max(1.0)).clamp(0.0, 1.0);
        let right = part(event.client_x(), size.left(), size.width());
        let down = part(event.client_y(), size.top(), size.height());
        scene.with_untracked(|scene| {
            let area = scene.area;
            let point = (area.left + area.width() * right, area.top + area.height() * down);
            view.update(|view| *view = view.around(point, frame.get_untracked()));
        });
    };
    let drawn = move || {
        let (area, nodes) = scene.with(|scene| (scene.area, scene.far_nodes()));
        let all = format!("{} {} {} {}", area.left, area.top, area.width().max(1.0), area.height().max(1.0));
        let seen = memo(move |_| view.get().area(frame.get()));
        view! {
            <svg viewBox=all preserveAspectRatio="none" aria-hidden="true">
                <path class="graph-far-nodes" d=nodes></path>
                <rect
                    class="graph-seen"
                    x=move || seen.get().left
                    y=move || seen.get().top
                    width=move || seen.get().width()
                    height=move || seen.get().height()
                ></rect>
            </svg>
        }
    };
    move || {
        is_large.get().then(|| {
            view! {
                <div
                    class="graph-minimap"
                    aria-hidden="true"
                    node_ref=element
                    on:pointerdown=move |event| {
                        event.stop_propagation();
                        if let Some(map) = element.get_untracked() {
                            let _ = map.set_pointer_capture(event.pointer_id());
                        }
                        go(&event);
                    }
                    on:pointermove=move |event| {
                        if event.buttons() == 1 {
                            go(&event);
                        }
                    }
                >
                    {drawn}
                </div>
            }
        })
    }
}
