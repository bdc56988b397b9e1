//! Numbered progress lines: what is being done, about how long it takes, how long it took.

use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// The steps of one command.
pub struct Progress {
    total: usize,
    number: usize,
    live: bool,
}

impl Progress {
    /// A command of `total` steps.
    pub fn new(total: usize) -> Self {
        Self { total, number: 0, live: std::io::stdout().is_terminal() }
    }

    /// A step with nothing to do.
    pub fn present(&mut self, what: &str, why: &str) {
        let head = self.next(what);
        println!("{head}: {why}");
    }

    /// A step that takes a while. `estimate` says how long it takes the first time.
    pub fn work<T, E>(
        &mut self,
        what: &str,
        estimate: Option<&str>,
        work: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let head = self.next(what);
        let about = estimate.map(|time| format!(" ({time} the first time)")).unwrap_or_default();
        let began = Instant::now();
        let result = with_heartbeat(self.live, &format!("{head}{about}"), work);
        let took = duration(began.elapsed());
        let end =
            if result.is_ok() { format!("{head}: done in {took}") } else { format!("{head}: failed after {took}") };
        if self.live {
            println!("\r\x1b[2K{end}");
        } else {
            println!("{end}");
        }
        result
    }

    fn next(&mut self, what: &str) -> String {
        self.number += 1;
        format!("[{}/{}] {what}", self.number, self.total)
    }
}

/// A time span in the words of a progress line: `8 s`, `2 min 31 s`.
pub fn duration(span: Duration) -> impl Display {
    let seconds = span.as_secs();
    match (seconds, span.as_millis()) {
        (0, ms) => format!("{}.{} s", ms / 1000, ms % 1000 / 100),
        (1..60, _) => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

/// Does `work` while another thread shows that it is still going on: a counting line on a
/// terminal, elsewhere a line each half minute.
fn with_heartbeat<T>(live: bool, line: &str, work: impl FnOnce() -> T) -> T {
    if !live {
        println!("{line} …");
    }
    let beat = Duration::from_secs(if live { 1 } else { 30 });
    std::thread::scope(|scope| {
        let (finished, over) = channel::<()>();
        scope.spawn(move || {
            let began = Instant::now();
            loop {
                let elapsed = duration(began.elapsed());
                if live {
                    print!("\r\x1b[2K{line} … {elapsed}");
                    // Only the picture suffers when the terminal has gone away.
                    let _ = std::io::stdout().flush();
                }
                match over.recv_timeout(beat) {
                    Err(RecvTimeoutError::Timeout) if !live => {
                        println!("      still at it, {}", duration(began.elapsed()));
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Ok(()) | Err(RecvTimeoutError::Disconnected) => break,
                }
            }
        });
        let result = work();
        drop(finished);
        result
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        let cases = [(0, "0.0 s"), (940, "0.9 s"), (8_200, "8 s"), (151_000, "2 min 31 s"), (600_000, "10 min 00 s")];
        for (ms, text) in cases {
            assert_eq!(duration(Duration::from_millis(ms)).to_string(), text);
        }
    }
}
