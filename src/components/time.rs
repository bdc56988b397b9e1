//! Times for people.

use crate::browser::{clock, locale};
use leptos::prelude::*;

/// How long ago something was, with the exact time as its title.
#[component]
pub fn RelativeTime(
    /// When, in ms since 1970.
    at: u64,
) -> impl IntoView {
    view! {
        <time datetime=clock::iso_time(at) title=locale::date_time(at)>
            {locale::relative(at, clock::now_unix_ms())}
        </time>
    }
}
