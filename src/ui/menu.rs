//! A menu that opens at a place in the window (WAI-ARIA APG "menu").

use super::{Icon, IconName, Kbd, fresh_id};
use crate::reactive::effect;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, Node};

/// How far a menu stays from the window's edges, in px.
const MARGIN: f64 = 8.0;

/// One thing to do.
#[derive(Clone)]
pub struct MenuItem {
    /// What it is called.
    pub label: String,
    /// Its icon.
    pub icon: IconName,
    /// The keys that do the same, as `aria-keyshortcuts` wants them; empty where there are none.
    pub keys: &'static str,
    /// Whether it takes something away.
    pub danger: bool,
    /// Does it.
    pub run: Callback<()>,
}

/// An open menu. It takes the focus, and closes when something is chosen, on Escape and Tab, and when anything
/// else is pressed.
#[component]
pub fn Menu(
    /// What the actions are about.
    #[prop(into)]
    label: String,
    /// The actions.
    items: Vec<MenuItem>,
    /// Where it opens, in px from the window's left edge.
    x: f64,
    /// The like from above.
    y: f64,
    /// Called before anything is done, and when nothing is; gives the focus back.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let element = NodeRef::<html::Div>::new();
    let id = StoredValue::new(fresh_id("menu"));
    let item_id = move |at: usize| id.with_value(|id| format!("{id}-{at}"));
    let active = RwSignal::new(0_usize);
    let place = RwSignal::new((x, y));
    let count = items.len().max(1);
    let items = StoredValue::new(items);
    effect(move || {
        let Some(menu) = element.get() else { return };
        let px = |length: Result<JsValue, JsValue>| length.ok().and_then(|length| length.as_f64());
        let (width, height) = (px(window().inner_width()), px(window().inner_height()));
        let size = menu.get_bounding_client_rect();
        let fit =
            |at: f64, size: f64, room: Option<f64>| room.map_or(at, |room| at.min(room - size - MARGIN).max(MARGIN));
        place.set((fit(x, size.width(), width), fit(y, size.height(), height)));
    });
    effect(move || {
        let at = active.get();
        if element.get().is_some()
            && let Some(item) = document().get_element_by_id(&item_id(at))
        {
            let _ = item.unchecked_into::<HtmlElement>().focus();
        }
    });
    let outside = window_event_listener(leptos::ev::pointerdown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        if !element.get_untracked().is_some_and(|menu| menu.contains(target.as_ref())) {
            on_close.run(());
        }
    });
    on_cleanup(move || outside.remove());
    let run = move |at: usize| {
        let run = items.with_value(|items| items.get(at).map(|item| item.run));
        on_close.run(());
        if let Some(run) = run {
            run.run(());
        }
    };
    let on_keydown = move |event: KeyboardEvent| {
        let at = active.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => active.set((at + 1) % count),
            "ArrowUp" => active.set((at + count - 1) % count),
            "Home" => active.set(0),
            "End" => active.set(count - 1),
            "Enter" | " " => run(at),
            "Escape" | "Tab" => on_close.run(()),
            letter if letter.chars().count() == 1 => {
                let letter = letter.to_lowercase();
                let begins = |at: &usize| {
                    let label = items.with_value(|items| items.get(*at).map(|item| item.label.to_lowercase()));
                    label.is_some_and(|label| label.starts_with(&letter))
                };
                match (at + 1..count).chain(0..=at).find(begins) {
                    Some(next) => active.set(next),
                    None => return,
                }
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let row = move |(at, item): (usize, MenuItem)| {
        let keys = (!item.keys.is_empty()).then_some(item.keys);
        view! {
            <div
                class="menu-item"
                class:is-danger=item.danger
                role="menuitem"
                id=item_id(at)
                tabindex=move || if active.get() == at { "0" } else { "-1" }
                aria-keyshortcuts=keys
                on:click=move |_| run(at)
                on:pointermove=move |_| {
                    if active.get_untracked() != at {
                        active.set(at);
                    }
                }
            >
                <Icon name=item.icon />
                <span class="menu-words">{item.label}</span>
                {keys.map(|keys| view! { <Kbd>{keys.replace("Control", "Ctrl")}</Kbd> })}
            </div>
        }
        .into_any()
    };
    view! {
        <div
            class="menu"
            role="menu"
            aria-label=label
            node_ref=element
            style:left=move || format!("{}px", place.get().0)
            style:top=move || format!("{}px", place.get().1)
            on:keydown=on_keydown
            on:contextmenu=|event| event.prevent_default()
        >
            {items.get_value().into_iter().enumerate().map(row).collect_view()}
        </div>
    }
}
