//! Times for people.

use crate::browser::{clock, locale};
use crate::words;
use leptos::prelude::*;

/// How long ago something was; the exact time is its title as soon as something points at it. The browser's
/// tables for dates take longer to come than all the rest of a page of such times.
#[component]
pub fn RelativeTime(
    /// When, in ms since 1970.
    at: u64,
) -> impl IntoView {
    let exact = RwSignal::new(None::<String>);
    view! {
        <time
            datetime=clock::iso_time(at)
            title=exact
            on:pointerenter=move |_| exact.set(Some(locale::date_time(at)))
        >
            {words::ago(at, clock::now_unix_ms())}
        </time>
    }
}
