//! Previews: documents of their own, without any script.

use crate::support::{Stub, World, json, problem};
use workflow::wire::PreviewLink;

const HTML: &str = "<p style=\"color:red\">Hello, Ada</p><script>alert(1)</script>";

async fn world() -> (Stub, World) {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    (tenant, world)
}

#[tokio::test]
async fn a_preview_is_shown_under_its_own_policy() {
    let (_tenant, world) = world().await;
    let posted =
        world.send(world.client.post(world.url("/api/preview")).header("content-type", "text/html").body(HTML)).await;
    assert_eq!(posted.status(), 201);
    let link: PreviewLink = posted.json().await.unwrap();
    assert!(link.url.starts_with("/api/preview/"));
    let shown = world.send(world.get(&link.url).header("sec-fetch-site", "same-origin")).await;
    assert_eq!(shown.headers()["content-type"], "text/html; charset=utf-8");
    assert_eq!(
        shown.headers()["content-security-policy"],
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
    );
    assert_eq!(shown.headers()["x-frame-options"], "SAMEORIGIN");
    assert_eq!(shown.text().await.unwrap(), HTML);
}

#[tokio::test]
async fn what_is_not_a_preview_is_refused() {
    let (_tenant, world) = world().await;
    let post = |media_type: &'static str, body: Vec<u8>| {
        world.client.post(world.url("/api/preview")).header("content-type", media_type).body(body)
    };
    problem(world.send(post("application/json", b"{}".to_vec())).await, "invalid-body", 422, "notSent").await;
    problem(world.send(post("text/html", b"\xff\xfe".to_vec())).await, "invalid-body", 422, "notSent").await;
    problem(world.send(post("text/html", vec![b'x'; 256 * 1024 + 1])).await, "body-too-large", 413, "notSent").await;
    problem(world.send(world.get("/api/preview/0000")).await, "not-found", 404, "notSent").await;
}
