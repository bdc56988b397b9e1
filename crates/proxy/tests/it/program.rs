//! The program: one line on stdout, a signal to stop, all configuration problems on stderr.

use crate::support::scratch;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::Command;

fn program(folder: &str, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cxone-proxy"));
    command
        .args(args)
        .env_clear()
        .current_dir(scratch(folder))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

#[tokio::test]
async fn it_says_where_it_listens_and_stops_when_told() {
    let mut child = program("program-runs", &["--listen", "127.0.0.1:0", "--log-format", "json"]).spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).await.unwrap();
    let url = line.strip_prefix("listening on ").unwrap().trim_end();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let session = client.get(format!("{url}/api/sign-in")).send().await.unwrap().text().await.unwrap();
    assert!(session.contains("\"demo\":true"), "{session}");

    let told = Command::new("kill").arg("-TERM").arg(child.id().unwrap().to_string()).status().await.unwrap();
    assert!(told.success());
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).await.unwrap();
    assert_eq!(rest, "", "one line is all");
    let output = child.wait_with_output().await.unwrap();
    assert!(output.status.success());
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(log.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{log}");
    assert!(log.contains("/api/sign-in"), "{log}");
    assert!(log.contains(&format!("{{\"startLink\":\"{url}/sign-in#token=")), "{log}");
}

#[tokio::test]
async fn a_configuration_with_problems_is_told_and_nothing_starts() {
    let output = program("program-refuses", &["--listen", "0.0.0.0:0", "--nonsense"]).output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("2 problems") && told.contains("--listen") && told.contains("--nonsense"), "{told}");
}

#[tokio::test]
async fn the_file_in_the_working_folder_counts() {
    let mut command = program("program-file", &[]);
    let folder = scratch("program-file");
    std::fs::write(folder.join("cxone-proxy.toml"), "listen = \"nowhere\"").unwrap();
    let output = command.output().await.unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("cxone-proxy.toml: listen: "), "{told}");
}
