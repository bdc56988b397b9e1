//! Dates, times, numbers, sizes, durations and lists as the reader writes them.
//!
//! The tables are the browser's (`Intl`). Numbers and dates follow the reader's locale; what comes out
//! as words ("a, b and c") follows the language of the page, so that no two languages mix in one sentence.
//! Units are international symbols, which need no translation.

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Stands between a number and its unit, so that a line never ends between the two.
const GLUE: char = '\u{a0}';

/// A whole number: "10,000". Where the reader reads the language of the page, a small one needs no table: to
/// fetch it takes a tenth of the time in which a page is drawn.
#[must_use]
pub fn number(value: u64) -> String {
    if value < 1_000 && reads_pages_language() {
        return value.to_string();
    }
    format(Format::Number, &Given::Number(value as f64))
}

/// A share of one: "42%".
#[must_use]
pub fn percent(share: f64) -> String {
    format(Format::Percent, &Given::Number(share))
}

/// Bytes: "640 B", "12.4 KiB", "1.2 MiB".
#[must_use]
pub fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = 1024 * KIB;
    match bytes {
        0..KIB => with_unit(bytes, 1, "B"),
        KIB..MIB => with_unit(bytes, KIB, "KiB"),
        _ => with_unit(bytes, MIB, "MiB"),
    }
}

/// How long something took, in ms: "340 ms", "2.1 s", "1 min 5 s", "3 h 20 min".
#[must_use]
pub fn duration(ms: u64) -> String {
    let two = |large: u64, sign, small: u64, small_sign| {
        let first = with_unit(ms / large, 1, sign);
        match ms % large / small {
            0 => first,
            rest => format!("{first} {}", with_unit(rest, 1, small_sign)),
        }
    };
    match ms {
        0..SECOND => with_unit(ms, 1, "ms"),
        // Cut, not rounded: 59.99 s must not read as 60 s.
        SECOND..MINUTE => glued(&format(Format::Seconds, &Given::Number((ms / 100) as f64 / 10.0)), "s"),
        MINUTE..HOUR => two(MINUTE, "min", SECOND, "s"),
        _ => two(HOUR, "h", MINUTE, "min"),
    }
}

/// A day (ms since 1970), in the reader's zone: "22 Nov 2026".
#[must_use]
pub fn date(unix_ms: u64) -> String {
    format(Format::Date, &Given::Number(unix_ms as f64))
}

/// A point in time (ms since 1970), in the reader's zone: "22 Nov 2026, 09:41:07".
#[must_use]
pub fn date_time(unix_ms: u64) -> String {
    format(Format::DateTime, &Given::Number(unix_ms as f64))
}

/// Things in one sentence: "a, b, and c".
#[must_use]
pub fn list<S: AsRef<str>>(things: &[S]) -> String {
    let things: Vec<&str> = things.iter().map(AsRef::as_ref).collect();
    match things[..] {
        [] => String::new(),
        [only] => only.to_owned(),
        _ => format(Format::List, &Given::List(&things)),
    }
}

fn with_unit(value: u64, unit: u64, sign: &str) -> String {
    glued(&format(Format::Tenths, &Given::Number(value as f64 / unit as f64)), sign)
}

fn glued(number: &str, sign: &str) -> String {
    format!("{number}{GLUE}{sign}")
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 1 s.
    Second,
    /// 60 s.
    Minute,
    /// 60 min.
    Hour,
    /// 24 h.
    Day,
    /// 30 days.
    Month,
    /// 365 days.
    Year,
}

/// The largest unit that the time between two times (ms since 1970) fills at least once, and how often. A clock
/// that is behind makes no times in the future.
#[must_use]
pub const fn span(then: u64, now: u64) -> (u64, Unit) {
    let ms = now.saturating_sub(then);
    match ms {
        0..SECOND => (1, Unit::Second),
        SECOND..MINUTE => (ms / SECOND, Unit::Second),
        MINUTE..HOUR => (ms / MINUTE, Unit::Minute),
        HOUR..DAY => (ms / HOUR, Unit::Hour),
        _ if ms < 30 * DAY => (ms / DAY, Unit::Day),
        _ if ms < 365 * DAY => (ms / (30 * DAY), Unit::Month),
        _ => (ms / (365 * DAY), Unit::Year),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Number,
    Tenths,
    Seconds,
    Percent,
    Date,
    DateTime,
    List,
}

#[derive(Debug)]
enum Given<'a> {
    Number(f64),
    List(&'a [&'a str]),
}

#[cfg(target_arch = "wasm32")]
use intl::{format, reads_pages_language};

#[cfg(target_arch = "wasm32")]
mod intl {
    //! The way to the browser's tables. By name and without types: the typed way weighs several times as
    //! much, and this is loaded before the first interaction.

    use super::{Format, Given};
    use js_sys::{Array, Function, Object, Reflect};
    use leptos::prelude::{document, window};
    use std::cell::RefCell;
    use wasm_bindgen::{JsCast, JsValue};

