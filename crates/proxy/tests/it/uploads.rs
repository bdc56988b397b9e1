//! Uploading attachments: sent on while they arrive, bounded, hidden where the tenant takes none.

use crate::support::{Stub, World, json, problem};
use bytes::Bytes;
use cxone_proxy::config::{RemoteTenant, TenantConfig};
use cxone_proxy::{Config, Secret};
use cxone_simulator::{Options, Simulator};
use reqwest::Body;
use tenant::Frames;
use workflow::wire::{Attachment, Features, Session};

const MIB: usize = 1024 * 1024;

fn upload(world: &World, query: &str, body: impl Into<Body>) -> reqwest::RequestBuilder {
    let request = world.client.post(world.url(&format!("/api/attachments{query}")));
    request.header("content-type", "application/pdf").body(body)
}

async fn simulated(options: Options) -> (Simulator, World) {
    let (id, secret) = (options.client_id.clone(), options.client_secret.clone());
    let simulator = Simulator::start(options).await.unwrap();
    let base_url = simulator.base_url();
    let remote = RemoteTenant {
        token_url: format!("{base_url}/oauth2/token"),
        base_url,
        client_id: id,
        client_secret: Secret::new(secret),
    };
    let world = World::run(Config { tenant: TenantConfig::from(remote), ..Config::default() }).await;
    (simulator, world)
}

async fn features(world: &World) -> Features {
    world.send(world.get("/api/session")).await.json::<Session>().await.unwrap().features
}

#[tokio::test]
async fn a_file_becomes_an_attachment() {
    let (_simulator, world) = simulated(Options::default()).await;
    let response = world.send(upload(&world, "?fileName=menu%20%26%20map.pdf", vec![7; 3 * MIB])).await;
    assert_eq!(response.status(), 201);
    let made: Attachment = response.json().await.unwrap();
    assert_eq!((made.file_name.as_deref(), made.size), (Some("menu & map.pdf"), 3 * MIB as u64));
    assert_eq!(made.content_type.as_deref(), Some("application/pdf"));
    let read: Attachment =
        world.send(world.get(&format!("/api/attachments/{}", made.file_id))).await.json().await.unwrap();
    assert_eq!(read, made);
}

#[tokio::test]
async fn the_file_is_sent_on_while_it_arrives_and_again_with_a_new_token() {
    let (simulator, world) = simulated(Options::default()).await;
    world.send(world.get("/api/attachments")).await;
    simulator.expire_tokens();
    let (feeder, file) = Frames::arriving(None);
    let uploading = tokio::spawn(upload(&world, "?fileName=a.pdf", Body::wrap(file)).send());
    for _ in 0..4 {
        feeder.add(Bytes::from(vec![1; 1000]));
        tokio::task::yield_now().await;
    }
    feeder.finish();
    let response = uploading.await.unwrap().unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.json::<Attachment>().await.unwrap().size, 4000);
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_declared_or_not() {
    let tenant = Stub::start(|_| json(201, "{}")).await;
    let limit = |config: &mut Config| config.tenant.rules.limits.attachment_bytes = 1000;
    let world = World::with(&tenant.base_url, limit).await;
    let refused = world.send(upload(&world, "?fileName=a.pdf", vec![0; 1001])).await;
    let told = problem(refused, "body-too-large", 413, "notSent").await;
    assert!(told.detail.contains("The file is larger than 1000 bytes"), "{}", told.detail);
    let (feeder, file) = Frames::arriving(None);
    (0..11).for_each(|_| feeder.add(Bytes::from(vec![0; 100])));
    feeder.finish();
    problem(world.send(upload(&world, "?fileName=a.pdf", Body::wrap(file))).await, "body-too-large", 413, "notSent")
        .await;
    assert!(tenant.requests().is_empty(), "no whole request arrived");
    assert_eq!(world.send(upload(&world, "?fileName=a.pdf", vec![0; 1000])).await.status(), 201);
}

#[tokio::test]
async fn a_name_that_is_no_name_is_refused() {
    let tenant = Stub::start(|_| json(201, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    for query in [
        "",
        "?fileName=",
        "?fileName=%20",
        "?fileName=..",
        "?fileName=a%2Fb",
        "?fileName=a%5Cb",
        "?fileName=a%00b",
        "?name=a",
        &format!("?fileName={}", "x".repeat(256)),
    ] {
        problem(world.send(upload(&world, query, "x")).await, "invalid-query", 400, "notSent").await;
    }
    assert!(tenant.requests().is_empty());
}

#[tokio::test]
async fn a_browser_that_leaves_leaves_nothing_behind() {
    let (simulator, world) = simulated(Options::default()).await;
    let (feeder, file) = Frames::arriving(None);
    let uploading = tokio::spawn(upload(&world, "?fileName=a.pdf", Body::wrap(file)).send());
    feeder.add(Bytes::from(vec![1; 1000]));
    tokio::task::yield_now().await;
    uploading.abort();
    let _ = uploading.await;
    world.proxy.stop().await;
    assert!(simulator.requests().iter().all(|request| request.method != "POST" || request.path.contains("token")));
}

#[tokio::test]
async fn what_the_tenant_lacks_is_told_by_the_session() {
    let (_all, world) = simulated(Options::default()).await;
    assert_eq!(features(&world).await, Features { events: true, ..Features::default() });
    let (_none, world) =
        simulated(Options { uploads: false, lists: false, webhooks: false, ..Options::default() }).await;
    let at_first = features(&world).await;
    assert_eq!((at_first.upload, at_first.webhooks, at_first.workflow_list), (false, false, true));
    problem(world.send(upload(&world, "?fileName=a.pdf", "x")).await, "not-offered", 404, "notSent").await;
    assert_eq!(world.send(world.get("/api/workflows")).await.status(), 404);
    assert!(!features(&world).await.workflow_list, "a 404 teaches");
}

#[tokio::test]
async fn a_refused_upload_teaches_where_options_tell_nothing() {
    let tenant = Stub::start(|seen| json(if seen.method == "OPTIONS" { 403 } else { 405 }, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    assert!(features(&world).await.upload);
    assert_eq!(world.send(upload(&world, "?fileName=a.pdf", "x")).await.status(), 405);
    assert!(!features(&world).await.upload);
}
