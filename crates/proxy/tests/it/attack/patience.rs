//! By name: those who send too much, too slowly, or never listen.

use super::tenant::Tenant;
use crate::support::{Stub, World, json, problem, raw_request};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Long enough for a busy machine, short enough for a test.
const DEADLINE: Duration = Duration::from_millis(300);
/// Between the bytes of somebody slow: far less than any deadline, so that only the whole counts.
const DRIP: Duration = Duration::from_millis(20);

async fn world() -> (Stub, World) {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = before(&tenant.base_url).await;
    (tenant, world)
}

async fn before(tenant: &str) -> World {
    World::with(tenant, |config| {
        config.timeouts.header = DEADLINE;
        config.timeouts.body = DEADLINE;
        config.tenant.timeouts.upload = DEADLINE;
    })
    .await
}

/// Sends a head, then one byte after the other, for as long as the proxy listens; returns its answer.
async fn drip(address: SocketAddr, head: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    loop {
        match tokio::time::timeout(DRIP, stream.read_buf(&mut answer)).await {
            Ok(Ok(0) | Err(_)) => break,
            Ok(Ok(_)) => {}
            // Whether the other end still listens is told by the read.
            Err(_) => drop(stream.write_all(b"x").await),
        }
    }
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_head_that_drips_is_given_up() {
    let (tenant, world) = world().await;
    let address = world.proxy.address();
    for head in [
        "GET /heal",
        "GET /healthz HTTP/1.1\r\nhost: 127",
        &format!("GET /healthz HTTP/1.1\r\nhost: {address}\r\nx-slow: "),
    ] {
        let answer = drip(address, head).await;
        assert!(!answer.contains("200 OK"), "{head}: {answer}");
    }
    assert!(tenant.requests().is_empty());
}

#[tokio::test]
async fn a_body_that_drips_is_given_up_at_every_route() {
    let tenant = Tenant::start().await;
    let world = before(&tenant.url).await;
    let address = world.proxy.address();
    for (method, path) in [
        ("PUT", "/api/workflows/wf_1"),
        ("POST", "/api/attachments?fileName=a.txt"),
        ("POST", "/api/webhooks"),
        ("POST", "/api/audit"),
        ("POST", "/api/preview"),
        ("POST", "/api/sign-in"),
        ("POST", "/hooks/cxone"),
    ] {
        for framing in ["content-length: 60000", "transfer-encoding: chunked"] {
            let head = format!(
                "{method} {path} HTTP/1.1\r\nhost: {address}\r\nidempotency-key: k\r\nx-cxone-configurator: 1\r\nconnection: close\r\n{framing}\r\n\r\n{}",
                if framing.starts_with('t') { "ea60\r\n" } else { "" }
            );
            let answer = drip(address, &head).await;
            let given_up = answer.starts_with("HTTP/1.1 408") && answer.contains("/problems/body-timeout");
            // A file's own deadline is that of the answer to it.
            let file_given_up = path.contains("fileName") && answer.starts_with("HTTP/1.1 504");
            assert!(given_up || file_given_up, "{method} {path}: {answer}");
        }
    }
    let (deeds, faults) = tenant.take();
    assert!(faults.is_empty(), "{faults:?}");
    // A file is sent on while it arrives, and broken off with it.
    let written: Vec<_> =
        deeds.into_iter().filter(|(method, target)| method != "GET" && !target.contains("fileName=")).collect();
    assert!(written.is_empty(), "{written:?}");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_at_every_route() {
    let (tenant, world) = world().await;
    let address = world.proxy.address();
    for (method, path, limit) in [
        ("PUT", "/api/workflows/wf_1", 5 * 1024 * 1024),
        ("POST", "/api/attachments?fileName=a.txt", 10 * 1024 * 1024),
        ("POST", "/api/webhooks", 256 * 1024),
        ("POST", "/api/audit", 256 * 1024),
        ("POST", "/api/sign-in", 256 * 1024),
        ("POST", "/hooks/cxone", 64 * 1024),
    ] {
        // Announced, and nothing of it sent: nobody waits for it.
        for length in [format!("{}", limit + 1), "9223372036854775807".to_owned()] {
            let request = format!(
                "{method} {path} HTTP/1.1\r\nhost: {address}\r\nidempotency-key: k\r\nx-cxone-configurator: 1\r\nconnection: close\r\nexpect: 100-continue\r\ncontent-length: {length}\r\n\r\n"
            );
            let answer = raw_request(address, &request).await;
            assert!(
                answer.starts_with("HTTP/1.1 413") && answer.contains("/problems/body-too-large"),
                "{path}: {answer}"
            );
        }
    }
    let written: Vec<_> = tenant.requests().into_iter().filter(|seen| seen.method != "GET").collect();
    assert!(written.is_empty(), "{written:?}");
}

#[tokio::test]
async fn floods_of_headers_are_refused() {
    let (tenant, world) = world().await;
    let address = world.proxy.address();
    let request = |target: &str, lines: &str| {
        format!("GET {target} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{lines}\r\n")
    };
    let many: String = (0..200).map(|n| format!("x-{n}: {n}\r\n")).collect();
    let cookies = "cookie: a=b\r\n".repeat(150);
    let long = format!("x-long: {}\r\n", "a".repeat(100_000));
    let name = format!("{}: x\r\n", "a".repeat(70_000));
    for (what, target, lines, statuses) in [
        ("many", "/api/workflows", many, &["431"][..]),
        ("many cookies", "/api/workflows", cookies, &["431"]),
        ("a long one", "/api/workflows", long, &["431"]),
        ("a long name", "/api/workflows", name, &["431", "400"]),
        ("a long path", &format!("/api/workflows/{}", "a".repeat(66_000)), String::new(), &["414", "431"]),
    ] {
        let answer = raw_request(address, &request(target, &lines)).await;
        // The proxy may close before all was sent, and its words be lost with that.
        let refused =
            answer.is_empty() || statuses.iter().any(|status| answer.starts_with(&format!("HTTP/1.1 {status}")));
        assert!(refused, "{what}: {answer}");
    }
    assert!(tenant.requests().is_empty());
    assert_eq!(world.send(world.get("/api/workflows")).await.status(), 200, "others are served");
}

/// As many connections as there are places; whoever is slow loses the place to those who wait.
#[tokio::test]
async fn connections_are_counted_and_slow_ones_make_room() {
    let tenant = Stub::start(|_| json(200, &"x".repeat(15 * 1024 * 1024))).await;
    let world = World::with(&tenant.base_url, |config| {
        config.connections = 2;
        config.timeouts.header = DEADLINE;
        config.timeouts.body = DEADLINE;
    })
    .await;
    let address = world.proxy.address();
    // One says nothing; one asks for much and does not listen.
    let silent = TcpStream::connect(address).await.unwrap();
    let mut deaf = TcpStream::connect(address).await.unwrap();
    let ask = format!("GET /api/workflows HTTP/1.1\r\nhost: {address}\r\n\r\n");
    deaf.write_all(ask.as_bytes()).await.unwrap();
    let answer =
        raw_request(address, &format!("GET /healthz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    drop((silent, deaf));
    let many = (0..20)
        .map(|_| async { world.send(world.get("/healthz").header("connection", "close")).await.status().as_u16() });
    assert!(
        futures_util::future::join_all(many).await.iter().all(|status| *status == 200),
        "more than there are places wait"
    );
}

/// A delivery that is forged is refused however often it comes, and costs the tenant nothing.
#[tokio::test]
async fn forged_deliveries_in_numbers_reach_nothing() {
    let (tenant, world) = world().await;
    let forged = (0..200).map(|n| {
        let request = world.client.post(world.url("/hooks/cxone")).header("webhook-id", format!("msg_{n}"));
        let request = request.header("webhook-timestamp", "1700000000").header("webhook-signature", "v1,AAAA");
        world.send(request.body(r#"{"type":"workflow.updated","data":{"workflowId":"wf_1"}}"#))
    });
    for response in futures_util::future::join_all(forged).await {
        problem(response, "delivery-refused", 401, "notSent").await;
    }
    assert!(tenant.requests().is_empty() && tenant.tokens() == 0);
}
