//! Registering webhooks: the tutorial's payload, a secret that stays here.

use crate::support::{Stub, World, json, problem};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

const NEW: &str =
    r#"{"name":"Order mails","url":"https://hooks.example.com/cxone","operation":"op_1","workflowId":"wf_1"}"#;

fn sent(tenant: &Stub) -> Vec<serde_json::Value> {
    tenant.requests().iter().map(|seen| serde_json::from_str(&seen.body).unwrap()).collect()
}

#[tokio::test]
async fn the_payload_is_the_tutorials_and_the_secret_stays_here() {
    let tenant = Stub::start(|_| json(201, "{\"id\":\"wh_1\",\"enabled\":true,\"secret\":\"whsec_echo\"}")).await;
    let world = World::start(&tenant.base_url).await;
    let response = world.send(world.post("/api/webhooks", NEW)).await;
    assert_eq!(response.status(), 201);
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(response.text().await.unwrap(), r#"{"id":"wh_1"}"#);

    let seen = tenant.request();
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("POST", "/api/v2/webhooks"));
    let sent = sent(&tenant).remove(0);
    let secret = sent["secret"].as_str().unwrap();
    assert!(STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap().len() >= 24);
    assert_eq!(
        sent,
        serde_json::json!({
            "name": "Order mails",
            "url": "https://hooks.example.com/cxone",
            "events": ["workflow.updated"],
            "enabled": true,
            "headers": {"X-Source": "CXone-Workflow-Configurator", "X-Organization": "acme"},
            "secret": secret,
        })
    );
}

#[tokio::test]
async fn each_webhook_has_a_secret_of_its_own() {
    let tenant = Stub::start(|_| json(201, "{\"id\":\"wh_1\"}")).await;
    let world = World::start(&tenant.base_url).await;
    world.send(world.post("/api/webhooks", NEW)).await;
    world.send(world.post("/api/webhooks", NEW)).await;
    let sent = sent(&tenant);
    assert_ne!(sent[0]["secret"], sent[1]["secret"]);
}

#[tokio::test]
async fn a_secret_that_the_tenant_lists_is_concealed() {
    let tenant = Stub::start(|_| json(200, r#"{"webhooks":[{"id":"wh_1","secret":"whsec_c2VjcmV0"}]}"#)).await;
    let world = World::start(&tenant.base_url).await;
    for path in ["/api/webhooks", "/api/webhooks/wh_1"] {
        let body = world.send(world.get(path)).await.text().await.unwrap();
        assert_eq!(body, r#"{"webhooks":[{"id":"wh_1","secret":"whsec_***"}]}"#, "{path}");
    }
}

#[tokio::test]
async fn the_vendors_refusal_passes_without_the_secret() {
    let tenant = Stub::start(|seen| json(400, &format!("{{\"message\":\"bad\",\"sent\":{}}}", seen.body))).await;
    let world = World::start(&tenant.base_url).await;
    let response = world.send(world.post("/api/webhooks", NEW)).await;
    assert_eq!(response.status(), 400);
    let body = response.text().await.unwrap();
    assert!(body.starts_with("{\"message\":\"bad\",") && body.contains("\"secret\":\"whsec_***\""), "{body}");
    assert!(!world.send(world.get("/api/audit")).await.text().await.unwrap().contains("webhook_registered\","));
}

#[tokio::test]
async fn an_answer_without_an_id_is_told() {
    let tenant = Stub::start(|_| json(200, "<html>")).await;
    let world = World::start(&tenant.base_url).await;
    let problem =
        problem(world.send(world.post("/api/webhooks", NEW)).await, "answer-unreadable", 502, "answered").await;
    assert!(!problem.detail.contains("whsec_"));
}

#[tokio::test]
async fn what_cannot_be_registered_is_refused_before_anything_is_sent() {
    let tenant = Stub::start(|_| json(201, "{\"id\":\"wh_1\"}")).await;
    let world = World::start(&tenant.base_url).await;
    for body in [
        "{",
        r#"{"name":"","url":"https://hooks.example.com"}"#,
        r#"{"name":"n","url":"ftp://hooks.example.com"}"#,
        r#"{"name":"n","url":"https://user:pass@hooks.example.com"}"#,
        r#"{"name":"n","url":"nonsense"}"#,
        r#"{"name":"n","url":"https://hooks.example.com","operation":""}"#,
    ] {
        problem(world.send(world.post("/api/webhooks", body)).await, "invalid-body", 422, "notSent").await;
    }
    assert_eq!((tenant.requests().len(), tenant.tokens()), (0, 0));
}
