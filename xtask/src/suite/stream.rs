//! Runs a test runner, passes its output through as it comes, and counts what its closing lines say.

use crate::suite::counts::Counts;
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{Command, Stdio};

/// Runs `command`; whether it succeeded, and its tests.
pub fn run(command: &mut Command) -> Result<(bool, Counts)> {
    let program = command.get_program().to_string_lossy().into_owned();
    if std::io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {program}"))?;
    let output = child.stdout.take().context("no stdout")?;
    let errors = child.stderr.take().context("no stderr")?;
    let counts = std::thread::scope(|scope| {
        scope.spawn(|| pass_on(errors, std::io::stderr()));
        pass_on(output, std::io::stdout())
    });
    let status = child.wait().with_context(|| format!("cannot wait for {program}"))?;
    Ok((status.success(), counts))
}

/// Passes each line on as its bytes are, and counts the closing lines among them.
fn pass_on(from: impl Read, mut to: impl Write) -> Counts {
    let mut counts = Counts::default();
    let mut reader = BufReader::new(from);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        // A reader that has gone away does not change what the tests say.
        let _ = to.write_all(&line).and_then(|()| to.flush());
        counts += Counts::read(String::from_utf8_lossy(&line).trim_end());
        line.clear();
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_passes_through_unchanged_and_is_counted() {
        let output = "running 2 tests\n\ntest result: ok. 2 passed; 0 failed; 0 ignored\nno newline";
        let mut seen = Vec::new();
        let counts = pass_on(output.as_bytes(), &mut seen);
        assert_eq!(seen, output.as_bytes());
        assert_eq!(counts, Counts { passed: 2, failed: 0, skipped: 0 });
    }
}
