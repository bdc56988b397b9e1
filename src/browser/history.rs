//! The address bar: where the app is, going elsewhere in it, and links that lead elsewhere in it.

use leptos::ev;
use leptos::prelude::{window, window_event_listener};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement};

/// The path of the page's address.
#[must_use]
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// Writes a new address on top of the history. Answers whether the browser took it.
pub fn push(path: &str) -> bool {
    window().history().is_ok_and(|history| history.push_state_with_url(&JsValue::NULL, "", Some(path)).is_ok())
}

/// Writes a new address in the place of the present one. Answers whether the browser took it.
pub fn replace(path: &str) -> bool {
    window().history().is_ok_and(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(path)).is_ok())
}

/// Loads a page anew, as if its address had been typed.
pub fn load(path: &str) {
    // Where the browser refuses, the page stays as it is.
    let _ = window().location().assign(path);
}

/// Loads this page anew.
pub fn reload() {
    let _ = window().location().reload();
}

/// The value of `#name=value` in the address, which is taken away from it.
#[must_use]
pub fn take_hash(name: &str) -> Option<String> {
    let hash = window().location().hash().ok()?;
    let value = hash.strip_prefix('#')?.strip_prefix(name)?.strip_prefix('=')?.to_owned();
    replace(&path());
    Some(value)
}

/// The site's own part of an address: `https://host:port`.
#[must_use]
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Goes to the top of the page, as the browser does for a page that it loads itself.
pub fn scroll_to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Calls back when the browser goes back or forward to an address of the app. For as long as the page lives.
pub fn on_move(moved: impl Fn() + 'static) {
    drop(window_event_listener(ev::popstate, move |_| moved()));
}

/// Asks `follow` about each plain click on a link of this site. Where it answers `true`, the browser
/// does not load the address. For as long as the page lives.
pub fn on_link(follow: impl Fn(&str) -> bool + 'static) {
    drop(window_event_listener(ev::click, move |event| {
        let plain =
            event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
        if !plain || event.default_prevented() {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else { return };
        let elsewhere = link.has_attribute("download") || !matches!(link.target().as_str(), "" | "_self");
        let ours = window().location().origin().is_ok_and(|origin| origin == link.origin());
        if !elsewhere && ours && link.hash().is_empty() && link.search().is_empty() && follow(&link.pathname()) {
            event.prevent_default();
        }
    }));
}
