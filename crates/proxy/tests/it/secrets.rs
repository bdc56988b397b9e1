//! Planted secrets show up in no log line, response, or debug output.

use crate::support::{CLIENT_SECRET, Logs, Stub, World, json};
use http::HeaderValue;

const TOKEN: &str = "canary-access-token";
const BODY: &str = "canary-customer-data";

#[tokio::test]
async fn canaries_stay_inside() {
    let logs = Logs::capture();
    let tenant = Stub::with_tokens(
        |seen| {
            let mut response = match (seen.method.as_str(), seen.target.as_str()) {
                ("POST", _) => json(201, "{\"id\":\"wh_1\"}"),
                (_, target) if target.contains("refused") => json(401, "{}"),
                _ => json(200, "{}"),
            };
            let echo = seen.headers.get("authorization").cloned().unwrap_or(HeaderValue::from_static("-"));
            response.headers_mut().insert("x-echo", echo.clone());
            response.headers_mut().insert("www-authenticate", echo);
            response
        },
        |_| json(200, &format!("{{\"access_token\":\"{TOKEN}\",\"expires_in\":3600}}")).into(),
    )
    .await;
    let world = World::start(&tenant.base_url).await;
    let mut answers = String::new();
    for request in [
        world.get("/api/session"),
        world.get("/api/workflows/wf_1"),
        world.get("/api/workflows/refused"),
        world.put("wf_1", BODY),
        world.put("refused", BODY),
        world.get("/readyz"),
        world.get("/api/nothing"),
        world.post("/api/audit", BODY),
    ] {
        let response = world.send(request).await;
        answers.push_str(&format!("{:?}", response.headers()));
        answers.push_str(&response.text().await.unwrap());
    }
    let webhook = r#"{"name":"n","url":"https://hooks.example.com/x?key=canary-in-url"}"#;
    answers.push_str(&world.send(world.post("/api/webhooks", webhook)).await.text().await.unwrap());
    answers.push_str(&world.send(world.get("/api/webhooks")).await.text().await.unwrap());
    answers.push_str(&world.send(world.get("/metrics")).await.text().await.unwrap());
    let sent = tenant.requests().into_iter().find(|seen| seen.body.contains("whsec_")).unwrap();
    let sent: serde_json::Value = serde_json::from_str(&sent.body).unwrap();
    let secret = sent["secret"].as_str().unwrap();
    answers.push_str(&world.send(world.get("/api/audit")).await.text().await.unwrap());
    answers.push_str(&format!("{:?}", world.proxy));
    world.proxy.stop().await;

    let logs = logs.text();
    assert!(logs.contains("wf_1") && logs.contains("write answered"), "the log is captured: {logs}");
    for canary in [CLIENT_SECRET, TOKEN, BODY, secret, "canary-in-url"] {
        assert!(!answers.contains(canary), "{canary} in {answers}");
    }
    let ours: String = logs.lines().filter(|line| line.contains(" cxone_proxy")).collect();
    for canary in [CLIENT_SECRET, TOKEN, BODY, secret, "canary-in-url"] {
        assert!(!ours.contains(canary), "{canary} in {ours}");
    }
}

#[tokio::test]
async fn the_configuration_prints_without_its_secret() {
    let env = [
        ("CXONE_ORG", "acme"),
        ("CXONE_CLIENT_ID", "id"),
        ("CXONE_CLIENT_SECRET", CLIENT_SECRET),
        ("HOME", "/nowhere"),
    ];
    let config =
        cxone_proxy::config::load([], env.map(|(name, value)| (name.to_owned(), value.to_owned())), None).unwrap();
    let text = format!("{config:?}");
    assert!(text.contains("***") && !text.contains(CLIENT_SECRET), "{text}");
}

#[tokio::test]
async fn each_request_leaves_one_line_that_says_who_what_and_how_long() {
    let logs = Logs::capture();
    let tenant = Stub::start(|_| json(409, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    let response = world.send(world.put("wf_1", "{}")).await;
    let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
    let logs = logs.text();
    let line = logs.lines().find(|line| line.contains("answered") && line.contains("total_ms")).unwrap();
    for part in [
        id.as_str(),
        "operator=\"local\"",
        "method=PUT",
        "/api/workflows/{id}",
        "workflow=\"wf_1\"",
        "status=409",
        "upstream_ms=",
        "total_ms=",
    ] {
        assert!(line.contains(part), "{part} in {line}");
    }
}
