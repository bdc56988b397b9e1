//! When to try again.

/// When to try again. Defaults: design tutorial, section "Retries".
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct RetryPolicy {
    /// Writes at most, the first included.
    pub max_attempts: u32,
    /// Delay before the second attempt in ms; doubles with each further one; fully jittered.
    pub base_delay_ms: u64,
    /// Longest wait in ms, also where `Retry-After` asks for more.
    pub max_delay_ms: u64,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { max_attempts: 4, base_delay_ms: 2_000, max_delay_ms: 60_000 }
    }
}

/// A `Retry-After` header in ms from now: seconds, or an HTTP date (RFC 9110, section 10.2.3).
/// A date in the past is 0; what is neither is `None`.
#[must_use]
pub fn parse_retry_after(header: &str, now_unix_ms: u64) -> Option<u64> {
    todo!()
}
