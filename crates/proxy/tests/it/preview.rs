//! Previews: documents of their own, without any script.

use crate::support::{Stub, World, json, problem};
use reqwest::Response;
use workflow::wire::PreviewLink;

const HTML: &str = "<p style=\"color:red\">Hello, Ada</p><script>alert(1)</script>";

async fn world() -> (Stub, World) {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    (tenant, world)
}

/// Posts an email and fetches it as its frame would.
async fn shown(world: &World, path: &str) -> Response {
    let posted = world.send(world.client.post(world.url(path)).header("content-type", "text/html").body(HTML)).await;
    assert_eq!(posted.status(), 201);
    assert_eq!(posted.headers()["cache-control"], "no-store");
    let link: PreviewLink = posted.json().await.unwrap();
    assert!(link.url.starts_with("/api/preview/"));
    world.send(world.get(&link.url).header("sec-fetch-site", "same-origin")).await
}

#[tokio::test]
async fn a_preview_is_shown_under_its_own_policy() {
    let (_tenant, world) = world().await;
    let shown = shown(&world, "/api/preview").await;
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        (
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox",
        ),
        ("x-frame-options", "SAMEORIGIN"),
        ("x-content-type-options", "nosniff"),
        ("x-dns-prefetch-control", "off"),
        ("cross-origin-embedder-policy", "credentialless"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(shown.headers()[name], value, "{name}");
        assert_eq!(shown.headers().get_all(name).iter().count(), 1, "{name}");
    }
    assert_eq!(shown.text().await.unwrap(), HTML);
}

#[tokio::test]
async fn pictures_are_fetched_only_where_that_was_asked_for() {
    let (_tenant, world) = world().await;
    for (path, pictures) in [
        ("/api/preview?images=inline", "img-src data:;"),
        ("/api/preview?images=remote", "img-src data: https: http:;"),
    ] {
        let shown = shown(&world, path).await;
        let policy = shown.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.contains(pictures), "{path}: {policy}");
        for rule in ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'", "sandbox"]
        {
            assert!(policy.split("; ").any(|found| found == rule), "{path}: {rule} is not in {policy}");
        }
        assert!(!policy.contains("script-src") && !policy.contains("allow-"), "{path}: {policy}");
    }
}

#[tokio::test]
async fn each_preview_has_an_address_of_its_own() {
    let (_tenant, world) = world().await;
    let mut addresses = Vec::new();
    for _ in 0..3 {
        let posted = world.client.post(world.url("/api/preview")).header("content-type", "text/html").body(HTML);
        addresses.push(world.send(posted).await.json::<PreviewLink>().await.unwrap().url);
    }
    assert!(addresses.iter().all(|address| address.len() == "/api/preview/".len() + 32), "{addresses:?}");
    addresses.sort_unstable();
    addresses.dedup();
    assert_eq!(addresses.len(), 3);
}

#[tokio::test]
async fn what_is_not_a_preview_is_refused() {
    let (_tenant, world) = world().await;
    let post = |path: &str, media_type: &'static str, body: Vec<u8>| {
        world.client.post(world.url(path)).header("content-type", media_type).body(body)
    };
    let refused = |path: &str, media_type, body| world.send(post(path, media_type, body));
    let plain = "/api/preview";
    problem(refused(plain, "application/json", b"{}".to_vec()).await, "invalid-body", 422, "notSent").await;
    problem(refused(plain, "text/html", b"\xff\xfe".to_vec()).await, "invalid-body", 422, "notSent").await;
    problem(refused(plain, "text/html", vec![b'x'; 256 * 1024 + 1]).await, "body-too-large", 413, "notSent").await;
    let all = refused("/api/preview?images=all", "text/html", HTML.into()).await;
    problem(all, "invalid-query", 400, "notSent").await;
    problem(world.send(world.get("/api/preview/0000")).await, "not-found", 404, "notSent").await;
}
