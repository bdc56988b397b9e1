//! How much one may ask for: a bucket of tries for each key, which fills up again with time.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Keys remembered at most; beyond, those with a full bucket are forgotten, which changes nothing.
const MOST_KEYS: usize = 10_000;

/// Counts tries by key.
#[derive(Debug)]
pub(super) struct Limiter {
    burst: u32,
    pause: Duration,
    /// When each bucket is full again. A try moves it by one pause into the future.
    full_at: Mutex<HashMap<String, Instant>>,
}

impl Limiter {
    /// `burst` tries at once, and then one in each `pause`.
    pub(super) fn new(burst: u32, pause: Duration) -> Self {
        Self { burst, pause, full_at: Mutex::default() }
    }

    /// Takes a try; the error is how long to wait for the next.
    pub(super) fn take(&self, key: &str) -> Result<(), Duration> {
        let now = Instant::now();
        // The map is whole after each statement, so a panic elsewhere does not spoil it.
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() > MOST_KEYS {
            full_at.retain(|_, at| *at > now);
        }
        let known = full_at.get_mut(key);
        let next = known.as_deref().copied().unwrap_or(now).max(now) + self.pause;
        let most = now + self.pause * self.burst;
        if next > most {
            return Err(next - most);
        }
        match known {
            Some(at) => *at = next,
            None => drop(full_at.insert(key.to_owned(), next)),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Limiter;
    use std::time::Duration;

    #[tokio::test(start_paused = true)]
    async fn a_burst_passes_and_then_one_in_each_pause() {
        let limiter = Limiter::new(3, Duration::from_secs(10));
        assert!((0..3).all(|_| limiter.take("a").is_ok()));
        assert_eq!(limiter.take("a"), Err(Duration::from_secs(10)));
        assert_eq!(limiter.take("b"), Ok(()), "each has a bucket of its own");
        tokio::time::advance(Duration::from_secs(10)).await;
        assert_eq!(limiter.take("a"), Ok(()));
        assert!(limiter.take("a").is_err());
        tokio::time::advance(Duration::from_secs(1_000)).await;
        assert!((0..3).all(|_| limiter.take("a").is_ok()), "no more than a burst is saved up");
        assert!(limiter.take("a").is_err());
    }
}
