//! What the proxy logs, at the finest level.
//!
//! One subscriber serves the whole program and writes to the buffer of the thread: a subscriber per
//! test would race for which log lines are on at all, since that is remembered for the program.

use std::cell::RefCell;
use std::io::Write;
use std::marker::PhantomData;
use std::sync::OnceLock;

thread_local! {
    static WRITTEN: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// Switches the log on, for tests that capture it and for those that run beside them.
pub fn start_logs() {
    static STARTED: OnceLock<()> = OnceLock::new();
    STARTED.get_or_init(|| {
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false).with_writer(|| Sink).init();
    });
}

/// The log of this thread, as long as it is kept. Not to be sent to another one.
pub struct Logs(PhantomData<*const ()>);

impl Logs {
    pub fn capture() -> Self {
        start_logs();
        WRITTEN.set(Some(Vec::new()));
        Self(PhantomData)
    }

    pub fn text(&self) -> String {
        WRITTEN.with_borrow(|written| String::from_utf8(written.clone().unwrap_or_default()).unwrap())
    }
}

impl Drop for Logs {
    fn drop(&mut self) {
        WRITTEN.set(None);
    }
}

struct Sink;

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        WRITTEN.with_borrow_mut(|written| {
            if let Some(written) = written {
                written.extend_from_slice(bytes);
            }
        });
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
