//! Doing something once the typing pauses.

use leptos::prelude::*;
use std::time::Duration;

/// A timer that starts anew with every call; only the last call's action runs. Lasts as long as its
/// owner.
#[derive(Clone, Copy)]
pub struct Pause {
    length: Duration,
    pending: StoredValue<Option<TimeoutHandle>>,
}

impl Pause {
    /// A pause of so many milliseconds.
    #[must_use]
    pub fn of_ms(length: u64) -> Self {
        let pause = Self { length: Duration::from_millis(length), pending: StoredValue::new(None) };
        on_cleanup(move || {
            pause.cancel();
        });
        pause
    }

    /// Runs `action` when the pause is over, unless this is called again before.
    pub fn then(&self, action: impl FnOnce() + 'static) {
        self.cancel();
        let pending = self.pending;
        let handle = set_timeout_with_handle(
            move || {
                pending.try_set_value(None);
                action();
            },
            self.length,
        );
        self.pending.try_set_value(handle.ok());
    }

    /// Forgets the action. Answers whether there was one.
    pub fn cancel(&self) -> bool {
        let pending = self.pending.try_update_value(Option::take).flatten();
        pending.inspect(TimeoutHandle::clear).is_some()
    }
}
