//! Live news: where they come from, who hears them, and how a browser catches up.

use crate::support::{Listening, Stub, World, json, postgres, problem};
use cxone_proxy::Config;
use cxone_simulator::{Endpoint, Fault, FaultKind, Simulator};
use serde_json::{Value, json as value};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const WATCHED: &str = "/api/events?workflow=wf_12345";

async fn demo(poll: Duration) -> World {
    let mut config = Config::default();
    config.events.poll = poll;
    World::run(config).await
}

/// Polls so rarely that no test sees one.
const NEVER: Duration = Duration::from_secs(3_600);
const OFTEN: Duration = Duration::from_millis(20);

#[track_caller]
fn tenant(world: &World) -> &Simulator {
    world.proxy.simulator().expect("the demo has a simulated tenant")
}

fn saved(version: u64) -> impl Fn(&Value) -> bool {
    move |news| news["version"] == version
}

async fn until(listening: &mut Listening, wanted: impl Fn(&Value) -> bool) -> Value {
    loop {
        let told = listening.event("workflow").await;
        if wanted(&told.data) {
            return told.data;
        }
    }
}

#[tokio::test]
async fn a_write_is_told_from_its_begin_to_the_new_version() {
    let world = demo(NEVER).await;
    let (mut listening, before) = Listening::start(&world, WATCHED, None).await;
    assert_eq!(before.len(), 1, "nothing is known yet: {before:?}");
    let text = world.send(world.get("/api/workflows/wf_12345")).await.text().await.unwrap();
    assert_eq!(until(&mut listening, saved(3)).await["workflow"], "wf_12345");
    let (mut other, _) = Listening::start(&world, "/api/events?workflow=wf_returns", None).await;
    world.send(world.put("wf_12345", text)).await.text().await.unwrap();
    let sent = listening.event("deploy").await;
    assert_eq!(sent.data, value!({"workflow":"wf_12345","key":"op_1.1","by":"local","state":"sent"}));
    let answered = listening.event("deploy").await;
    assert_eq!((&answered.data["state"], &answered.data["status"]), (&value!("answered"), &value!(200)));
    let news = until(&mut listening, saved(4)).await;
    assert_eq!(news["by"], "local");
    assert!(news["lastUpdatedTimestamp"].as_u64().unwrap() > 1_672_617_600_000);
    world.send(world.get("/api/workflows/wf_returns")).await.text().await.unwrap();
    assert_eq!(other.next().await.unwrap().data["workflow"], "wf_returns", "others hear of theirs only");
}

#[tokio::test]
async fn a_write_without_an_answer_is_told_as_such() {
    let world = demo(NEVER).await;
    let (mut listening, _) = Listening::start(&world, WATCHED, None).await;
    tenant(&world).faults().add(Fault::after(Endpoint::PutWorkflow, FaultKind::Reset));
    let text = tenant(&world).workflow_text("wf_12345").unwrap();
    world.send(world.put("wf_12345", text)).await;
    assert_eq!(listening.event("deploy").await.data["state"], "sent");
    assert_eq!(listening.event("deploy").await.data["state"], "unanswered");
}

#[tokio::test]
async fn without_webhooks_a_watched_workflow_is_polled_once_however_many_watch() {
    let world = demo(OFTEN).await;
    let mut listening = Vec::new();
    for _ in 0..5 {
        listening.push(Listening::start(&world, WATCHED, None).await.0);
    }
    until(&mut listening[0], saved(3)).await;
    tenant(&world).save_as("Grace", "wf_12345", str::to_owned).unwrap();
    for browser in &mut listening {
        until(browser, saved(4)).await;
    }
    drop(listening);
    let polls = |world: &World| tenant(world).requests().iter().filter(|request| request.method == "GET").count();
    // A poll may be under way while the last browser leaves, none comes after it.
    let mut counted = polls(&world);
    loop {
        tokio::time::sleep(OFTEN * 10).await;
        match polls(&world) {
            now if now == counted => break,
            now => counted = now,
        }
    }
    world.send(world.get("/healthz")).await;
    assert_eq!(polls(&world), counted, "nobody watches any more");
}

#[tokio::test]
async fn a_poll_tells_who_saved_where_the_document_says_so() {
    let world = demo(OFTEN).await;
    let (mut listening, _) = Listening::start(&world, "/api/events?workflow=wf_onboarding", None).await;
    tenant(&world).save_as("Grace", "wf_onboarding", str::to_owned).unwrap();
    let news = until(&mut listening, |news| news["by"] == "Grace").await;
    assert!(news["lastUpdatedTimestamp"].is_u64());
}

#[tokio::test]
async fn a_browser_that_comes_back_hears_what_it_missed() {
    let world = demo(NEVER).await;
    let (mut listening, _) = Listening::start(&world, WATCHED, None).await;
    let text = world.send(world.get("/api/workflows/wf_12345")).await.text().await.unwrap();
    let seen = listening.event("workflow").await.id;
    drop(listening);
    world.send(world.put("wf_12345", text)).await.text().await.unwrap();
    let (_, missed) = Listening::start(&world, WATCHED, Some(&seen)).await;
    let states: Vec<&Value> =
        missed.iter().filter(|told| told.name == "deploy").map(|told| &told.data["state"]).collect();
    assert_eq!(states, ["sent", "answered"], "{missed:?}");
    assert!(missed.iter().any(|told| told.name == "workflow" && told.data["by"] == "local"), "{missed:?}");
    assert!(missed.iter().all(|told| told.name != "reset"), "{missed:?}");
    let (_, strange) = Listening::start(&world, WATCHED, Some("ffffffff-1")).await;
    assert_eq!(strange[0].name, "reset", "another run's numbers mean nothing here");
}

