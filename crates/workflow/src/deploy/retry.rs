//! When to try again: the policy, what `Retry-After` says, and the jitter.

use std::time::{Duration, SystemTime};

/// When to try again. Defaults: design tutorial, section "Retries".
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct RetryPolicy {
    /// Writes at most, the first included. Reads in a row that fail are bounded by the same number.
    pub max_attempts: u32,
    /// Delay before the second attempt in ms; doubles with each further one; fully jittered.
    pub base_delay_ms: u64,
    /// Longest wait in ms, also where `Retry-After` asks for more.
    pub max_delay_ms: u64,
    /// Statuses by which this tenant says that somebody has saved since the version that was read.
    pub conflict_statuses: Vec<u16>,
    /// Statuses by which this tenant says that nothing was done and it may be asked again later.
    pub later_statuses: Vec<u16>,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 4,
            base_delay_ms: 2_000,
            max_delay_ms: 60_000,
            conflict_statuses: vec![409],
            later_statuses: vec![429],
        }
    }
}

/// A `Retry-After` header in ms from now: seconds, or an HTTP date (RFC 9110, section 10.2.3).
/// A date in the past is 0; what is neither is `None`.
#[must_use]
pub fn parse_retry_after(header: &str, now_unix_ms: u64) -> Option<u64> {
    let header = header.trim();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        // Digits that overflow are still a number of seconds, only a very large one.
        return Some(header.parse::<u64>().unwrap_or(u64::MAX).saturating_mul(1_000));
    }
    let date = httpdate::parse_http_date(header).ok()?;
    let since_epoch = date.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
    let at = u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX);
    Some(at.saturating_sub(now_unix_ms))
}

/// How long to wait, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pause {
    /// In ms.
    pub(super) delay: u64,
    /// In words.
    pub(super) reason: String,
}

impl RetryPolicy {
    /// Writes at most: never none at all.
    pub(super) fn attempts(&self) -> u32 {
        self.max_attempts.max(1)
    }

    /// The wait after the `failures`-th failure in a row (first is 1). What the tenant asks for wins.
    pub(super) fn pause(
        &self,
        failures: u32,
        retry_after: Option<&str>,
        now_unix_ms: u64,
        jitter: &mut Jitter,
    ) -> Pause {
        match retry_after.and_then(|header| parse_retry_after(header, now_unix_ms)) {
            Some(asked) if asked > self.max_delay_ms => Pause {
                delay: self.max_delay_ms,
                reason: format!("the tenant asked for {}; waiting {}", seconds(asked), seconds(self.max_delay_ms)),
            },
            Some(asked) => Pause { delay: asked, reason: format!("the tenant asked for {}", seconds(asked)) },
            None => {
                let doublings = failures.saturating_sub(1).min(32);
                let longest = self.base_delay_ms.saturating_mul(1 << doublings).min(self.max_delay_ms);
                let delay = jitter.up_to(longest);
                Pause { delay, reason: format!("pausing {} before the next try", seconds(delay)) }
            }
        }
    }
}

/// Seconds for people, to the tenth where they are not whole: `7 s`, `1.3 s`.
fn seconds(ms: u64) -> String {
    match (ms / 1_000, ms % 1_000) {
        (whole, 0) => format!("{whole} s"),
        (whole, rest) => format!("{whole}.{} s", rest / 100),
    }
}

/// A seeded source of delays (splitmix64, Steele et al. 2014): the same seed gives the same deployment.
#[derive(Clone, Debug)]
pub(super) struct Jitter(u64);

impl Jitter {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Evenly from `0..=longest`, as near as a remainder is.
    fn up_to(&mut self, longest: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        bits % longest.saturating_add(1).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// 2015-10-21 07:28:00 UTC.
    const NOW: u64 = 1_445_412_480_000;

    #[test]
    fn retry_after_is_read_in_every_form() {
        let cases = [
            ("7", Some(7_000)),
            ("0", Some(0)),
            (" 12 ", Some(12_000)),
            ("1000000000", Some(1_000_000_000_000)),
            ("99999999999999999999999999", Some(u64::MAX)),
            ("Wed, 21 Oct 2015 07:28:30 GMT", Some(30_000)),
            ("Wednesday, 21-Oct-15 07:28:30 GMT", Some(30_000)),
            ("Wed Oct 21 07:28:30 2015", Some(30_000)),
            ("Wed, 21 Oct 2015 07:27:00 GMT", Some(0)),
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
            ("", None),
            ("soon", None),
            ("-1", None),
            ("1.5", None),
            ("Wed, 99 Oct 2015 07:28:30 GMT", None),
        ];
        for (header, expected) in cases {
            assert_eq!(parse_retry_after(header, NOW), expected, "Retry-After: {header:?}");
        }
    }

    #[test]
    fn what_the_tenant_asks_for_wins_and_is_capped_aloud() {
        let policy = RetryPolicy::default();
        let cases = [
            ("7", 7_000, "the tenant asked for 7 s"),
            ("0", 0, "the tenant asked for 0 s"),
            ("60", 60_000, "the tenant asked for 60 s"),
            ("1000000000", 60_000, "the tenant asked for 1000000000 s; waiting 60 s"),
        ];
        for (header, delay, reason) in cases {
            let pause = policy.pause(1, Some(header), NOW, &mut Jitter::new(1));
            assert_eq!(pause, Pause { delay, reason: reason.to_owned() }, "Retry-After: {header}");
        }
    }

    #[test]
    fn without_a_usable_header_the_wait_is_jittered_below_a_doubling_bound() {
        let policy = RetryPolicy::default();
        for (failures, bound) in [(1, 2_000), (2, 4_000), (3, 8_000), (6, 60_000), (u32::MAX, 60_000)] {
            let mut longest = 0;
            for seed in 0..200 {
                let pause = policy.pause(failures, Some("soon"), NOW, &mut Jitter::new(seed));
                assert!(pause.delay <= bound, "{} ms after {failures} failures", pause.delay);
                longest = longest.max(pause.delay);
            }
            assert!(longest > bound / 2, "the jitter uses the range: {longest} of {bound} ms");
        }
    }

    #[test]
    fn a_seed_gives_the_same_delays_each_time() {
        let draw = |seed| {
            let mut jitter = Jitter::new(seed);
            [jitter.up_to(1_000), jitter.up_to(1_000), jitter.up_to(u64::MAX)]
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        assert_eq!(Jitter::new(7).up_to(0), 0);
    }
}
