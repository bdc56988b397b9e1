//! What time it is.

use leptos::prelude::window;
use wasm_bindgen::JsValue;

/// Milliseconds since 1970, UTC, by the browser's wall clock, which may jump.
#[must_use]
pub fn now_unix_ms() -> u64 {
    js_sys::Date::now() as u64
}

/// Milliseconds since the page was opened. Never goes back; for measuring and waiting.
#[must_use]
pub fn monotonic_ms() -> u64 {
    window().performance().map_or_else(now_unix_ms, |performance| performance.now() as u64)
}

/// A time (ms since 1970) in UTC, ISO 8601: for `datetime` attributes and file names.
#[must_use]
pub fn iso_time(unix_ms: u64) -> String {
    js_sys::Date::new(&JsValue::from_f64(unix_ms as f64)).to_iso_string().into()
}
