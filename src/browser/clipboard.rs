//! The clipboard.

use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;

/// Copies a text. Answers whether the browser allowed it (it needs a secure page and a click).
pub async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    let key = "clipboard".into();
    // Absent on pages that are not served over HTTPS or from this machine; the typed getter would throw.
    let offered = js_sys::Reflect::get(&navigator, &key).is_ok_and(|clipboard| clipboard.is_object());
    offered && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
