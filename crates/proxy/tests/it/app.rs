//! The app's files: types, encodings, caching, deep links, policy.

use crate::support::{Stub, World, json, problem, scratch};
use http::StatusCode;
use std::fs;
use std::path::PathBuf;

const INDEX: &str = "<!doctype html><script type=\"module\">alert('Hello, world.');</script>";
const SCRIPT: &str = "/app-0123456789abcdef.js";

fn built(name: &str) -> PathBuf {
    let folder = scratch(name);
    fs::create_dir(folder.join("snippets")).unwrap();
    fs::create_dir(folder.join(".stage")).unwrap();
    for (file, content) in [
        ("index.html", INDEX),
        ("app-0123456789abcdef.js", "plain"),
        ("app-0123456789abcdef.js.br", "brotli"),
        ("app-0123456789abcdef.js.gz", "gzip"),
        ("app-0123456789abcdef_bg.wasm", "\0asm"),
        ("style-0123456789abcdef.css", "css"),
        ("snippets/part-0123456789abcdef.js", "part"),
        ("favicon.svg", "<svg/>"),
        (".stage/half.js", "being written"),
        ("orphan.txt.gz", "no plain file beside it"),
    ] {
        fs::write(folder.join(file), content).unwrap();
    }
    folder
}

async fn world(name: &str) -> (Stub, World) {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let folder = built(name);
    let world = World::with(&tenant.base_url, |config| config.app_dir = Some(folder)).await;
    (tenant, world)
}

#[tokio::test]
async fn files_have_their_types_and_hashed_ones_are_kept_for_good() {
    let (_tenant, world) = world("app-types").await;
    for (path, media_type, forever) in [
        (SCRIPT, "text/javascript; charset=utf-8", true),
        ("/app-0123456789abcdef_bg.wasm", "application/wasm", true),
        ("/style-0123456789abcdef.css", "text/css; charset=utf-8", true),
        ("/snippets/part-0123456789abcdef.js", "text/javascript; charset=utf-8", true),
        ("/favicon.svg", "image/svg+xml", false),
        ("/", "text/html; charset=utf-8", false),
        ("/index.html", "text/html; charset=utf-8", false),
    ] {
        let response = world.send(world.get(path)).await;
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(response.headers()["content-type"], media_type, "{path}");
        let cache = if forever { "public, max-age=31536000, immutable" } else { "no-cache" };
        assert_eq!(response.headers()["cache-control"], cache, "{path}");
    }
}

#[tokio::test]
async fn the_best_accepted_encoding_is_served() {
    let (_tenant, world) = world("app-encodings").await;
    for (accepted, encoding, body) in [
        ("gzip, deflate, br", Some("br"), "brotli"),
        ("gzip", Some("gzip"), "gzip"),
        ("br;q=0, gzip", Some("gzip"), "gzip"),
        ("identity", None, "plain"),
    ] {
        let response = world.send(world.get(SCRIPT).header("accept-encoding", accepted)).await;
        assert_eq!(
            response.headers().get("content-encoding").map(|value| value.to_str().unwrap()),
            encoding,
            "{accepted}"
        );
        assert_eq!(response.headers()["vary"], "accept-encoding");
        assert_eq!(response.text().await.unwrap(), body, "{accepted}");
    }
    let only_plain = world.send(world.get("/favicon.svg").header("accept-encoding", "br, gzip")).await;
    assert_eq!(only_plain.headers().get("content-encoding"), None);
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_again() {
    let (_tenant, world) = world("app-etag").await;
    let first = world.send(world.get("/")).await;
    let etag = first.headers()["etag"].clone();
    let again = world.send(world.get("/").header("if-none-match", etag)).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert!(again.bytes().await.unwrap().is_empty());
    let changed = world.send(world.get("/").header("if-none-match", "\"other\"")).await;
    assert_eq!(changed.status(), 200);
}

#[tokio::test]
async fn deep_links_open_the_app_and_missing_files_do_not() {
    let (_tenant, world) = world("app-links").await;
    let page = |path: &str| world.get(path).header("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    for path in ["/", "/workflows/wf_12345", "/workflows/wf.12/review", "/activity"] {
        let response = world.send(page(path)).await;
        assert_eq!(response.text().await.unwrap(), INDEX, "{path}");
    }
    let anything = world.send(world.get("/workflows/wf_1").header("accept", "*/*")).await;
    assert_eq!(anything.text().await.unwrap(), INDEX);
    for path in [
        "/app-fedcba9876543210.js",
        "/missing.wasm",
        "/api",
        "/api/nothing",
        "/hooks",
        "/orphan.txt",
        "/.stage/half.js",
        "/%2e%2e/Cargo.toml.js",
    ] {
        problem(world.send(page(path)).await, "not-found", 404, "notSent").await;
    }
    problem(
        world.send(world.get("/workflows/wf_1").header("accept", "application/json")).await,
        "not-found",
        404,
        "notSent",
    )
    .await;
    problem(world.send(world.client.post(world.url("/workflows/wf_1"))).await, "method-not-allowed", 405, "notSent")
        .await;
}

#[tokio::test]
async fn pages_have_the_policy_with_the_hash_of_the_inline_script() {
    let (_tenant, world) = world("app-policy").await;
    let response = world.send(world.get("/workflows/wf_1").header("accept", "text/html")).await;
    assert_eq!(
        response.headers()["content-security-policy"],
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='; \
         style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; worker-src 'self'; \
         manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
}

#[tokio::test]
async fn a_head_request_has_the_length_and_no_body() {
    let (_tenant, world) = world("app-head").await;
    let response = world.send(world.client.head(world.url(SCRIPT))).await;
    assert_eq!(response.headers()["content-length"], "5");
    assert!(response.bytes().await.unwrap().is_empty());
}

#[tokio::test]
async fn without_an_app_a_page_says_how_to_build_it() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    let response = world.send(world.get("/")).await;
    assert_eq!(response.status(), 200);
    assert!(response.text().await.unwrap().contains("cargo xtask run"));
    problem(world.send(world.get("/app.js")).await, "not-found", 404, "notSent").await;
}
