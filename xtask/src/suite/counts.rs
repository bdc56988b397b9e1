//! How many tests passed, as the runners themselves say in their closing lines.

use std::ops::AddAssign;

/// Tests counted from closing lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tests that passed.
    pub passed: usize,
    /// Tests that failed.
    pub failed: usize,
    /// Tests that were left out.
    pub skipped: usize,
}

impl Counts {
    /// Reads one line of output: `test result: ok. 12 passed; 0 failed; 1 ignored; …` of cargo test and
    /// wasm-bindgen-test-runner, or `  12 passed (3.4s)`, `  1 failed`, `  2 skipped` of Playwright.
    /// Other lines count nothing.
    pub fn read(line: &str) -> Self {
        let line = without_colours(line);
        match line.trim().strip_prefix("test result: ") {
            Some(result) => result.split([';', '.']).fold(Self::default(), |mut counts, part| {
                counts += Self::part(part);
                counts
            }),
            None if line.starts_with("  ") && !line.starts_with("   ") => Self::part(&line),
            None => Self::default(),
        }
    }

    /// All tests that ran.
    pub fn ran(self) -> usize {
        self.passed + self.failed
    }

    /// `12 passed`, with nothing or a duration in brackets behind it.
    fn part(text: &str) -> Self {
        let mut words = text.split_whitespace();
        let (Some(number), Some(word), rest) = (words.next(), words.next(), words.next()) else {
            return Self::default();
        };
        let Ok(number) = number.parse() else { return Self::default() };
        if rest.is_some_and(|rest| !rest.starts_with('(')) {
            return Self::default();
        }
        match word {
            "passed" => Self { passed: number, ..Self::default() },
            // A test that passed only when tried again did not pass; interrupted ones have no result.
            "failed" | "flaky" | "interrupted" => Self { failed: number, ..Self::default() },
            "ignored" | "skipped" => Self { skipped: number, ..Self::default() },
            _ => Self::default(),
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            chars.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_closing_lines_and_nothing_else() {
        let counts = |passed, failed, skipped| Counts { passed, failed, skipped };
        let cases = [
            (
                "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.01s",
                counts(12, 0, 1),
            ),
            ("test result: \u{1b}[31mFAILED\u{1b}[m. 7 passed; 2 failed; 0 ignored; 0 measured", counts(7, 2, 0)),
            ("\u{1b}[32m  41 passed\u{1b}[39m\u{1b}[2m (1.3m)\u{1b}[22m", counts(41, 0, 0)),
            ("  1 failed", counts(0, 1, 0)),
            ("  1 flaky", counts(0, 1, 0)),
            ("  2 skipped", counts(0, 0, 2)),
            ("    3 failed", counts(0, 0, 0)),
            ("  3 passed the door", counts(0, 0, 0)),
            ("3 passed", counts(0, 0, 0)),
            ("test a::passed ... ok", counts(0, 0, 0)),
            ("", counts(0, 0, 0)),
        ];
        for (line, expected) in cases {
            assert_eq!(Counts::read(line), expected, "{line}");
        }
    }
}
