//! Forwarding is rebuilding: what passes, what stays behind, and that the vendor's answer is unchanged.

use crate::support::{Stub, World, json, problem, raw_request};
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures_util::StreamExt;
use http::{HeaderMap, HeaderValue, StatusCode};
use std::convert::Infallible;
use std::sync::Mutex;
use tokio::sync::mpsc;

#[tokio::test]
async fn each_route_reaches_its_path() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    let paths = [
        ("/api/workflows", "/api/v2/workflows"),
        ("/api/workflows/wf_1", "/api/v2/workflows/wf_1"),
        ("/api/templates", "/api/v2/interactions/templates"),
        ("/api/templates/tmpl_1", "/api/v2/interactions/templates/tmpl_1"),
        ("/api/attachments", "/api/v2/interactions/attachments"),
        ("/api/attachments/att_1", "/api/v2/interactions/attachments/att_1"),
        ("/api/webhooks", "/api/v2/webhooks"),
        ("/api/webhooks/wh_1", "/api/v2/webhooks/wh_1"),
    ];
    for (ours, _) in paths {
        assert_eq!(world.send(world.get(ours)).await.status(), 200, "{ours}");
    }
    let seen: Vec<_> = tenant.requests().into_iter().map(|seen| (seen.method, seen.target)).collect();
    assert_eq!(seen, paths.map(|(_, theirs)| ("GET".to_owned(), theirs.to_owned())));
}

#[tokio::test]
async fn only_allowed_headers_pass_to_the_tenant() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    let dropped = [
        "cookie",
        "x-forwarded-for",
        "forwarded",
        "x_under_score",
        "te",
        "if-match",
        "x-anything",
        "referer",
        "origin",
    ];
    let mut headers: HeaderMap =
        dropped.iter().map(|name| (name.parse().unwrap(), HeaderValue::from_static("x"))).collect();
    headers.insert("origin", world.proxy.base_url().parse().unwrap());
    headers.insert("authorization", HeaderValue::from_static("Bearer of-the-browser"));
    world.send(world.put("wf_1", "{}").headers(headers)).await;
    let seen = tenant.request();
    for name in dropped {
        assert_eq!(seen.header(name), None, "{name}");
    }
    let mut names: Vec<_> = seen.headers.keys().map(|name| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "accept",
            "accept-encoding",
            "authorization",
            "content-length",
            "content-type",
            "host",
            "idempotency-key",
            "user-agent"
        ]
    );
    assert_eq!(seen.header("authorization"), Some("Bearer token-1"));
    assert_eq!(seen.header("idempotency-key"), Some("op_1.1"));
    assert_eq!(seen.header("accept-encoding"), Some("identity"));
}

#[tokio::test]
async fn the_query_stays_behind() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    world.send(world.get("/api/workflows/wf_1?admin=1")).await;
    assert_eq!(tenant.request().target, "/api/v2/workflows/wf_1");
}

#[tokio::test]
async fn an_id_stays_one_segment() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    for (ours, theirs) in
        [("a%20b", "a%20b"), ("a%26b=c", "a%26b%3Dc"), ("%C3%A4", "%C3%A4"), ("%77f_1", "wf_1"), ("a..b", "a..b")]
    {
        let request = format!(
            "GET /api/workflows/{ours} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n",
            world.proxy.address()
        );
        let answer = raw_request(world.proxy.address(), &request).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert_eq!(tenant.requests().last().unwrap().target, format!("/api/v2/workflows/{theirs}"));
    }
}

#[tokio::test]
async fn ids_that_cannot_be_a_segment_are_refused() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    for id in [
        "..",
        ".",
        "%2e%2e",
        ".%2E",
        "a%00b",
        "a%0d%0ab",
        "a%7Fb",
        "%ff",
        "a%2Fb",
        "a%2fb",
        "..%2F..%2Foauth2%2Ftoken",
        "a%5Cb",
        "a%5cb",
        "a\\b",
        "a;b",
        "a%3Bb",
        "a%23b",
        "a%3Fb",
        "a%252Fb",
        "a%25",
    ] {
        let request =
            format!("GET /api/workflows/{id} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", world.proxy.address());
        let answer = raw_request(world.proxy.address(), &request).await;
        let refused = ["/problems/invalid-id", "/problems/path-not-allowed"].iter().any(|kind| answer.contains(kind));
        assert!(answer.starts_with("HTTP/1.1 400") && refused, "{id}: {answer}");
    }
    assert!(tenant.requests().is_empty());
}

/// What the route table does not know never reaches the tenant, however it is spelt.
#[tokio::test]
async fn strange_paths_reach_nothing() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    for path in [
        "//api/workflows/wf_1",
        "/api//workflows/wf_1",
        "/api/workflows//wf_1",
        "/api/workflows/wf_1/",
        "/api/workflows/",
        "/api/workflows/wf_1/nodes",
        "/api/./workflows/wf_1",
        "/api/x/../workflows/wf_1",
        "/API/workflows/wf_1",
        "/api/workflows;/wf_1",
        "/healthz/../api/workflows/wf_1",
        "/healthz/%2e%2e/api/workflows/wf_1",
        "/healthz?/api/workflows/wf_1",
        "/healthz#/api/workflows/wf_1",
        "/hooks/cxone/../../api/workflows/wf_1",
        "/%61pi/workflows/wf_1",
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", world.proxy.address());
        let answer = raw_request(world.proxy.address(), &request).await;
        assert!(answer.starts_with("HTTP/1.1 "), "{path}: {answer}");
        let told = tenant.requests();
        assert!(told.is_empty(), "{path}: {told:?}");
    }
}

