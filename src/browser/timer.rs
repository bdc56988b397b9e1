//! Waiting.

use gloo_timers::future::TimeoutFuture;

/// Waits for so many milliseconds. Dropping the future stops the timer.
pub async fn sleep(ms: u64) {
    // A browser timer holds 31 bits; what is longer waits as long as one can.
    TimeoutFuture::new(ms.min(i32::MAX as u64) as u32).await;
}
