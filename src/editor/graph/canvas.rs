//! The graph on the screen: panned by dragging, wheel and arrow keys, zoomed by pinch, wheel and keys, and
//! drawn only where it is seen.

use super::layouter::{Answer, Layouter};
use super::minimap::Minimap;
use super::plan::Plan;
use super::scene::Scene;
use super::shapes;
use super::view::{Area, View};
use crate::editor::outline_menu;
use crate::editor::outline_state::OutlineState;
use crate::editor::state::Pane;
use crate::reactive::{effect, memo};
use crate::ui::{Each, IconButton, IconName, Skeleton};
use crate::words::nodes as words;
use leptos::ev::{KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// How far an arrow key goes, in px.
const STEP: f64 = 80.0;
/// How much a key or a button zooms.
const ZOOM: f64 = 1.25;
/// How far a pointer moves before it drags, in px.
const STILL: f64 = 4.0;
/// More nodes than this are drawn as one shape.
const MOST: usize = 350;
/// What is drawn beyond each edge, as a part of the frame, so that panning shows no gaps.
const BEYOND: f64 = 0.35;

/// The pointers that are down, and where; what they did since.
#[derive(Clone, Debug, Default)]
struct Pointers {
    down: Vec<(i32, f64, f64)>,
    dragged: bool,
}

/// The graph.
pub fn canvas(outline: OutlineState) -> AnyView {
    let layouter = Layouter::new();
    let plan = memo(move |_| {
        let opened = outline.opened;
        let plan = opened.base.with(|base| {
            outline.marks.with(|marks| match opened.work.get() {
                Some(work) => work.wired.with(|wired| Plan::of(base, wired, &marks.new)),
                None => Plan::of(base, &base.document, &marks.new),
            })
        });
        Arc::new(plan)
    });
    effect(move || plan.with(|plan| layouter.ask(plan)));
    // The plan that an answer belongs to; what was drawn before stays until there is one.
    let scene = memo(move |before: Option<&Arc<Scene>>| match layouter.answer.get() {
        Answer::Placed(placed) => {
            let plan = plan.get_untracked();
            if placed.nodes.len() == plan.rows.len() && placed.bends.len() == plan.ways.len() {
                Arc::new(Scene::new(plan.as_ref().clone(), placed))
            } else {
                before.cloned().unwrap_or_default()
            }
        }
        Answer::Waiting | Answer::Failed => before.cloned().unwrap_or_default(),
    });
    let state = memo(move |_| match layouter.answer.get() {
        Answer::Placed(_) => None,
        Answer::Waiting => Some(None),
        Answer::Failed => Some(Some(words::GRAPH_FAILED)),
    });
    view! {
        <div class="graph">
            {move || match state.get() {
                Some(Some(why)) => view! { <p class="graph-empty" role="alert">{why}</p> }.into_any(),
                Some(None) => view! { <div class="graph-empty"><Skeleton label=words::DRAWING lines=6 /></div> }.into_any(),
                None => view! { <Picture outline=outline scene=scene /> }.into_any(),
            }}
        </div>
        {outline_menu::menu(outline)}
    }
    .into_any()
}

#[component]
fn Picture(outline: OutlineState, scene: Memo<Arc<Scene>>) -> impl IntoView {
    let element = NodeRef::<html::Div>::new();
    let frame = RwSignal::new((0.0, 0.0));
    let view = RwSignal::new(View { x: 0.0, y: 0.0, scale: 1.0 });
    let begun = StoredValue::new(false);
    let measure = move || {
        let size = element.get_untracked().map(|canvas| canvas.get_bounding_client_rect());
        if let Some(size) = size.filter(|size| frame.get_untracked() != (size.width(), size.height())) {
            frame.set((size.width(), size.height()));
        }
    };
    let resized = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());
    let place_of_selected = move |scene: &Scene| {
        let row = outline.selected.get()?;
        scene.rows.iter().position(|known| *known == row).map(|at| scene.middles[at])
    };
    // Begins at the top; goes to what is selected where that is not seen.
    effect(move || {
        if element.get().is_none() {
            return;
        }
        measure();
        let size = frame.get_untracked();
        scene.with(|scene| {
            if !begun.get_value() && !scene.rows.is_empty() {
                begun.set_value(true);
                let first = scene.middles.first().copied().unwrap_or_default();
                view.set(View::begin(scene.area, first, size));
            }
            if let Some((x, y)) = place_of_selected(scene) {
                let seen = view.get_untracked().area(size);
                let is_seen = x >= seen.left && x <= seen.right && y >= seen.top && y <= seen.bottom;
                if !is_seen {
                    view.update(|view| *view = view.around((x, y), size));
                }
            }
        });
    });
    let at_of = move |x: i32, y: i32| {
        let size = element.get_untracked().map(|canvas| canvas.get_bounding_client_rect());
        size.map_or((0.0, 0.0), |size| (f64::from(x) - size.left(), f64::from(y) - size.top()))
    };
    let zoom = move |factor: f64| {
        let (width, height) = frame.get_untracked();
        view.update(|view| *view = view.zoom(factor, (width / 2.0, height / 2.0)));
    };
    let fit = move || {
        measure();
        let area = scene.with_untracked(|scene| scene.area);
        view.update(|view| *view = View::fit(area, frame.get_untracked()));
    };
    let on_wheel = move |event: WheelEvent| {
        event.prevent_default();
        measure();
        let (right, down) = (event.delta_x(), event.delta_y());
        view.update(|view| {
            *view = if event.ctrl_key() || event.meta_key() {
                view.zoom((-down / 200.0).exp(), at_of(event.client_x(), event.client_y()))
            } else if event.shift_key() {
                view.pan(down + right, 0.0)
            } else {
                view.pan(right, down)
            };
        });
    };
    let on_keydown = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let step = if event.shift_key() { STEP * 4.0 } else { STEP };
        let pan = move |right: f64, down: f64| view.update(|view| *view = view.pan(right, down));
        match event.key().as_str() {
            "ArrowRight" => pan(step, 0.0),
            "ArrowLeft" => pan(-step, 0.0),
            "ArrowDown" => pan(0.0, step),
            "ArrowUp" => pan(0.0, -step),
            "PageDown" => pan(0.0, frame.get_untracked().1 * 0.9),
            "PageUp" => pan(0.0, -frame.get_untracked().1 * 0.9),
            "+" | "=" => zoom(ZOOM),
            "-" | "_" => zoom(1.0 / ZOOM),
            "0" => fit(),
            "Enter" => outline.editor.pane.set(Pane::Form),
            _ => return,
        }
        event.prevent_default();
    };
    let pointers = StoredValue::new(Pointers::default());
    let on_pointerdown = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        measure();
        let point = (event.pointer_id(), f64::from(event.client_x()), f64::from(event.client_y()));
        pointers.update_value(|pointers| {
            if pointers.down.is_empty() {
                pointers.dragged = false;
            }
            pointers.down.retain(|(id, ..)| *id != point.0);
            pointers.down.push(point);
        });
    };
    let on_pointermove = move |event: PointerEvent| {
        let now = (f64::from(event.client_x()), f64::from(event.client_y()));
        let moved = pointers.try_update_value(|pointers| {
            let at = pointers.down.iter().position(|(id, ..)| *id == event.pointer_id())?;
            let (_, x, y) = pointers.down[at];
            let (right, down) = (x - now.0, y - now.1);
            if !pointers.dragged && right.hypot(down) < STILL {
                return None;
            }
            pointers.dragged = true;
            pointers.down[at] = (event.pointer_id(), now.0, now.1);
            // Two fingers zoom around their middle.
            let other = pointers.down.iter().find(|(id, ..)| *id != event.pointer_id()).copied();
            let pinch = other.map(|(_, other_x, other_y)| {
                let spread = |x: f64, y: f64| (x - other_x).hypot(y - other_y).max(1.0);
                (spread(now.0, now.1) / spread(x, y), ((now.0 + other_x) / 2.0, (now.1 + other_y) / 2.0))
            });
            Some((right, down, pinch))
        });
        match moved.flatten() {
            Some((_, _, Some((factor, (x, y))))) => {
                view.update(|view| *view = view.zoom(factor, at_of(x as i32, y as i32)));
            }
            Some((right, down, None)) => {
                if let Some(canvas) = element.get_untracked() {
                    let _ = canvas.set_pointer_capture(event.pointer_id());
                }
                view.update(|view| *view = view.pan(right, down));
            }
            None => {}
        }
    };
    let on_pointerup = move |event: PointerEvent| {
        pointers.update_value(|pointers| pointers.down.retain(|(id, ..)| *id != event.pointer_id()));
    };
    let row_at = move |event: &MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok())?;
        let node = target.closest("[data-node]").ok().flatten()?;
        let at: usize = node.get_attribute("data-node")?.parse().ok()?;
        scene.with_untracked(|scene| scene.rows.get(at).copied())
    };
    let on_click = move |event: MouseEvent| {
        let dragged = pointers.with_value(|pointers| pointers.dragged);
        if let Some(row) = row_at(&event).filter(|_| !dragged) {
            outline.show(row);
        }
    };
    let on_menu = move |event: MouseEvent| {
        if let Some(row) = row_at(&event) {
            event.prevent_default();
            let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
            outline.open_menu(row, x, y);
        }
    };
    let told = move || {
        let (nodes, ways) = scene.with(|scene| (scene.rows.len(), scene.ways.len()));
        outline.marks.with(|marks| {
            let new: Vec<String> = marks.new.iter().map(|node| node.id.to_string()).collect();
            words::graph_told(nodes, ways, &new, marks.changed.len())
        })
    };
    view! {
        <div
            class="graph-canvas"
            node_ref=element
            tabindex="0"
            role="group"
            aria-label=words::GRAPH_LABEL
            aria-describedby="graph-keys"
            on:wheel=on_wheel
            on:keydown=on_keydown
            on:pointerdown=on_pointerdown
            on:pointermove=on_pointermove
            on:pointerup=on_pointerup
            on:pointercancel=on_pointerup
            on:click=on_click
            on:dblclick=move |_| outline.editor.pane.set(Pane::Form)
            on:contextmenu=on_menu
        >
            <svg class="graph-svg" role="img" aria-label=told>
                <defs>
                    <marker
                        id="graph-arrow"
                        viewBox="0 0 8 8"
                        refX="7"
                        refY="4"
                        markerWidth="8"
                        markerHeight="8"
                        orient="auto-start-reverse"
                    >
                        <path class="graph-arrow" d="M0 0 8 4 0 8z"></path>
                    </marker>
                </defs>
                <g transform=move || {
                    let View { x, y, scale } = view.get();
                    format!("scale({scale})translate({},{})", -x, -y)
                }>
                    <Drawn outline=outline scene=scene view=view frame=frame />
                </g>
            </svg>
            <Minimap scene=scene view=view frame=frame />
        </div>
        <p class="visually-hidden" id="graph-keys">{words::GRAPH_KEYS}</p>
        <div class="graph-tools" role="group" aria-label=words::GRAPH_TOOLS>
            <IconButton label=words::ZOOM_IN icon=IconName::Add on_press=move |()| zoom(ZOOM) shortcut="+" />
            <IconButton label=words::ZOOM_OUT icon=IconName::Minus on_press=move |()| zoom(1.0 / ZOOM) shortcut="-" />
            <IconButton label=words::FIT icon=IconName::Fit on_press=move |()| fit() shortcut="0" />
        </div>
    }
}

