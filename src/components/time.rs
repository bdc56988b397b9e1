//! Times for people.

use crate::browser::clock;
use leptos::prelude::*;

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// How long ago something was: "3 hours ago". Times are ms since 1970.
#[must_use]
pub fn relative(then: u64, now: u64) -> String {
    let Some(ago) = now.checked_sub(then) else { return "just now".to_owned() };
    let (count, unit) = match ago {
        _ if ago < MINUTE => return "just now".to_owned(),
        _ if ago < HOUR => (ago / MINUTE, "minute"),
        _ if ago < DAY => (ago / HOUR, "hour"),
        _ if ago < 30 * DAY => (ago / DAY, "day"),
        _ if ago < 365 * DAY => (ago / (30 * DAY), "month"),
        _ => (ago / (365 * DAY), "year"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural} ago")
}

/// How long ago something was, with the exact time as its title.
#[component]
pub fn RelativeTime(
    /// When, in ms since 1970.
    at: u64,
) -> impl IntoView {
    view! {
        <time datetime=clock::iso_time(at) title=clock::local_time(at)>
            {relative(at, clock::now_unix_ms())}
        </time>
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, HOUR, MINUTE, relative};

    #[test]
    fn a_time_is_told_in_its_largest_unit() {
        let now = 1_000 * DAY;
        let cases = [
            (0, "just now"),
            (MINUTE - 1, "just now"),
            (MINUTE, "1 minute ago"),
            (59 * MINUTE, "59 minutes ago"),
            (HOUR, "1 hour ago"),
            (DAY, "1 day ago"),
            (45 * DAY, "1 month ago"),
            (800 * DAY, "2 years ago"),
        ];
        for (ago, words) in cases {
            assert_eq!(relative(now - ago, now), words);
        }
    }

    #[test]
    fn a_clock_that_is_behind_makes_no_negative_times() {
        assert_eq!(relative(2 * DAY, DAY), "just now");
    }
}
