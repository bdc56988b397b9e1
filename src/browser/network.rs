//! Whether the machine is online, as far as the browser knows.

use leptos::ev;
use leptos::prelude::{ReadSignal, Set, on_cleanup, signal, window, window_event_listener};

/// Whether the browser believes that there is a network. `false` is certain, `true` is a guess.
#[must_use]
pub fn online() -> bool {
    window().navigator().on_line()
}

/// The same, kept up to date for as long as the calling component lives.
#[must_use]
pub fn watch_online() -> ReadSignal<bool> {
    let (current, set_current) = signal(online());
    let up = window_event_listener(ev::online, move |_| set_current.set(true));
    let down = window_event_listener(ev::offline, move |_| set_current.set(false));
    on_cleanup(move || {
        up.remove();
        down.remove();
    });
    current
}
