//! Who may ask: host names and sites.

use crate::support::{Stub, World, json, problem, raw_request};

async fn world() -> (Stub, World) {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::with(&tenant.base_url, |config| config.public_hosts = vec!["config.example.com".into()]).await;
    (tenant, world)
}

#[tokio::test]
async fn only_our_own_hosts_are_served() {
    let (_tenant, world) = world().await;
    let port = world.proxy.address().port();
    for (host, status) in [
        (format!("127.0.0.1:{port}"), 200),
        (format!("localhost:{port}"), 200),
        (format!("LOCALHOST:{port}"), 200),
        (format!("[::1]:{port}"), 200),
        ("config.example.com".into(), 200),
        ("localhost".into(), 421),
        ("127.0.0.1:1".into(), 421),
        ("evil.example.com".into(), 421),
        (format!("localhost:{port}.evil.example.com"), 421),
        (format!("evil.example.com:{port}"), 421),
        (String::new(), 421),
    ] {
        for path in ["/api/session", "/healthz"] {
            let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
            let answer = raw_request(world.proxy.address(), &request).await;
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{host} {path}: {answer}");
        }
    }
}

#[tokio::test]
async fn a_foreign_host_in_the_request_line_or_a_second_header_is_refused() {
    let (_tenant, world) = world().await;
    let host = world.proxy.address();
    for request in [
        format!("GET http://evil.example.com/api/session HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"),
        format!("GET /api/session HTTP/1.1\r\nhost: {host}\r\nhost: evil.example.com\r\nconnection: close\r\n\r\n"),
        "GET /api/session HTTP/1.1\r\nconnection: close\r\n\r\n".to_owned(),
    ] {
        let answer = raw_request(host, &request).await;
        assert!(answer.starts_with("HTTP/1.1 4") && !answer.contains("\"org\""), "{answer}");
    }
}

#[tokio::test]
async fn writes_from_other_sites_are_refused() {
    let (tenant, world) = world().await;
    let own = world.proxy.base_url();
    for (site, origin, allowed) in [
        (Some("same-origin"), Some(own.as_str()), true),
        (Some("same-origin"), None, true),
        (Some("none"), None, true),
        (None, None, true),
        (None, Some(own.as_str()), true),
        (None, Some("https://config.example.com"), true),
        (Some("cross-site"), Some("https://evil.example.com"), false),
        (Some("cross-site"), None, false),
        (Some("same-site"), Some("http://other.localhost"), false),
        (Some("none"), Some("https://evil.example.com"), false),
        (None, Some("https://evil.example.com"), false),
        (None, Some("null"), false),
    ] {
        let before = tenant.requests().len();
        let mut request = world.put("wf_1", "{}");
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        let response = world.send(request).await;
        if allowed {
            assert_eq!(response.status(), 200, "{site:?} {origin:?}");
        } else {
            problem(response, "cross-site", 403, "notSent").await;
        }
        assert_eq!(tenant.requests().len() - before, usize::from(allowed), "{site:?} {origin:?}");
    }
}

#[tokio::test]
async fn reads_from_other_sites_are_refused_where_there_is_data() {
    let (tenant, world) = world().await;
    let from_elsewhere =
        |path: &str| world.get(path).header("sec-fetch-site", "cross-site").header("accept", "text/html");
    problem(world.send(from_elsewhere("/api/workflows/wf_1")).await, "cross-site", 403, "notSent").await;
    assert_eq!(world.send(from_elsewhere("/workflows/wf_1")).await.status(), 200, "a link to the app works");
    assert!(tenant.requests().is_empty());
}

#[tokio::test]
async fn every_response_carries_the_safe_headers_and_a_request_id() {
    let (_tenant, world) = world().await;
    let mut ids = std::collections::BTreeSet::new();
    for path in ["/", "/healthz", "/api/session", "/api/workflows", "/api/nothing", "/missing.js"] {
        let response = world.send(world.get(path)).await;
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert!(header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert!(ids.insert(header("x-request-id")), "{path}");
    }
}
