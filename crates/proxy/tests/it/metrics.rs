//! `/metrics`: what it tells, and what it never does.

use crate::support::{Stub, World, json};

#[tokio::test]
async fn requests_answers_and_tokens_are_counted() {
    let tenant = Stub::start(|seen| {
        let renewed = seen.header("authorization") != Some("Bearer token-1");
        json(if renewed { 200 } else { 401 }, "{}")
    })
    .await;
    let world = World::start(&tenant.base_url).await;
    let before = world.send(world.get("/metrics")).await;
    assert_eq!(before.headers()["content-type"], "application/openmetrics-text; version=1.0.0; charset=utf-8");
    assert!(before.text().await.unwrap().contains("cxone_proxy_token_age_seconds -1"));
    world.send(world.get("/api/workflows/wf_canary")).await;
    world.send(world.get("/workflows/wf_canary")).await;
    world.send(world.client.request("BREW".parse().unwrap(), world.url("/api/session"))).await;
    let text = world.send(world.get("/metrics")).await.text().await.unwrap();
    for line in [
        r#"cxone_proxy_requests_total{method="GET",route="/api/workflows/{id}",status="200"} 1"#,
        r#"cxone_proxy_requests_total{method="other",route="/api/session",status="405"} 1"#,
        r#"cxone_proxy_request_seconds_count{route="/api/workflows/{id}"} 1"#,
        r#"cxone_proxy_upstream_requests_total{method="GET",route="workflow",status="200"} 1"#,
        r#"cxone_proxy_upstream_seconds_count{route="workflow"} 1"#,
        "cxone_proxy_token_fetches 2",
        "cxone_proxy_token_failures_in_a_row 0",
        "cxone_proxy_upstream_retries 1",
        "cxone_proxy_event_streams 0",
        "cxone_proxy_writes_under_way 0",
        "cxone_proxy_audit_queue 0",
        "# EOF",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} in {text}");
    }
    assert!(!text.contains("wf_canary") && !text.contains("token-"), "{text}");
}
