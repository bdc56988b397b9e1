//! One line that says what goes on, painted over by the next; on a terminal only.

use std::io::Write;

/// Longest line, in characters, so that it does not wrap and stay behind.
const WIDTH: usize = 76;

/// The line.
pub(crate) struct Progress {
    to: Option<Box<dyn Write>>,
    /// What stands there, in characters.
    shown: usize,
}

impl Progress {
    /// A line on this terminal.
    pub(crate) fn on(terminal: Box<dyn Write>) -> Self {
        Self { to: Some(terminal), shown: 0 }
    }

    /// No line at all.
    pub(crate) fn off() -> Self {
        Self { to: None, shown: 0 }
    }

    /// Shows a text in place of the one before.
    pub(crate) fn show(&mut self, text: &str) {
        let Some(to) = &mut self.to else { return };
        let text: String = text.chars().take(WIDTH).collect();
        let length = text.chars().count();
        let rest = self.shown.saturating_sub(length);
        // A terminal that is gone needs no progress.
        let _ = write!(to, "\r{text}{:rest$}", "").and_then(|()| to.flush());
        self.shown = length;
    }

    /// Takes the line away.
    pub(crate) fn clear(&mut self) {
        if self.shown > 0 {
            self.show("");
            if let Some(to) = &mut self.to {
                let _ = to.write_all(b"\r").and_then(|()| to.flush());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Progress, WIDTH};
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Terminal(Arc<Mutex<Vec<u8>>>);

    impl Terminal {
        fn take(&self) -> String {
            String::from_utf8(std::mem::take(&mut self.0.lock().unwrap())).unwrap()
        }
    }

    impl Write for Terminal {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn each_line_covers_the_one_before_and_nothing_stays() {
        let terminal = Terminal::default();
        let mut progress = Progress::on(Box::new(terminal.clone()));
        progress.show("reading");
        assert_eq!(terminal.take(), "\rreading");
        progress.show("wait");
        assert_eq!(terminal.take(), "\rwait   ");
        progress.clear();
        assert_eq!(terminal.take(), "\r    \r");
        progress.clear();
        assert_eq!(terminal.take(), "", "there is nothing to clear");
        progress.show(&"x".repeat(200));
        assert_eq!(terminal.take().len(), WIDTH + 1);
    }
}
