//! Webhook deliveries: what is taken, what is refused, and that each counts once.

use crate::support::{Listening, Stub, World, json, on_both, problem};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cxone_proxy::Config;
use cxone_proxy::Secret;
use cxone_proxy::config::{Database, HookScheme};
use cxone_simulator::DeliveryState;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{RequestBuilder, Response};
use sha2::Sha256;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const WATCHED: &str = "/api/events?workflow=wf_1";

on_both!(a_delivery_counts_once_whichever_proxy_takes_it);

async fn a_delivery_counts_once_whichever_proxy_takes_it(database: Database) {
    let on = |config: &mut Config| config.database = database.clone();
    let ((_one_tenant, one), (_other_tenant, other)) = (world(on).await, world(on).await);
    let body = body(7);
    let mut outcomes = Vec::new();
    for proxy in [&one, &other, &one] {
        assert_eq!(signed(proxy, "msg_1", now(), &body).await.status(), 204);
        let metrics = proxy.send(proxy.get("/metrics")).await.text().await.unwrap();
        outcomes.push(metrics.contains(r#"deliveries_total{outcome="duplicate"}"#));
    }
    assert_eq!(outcomes, [false, true, true]);
}

async fn world(change: impl FnOnce(&mut Config)) -> (Stub, World) {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::with(&tenant.base_url, |config| {
        config.hooks.secret = Some(Secret::new(SECRET));
        config.events.poll = Duration::from_secs(3_600);
        change(config);
    })
    .await;
    (tenant, world)
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn body(version: u64) -> String {
    format!(
        r#"{{"type":"workflow.updated","timestamp":{},"data":{{"workflowId":"wf_1","version":{version},"updatedBy":"Grace"}}}}"#,
        now()
    )
}

fn mac(key: &[u8], parts: &[&str]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    parts.iter().for_each(|part| mac.update(part.as_bytes()));
    mac.finalize().into_bytes().to_vec()
}

fn signature(secret: &str, id: &str, at: &str, body: &str) -> String {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    format!("v1,{}", STANDARD.encode(mac(&key, &[id, ".", at, ".", body])))
}

fn delivery(world: &World, headers: &[(&str, &str)], body: &str) -> RequestBuilder {
    let request = world.client.post(world.url("/hooks/cxone")).header("content-type", "application/json");
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).body(body.to_owned())
}

async fn signed(world: &World, id: &str, at: u64, body: &str) -> Response {
    let at = at.to_string();
    let signature = signature(SECRET, id, &at, body);
    let headers = [("webhook-id", id), ("webhook-timestamp", &at), ("webhook-signature", &signature)];
    world.send(delivery(world, &headers, body)).await
}

#[tokio::test]
async fn a_signed_delivery_becomes_news_once() {
    let (_tenant, world) = world(|_| ()).await;
    let (mut listening, _) = Listening::start(&world, WATCHED, None).await;
    let first = body(7);
    assert_eq!(signed(&world, "msg_1", now(), &first).await.status(), 204);
    let news = listening.event("workflow").await.data;
    assert_eq!(news, serde_json::json!({"workflow":"wf_1","version":7,"by":"Grace"}));
    assert_eq!(signed(&world, "msg_1", now(), &first).await.status(), 204, "the sender may stop");
    assert_eq!(signed(&world, "msg_1", now(), &body(9)).await.status(), 204, "an id counts once");
    assert_eq!(signed(&world, "msg_2", now(), &body(8)).await.status(), 204);
    assert_eq!(listening.event("workflow").await.data["version"], 8, "nothing came of the repetitions");
}

#[tokio::test]
async fn other_events_are_taken_and_ignored() {
    let (_tenant, world) = world(|_| ()).await;
    for (id, body) in [("msg_1", r#"{"type":"agent.created","data":{}}"#), ("msg_2", "[]"), ("msg_3", "")] {
        assert_eq!(signed(&world, id, now(), body).await.status(), 204, "{body}");
    }
}

/// What is wrong, and how the right delivery is changed to be so.
#[tokio::test]
async fn forged_replayed_and_malformed_deliveries_are_refused() {
    let (_tenant, world) = world(|_| ()).await;
    let body = body(7);
    let other_secret = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let at = now().to_string();
    let right = signature(SECRET, "msg_1", &at, &body);
    let (old, future) = ((now() - 3_600).to_string(), (now() + 3_600).to_string());
    let (old_signature, future_signature) =
        (signature(SECRET, "msg_1", &old, &body), signature(SECRET, "msg_1", &future, &body));
    let forged = signature(other_secret, "msg_1", &at, &body);
    let empty_key = format!("v1,{}", STANDARD.encode(mac(b"", &["msg_1", ".", &at, ".", &body])));
    let unversioned = right.trim_start_matches("v1,").to_owned();
    let cut = right[..right.len() - 4].to_owned();
    let cases: [(&str, Vec<(&str, &str)>); 15] = [
        ("unsigned", vec![]),
        ("no id", vec![("webhook-timestamp", &at), ("webhook-signature", &right)]),
        ("no time", vec![("webhook-id", "msg_1"), ("webhook-signature", &right)]),
        ("no signature", vec![("webhook-id", "msg_1"), ("webhook-timestamp", &at)]),
        ("another id", vec![("webhook-id", "msg_2"), ("webhook-timestamp", &at), ("webhook-signature", &right)]),
        ("another time", vec![("webhook-id", "msg_1"), ("webhook-timestamp", &old), ("webhook-signature", &right)]),
        ("another secret", vec![("webhook-id", "msg_1"), ("webhook-timestamp", &at), ("webhook-signature", &forged)]),
        ("an empty key", vec![("webhook-id", "msg_1"), ("webhook-timestamp", &at), ("webhook-signature", &empty_key)]),
        ("old", vec![("webhook-id", "msg_1"), ("webhook-timestamp", &old), ("webhook-signature", &old_signature)]),
        (
            "from the future",
            vec![("webhook-id", "msg_1"), ("webhook-timestamp", &future), ("webhook-signature", &future_signature)],
        ),
        ("no version", vec![("webhook-id", "msg_1"), ("webhook-timestamp", &at), ("webhook-signature", &unversioned)]),
        ("cut", vec![("webhook-id", "msg_1"), ("webhook-timestamp", &at), ("webhook-signature", &cut)]),
        ("a time in words", vec![("webhook-id", "msg_1"), ("webhook-timestamp", "now"), ("webhook-signature", &right)]),
        (
            "two ids",
            vec![
                ("webhook-id", "msg_1"),
                ("webhook-id", "msg_2"),
                ("webhook-timestamp", &at),
                ("webhook-signature", &right),
            ],
        ),
        ("underscores", vec![("webhook_id", "msg_1"), ("webhook_timestamp", &at), ("webhook_signature", &right)]),
    ];
    for (what, headers) in cases {
        let response = world.send(delivery(&world, &headers, &body)).await;
        let status = response.status();
        assert_eq!(status, 401, "{what}");
        problem(response, "delivery-refused", 401, "notSent").await;
    }
    let headers = [("webhook-id", "msg_1"), ("webhook-timestamp", at.as_str()), ("webhook-signature", right.as_str())];
    let changed = world.send(delivery(&world, &headers, &body.replace("Grace", "Mallory"))).await;
    problem(changed, "delivery-refused", 401, "notSent").await;
    assert_eq!(world.send(delivery(&world, &headers, &body)).await.status(), 204, "the right one is taken");
    let twice = [headers.as_slice(), &[("webhook-signature", "v1,AAAA")]].concat();
    problem(world.send(delivery(&world, &twice, &body)).await, "delivery-refused", 401, "notSent").await;
}

#[tokio::test]
async fn a_delivery_that_is_too_large_is_refused() {
    let (_tenant, world) = world(|_| ()).await;
    let large = " ".repeat(65_537);
    problem(signed(&world, "msg_1", now(), &large).await, "body-too-large", 413, "notSent").await;
    assert_eq!(signed(&world, "msg_1", now(), &large[1..]).await.status(), 204);
}

#[tokio::test]
async fn the_hex_scheme_takes_what_is_signed_in_its_header() {
    let scheme = HookScheme::Hex { header: "x-hub-signature-256".into() };
    let (_tenant, world) = world(|config| config.hooks.scheme = scheme).await;
    let (mut listening, _) = Listening::start(&world, WATCHED, None).await;
    let hex = |body: &str| mac(SECRET.as_bytes(), &[body]).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let send = async |body: &str, signature: &str| {
        world.send(delivery(&world, &[("x-hub-signature-256", signature)], body)).await.status().as_u16()
    };
    let first = body(7);
    assert_eq!(send(&first, &format!("sha256={}", hex(&first))).await, 204);
    assert_eq!(listening.event("workflow").await.data["version"], 7);
    assert_eq!(send(&first, &hex(&first)).await, 204, "the same again counts once");
    let second = body(8);
    assert_eq!(send(&second, &hex(&first)).await, 401);
    assert_eq!(send(&second, &signature(SECRET, "msg_1", &now().to_string(), &second)).await, 401);
    let old = second.replace(&now().to_string(), &(now() - 3_600).to_string());
    assert_eq!(send(&old, &hex(&old)).await, if old == second { 204 } else { 401 });
    let timeless = r#"{"type":"workflow.updated","data":{"workflowId":"wf_1"}}"#;
    assert_eq!(send(timeless, &hex(timeless)).await, 401);
}

#[tokio::test]
async fn a_webhook_registered_here_delivers_here() {
    let mut config = Config::default();
    config.events.poll = Duration::from_secs(3_600);
    let world = World::run(config).await;
    let simulator = world.proxy.simulator().unwrap();
    let new = format!(r#"{{"name":"News","url":"{}/hooks/cxone"}}"#, world.proxy.base_url());
    let registered: serde_json::Value = world.send(world.post("/api/webhooks", new)).await.json().await.unwrap();
    let (mut listening, _) = Listening::start(&world, "/api/events?workflow=wf_12345", None).await;
    simulator.save_as("Grace", "wf_12345", str::to_owned).unwrap();
    let news = listening.event("workflow").await.data;
    assert_eq!((&news["version"], &news["by"]), (&4.into(), &"Grace".into()));
    assert!(news["lastUpdatedTimestamp"].is_u64());
    while simulator.deliveries()[0].state != DeliveryState::Delivered {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let path = format!("/api/webhooks/{}", registered["id"].as_str().unwrap());
    assert_eq!(world.send(world.client.delete(world.url(&path))).await.status(), 204);
    let metrics = world.send(world.get("/metrics")).await.text().await.unwrap();
    assert!(metrics.contains(r#"cxone_proxy_webhook_deliveries_total{outcome="accepted"} 1"#), "{metrics}");
}
