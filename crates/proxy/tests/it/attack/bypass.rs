//! By name: the ways around a proxy's checks that others of its kind had to close, tried at every route
//! that the description of the routes names, so that a new route is tried too.

use crate::support::{Stub, World, json, problem, raw_request};
use http::Method;
use reqwest::RequestBuilder;
use serde_json::Value;
use workflow::wire::{AuditList, EVENT_DENIED, Way};

/// What anybody may ask for.
const PUBLIC: [&str; 8] = [
    "/healthz",
    "/readyz",
    "/metrics",
    "/api/sign-in",
    "/api/sign-in/link",
    "/api/sign-in/oidc",
    "/sign-in/callback",
    "/hooks/cxone",
];

/// What health checks call themselves.
const HEALTH_CHECKS: [&str; 5] =
    ["GoogleHC/1.0", "kube-probe/1.31", "ELB-HealthChecker/2.0", "Envoy/HC", "Amazon CloudFront"];

async fn world() -> (Stub, World) {
    let tenant = Stub::start(|_| json(200, "{\"id\":\"wh_1\"}")).await;
    let world = World::with(&tenant.base_url, |config| {
        config.access.ways = vec![Way::Link, Way::Header];
        config.access.trusted_proxies = vec!["192.0.2.1".parse().unwrap()];
    })
    .await;
    (tenant, world)
}

/// Every route: its method, and its path with an id where it has one.
fn routes() -> Vec<(Method, String)> {
    let described: Value = serde_json::from_str(include_str!("../../../src/routes/openapi.json")).unwrap();
    let paths = described["paths"].as_object().unwrap();
    let methods = paths.iter().flat_map(|(path, methods)| {
        let path =
            path.split('/').map(|part| if part.starts_with('{') { "wf_1" } else { part }).collect::<Vec<_>>().join("/");
        let named = methods
            .as_object()
            .unwrap()
            .keys()
            .filter_map(|method| Method::from_bytes(method.to_uppercase().as_bytes()).ok());
        named.map(|method| (method, path.clone())).collect::<Vec<_>>()
    });
    methods.collect()
}

/// Every route that needs somebody.
fn guarded() -> Vec<(Method, String)> {
    routes().into_iter().filter(|(_, path)| !PUBLIC.contains(&path.as_str())).collect()
}

/// As a page of ours asks, but for the session.
fn ask(world: &World, method: &Method, path: &str) -> RequestBuilder {
    let request = world.client.request(method.clone(), world.url(path)).header("idempotency-key", "k");
    request.header("origin", world.proxy.base_url()).body(if method.is_safe() { "" } else { "{}" })
}

/// Spoofed forwarded headers and single sign-on headers: nobody is believed who is not listed.
#[tokio::test]
async fn no_header_makes_somebody_of_a_stranger() {
    let (tenant, world) = world().await;
    let forged = [
        ("x-forwarded-for", "192.0.2.1"),
        ("x-real-ip", "192.0.2.1"),
        ("forwarded", "for=192.0.2.1;host=localhost"),
        ("x-forwarded-user", "local"),
        ("x-forwarded-email", "local@example.com"),
        ("x-auth-request-user", "local"),
        ("x-forwarded-access-token", "canary"),
        ("authorization", "Basic bG9jYWw6bG9jYWw="),
        ("x-forwarded-uri", "/healthz"),
        ("x-original-url", "/healthz"),
        ("x-rewrite-url", "/healthz"),
        ("x-http-method-override", "GET"),
    ];
    for (method, path) in guarded() {
        let all =
            forged.iter().fold(ask(&world, &method, &path), |request, (name, value)| request.header(*name, *value));
        problem(world.send(all).await, "signed-out", 401, "notSent").await;
        let named = ask(&world, &method, &path).header("x-remote-user", "local").header("x-forwarded-for", "192.0.2.1");
        problem(world.send(named).await, "sso-refused", 403, "notSent").await;
    }
    assert!(tenant.requests().is_empty());
}

