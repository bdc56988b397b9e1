//! Asking before the page is left with unsaved work.

use leptos::ev;
use leptos::prelude::{on_cleanup, window_event_listener};

/// Where `is_lost` answers `true`, the browser asks before the tab is closed, reloaded or taken to another
/// site. Lasts as long as the calling component.
pub fn guard(is_lost: impl Fn() -> bool + 'static) {
    let listener = window_event_listener(ev::beforeunload, move |event| {
        if is_lost() {
            event.prevent_default();
            event.set_return_value("unsaved");
        }
    });
    on_cleanup(move || listener.remove());
}