#[tokio::test]
async fn status_and_body_come_back_unchanged_and_other_headers_do_not() {
    let body = "{\"n\": 1E5, \"n\": 1.0,\n \"x\":\"\\u00e4\"}";
    for status in [200, 201, 302, 400, 403, 404, 405, 409, 422, 429, 500, 503] {
        let tenant = Stub::start(move |_| {
            let mut response = json(status, body);
            for (name, value) in [
                ("retry-after", "7"),
                ("etag", "\"3\""),
                ("set-cookie", "a=b"),
                ("location", "http://127.0.0.1:1/"),
                ("cache-control", "public"),
                ("access-control-allow-origin", "*"),
            ] {
                response.headers_mut().insert(name, HeaderValue::from_static(value));
            }
            response
        })
        .await;
        let world = World::start(&tenant.base_url).await;
        let response = world.send(world.get("/api/workflows/wf_1")).await;
        assert_eq!(response.status().as_u16(), status);
        let headers = response.headers().clone();
        let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap());
        assert_eq!(header("content-type"), Some("application/json"));
        assert_eq!((header("retry-after"), header("etag")), (Some("7"), Some("\"3\"")));
        assert_eq!(header("cache-control"), Some("no-store"));
        assert_eq!(header("content-length"), Some(body.len().to_string().as_str()));
        assert_eq!(
            (header("set-cookie"), header("location"), header("access-control-allow-origin")),
            (None, None, None)
        );
        assert_eq!(response.text().await.unwrap(), body);
        assert_eq!(tenant.requests().len(), 1, "redirects are not followed");
    }
}

#[tokio::test]
async fn a_write_needs_an_idempotency_key() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    let put = || world.client.put(world.url("/api/workflows/wf_1")).body("{}");
    problem(world.send(put()).await, "idempotency-key-missing", 400, "notSent").await;
    problem(world.send(put().header("idempotency-key", " ")).await, "idempotency-key-missing", 400, "notSent").await;
    assert!(tenant.requests().is_empty());
}

#[tokio::test]
async fn a_body_over_the_limit_is_not_sent() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::with(&tenant.base_url, |config| config.bodies.workflow = 1_000).await;
    assert_eq!(world.send(world.put("wf_1", "x".repeat(1_000))).await.status(), 200);
    problem(world.send(world.put("wf_1", "x".repeat(1_001))).await, "body-too-large", 413, "notSent").await;
    let pieces = (0..20).map(|_| Ok::<_, Infallible>(Bytes::from("x".repeat(100))));
    let undeclared = reqwest::Body::wrap(http_body_util::StreamBody::new(
        futures_util::stream::iter(pieces).map(|piece| piece.map(http_body::Frame::data)),
    ));
    problem(world.send(world.put("wf_1", undeclared)).await, "body-too-large", 413, "notSent").await;
    assert_eq!(tenant.requests().len(), 1);
}

#[tokio::test]
async fn a_large_workflow_goes_both_ways_byte_for_byte() {
    let tenant = Stub::start(|seen| json(200, &seen.body)).await;
    let world = World::start(&tenant.base_url).await;
    let document = "0123456789abcdef".repeat(300 * 1024);
    let response = world.send(world.put("wf_1", document.clone())).await;
    assert!(response.text().await.unwrap() == document);
}

#[tokio::test]
async fn answers_are_streamed() {
    let (send, receive) = mpsc::channel::<Result<Bytes, Infallible>>(1);
    let pieces = Mutex::new(Some(receive));
    let tenant = Stub::start(move |_| {
        let mut receive = pieces.lock().unwrap().take().unwrap();
        Response::new(Body::from_stream(futures_util::stream::poll_fn(move |context| receive.poll_recv(context))))
    })
    .await;
    let world = World::start(&tenant.base_url).await;
    send.send(Ok(Bytes::from_static(b"first"))).await.unwrap();
    let mut response = world.send(world.get("/api/workflows")).await;
    assert_eq!(response.chunk().await.unwrap().unwrap(), "first", "before the second piece is made");
    send.send(Ok(Bytes::from_static(b"second"))).await.unwrap();
    drop(send);
    assert_eq!(response.text().await.unwrap(), "second");
}

#[tokio::test]
async fn a_deleted_webhook_is_forwarded() {
    let tenant = Stub::start(|_| {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        response
    })
    .await;
    let world = World::start(&tenant.base_url).await;
    let response = world.send(world.client.delete(world.url("/api/webhooks/wh_1"))).await;
    assert_eq!(response.status(), 204);
    let seen = tenant.request();
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("DELETE", "/api/v2/webhooks/wh_1"));
}

#[tokio::test]
async fn what_is_not_a_route_never_reaches_the_tenant() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    problem(world.send(world.get("/api/v2/workflows")).await, "not-found", 404, "notSent").await;
    problem(world.send(world.get("/api/workflows/wf_1/nodes")).await, "not-found", 404, "notSent").await;
    problem(
        world.send(world.client.delete(world.url("/api/workflows/wf_1"))).await,
        "method-not-allowed",
        405,
        "notSent",
    )
    .await;
    assert_eq!((tenant.requests().len(), tenant.tokens()), (0, 0));
}
