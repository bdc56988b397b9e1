//! The program: its flags, its one line, its end.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};

/// The running program, ended with the test.
struct Program {
    child: Child,
    stdout: BufReader<ChildStdout>,
    url: String,
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cxone-simulator"))
            .args(["--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let url = line.trim_end().strip_prefix("listening on ").expect("one line with the URL").to_owned();
        Self { child, stdout, url }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already, as it should.
        let _ = self.child.kill();
        self.child.wait().unwrap();
    }
}

#[tokio::test]
async fn flags_reach_the_tenant() {
    let program = Program::start(&["--no-lists", "--token-lifetime", "90"]);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let form = [("grant_type", "client_credentials"), ("client_id", "demo-client"), ("client_secret", "demo-secret")];
    let token = http.post(format!("{}/oauth2/token", program.url)).form(&form).send().await.unwrap();
    let token: serde_json::Value = token.json().await.unwrap();
    assert_eq!(token["expires_in"], 90);
    let token = token["access_token"].as_str().unwrap();
    for (path, status) in [("/api/v2/workflows", 404), ("/api/v2/workflows/wf_12345", 200)] {
        let response = http.get(format!("{}{path}", program.url)).bearer_auth(token).send().await.unwrap();
        assert_eq!(response.status(), status, "{path}");
    }
}

#[test]
fn it_prints_one_line_and_ends_well_when_told() {
    for signal in ["-TERM", "-INT"] {
        let mut program = Program::start(&[]);
        let told = Command::new("kill").args([signal, &program.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        assert!(program.child.wait().unwrap().success(), "{signal}");
        let mut rest = String::new();
        program.stdout.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "", "nothing else on stdout");
    }
}

#[test]
fn an_address_in_use_is_told() {
    let program = Program::start(&[]);
    let address = program.url.strip_prefix("http://").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_cxone-simulator")).args(["--listen", address]).output().unwrap();
    assert!(!output.status.success());
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("cannot be listened on"), "{words}");
}