/// Who is turned away is noted by the address that the connection has, and limits go by it.
#[tokio::test]
async fn a_forged_address_is_neither_noted_nor_counted() {
    let (_tenant, world) = world().await;
    let guess = |n: usize| {
        let request = world.post("/api/sign-in", r#"{"token":"guess"}"#).header("origin", world.proxy.base_url());
        world.send(
            request.header("x-forwarded-for", format!("198.51.100.{n}")).header("x_forwarded_for", "198.51.100.1"),
        )
    };
    for n in 0..10 {
        problem(guess(n).await, "link-invalid", 403, "notSent").await;
    }
    problem(guess(10).await, "too-many-sign-ins", 429, "notSent").await;

    let (_tenant, open) = {
        let tenant = Stub::start(|_| json(200, "{}")).await;
        let world = World::start(&tenant.base_url).await;
        (tenant, world)
    };
    let evil =
        open.put("wf_1", "{}").header("origin", "http://evil.example.com").header("x-forwarded-for", "198.51.100.1");
    problem(open.send(evil).await, "cross-site", 403, "notSent").await;
    let audit: AuditList = open.send(open.get("/api/audit?events=all")).await.json().await.unwrap();
    let denied = audit.events.iter().find(|event| event.event == EVENT_DENIED).unwrap();
    assert_eq!(denied.access.as_ref().unwrap().address, "127.0.0.1");
}

/// Health checks pass by their own path, not by what they call themselves or what stands behind the path.
#[tokio::test]
async fn nothing_but_the_path_itself_makes_a_health_check() {
    let (tenant, world) = world().await;
    for (method, path) in guarded() {
        for agent in HEALTH_CHECKS {
            let request = ask(&world, &method, &path).header("user-agent", agent);
            problem(world.send(request).await, "signed-out", 401, "notSent").await;
        }
    }
    for target in [
        "/api/workflows?/healthz",
        "/api/workflows?x=/healthz",
        "/api/workflows#/healthz",
        "/api/workflows#/api/sign-in",
        "/api/workflows/%2Fhealthz",
        "/api/workflows/..%2Fhealthz",
        "/api/workflows/../../healthz/../api/workflows",
        "/healthz/../api/workflows",
        "/healthz;/../api/workflows",
        "/healthz//api/workflows",
        "/api/sign-in/../workflows",
        "/api/sign-in/%2e%2e/workflows",
        "/api/sign-in;/workflows",
        "/api/sign-in/link/../../workflows",
        "/hooks/cxone/../../api/workflows",
        "/HEALTHZ",
        "/healthz/",
        "/readyz/x",
    ] {
        let request = format!(
            "GET {target} HTTP/1.1\r\nhost: {}\r\naccept: application/json\r\nconnection: close\r\n\r\n",
            world.proxy.address()
        );
        let answer = raw_request(world.proxy.address(), &request).await;
        assert!(answer.starts_with("HTTP/1.1 4"), "{target}: {answer}");
    }
    assert!(tenant.requests().is_empty() && tenant.tokens() == 0);
}

/// A fragment is no part of a request (RFC 9112, section 3.2), and is cut off where the request line is
/// read: before the host is checked, the route is found, the role is asked for. So there is one path for
/// all of them, and what stands behind the `#` can change no verdict.
#[tokio::test]
async fn a_fragment_changes_no_verdict() {
    let (tenant, world) = world().await;
    let open_tenant = Stub::start(|_| json(200, "{}")).await;
    let open = World::start(&open_tenant.base_url).await;
    let verdict = async |world: &World, method: &str, target: &str| {
        let host = world.proxy.address();
        let request = format!(
            "{method} {target} HTTP/1.1\r\nhost: {host}\r\naccept: application/json\r\nconnection: close\r\n\r\n"
        );
        raw_request(host, &request).await.lines().next().unwrap_or_default().to_owned()
    };
    let fragments = ["#", "#/healthz", "#/../healthz", "#?x", "#%2f..", "##", "#/api/sign-in", "?x#/healthz"];
    for path in
        ["/api/workflows", "/api/workflows/wf_1", "/api/audit", "/api/nothing", "/healthz", "/", "/api/workflows/a%2Fb"]
    {
        for method in ["GET", "DELETE"] {
            for world in [&world, &open] {
                let plain = verdict(world, method, path).await;
                for fragment in fragments {
                    assert_eq!(
                        verdict(world, method, &format!("{path}{fragment}")).await,
                        plain,
                        "{method} {path}{fragment}"
                    );
                }
            }
        }
    }
    assert!(tenant.requests().is_empty(), "a stranger stays one");
    let known = ["/api/v2/workflows", "/api/v2/workflows/wf_1"];
    let reached = open_tenant.requests();
    assert!(!reached.is_empty() && reached.iter().all(|seen| known.contains(&seen.target.as_str())), "{reached:?}");
}

/// What some servers take for the same name, `_` for `-`, is another name here.
#[tokio::test]
async fn underscores_are_no_dashes() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::with(&tenant.base_url, |config| {
        config.access.ways = vec![Way::Header];
        config.access.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let plain = reqwest::Client::builder().no_proxy().build().unwrap();
    let put = |names: &[(&str, &str)]| {
        let request = plain.put(world.url("/api/workflows/wf_1")).header("origin", world.proxy.base_url()).body("{}");
        world.send(names.iter().fold(request, |request, (name, value)| request.header(*name, *value)))
    };
    let (user, app, key) = (("x-remote-user", "ada"), ("x-cxone-configurator", "1"), ("idempotency-key", "k"));
    problem(put(&[("x_remote_user", "ada"), app, key]).await, "signed-out", 401, "notSent").await;
    problem(put(&[user, ("x_cxone_configurator", "1"), key]).await, "app-header-missing", 403, "notSent").await;
    let site = [user, app, key, ("sec-fetch-site", "cross-site"), ("sec_fetch_site", "same-origin")];
    problem(put(&site).await, "cross-site", 403, "notSent").await;
    problem(
        put(&[user, app, key, ("x_remote_user", "root"), ("x_forwarded_for", "198.51.100.1")]).await,
        "role",
        403,
        "notSent",
    )
    .await;
    assert!(tenant.requests().is_empty());
}

/// DNS rebinding: a page of another name that resolves to this machine gets nothing from any route, the
/// stream of news included, and leaves no trace at the tenant.
#[tokio::test]
async fn another_host_name_gets_nothing_from_any_route() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    let port = world.proxy.address().port();
    let hosts = [
        "evil.example.com".to_owned(),
        format!("evil.example.com:{port}"),
        format!("127.0.0.1.nip.io:{port}"),
        format!("localhost.:{port}"),
        format!("127.1:{port}"),
        format!("[::ffff:127.0.0.1]:{port}"),
        "127.0.0.1".to_owned(),
    ];
    for (method, path) in
        routes().into_iter().chain([(Method::GET, "/".to_owned()), (Method::GET, "/workflows/wf_1".to_owned())])
    {
        for host in &hosts {
            let request = ask(&world, &method, &path).header("host", host.as_str());
            problem(world.send(request).await, "host-not-allowed", 421, "notSent").await;
        }
    }
    assert!(tenant.requests().is_empty() && tenant.tokens() == 0);
}

/// Cross-site requests: whatever changes something needs both the proof of its origin and the header, at
/// every route but the one for deliveries, which prove themselves.
#[tokio::test]
async fn no_route_changes_anything_for_another_site() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    let bare = reqwest::Client::builder().no_proxy().build().unwrap();
    for (method, path) in routes().into_iter().filter(|(_, path)| path != "/hooks/cxone") {
        let url = world.url(&path);
        let elsewhere = |request: RequestBuilder| world.send(request.header("sec-fetch-site", "cross-site"));
        if method.is_safe() {
            if path.starts_with("/api/") {
                problem(elsewhere(world.get(&path)).await, "cross-site", 403, "notSent").await;
            }
            continue;
        }
        problem(elsewhere(ask(&world, &method, &path)).await, "cross-site", 403, "notSent").await;
        for origin in ["null", "http://evil.example.com", "http://127.0.0.1", "https://localhost"] {
            let request = world.client.request(method.clone(), &url).header("origin", origin);
            problem(world.send(request).await, "cross-site", 403, "notSent").await;
        }
        // A form can be sent without asking first: it has no header of its own.
        let form = bare.request(method.clone(), &url).header("sec-fetch-site", "same-origin");
        let form = form.header("content-type", "text/plain").body("{}");
        problem(world.send(form).await, "app-header-missing", 403, "notSent").await;
    }
    let asked_first = bare.request(Method::OPTIONS, world.url("/api/workflows/wf_1"));
    let asked_first =
        asked_first.header("origin", "http://evil.example.com").header("access-control-request-method", "PUT");
    let response = world.send(asked_first).await;
    assert!(response.headers().keys().all(|name| !name.as_str().starts_with("access-control-")));
    assert!(tenant.requests().is_empty());
}