    impl Format {
        /// The class below `Intl`, its options, and whether it makes words.
        const fn recipe(self) -> (&'static str, &'static [(&'static str, &'static str)], bool) {
            match self {
                Self::Number => ("NumberFormat", &[("maximumFractionDigits", "0")], false),
                Self::Tenths => ("NumberFormat", &[("maximumFractionDigits", "1")], false),
                Self::Seconds => {
                    ("NumberFormat", &[("minimumFractionDigits", "1"), ("maximumFractionDigits", "1")], false)
                }
                Self::Percent => ("NumberFormat", &[("style", "percent")], false),
                Self::Date => ("DateTimeFormat", &[("dateStyle", "medium")], false),
                Self::DateTime => ("DateTimeFormat", &[("dateStyle", "medium"), ("timeStyle", "medium")], false),
                Self::List => ("ListFormat", &[], true),
            }
        }
    }

    thread_local! {
        // Making one costs a hundred times what using one does.
        static MADE: RefCell<Vec<(Format, JsValue)>> = const { RefCell::new(Vec::new()) };
    }

    pub(super) fn format(format: Format, given: &Given<'_>) -> String {
        let arguments = match given {
            Given::Number(value) => Array::of1(&(*value).into()),
            Given::List(things) => {
                Array::of1(&things.iter().map(|thing| JsValue::from_str(thing)).collect::<Array>().into())
            }
        };
        let made = MADE.with_borrow_mut(|all| {
            if let Some((_, made)) = all.iter().find(|(known, _)| *known == format) {
                return Ok(made.clone());
            }
            let made = make(format)?;
            all.push((format, made.clone()));
            Ok::<_, JsValue>(made)
        });
        let written = made.and_then(|made| {
            let method: Function = Reflect::get(&made, &"format".into())?.unchecked_into();
            method.apply(&made, &arguments)
        });
        // Every browser that runs WebAssembly has all of these; one that withholds them still shows the value.
        written.ok().and_then(|text| text.as_string()).unwrap_or_else(|| arguments.join(" ").into())
    }

    /// Whether the reader's first language is the one that the page is in.
    pub(super) fn reads_pages_language() -> bool {
        thread_local! {
            static DOES: bool = {
                let language = window().navigator().language();
                pages_language().zip(language).is_some_and(|(page, readers)| readers.starts_with(&page))
            };
        }
        DOES.with(|does| *does)
    }

    fn pages_language() -> Option<String> {
        document().document_element().and_then(|root| root.get_attribute("lang"))
    }

    fn make(format: Format) -> Result<JsValue, JsValue> {
        let (class, options, words) = format.recipe();
        let class: Function =
            Reflect::get(&Reflect::get(&js_sys::global(), &"Intl".into())?, &class.into())?.unchecked_into();
        let page = pages_language().filter(|_| words);
        let settings = Object::new();
        for (key, value) in options {
            Reflect::set(&settings, &(*key).into(), &(*value).into())?;
        }
        Reflect::construct(&class, &Array::of2(&page.into(), &settings))
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn reads_pages_language() -> bool {
    true
}

/// Off the browser there are no tables: plain figures, for tests of what is around them.
#[cfg(not(target_arch = "wasm32"))]
fn format(format: Format, given: &Given<'_>) -> String {
    match (format, given) {
        (Format::Percent, Given::Number(share)) => format!("{}%", (share * 100.0).round()),
        (Format::Seconds, Given::Number(value)) => format!("{value:.1}"),
        (_, Given::Number(value)) => ((value * 10.0).round() / 10.0).to_string(),
        (_, Given::List(things)) => things.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, HOUR, MINUTE, Unit, duration, size, span};

    #[test]
    fn sizes_are_told_in_a_unit_that_fits() {
        for (bytes, words) in [
            (0, "0\u{a0}B"),
            (1023, "1023\u{a0}B"),
            (1024, "1\u{a0}KiB"),
            (1536, "1.5\u{a0}KiB"),
            (1_258_291, "1.2\u{a0}MiB"),
            (26_214_400, "25\u{a0}MiB"),
        ] {
            assert_eq!(size(bytes), words);
        }
    }

    #[test]
    fn durations_are_told_in_a_unit_that_fits() {
        let told = [0, 999, 1_000, 12_449, 59_999, 60_000, 65_000, 12_000_000].map(duration);
        let plain: Vec<_> = told.iter().map(|words| words.replace('\u{a0}', " ")).collect();
        assert_eq!(plain, ["0 ms", "999 ms", "1.0 s", "12.4 s", "59.9 s", "1 min", "1 min 5 s", "3 h 20 min"]);
    }

    #[test]
    fn a_span_is_told_in_its_largest_unit() {
        for (ms, told) in [
            (0, (1, Unit::Second)),
            (MINUTE - 1, (59, Unit::Second)),
            (MINUTE, (1, Unit::Minute)),
            (59 * MINUTE, (59, Unit::Minute)),
            (HOUR, (1, Unit::Hour)),
            (DAY, (1, Unit::Day)),
            (45 * DAY, (1, Unit::Month)),
            (800 * DAY, (2, Unit::Year)),
        ] {
            assert_eq!(span(5, 5 + ms), told);
        }
    }

    #[test]
    fn a_clock_that_is_behind_makes_no_times_in_the_future() {
        assert_eq!(span(2 * DAY, DAY), span(DAY, DAY));
    }
}
