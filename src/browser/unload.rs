//! Asking before the page is left with unsaved work.

use leptos::ev;
use leptos::prelude::{GetUntracked, Signal, on_cleanup, window_event_listener};

/// While `unsaved` is true, the browser asks before the tab is closed, reloaded or taken to another
/// site. Lasts as long as the calling component.
pub fn guard(unsaved: Signal<bool>) {
    let listener = window_event_listener(ev::beforeunload, move |event| {
        if unsaved.try_get_untracked().unwrap_or(false) {
            event.prevent_default();
            event.set_return_value("unsaved");
        }
    });
    on_cleanup(move || listener.remove());
}
