//! `--webhook-url`: registered once, its secret shown where it was asked for and nowhere else.

use crate::program::run;
use crate::world::{DEPLOY, World};
use cxone_simulator::{Endpoint, Fault, FaultKind};
use serde_json::{Value, json};

const URL: &str = "https://hooks.example.com/cxone?key=canary-in-url";

async fn registered(world: &World) -> usize {
    world.statuses("POST").len()
        - world.tenant.requests().iter().filter(|request| request.path == "/oauth2/token").count()
}

#[tokio::test]
async fn the_secret_goes_into_the_file_alone() {
    let world = World::start("webhook-file").await;
    let ran = world.deploy(&["--webhook-url", URL, "--webhook-secret-file", "secret.txt"]).await.exits(0);
    let secret = world.folder.read("secret.txt");
    let secret = secret.trim_end();
    assert!(secret.starts_with("whsec_") && secret.len() > 38, "{secret}");
    assert!(!ran.out.contains(secret) && !ran.err.contains(secret), "{}{}", ran.out, ran.err);
    assert!(!ran.out.contains("canary-in-url") && !ran.err.contains("canary-in-url"), "{}{}", ran.out, ran.err);
    let webhook = &ran.json()["webhook"];
    assert_eq!(
        (&webhook["outcome"], &webhook["url"]),
        (&json!("registered"), &json!("https://hooks.example.com/cxone"))
    );
    assert!(webhook.get("secret").is_none());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(world.folder.0.join("secret.txt")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let events: Vec<Value> = ran.err.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert_eq!(events[0]["deploy"]["webhookRegistered"], true);
    assert_eq!(
        (&events[1]["event"], &events[1]["webhook"]["id"]),
        (&json!("workflow_webhook_registered"), &webhook["id"])
    );

    // The same address is not registered again, and there is no second secret.
    let again = world.deploy(&["--webhook-url", URL, "--webhook-secret-file", "second.txt"]).await.exits(0);
    assert_eq!(again.json()["webhook"]["outcome"], "alreadyThere");
    assert!(!world.folder.0.join("second.txt").exists());
    assert_eq!(registered(&world).await, 1);
}

#[tokio::test]
async fn the_secret_is_in_the_receipt_only_where_that_was_asked_for() {
    let world = World::start("webhook-receipt").await;
    let ran = world.deploy(&["--webhook-url", URL, "--webhook-secret-in-receipt"]).await.exits(0);
    let secret = ran.json()["webhook"]["secret"].as_str().unwrap().to_owned();
    assert!(secret.starts_with("whsec_") && !ran.err.contains(&secret), "{}", ran.err);
}

#[tokio::test]
async fn without_a_place_for_the_secret_nothing_is_begun() {
    let world = World::start("webhook-nowhere").await;
    world.deploy(&["--webhook-url", URL]).await.exits(2).prints_nothing().says("--webhook-secret-file");
    world.folder.file("there.txt", "something");
    world
        .deploy(&["--webhook-url", URL, "--webhook-secret-file", "there.txt"])
        .await
        .exits(2)
        .says("there.txt: error: it is there already");
    world.deploy(&["--webhook-url", "ftp://x", "--webhook-secret-in-receipt"]).await.exits(2).says("http or https");
    world.deploy(&["--webhook-url"]).await.exits(2).says("CXONE_WEBHOOK_URL");
    let off = ["--webhook-url", URL, "--webhook-secret-in-receipt", "--features-webhooks", "false"];
    world.deploy(&off).await.exits(2).says("has no webhooks");
    assert!(world.tenant.requests().is_empty());
}

#[tokio::test]
async fn the_address_may_come_from_the_settings_but_never_unasked() {
    let world = World::start("webhook-settings").await;
    let with_setting = |more: &[&str]| {
        let mut command = world.program(&[&DEPLOY[..], more].concat());
        command.env("CXONE_WEBHOOK_URL", URL);
        run(command, b"")
    };
    assert!(with_setting(&[]).await.exits(0).json().get("webhook").is_none());
    assert_eq!(registered(&world).await, 0);
    let ran = with_setting(&["--webhook-url", "--webhook-secret-in-receipt"]).await.exits(0);
    assert_eq!(ran.json()["webhook"]["url"], "https://hooks.example.com/cxone");
}

#[tokio::test]
async fn a_refused_webhook_is_told_and_leaves_no_secret() {
    let world = World::start("webhook-refused").await;
    let body = json!({ "error": "FORBIDDEN", "message": "Webhooks are not for you." });
    let refused = FaultKind::Status { status: 403, retry_after: None, body: Some(body) };
    world.fault(Fault::before(Endpoint::PostWebhook, refused));
    let ran = world.deploy(&["--webhook-url", URL, "--webhook-secret-file", "secret.txt"]).await.exits(1);
    assert_eq!((&ran.json()["outcome"], &ran.json()["webhook"]["outcome"]), (&json!("deployed"), &json!("failed")));
    assert!(!world.folder.0.join("secret.txt").exists());
    ran.says("refuses the webhook with 403: Webhooks are not for you");
}

#[tokio::test]
async fn a_webhook_whose_answer_is_lost_keeps_its_secret() {
    let world = World::start("webhook-lost").await;
    world.fault(Fault::after(Endpoint::PostWebhook, FaultKind::Reset));
    let ran = world.deploy(&["--webhook-url", URL, "--webhook-secret-file", "secret.txt"]).await.exits(1);
    ran.says("It may be registered all the same");
    assert!(world.folder.read("secret.txt").starts_with("whsec_"));
}
