//! Webhooks: registered, told about saves with a signature, deleted.

use crate::client::{Client, expect, tutorial_node};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use cxone_simulator::{Delivery, DeliveryState};
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, Response};
use http_body_util::{BodyExt, Full};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use sha2::Sha256;
use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

const SECRET: [u8; 24] = *b"twenty-four secret bytes";

fn secret() -> String {
    format!("whsec_{}", STANDARD.encode(SECRET))
}

/// The tutorial's registration.
fn registration(url: &str) -> Value {
    json!({
        "name": "Workflow changes",
        "url": url,
        "events": ["workflow.updated"],
        "enabled": true,
        "headers": { "X-Source": "CXone-Workflow-Configurator", "X-Organization": "demo" },
        "secret": secret(),
    })
}

/// A receiver that answers these statuses in turn, the last one from then on.
struct Receiver {
    url: String,
    received: mpsc::UnboundedReceiver<(HeaderMap, Bytes)>,
}

impl Receiver {
    async fn start(statuses: &[u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hooks", listener.local_addr().unwrap());
        let (sender, received) = mpsc::unbounded_channel();
        let statuses = statuses.to_vec();
        let answered = AtomicUsize::new(0);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let service = service_fn(|request: http::Request<hyper::body::Incoming>| {
                    let turn = answered.fetch_add(1, Ordering::Relaxed);
                    let status = statuses[turn.min(statuses.len() - 1)];
                    let sender = sender.clone();
                    async move {
                        let (parts, body) = request.into_parts();
                        let body = body.collect().await.unwrap().to_bytes();
                        // The test may have ended with what it has.
                        let _ = sender.send((parts.headers, body));
                        let mut response = Response::new(Full::new(Bytes::new()));
                        *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
                        response.headers_mut().insert("connection", http::HeaderValue::from_static("close"));
                        Ok::<_, Infallible>(response)
                    }
                });
                hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await
                    .unwrap();
            }
        });
        Self { url, received }
    }

    async fn next(&mut self) -> (HeaderMap, Bytes) {
        tokio::time::timeout(Duration::from_secs(20), self.received.recv()).await.expect("a delivery").unwrap()
    }
}

async fn register(client: &Client, body: &Value) -> String {
    expect(client.post("/api/v2/webhooks", body).await, 201).await["id"].as_str().unwrap().to_owned()
}

