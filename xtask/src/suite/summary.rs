//! The end of a test run: one line a step, then one line that says whether all is well.

use crate::progress::duration;
use crate::suite::counts::Counts;
use std::fmt::Write;
use std::time::Duration;

/// How a step ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As it should.
    Passed,
    /// With this problem, in words.
    Failed(String),
    /// It was not reached.
    NotRun,
}

/// One step of the run.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its name.
    pub name: &'static str,
    /// How it ended.
    pub verdict: Verdict,
    /// How long it took.
    pub took: Duration,
    /// Its tests, where it has any.
    pub tests: Option<Counts>,
}

/// The summary's text. Its last line is `N passed, 0 failed` only when every step passed and ran.
pub fn text(rows: &[Row], took: Duration) -> String {
    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or_default();
    let mut text = String::new();
    let mut total = Counts::default();
    for row in rows {
        let verdict = match &row.verdict {
            Verdict::Passed => "ok",
            Verdict::Failed(_) => "FAILED",
            Verdict::NotRun => "not run",
        };
        let time = if row.verdict == Verdict::NotRun { String::new() } else { duration(row.took).to_string() };
        let tests = row.tests.map(|tests| format!("{:>5} tests", tests.ran())).unwrap_or_default();
        total += row.tests.unwrap_or_default();
        let line = format!("{:<width$}  {verdict:<7}  {time:>12}  {tests}", row.name);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", line.trim_end());
    }
    for row in rows {
        if let Verdict::Failed(why) = &row.verdict {
            let _ = writeln!(text, "{}: {why}", row.name);
        }
    }
    let _ = write!(text, "\n{}", closing(rows, total, took));
    text
}

/// Whether every step passed.
pub fn all_passed(rows: &[Row]) -> bool {
    !rows.is_empty() && rows.iter().all(|row| row.verdict == Verdict::Passed)
}

fn closing(rows: &[Row], total: Counts, took: Duration) -> String {
    let skipped = if total.skipped == 0 { String::new() } else { format!(", {} skipped", total.skipped) };
    let mut line = format!("{} passed, {} failed{skipped} in {}", total.passed, total.failed, duration(took));
    let named = |wanted: fn(&Verdict) -> bool| {
        rows.iter().filter(|row| wanted(&row.verdict)).map(|row| row.name).collect::<Vec<_>>().join(", ")
    };
    let failed = named(|verdict| matches!(verdict, Verdict::Failed(_)));
    let left_out = named(|verdict| *verdict == Verdict::NotRun);
    if !failed.is_empty() {
        line = format!("FAILED: {failed}. {line}");
    }
    if !left_out.is_empty() {
        line = format!("{line}; not run: {left_out}");
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &'static str, verdict: Verdict, tests: Option<(usize, usize)>) -> Row {
        let tests = tests.map(|(passed, failed)| Counts { passed, failed, skipped: 0 });
        Row { name, verdict, took: Duration::from_secs(2), tests }
    }

    fn last_line(rows: &[Row]) -> String {
        text(rows, Duration::from_secs(61)).lines().last().unwrap().to_owned()
    }

    #[test]
    fn says_so_when_all_is_well() {
        let rows = [row("format", Verdict::Passed, None), row("unit", Verdict::Passed, Some((41, 0)))];
        assert_eq!(last_line(&rows), "41 passed, 0 failed in 1 min 01 s");
        assert!(all_passed(&rows));
    }

    #[test]
    fn a_failed_step_without_tests_is_not_hidden_by_the_numbers() {
        let rows = [
            row("unit", Verdict::Passed, Some((41, 0))),
            row("lints", Verdict::Failed("warnings".into()), None),
            row("browser", Verdict::NotRun, None),
        ];
        assert_eq!(last_line(&rows), "FAILED: lints. 41 passed, 0 failed in 1 min 01 s; not run: browser");
        assert!(!all_passed(&rows));
    }

    #[test]
    fn nothing_run_is_not_all_passed() {
        assert!(!all_passed(&[]));
        assert!(!all_passed(&[row("unit", Verdict::NotRun, None)]));
    }
}
