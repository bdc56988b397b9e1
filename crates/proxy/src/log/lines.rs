//! Lines on their way to stderr. Whoever logs only puts its line into a buffer; a thread of its own
//! writes what has gathered, so that no request waits for a terminal, a pipe or a disk.

use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use tracing_subscriber::fmt::MakeWriter;

/// Bytes that may wait. More is lost and counted: a reader that has stopped must not fill the memory.
const MOST: usize = 1024 * 1024;
/// How long lines gather.
const GATHER: Duration = Duration::from_millis(20);

/// Where lines are put. A handle: copies share the buffer.
#[derive(Clone)]
pub(super) struct Lines(Arc<Shared>);

/// The thread that writes. Dropping it writes what still waits.
#[must_use = "without it nothing is written"]
pub struct LogWriter {
    lines: Lines,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    some: Condvar,
}

#[derive(Default)]
struct State {
    waiting: Vec<u8>,
    lost: u64,
    /// Whether the thread waits to be told of lines.
    idle: bool,
    closing: bool,
}

/// Begins to write to `sink`.
pub(super) fn start(sink: impl Write + Send + 'static) -> (Lines, LogWriter) {
    let lines = Lines(Arc::default());
    let shared = Arc::clone(&lines.0);
    let thread = std::thread::spawn(move || shared.pass_on(sink));
    (lines.clone(), LogWriter { lines, thread: Some(thread) })
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Whole after each statement, so a panic elsewhere does not spoil it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pass_on(&self, mut sink: impl Write) {
        let mut taken = Vec::new();
        loop {
            let mut state = self.lock();
            while state.waiting.is_empty() && !state.closing {
                state.idle = true;
                state = self.some.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            state.idle = false;
            if !state.closing {
                let gathered = self.some.wait_timeout_while(state, GATHER, |state| !state.closing);
                state = gathered.unwrap_or_else(PoisonError::into_inner).0;
            }
            taken.clear();
            std::mem::swap(&mut taken, &mut state.waiting);
            let (lost, closing) = (std::mem::take(&mut state.lost), state.closing);
            drop(state);
            // Nothing can be done where stderr is closed.
            let _ = sink.write_all(&taken);
            if lost > 0 {
                let _ =
                    writeln!(sink, "{lost} lines of the log were lost: they came faster than they could be written");
            }
            let _ = sink.flush();
            if closing {
                return;
            }
        }
    }
}

impl Write for &Lines {
    /// Takes whole lines.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut state = self.0.lock();
        if state.waiting.len() + line.len() > MOST {
            state.lost += 1;
            return Ok(line.len());
        }
        state.waiting.extend_from_slice(line);
        if std::mem::take(&mut state.idle) {
            self.0.some.notify_one();
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = &'a Self;

    fn make_writer(&'a self) -> Self::Writer {
        self
    }
}

impl Drop for LogWriter {
    fn drop(&mut self) {
        self.lines.0.lock().closing = true;
        self.lines.0.some.notify_one();
        if let Some(thread) = self.thread.take() {
            // It has no way to panic but in the sink, which is gone then.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, start};
    use std::io::{self, Write};
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::sync::{Arc, Mutex};

    /// Takes nothing until it is let.
    struct Sink {
        written: Arc<Mutex<Vec<u8>>>,
        began: Sender<()>,
        go: Receiver<()>,
    }

    impl Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.began.send(());
            // Once the test has let go for good, nothing is waited for.
            let _ = self.go.recv();
            self.written.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn nobody_waits_for_a_sink_that_takes_nothing_and_what_is_lost_is_told() {
        let written = Arc::<Mutex<Vec<u8>>>::default();
        let ((began, has_begun), (let_go, go)) = (channel(), channel());
        let (lines, writer) = start(Sink { written: Arc::clone(&written), began, go });
        (&lines).write_all(b"first\n").unwrap();
        has_begun.recv().unwrap();
        let line = [b'x'; 1024];
        for _ in 0..MOST / line.len() + 3 {
            (&lines).write_all(&line).unwrap();
        }
        drop(let_go);
        drop(writer);
        let written = String::from_utf8(written.lock().unwrap().clone()).unwrap();
        assert!(written.starts_with("first\nxxx") && written.ends_with("be written\n"));
        assert!(written.contains("x3 lines of the log were lost"), "{} bytes", written.len());
    }

    #[test]
    fn what_still_waits_is_written_at_the_end() {
        let written = Arc::<Mutex<Vec<u8>>>::default();
        let ((began, _has_begun), (let_go, go)) = (channel(), channel());
        drop(let_go);
        let (lines, writer) = start(Sink { written: Arc::clone(&written), began, go });
        for number in 0..100 {
            writeln!(&lines, "{number}").unwrap();
        }
        drop(writer);
        let expected: String = (0..100).map(|number| format!("{number}\n")).collect();
        assert_eq!(String::from_utf8(written.lock().unwrap().clone()).unwrap(), expected);
    }
}