/// What of the picture is seen: each node and way for itself, or where they are too many all as one shape.
#[component]
fn Drawn(
    outline: OutlineState,
    scene: Memo<Arc<Scene>>,
    view: RwSignal<View>,
    frame: RwSignal<(f64, f64)>,
) -> impl IntoView {
    // In steps, so that panning by a few px draws nothing anew.
    let area = memo(move |_| {
        let (view, frame) = (view.get(), frame.get());
        let seen = view.area(frame);
        let (wide, tall) = (seen.width() * BEYOND, seen.height() * BEYOND);
        let step = |at: f64, size: f64| (at / size.max(1.0)).floor() * size;
        Area {
            left: step(seen.left, wide) - wide,
            top: step(seen.top, tall) - tall,
            right: step(seen.right, wide) + 2.0 * wide,
            bottom: step(seen.bottom, tall) + 2.0 * tall,
        }
    });
    let nodes = memo(move |_| scene.with(|scene| scene.nodes_in(area.get())));
    let is_far = memo(move |_| nodes.with(|nodes| nodes.len() > MOST));
    let ways = memo(move |_| if is_far.get() { Vec::new() } else { scene.with(|scene| scene.ways_in(area.get())) });
    let revision = memo(move |before: Option<&u64>| {
        scene.track();
        before.map_or(0, |before| before + 1)
    });
    // From afar only what stands out is drawn for itself.
    let marked = memo(move |_| {
        let scene = scene.get();
        let stands_out = |at: &usize| {
            let row = scene.rows[*at];
            outline.selected.get() == Some(row)
                || outline.marks.with(|marks| marks.of(&outline.id_of(row)).is_some())
                || matches!(row, crate::editor::rows::Row::New(_))
        };
        if is_far.get() { (0..scene.rows.len()).filter(stands_out).collect::<Vec<_>>() } else { Vec::new() }
    });
    let far = move || {
        is_far.get().then(|| {
            let (ways, nodes) = scene.with(|scene| (scene.far_ways(), scene.far_nodes()));
            view! {
                <path class="graph-far-ways" d=ways></path>
                <path class="graph-far-nodes" d=nodes></path>
            }
        })
    };
    let shown = move || if is_far.get() { marked.get() } else { nodes.get() };
    view! {
        {far}
        <g>
            <Each
                each=move || {
                    let revision = revision.get();
                    ways.get().into_iter().map(move |at| (at, revision))
                }
                key=|way| *way
                children=move |(at, _)| scene.with_untracked(|scene| shapes::way(scene, at))
            />
        </g>
        <g>
            <Each
                each=move || {
                    let revision = revision.get();
                    shown().into_iter().map(move |at| (at, revision))
                }
                key=|node| *node
                children=move |(at, _)| scene.with_untracked(|scene| shapes::node(outline, scene, at))
            />
        </g>
    }
}