/// The deliveries once none is under way.
async fn settled(client: &Client) -> Vec<Delivery> {
    let mut tick = tokio::time::interval(Duration::from_millis(10));
    let settled = async {
        loop {
            tick.tick().await;
            let deliveries = client.simulator.deliveries();
            if deliveries.iter().all(|delivery| delivery.state != DeliveryState::Pending) {
                return deliveries;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), settled).await.expect("deliveries end")
}

#[track_caller]
fn assert_signed(headers: &HeaderMap, body: &[u8]) {
    let header = |name: &str| headers[name].to_str().unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(&SECRET).unwrap();
    mac.update(format!("{}.{}.", header("webhook-id"), header("webhook-timestamp")).as_bytes());
    mac.update(body);
    let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    assert_eq!(header("webhook-signature"), expected);
    let sent: u64 = header("webhook-timestamp").parse().unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    assert!(now.abs_diff(sent) < 60, "{sent} is in seconds");
}

#[tokio::test]
async fn a_save_is_told_signed_and_with_the_webhooks_headers() {
    let client = Client::start().await;
    let mut receiver = Receiver::start(&[204]).await;
    register(&client, &registration(&receiver.url)).await;
    expect(client.put_node(&tutorial_node()).await, 200).await;
    let (headers, body) = receiver.next().await;
    assert_signed(&headers, &body);
    assert_eq!(headers["x-source"], "CXone-Workflow-Configurator");
    assert_eq!(headers["x-organization"], "demo");
    assert_eq!(headers["content-type"], "application/json");
    let event: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(event["type"], "workflow.updated");
    let saved = expect(client.get("/api/v2/workflows/wf_12345").await, 200).await;
    let told = json!({
        "workflowId": "wf_12345",
        "version": 4,
        "lastUpdatedTimestamp": saved["lastUpdatedTimestamp"],
        "updatedBy": "demo-client",
    });
    assert_eq!(event["data"], told);
    let deliveries = settled(&client).await;
    assert_eq!(deliveries.len(), 1);
    assert_eq!(deliveries[0].state, DeliveryState::Delivered);
    assert_eq!(deliveries[0].body.as_bytes(), body);
}

#[tokio::test]
async fn another_administrators_save_is_told_too() {
    let client = Client::start().await;
    let mut receiver = Receiver::start(&[200]).await;
    register(&client, &registration(&receiver.url)).await;
    client.simulator.save_as("Grace", "wf_12345", str::to_owned).unwrap();
    let (_, body) = receiver.next().await;
    let event: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(event["data"]["updatedBy"], "Grace");
}

#[tokio::test]
async fn a_failed_delivery_is_tried_again_under_the_same_id() {
    let client = Client::start().await;
    let mut receiver = Receiver::start(&[500, 200]).await;
    register(&client, &registration(&receiver.url)).await;
    expect(client.put_node(&tutorial_node()).await, 200).await;
    let (first, _) = receiver.next().await;
    let (second, body) = receiver.next().await;
    assert_eq!(first["webhook-id"], second["webhook-id"]);
    assert_signed(&second, &body);
    let delivery = settled(&client).await.remove(0);
    let statuses: Vec<Option<u16>> = delivery.attempts.iter().map(|attempt| attempt.status).collect();
    assert_eq!((delivery.state, statuses), (DeliveryState::Delivered, vec![Some(500), Some(200)]));
}

#[tokio::test]
async fn a_receiver_that_fails_three_times_is_given_up() {
    let client = Client::start().await;
    let mut receiver = Receiver::start(&[503]).await;
    register(&client, &registration(&receiver.url)).await;
    register(&client, &registration("https://127.0.0.1:9/hooks")).await;
    expect(client.put_node(&tutorial_node()).await, 200).await;
    for _ in 0..3 {
        receiver.next().await;
    }
    let deliveries = settled(&client).await;
    assert_eq!(deliveries.len(), 2);
    for delivery in &deliveries {
        assert_eq!((delivery.state, delivery.attempts.len()), (DeliveryState::Failed, 3));
    }
    assert!(deliveries[1].attempts[0].error.as_deref().unwrap().contains("http only"));
}

#[tokio::test]
async fn refused_saves_and_disabled_or_deleted_webhooks_are_silent() {
    let client = Client::start().await;
    let mut disabled = registration("http://127.0.0.1:9/a");
    disabled["enabled"] = false.into();
    register(&client, &disabled).await;
    let deleted = register(&client, &registration("http://127.0.0.1:9/b")).await;
    let path = format!("/api/v2/webhooks/{deleted}");
    expect(client.request(reqwest::Method::DELETE, &path).send().await.unwrap(), 204).await;
    expect(client.get(&path).await, 404).await;
    expect(client.put_node(&tutorial_node()).await, 200).await;
    let mut node = tutorial_node();
    node["id"] = "start_node".into();
    expect(client.put_node(&node).await, 400).await;
    assert!(client.simulator.deliveries().is_empty());
}

#[tokio::test]
async fn a_registration_can_be_read_but_not_its_secret() {
    let client = Client::start().await;
    let id = register(&client, &registration("http://127.0.0.1:9/a")).await;
    for path in ["/api/v2/webhooks".to_owned(), format!("/api/v2/webhooks/{id}")] {
        let text = client.get(&path).await.text().await.unwrap();
        assert!(text.contains("CXone-Workflow-Configurator"), "{text}");
        assert!(!text.contains("secret") && !text.contains("whsec_"), "{text}");
    }
    let deliveries = client.http.get(client.url("/__simulator/deliveries")).send().await.unwrap();
    assert_eq!(expect(deliveries, 200).await, json!({ "deliveries": [] }));
}

#[tokio::test]
async fn a_registration_is_checked() {
    let client = Client::start().await;
    let cases = [
        ("name", json!("")),
        ("url", json!("ftp://example.com")),
        ("url", json!("not a url")),
        ("events", json!([])),
        ("events", json!(["workflow.deleted"])),
        ("enabled", json!("yes")),
        ("headers", json!({ "bad name": "x" })),
        ("headers", json!({ "X-A": "line\nbreak" })),
        ("headers", json!({ "Host": "elsewhere" })),
        ("secret", json!("AAAA")),
        ("secret", json!("whsec_!!!")),
        ("secret", json!(format!("whsec_{}", STANDARD.encode([1; 23])))),
        ("secret", Value::Null),
    ];
    for (key, value) in cases {
        let mut body = registration("http://127.0.0.1:9/a");
        body[key] = value.clone();
        let answer = expect(client.post("/api/v2/webhooks", &body).await, 400).await;
        assert_eq!(answer["errors"][0]["pointer"], format!("/{key}"), "{value}");
        assert!(!answer.to_string().contains(&STANDARD.encode(SECRET)));
    }
    let answer = expect(client.post("/api/v2/webhooks", &json!({})).await, 400).await;
    assert_eq!(answer["errors"].as_array().unwrap().len(), 4, "all at once: {answer}");
}
