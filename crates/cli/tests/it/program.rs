//! Running the program, and the few assertions about what comes of it.

use regex::Regex;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::LazyLock;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// A run that is over.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Checks the exit code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    /// Checks that stderr says this.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(self.err.contains(words), "{words:?} is not in stderr:\n{}", self.err);
        self
    }

    /// Checks that nothing is on stdout.
    #[track_caller]
    pub fn prints_nothing(self) -> Self {
        assert_eq!(self.out, "", "stderr:\n{}", self.err);
        self
    }

    /// What stdout holds.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {}", self.out))
    }

    /// Exit code and both streams, without what differs from run to run.
    pub fn shown(&self) -> String {
        redact(&format!("exit code {}\n──── stdout\n{}──── stderr\n{}", self.code, self.out, self.err))
    }
}

/// A folder of one test.
pub struct Folder(pub PathBuf);

impl Folder {
    /// An empty folder.
    pub fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Writes a file.
    pub fn file(&self, name: &str, text: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.0.join(name), text).unwrap();
        self
    }

    /// Reads a file.
    #[track_caller]
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// The program in this folder, with nothing from outside.
    pub fn program(&self, args: &[&str]) -> Command {
        program(&self.0, args)
    }

    /// Runs it.
    pub async fn run(&self, args: &[&str]) -> Ran {
        run(self.program(args), b"").await
    }

    /// Runs it with this on its standard input.
    pub async fn run_with(&self, args: &[&str], input: &[u8]) -> Ran {
        run(self.program(args), input).await
    }
}

fn program(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cxone-email"));
    command
        .args(args)
        .env_clear()
        .env("XDG_STATE_HOME", folder.join("state"))
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// Runs a program to its end.
pub async fn run(mut command: Command, input: &[u8]) -> Ran {
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that does not read its input closes it.
    let _ = stdin.write_all(input).await;
    drop(stdin);
    let output = child.wait_with_output().await.unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Takes out what differs from run to run.
pub fn redact(text: &str) -> String {
    static RULES: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
        [
            (r"http://127\.0\.0\.1:\d+", "[tenant]"),
            (r"op_[0-9a-f]{32}", "[operation]"),
            (r"\b\d{13}\b", "[ms since 1970]"),
            (r#"("(?:latencyMs|tookMs|atMs)": ?)\d+"#, "${1}[ms]"),
            (r" *\+\d+\.\d s", "+[time] s"),
            (r"cxone-email \d+\.\d+\.\d+", "cxone-email [release]"),
            (r"configurator/\d+\.\d+\.\d+", "configurator/[release]"),
        ]
        .into_iter()
        .map(|(pattern, word)| (Regex::new(pattern).unwrap(), word))
        .collect()
    });
    RULES.iter().fold(text.to_owned(), |text, (pattern, word)| pattern.replace_all(&text, *word).into_owned())
}
