//! Health, and how the proxy starts and stops.

use crate::support::{Logs, Stub, World, json, scratch};
use axum::body::Body;
use axum::response::Response;
use cxone_proxy::{Proxy, StartError};
use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::oneshot;

#[tokio::test]
async fn readiness_says_what_is_missing() {
    let tenant = Stub::with_tokens(|_| json(200, "{}"), |_| json(401, "{\"error\":\"invalid_client\"}").into()).await;
    let world = World::start(&tenant.base_url).await;
    assert_eq!(world.send(world.get("/healthz")).await.status(), 200);
    let response = world.send(world.get("/readyz")).await;
    assert_eq!(response.status(), 503);
    let answer: serde_json::Value = response.json().await.unwrap();
    let parts: Vec<_> =
        answer["notReady"].as_array().unwrap().iter().map(|part| part["part"].as_str().unwrap()).collect();
    assert_eq!((answer["ready"].as_bool(), parts), (Some(false), vec!["token", "app"]));
}

#[tokio::test]
async fn ready_means_token_database_and_app() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let folder = scratch("ready-app");
    std::fs::write(folder.join("index.html"), "<!doctype html>").unwrap();
    let world = World::with(&tenant.base_url, |config| config.app_dir = Some(folder)).await;
    let response = world.send(world.get("/readyz")).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.text().await.unwrap(), "{\"ready\":true,\"notReady\":[],\"unresolvedWrites\":0}");
}

#[tokio::test]
async fn an_app_without_a_page_is_a_start_error() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let folder = scratch("empty-app");
    let config = cxone_proxy::Config { app_dir: Some(folder), ..remote(&tenant) };
    assert!(matches!(Proxy::start(config).await.unwrap_err(), StartError::App(_)));
}

#[tokio::test]
async fn a_taken_port_is_a_start_error_that_names_it() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let first = Proxy::start(remote(&tenant)).await.unwrap();
    let config = cxone_proxy::Config { listen: first.address(), ..remote(&tenant) };
    let error = Proxy::start(config).await.unwrap_err();
    assert!(matches!(error, StartError::Listen { .. }));
    assert!(error.to_string().contains(&first.address().to_string()), "{error}");
}

#[tokio::test]
async fn an_address_for_everyone_is_refused() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let config = cxone_proxy::Config { listen: ([0, 0, 0, 0], 0).into(), ..remote(&tenant) };
    assert!(matches!(Proxy::start(config).await.unwrap_err(), StartError::NotLoopback { .. }));
}

/// A tenant that answers when the test says so, and tells when it was asked.
async fn held_tenant() -> (Stub, oneshot::Receiver<()>, oneshot::Sender<()>) {
    let (asked, was_asked) = oneshot::channel();
    let (release, released) = oneshot::channel();
    let once = Mutex::new(Some((asked, released)));
    let tenant = Stub::start(move |_| {
        let (asked, released) = once.lock().unwrap().take().unwrap();
        asked.send(()).unwrap();
        let body = futures_util::stream::once(async move { released.await.map(|()| "{}") });
        Response::new(Body::from_stream(body))
    })
    .await;
    (tenant, was_asked, release)
}

#[tokio::test]
async fn stopping_lets_running_requests_end() {
    let (tenant, was_asked, release) = held_tenant().await;
    let world = World::start(&tenant.base_url).await;
    let running = tokio::spawn(world.put("wf_1", "{}").send());
    was_asked.await.unwrap();
    let address = world.proxy.address();
    let stopping = tokio::spawn(world.proxy.stop());
    while tokio::net::TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    release.send(()).unwrap();
    let response = running.await.unwrap().unwrap();
    assert_eq!(response.text().await.unwrap(), "{}");
    stopping.await.unwrap();
}

#[tokio::test]
async fn stopping_does_not_wait_for_ever() {
    let (tenant, was_asked, _release) = held_tenant().await;
    let world = World::with(&tenant.base_url, |config| config.timeouts.shutdown = Duration::from_millis(100)).await;
    let request = world.get("/api/workflows").send();
    let running = tokio::spawn(async { request.await?.text().await });
    was_asked.await.unwrap();
    world.proxy.stop().await;
    assert!(running.await.unwrap().is_err());
}

#[tokio::test]
async fn a_write_is_carried_through_when_the_browser_leaves() {
    let logs = Logs::capture();
    let (asked, mut was_asked) = tokio::sync::mpsc::unbounded_channel();
    let (release, released) = tokio::sync::watch::channel(false);
    let router = axum::Router::new()
        .route(
            "/oauth2/token",
            axum::routing::post(|| async { json(200, "{\"access_token\":\"t\",\"expires_in\":3600}") }),
        )
        .fallback(move || {
            let (asked, mut released) = (asked.clone(), released.clone());
            async move {
                asked.send(()).unwrap();
                released.wait_for(|released| *released).await.unwrap();
                json(200, "{}")
            }
        });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let tenant = tokio::spawn(async move { axum::serve(listener, router).await });
    let world = World::start(&url).await;
    let browser = tokio::spawn(world.put("wf_1", "{}").send());
    was_asked.recv().await.unwrap();
    browser.abort();
    assert!(browser.await.unwrap_err().is_cancelled());
    release.send(true).unwrap();
    world.proxy.stop().await;
    let logs = logs.text();
    assert!(logs.lines().any(|line| line.contains("write answered") && line.contains("status=200")), "{logs}");
    tenant.abort();
}

fn remote(tenant: &Stub) -> cxone_proxy::Config {
    cxone_proxy::Config {
        tenant: cxone_proxy::config::RemoteTenant {
            base_url: tenant.base_url.clone(),
            token_url: format!("{}/oauth2/token", tenant.base_url),
            client_id: "id".into(),
            client_secret: cxone_proxy::Secret::new("secret"),
        }
        .into(),
        ..cxone_proxy::Config::default()
    }
}