#[tokio::test]
async fn a_quiet_stream_shows_signs_of_life_and_ends_with_the_proxy() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::with(&tenant.base_url, |config| config.events.heartbeat = OFTEN).await;
    let (mut listening, _) = Listening::start(&world, "/api/events", None).await;
    assert_eq!(listening.next().await.unwrap().comment.as_deref(), Some(""));
    let stopping = tokio::spawn(world.proxy.stop());
    while listening.next().await.is_some() {}
    stopping.await.unwrap();
}

#[tokio::test]
async fn trouble_of_the_tenant_and_its_end_are_told() {
    let broken = Arc::new(AtomicU64::new(503));
    let status = Arc::clone(&broken);
    let tenant = Stub::start(move |_| json(u16::try_from(status.load(Ordering::SeqCst)).unwrap(), "{}")).await;
    let world = World::start(&tenant.base_url).await;
    let (mut listening, _) = Listening::start(&world, "/api/events", None).await;
    for _ in 0..3 {
        world.send(world.get("/api/workflows")).await;
    }
    let trouble = value!({"state":"trouble","problem":"/problems/upstream-status","status":503});
    assert_eq!(listening.event("tenant").await.data, trouble);
    let (_, standing) = Listening::start(&world, "/api/events", None).await;
    assert_eq!(standing[0].data, trouble, "who comes later is told, too");
    broken.store(200, Ordering::SeqCst);
    world.send(world.get("/api/workflows")).await;
    assert_eq!(listening.event("tenant").await.data, value!({"state":"well"}));
}

#[tokio::test]
async fn polls_back_off_as_long_as_the_tenant_asks() {
    let tenant = Stub::start(|_| {
        let mut response = json(429, "{}");
        response.headers_mut().insert("retry-after", "3600".parse().unwrap());
        response
    })
    .await;
    let world = World::with(&tenant.base_url, |config| config.events.poll = OFTEN).await;
    let (_listening, _) = Listening::start(&world, WATCHED, None).await;
    while tenant.requests().is_empty() {
        tokio::time::sleep(OFTEN).await;
    }
    tokio::time::sleep(OFTEN * 20).await;
    assert_eq!(tenant.requests().len(), 1);
}

#[tokio::test]
async fn only_so_many_may_listen_and_only_from_our_own_pages() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::with(&tenant.base_url, |config| config.events.streams = 1).await;
    let evil = world.get("/api/events").header("origin", "https://evil.example.com");
    problem(world.send(evil).await, "cross-site", 403, "notSent").await;
    let (listening, _) = Listening::start(&world, "/api/events", None).await;
    problem(world.send(world.get("/api/events")).await, "too-many-streams", 503, "notSent").await;
    drop(listening);
    // The place is free once the proxy has noticed.
    while world.send(world.get("/api/events")).await.status() != 200 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn what_cannot_be_watched_is_refused() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    let many: String = (0..17).map(|number| format!("workflow=wf_{number}&")).collect();
    for query in ["workflow=..", "workflow=", "workflow=a%2Fb", "workflow=a%0Ab", "other=1", many.trim_end_matches('&')]
    {
        problem(world.send(world.get(&format!("/api/events?{query}"))).await, "invalid-query", 400, "notSent").await;
    }
}

#[tokio::test]
async fn proxies_on_one_postgresql_share_their_news() {
    let database = postgres().await;
    let saves = AtomicU64::new(3);
    let saved = move || format!("{{\"version\":{}}}", saves.fetch_add(1, Ordering::SeqCst) + 1);
    let tenant = Stub::start(move |_| json(200, &saved())).await;
    let start = async || {
        World::with(&tenant.base_url, |config| {
            config.database = database.clone();
            config.events.poll = NEVER;
        })
        .await
    };
    let (one, other) = (start().await, start().await);
    let (mut listening, _) = Listening::start(&other, "/api/events?workflow=wf_1", None).await;
    // The other one may still be about to listen, so it is told again and again.
    let telling = async {
        loop {
            assert_eq!(one.send(one.put("wf_1", "{}")).await.status(), 200);
            tokio::time::sleep(OFTEN).await;
        }
    };
    let heard = async {
        let deploy = listening.event("deploy").await;
        (deploy, listening.event("workflow").await)
    };
    tokio::select! {
        (deploy, workflow) = heard => {
            assert_eq!((&deploy.data["workflow"], &deploy.data["state"]), (&value!("wf_1"), &value!("sent")));
            assert!(deploy.data["key"].as_str().unwrap().starts_with("op_1."), "{deploy:?}");
            assert_eq!(workflow.data["by"], "local");
        }
        () = telling => {}
    }
}
