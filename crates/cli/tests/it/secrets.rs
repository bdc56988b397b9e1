//! Planted secrets show up in nothing that is printed or kept.

use crate::program::run;
use crate::world::{DEPLOY, SECRET, World};
use cxone_simulator::{Endpoint, Fault, FaultKind};
use std::path::Path;

/// Every file under a folder, as text.
fn all_files(folder: &Path) -> String {
    let mut text = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text.push_str(&all_files(&path));
        } else {
            text.push_str(&String::from_utf8_lossy(&std::fs::read(path).unwrap()));
        }
    }
    text
}

#[tokio::test]
async fn neither_the_client_secret_nor_a_token_is_ever_seen() {
    let world = World::start("canary").await;
    let mut seen = String::new();
    let mut keep = |ran: crate::program::Ran| {
        seen.push_str(&ran.out);
        seen.push_str(&ran.err);
    };
    for more in [
        &["--dry-run"][..],
        &["--dry-run", "--format", "json"],
        &["--format", "json", "--audit-file", "audit.jsonl"],
        &["--timeouts-read-ms", "nonsense"],
        &["--client-secret-file", "/no/such/file"],
        &["--help"],
    ] {
        keep(world.deploy(more).await);
    }
    // A server that echoes what it was sent, a failed read, and a file whose line with the secret is broken.
    let echo = serde_json::json!({ "error": "invalid_client", "message": format!("bad secret {SECRET}") });
    for route in [Endpoint::Token, Endpoint::GetWorkflow] {
        let fault = FaultKind::Status { status: 401, retry_after: None, body: Some(echo.clone()) };
        world.fault(Fault::before(route, fault).times(2));
        keep(world.deploy(&[]).await);
        world.tenant.faults().clear();
    }
    world.folder.file("broken.toml", format!("org = \"acme\"\nclient_secret = \"{SECRET}"));
    keep(world.deploy(&["--config", "broken.toml"]).await);
    std::fs::remove_file(world.folder.0.join("broken.toml")).unwrap();
    let mut command = world.program(&[&DEPLOY[..], &["--client-secret", SECRET]].concat());
    command.env_remove("CXONE_CLIENT_SECRET").env("CXONE_BASE_URL", "http://127.0.0.1:1");
    keep(run(command, b"").await);

    assert!(seen.contains("workflow_email_node_configured") || world.folder.read("audit.jsonl").contains("deployed"));
    seen.push_str(&all_files(&world.folder.0));
    for canary in [SECRET, "Bearer ey", "access_token"] {
        assert!(!seen.contains(canary), "{canary} in {seen}");
    }
    let bearers: Vec<&str> = seen.split("Bearer ").skip(1).map(|rest| &rest[..3]).collect();
    assert!(!bearers.is_empty() && bearers.iter().all(|rest| *rest == "***"), "{bearers:?}");
}
