//! Tabs (WAI-ARIA APG "tabs", selected as they get the focus).

use super::Tone;
use crate::reactive::memo;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

/// One tab.
#[derive(Clone)]
pub struct Tab {
    /// Its name in code.
    pub key: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// A number or a sign behind it, with its meaning.
    pub badge: Signal<Option<(Tone, String)>>,
}

impl Tab {
    /// A tab without a badge.
    #[must_use]
    pub fn new(key: &'static str, label: &'static str) -> Self {
        Self { key, label, badge: Signal::default() }
    }

    /// The tab with a badge.
    #[must_use]
    pub fn with_badge(mut self, badge: impl Into<Signal<Option<(Tone, String)>>>) -> Self {
        self.badge = badge.into();
        self
    }
}

fn tab_id(group: &str, key: &str) -> String {
    format!("{group}-tab-{key}")
}

fn panel_id(group: &str, key: &str) -> String {
    format!("{group}-panel-{key}")
}

/// The row of tabs. Arrow keys, Home and End move between them; only the selected one is in the tab order.
#[component]
pub fn TabList(
    /// The name of the group in the page; its panels carry the same.
    group: &'static str,
    /// What the tabs choose between, for screen readers.
    #[prop(into)]
    label: String,
    /// The tabs.
    tabs: Vec<Tab>,
    /// The key of the selected tab.
    #[prop(into)]
    selected: Signal<&'static str>,
    /// Told of a choice.
    #[prop(into)]
    on_select: Callback<&'static str>,
) -> impl IntoView {
    let keys: Vec<_> = tabs.iter().map(|tab| tab.key).collect();
    let list = NodeRef::<html::Div>::new();
    let on_keydown = move |event: KeyboardEvent| {
        let at = keys.iter().position(|key| *key == selected.get_untracked()).unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowRight" => (at + 1) % keys.len(),
            "ArrowLeft" => (at + keys.len() - 1) % keys.len(),
            "Home" => 0,
            "End" => keys.len() - 1,
            _ => return,
        };
        event.prevent_default();
        on_select.run(keys[next]);
        let button = list.get_untracked().and_then(|list| list.children().item(next as u32));
        if let Some(button) = button.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = button.focus();
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=label node_ref=list on:keydown=on_keydown>
            {tabs
                .into_iter()
                .map(|tab| {
                    let key = tab.key;
                    let is_selected = move || selected.get() == key;
                    view! {
                        <button
                            type="button"
                            role="tab"
                            class="tab"
                            id=tab_id(group, key)
                            aria-controls=panel_id(group, key)
                            aria-selected=move || if is_selected() { "true" } else { "false" }
                            tabindex=move || if is_selected() { "0" } else { "-1" }
                            on:click=move |_| on_select.run(key)
                        >
                            {tab.label}
                            {move || {
                                tab.badge
                                    .get()
                                    .map(|(tone, text)| {
                                        view! { <span class=format!("badge tone-{}", tone.name())>{text}</span> }
                                    })
                            }}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

/// What a tab shows. Built when the tab is selected, taken away when another is.
#[component]
pub fn TabPanel(
    /// The name of the group.
    group: &'static str,
    /// The tab's key.
    key: &'static str,
    /// The key of the selected tab.
    #[prop(into)]
    selected: Signal<&'static str>,
    /// What it shows.
    children: ChildrenFn,
) -> impl IntoView {
    let shown = memo(move |_| selected.get() == key);
    view! {
        <div
            class="tab-panel"
            role="tabpanel"
            id=panel_id(group, key)
            aria-labelledby=tab_id(group, key)
            tabindex="0"
            hidden=move || !shown.get()
        >
            {move || shown.get().then(|| children())}
        </div>
    }
}
