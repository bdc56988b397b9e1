//! Child processes whose output goes to a log file and is shown only when they fail.

use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

const TAIL_LINES: usize = 30;

/// Runs `command` with its output in `log`. Where it fails, the error carries the end of the output
/// and says where the rest is.
pub fn quiet(command: &mut Command, log: &Path) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    let output = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    let errors = output.try_clone().with_context(|| format!("cannot write {}", log.display()))?;
    let status = command
        // Backtraces of other people's programs push their words out of the tail.
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .status()
        .with_context(|| format!("cannot start {program}"))?;
    if !status.success() {
        bail!("{program} failed ({status}).\n{}\nAll of its output: {}", tail(log), log.display());
    }
    Ok(())
}

/// Whether `command` can be started and succeeds. What it prints is thrown away.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// What `command` prints on stdout, trimmed; `None` when it cannot be started or fails.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn tail(log: &Path) -> String {
    let text = fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-process-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_failure_shows_the_end_of_the_output_and_names_the_log() {
        let folder = folder("failure");
        let log = folder.join("step.log");
        let problem = quiet(Command::new("cargo").arg("no-such-command-there-is"), &log).unwrap_err().to_string();
        assert!(problem.contains("no-such-command-there-is"), "{problem}");
        assert!(problem.contains(&log.display().to_string()), "{problem}");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_missing_program_has_no_answer() {
        assert_eq!(answer(&mut Command::new("no-such-program-there-is")), None);
        assert!(!succeeds(&mut Command::new("no-such-program-there-is")));
    }
}
