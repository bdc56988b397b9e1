//! The program with the app inside: started in an empty folder, it serves every file of the app that it
//! was built with, each in the encodings that were prepared, and none of the secrets that it knows.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// Secrets of the running program, as they are written.
const SECRETS: [(&str, &str); 3] = [
    ("CXONE_ACCESS_KEY_ID", "canary-access-key-id"),
    ("CXONE_ACCESS_KEY_SECRET", "canary-access-key-secret"),
    ("CXONE_CLIENT_SECRET", "canary-client-secret"),
];

#[tokio::test]
async fn the_whole_app_is_served_without_any_file_beside_the_program() {
    let app = app_folder();
    let (_program, url) = start().await;
    // Bodies are compared as they come: this client undoes no encoding.
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut compressed = 0;
    let names = names(&app, "");
    for name in names.iter().filter(|name| !is_compressed(name)) {
        for (coding, suffix) in [("br", ".br"), ("gzip", ".gz"), ("identity", "")] {
            let prepared = format!("{name}{suffix}");
            let (expected, encoded) = match names.contains(&prepared) {
                true => (prepared, !suffix.is_empty()),
                false => (name.clone(), false),
            };
            let response = client.get(format!("{url}/{name}")).header("accept-encoding", coding).send().await.unwrap();
            assert_eq!(response.status(), 200, "{name}");
            let told = response.headers().get("content-encoding").map(|value| value.to_str().unwrap().to_owned());
            assert_eq!(told.as_deref(), encoded.then_some(coding), "{name}");
            let body = response.bytes().await.unwrap();
            assert_eq!(body, fs::read(app.join(&expected)).unwrap(), "{expected}");
            assert!(!tells(&body), "{expected} tells a secret");
            compressed += usize::from(encoded);
        }
    }
    assert!(compressed >= 4, "the wasm and its glue at least, in two encodings each");
    let page = client.get(format!("{url}/workflows/wf_12345")).header("accept", "text/html").send().await.unwrap();
    assert!(page.headers().contains_key("content-security-policy"));
    assert_eq!(page.text().await.unwrap(), fs::read_to_string(app.join("index.html")).unwrap());
    for path in ["/api/session", "/api/workflows", "/readyz", "/metrics", "/nowhere"] {
        let body = client.get(format!("{url}{path}")).send().await.unwrap().bytes().await.unwrap();
        assert!(!body.is_empty() && !tells(&body), "{path} tells a secret");
    }
}

fn tells(body: &[u8]) -> bool {
    SECRETS.iter().any(|(_, secret)| body.windows(secret.len()).any(|window| window == secret.as_bytes()))
}

fn app_folder() -> PathBuf {
    PathBuf::from(std::env::var_os("CONFIGURATOR_APP").expect("names the folder that the program was built with"))
}

async fn start() -> (Child, String) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("embedded");
    fs::create_dir_all(&folder).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_cxone-proxy"))
        .args(["--listen", "127.0.0.1:0"])
        .env_clear()
        .envs(SECRETS)
        // A tenant that nobody reaches: what is said about that tells nothing either.
        .envs([("CXONE_BASE_URL", "http://127.0.0.1:9"), ("CXONE_CLIENT_ID", "canary"), ("CXONE_ORG", "acme")])
        .envs([("CXONE_PRESET", "access-key"), ("CXONE_AUTH", "none"), ("CXONE_DATABASE_URL", "sqlite::memory:")])
        .current_dir(&folder)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.next_line().await.unwrap().unwrap();
    let url = line.strip_prefix("listening on ").unwrap().trim_end().to_owned();
    (child, url)
}

fn names(folder: &Path, prefix: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        match entry.path().is_dir() {
            true => found.extend(names(&entry.path(), &format!("{path}/"))),
            false => found.push(path),
        }
    }
    found
}

fn is_compressed(name: &str) -> bool {
    name.ends_with(".br") || name.ends_with(".gz")
}
