//! A tenant that is dead, silent, or breaks off.

use crate::support::{Reply, Stub, World, json, problem, raw_request, raw_tenant};
use cxone_proxy::Config;
use cxone_proxy::config::Connection;
use std::time::Duration;

/// The token comes from one place, the rest goes to another.
fn tokens_from(tenant: &Stub) -> impl FnOnce(&mut Config) {
    let token_url = format!("{}/oauth2/token", tenant.base_url);
    move |config| match &mut config.tenant.connection {
        Connection::Remote(remote) => remote.token_url = token_url,
        Connection::Demo => panic!("not the demo"),
    }
}

async fn closed_port() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[tokio::test]
async fn a_dead_tenant_is_told_as_not_sent() {
    let tokens = Stub::start(|_| json(200, "{}")).await;
    let world = World::with(&closed_port().await, tokens_from(&tokens)).await;
    problem(world.send(world.put("wf_1", "{}")).await, "upstream-unreachable", 502, "notSent").await;
    problem(world.send(world.get("/api/workflows")).await, "upstream-unreachable", 502, "notSent").await;
}

#[tokio::test]
async fn a_name_that_does_not_resolve_is_told_as_not_sent() {
    let tokens = Stub::start(|_| json(200, "{}")).await;
    let world = World::with("http://no-such-tenant.invalid", tokens_from(&tokens)).await;
    problem(world.send(world.put("wf_1", "{}")).await, "upstream-unreachable", 502, "notSent").await;
}

#[tokio::test]
async fn a_dead_token_endpoint_is_told_as_not_sent() {
    let world = World::start(&closed_port().await).await;
    problem(world.send(world.put("wf_1", "{}")).await, "token-unavailable", 502, "notSent").await;
}

#[tokio::test]
async fn a_silent_tenant_is_told_as_unclear() {
    let tenant = Stub::start(|_| Reply::Never).await;
    let quick = |config: &mut Config| {
        config.tenant.timeouts.read = Duration::from_millis(100);
        config.tenant.timeouts.write = Duration::from_millis(150);
    };
    let world = World::with(&tenant.base_url, quick).await;
    let write = problem(world.send(world.put("wf_1", "{}")).await, "upstream-timeout", 504, "unclear").await;
    assert!(write.detail.contains("not known"), "{}", write.detail);
    let read = problem(world.send(world.get("/api/workflows")).await, "upstream-timeout", 504, "unclear").await;
    assert!(read.detail.contains("Nothing was changed"), "{}", read.detail);
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_answer_is_told_as_unclear() {
    let tokens = Stub::start(|_| json(200, "{}")).await;
    let world = World::with(&raw_tenant(b"").await, tokens_from(&tokens)).await;
    problem(world.send(world.put("wf_1", "{}")).await, "upstream-broken", 502, "unclear").await;
}

#[tokio::test]
async fn an_answer_that_is_not_http_is_told_as_unclear() {
    let tokens = Stub::start(|_| json(200, "{}")).await;
    let world = World::with(&raw_tenant(b"SSH-2.0-hello\r\n\r\n").await, tokens_from(&tokens)).await;
    problem(world.send(world.put("wf_1", "{}")).await, "upstream-broken", 502, "unclear").await;
}

#[tokio::test]
async fn a_body_that_breaks_off_breaks_the_browsers_connection() {
    for answer in [
        &b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"part"[..],
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n6\r\n{\"part\r\n",
    ] {
        let tokens = Stub::start(|_| json(200, "{}")).await;
        let world = World::with(&raw_tenant(answer).await, tokens_from(&tokens)).await;
        // The connection may break before the head is out, or within the body.
        if let Ok(response) = world.get("/api/workflows/wf_1").send().await {
            assert!(response.text().await.is_err());
        }
    }
}

#[tokio::test]
async fn a_body_that_never_ends_breaks_the_browsers_connection() {
    let tenant = Stub::start(|_| {
        let first = futures_util::stream::iter([Ok::<_, std::convert::Infallible>("first")]);
        let body = futures_util::StreamExt::chain(first, futures_util::stream::pending());
        axum::response::Response::new(axum::body::Body::from_stream(body))
    })
    .await;
    let world = World::with(&tenant.base_url, |config| config.tenant.timeouts.read = Duration::from_secs(1)).await;
    let response = world.send(world.get("/api/workflows")).await;
    assert!(response.text().await.is_err());
}

#[tokio::test]
async fn an_answer_over_the_limit_is_never_passed_as_whole() {
    let tenant = Stub::start(|seen| {
        if seen.target.ends_with("/declared") {
            return json(200, &"x".repeat(2_000));
        }
        let pieces = (0..20).map(|_| Ok::<_, std::convert::Infallible>("x".repeat(100)));
        axum::response::Response::new(axum::body::Body::from_stream(futures_util::stream::iter(pieces)))
    })
    .await;
    let world = World::with(&tenant.base_url, |config| config.tenant.response_bytes = 1_000).await;
    problem(world.send(world.get("/api/workflows/declared")).await, "answer-too-large", 502, "answered").await;
    if let Ok(response) = world.get("/api/workflows/undeclared").send().await {
        assert!(response.text().await.is_err());
    }
}

#[tokio::test]
async fn a_request_body_that_drips_is_given_up() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::with(&tenant.base_url, |config| config.timeouts.body = Duration::from_millis(100)).await;
    let request = format!(
        "PUT /api/workflows/wf_1 HTTP/1.1\r\nhost: {}\r\nidempotency-key: k\r\nx-cxone-configurator: 1\r\ncontent-length: 10\r\n\r\n{{",
        world.proxy.address()
    );
    let answer = raw_request(world.proxy.address(), &request).await;
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("/problems/body-timeout"), "{answer}");
    assert!(tenant.requests().is_empty());
}

#[tokio::test]
async fn headers_that_drip_end_the_connection() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::with(&tenant.base_url, |config| config.timeouts.header = Duration::from_millis(100)).await;
    let answer = raw_request(world.proxy.address(), "GET /healthz HTTP/1.1\r\nhost: ").await;
    assert!(!answer.contains("200 OK"), "{answer}");
}
