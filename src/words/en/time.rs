//! Times in words.

use crate::browser::locale::{Unit, number, span};

/// How long ago something was: "3 hours ago", "yesterday", "5 seconds ago". Times are ms since 1970.
#[must_use]
pub fn ago(then: u64, now: u64) -> String {
    let (count, unit) = span(then, now);
    let name = match (count, unit) {
        (1, Unit::Day) => return "yesterday".to_owned(),
        (1, Unit::Month) => return "last month".to_owned(),
        (1, Unit::Year) => return "last year".to_owned(),
        (_, Unit::Second) => "second",
        (_, Unit::Minute) => "minute",
        (_, Unit::Hour) => "hour",
        (_, Unit::Day) => "day",
        (_, Unit::Month) => "month",
        (_, Unit::Year) => "year",
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {name}{plural} ago", number(count))
}

#[cfg(test)]
mod tests {
    use super::ago;

    #[test]
    fn the_last_day_has_a_word_of_its_own() {
        const HOUR: u64 = 3_600_000;
        let told = [0, 65_000, HOUR, 25 * HOUR, 49 * HOUR, 31 * 24 * HOUR, 800 * 24 * HOUR].map(|ms| ago(7, 7 + ms));
        assert_eq!(
            told,
            ["1 second ago", "1 minute ago", "1 hour ago", "yesterday", "2 days ago", "last month", "2 years ago"]
        );
    }
}
