//! Tokens: one fetch, renewed early, once more on a 401; a refusal in plain words.

use crate::support::{CLIENT_ID, CLIENT_SECRET, Reply, Stub, World, json, problem};
use cxone_proxy::Secret;
use cxone_proxy::config::{RemoteTenant, TenantConfig};
use futures_util::future::join_all;
use reqwest::Response;
use std::time::Duration;
use tenant::Tenant;

#[tokio::test]
async fn two_hundred_cold_requests_fetch_one_token() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    let responses = join_all((0..200).map(|_| world.send(world.get("/api/workflows/wf_1")))).await;
    assert!(responses.iter().all(|response| response.status() == 200));
    assert_eq!((tenant.tokens(), tenant.requests().len()), (1, 200));
    assert!(tenant.requests().iter().all(|seen| seen.header("authorization") == Some("Bearer token-1")));
}

#[tokio::test]
async fn the_token_request_is_the_tutorials() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    world.send(world.get("/api/workflows")).await;
    let [request] = tenant.token_requests().try_into().unwrap();
    assert_eq!(request.method, "POST");
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(
        request.body,
        format!(
            "grant_type=client_credentials&client_id={CLIENT_ID}&client_secret={CLIENT_SECRET}\
             &scope=workflow%3Aedit+workflow%3Aview+email%3Atemplate+interaction%3Aread+webhook%3Amanage"
        )
    );
}

#[tokio::test]
async fn a_thousand_who_wait_for_a_token_fetch_one() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let config = TenantConfig::default();
    let reached = Tenant::new(&remote(&tenant), &config);
    let tokens = join_all((0..1_000).map(|_| reached.token().get())).await;
    assert!(tokens.iter().all(Result::is_ok));
    assert_eq!((tenant.tokens(), reached.token().status().fetches), (1, 1));
}

async fn pass(seconds: u64) {
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(seconds)).await;
    tokio::time::resume();
}

async fn ask(world: &World) -> Response {
    // Connections kept from before the time passed are closed by now.
    let fresh = reqwest::Client::builder().no_proxy().build().unwrap();
    fresh.get(world.url("/api/workflows")).send().await.unwrap()
}

#[tokio::test]
async fn a_token_is_renewed_in_the_background_sixty_seconds_before_it_expires() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    let used = || tenant.requests().last().unwrap().header("authorization").unwrap().to_owned();
    ask(&world).await;
    pass(3_530).await;
    ask(&world).await;
    assert_eq!((tenant.tokens(), used().as_str()), (1, "Bearer token-1"));
    pass(15).await;
    ask(&world).await;
    assert_eq!(used(), "Bearer token-1", "it still serves");
    while tenant.tokens() < 2 {
        tokio::task::yield_now().await;
    }
    pass(3_600).await;
    ask(&world).await;
    assert_eq!(used(), "Bearer token-3", "one that is over is not used");
}

#[tokio::test]
async fn an_endpoint_that_keeps_failing_is_asked_more_and_more_rarely() {
    let tenant = Stub::with_tokens(|_| json(200, "{}"), |_| json(503, "").into()).await;
    let world = World::start(&tenant.base_url).await;
    let mut fetches = Vec::new();
    for seconds in [0, 0, 0, 0, 2, 0, 1, 2, 0] {
        pass(seconds).await;
        problem(ask(&world).await, "token-unavailable", 502, "notSent").await;
        fetches.push(tenant.tokens());
    }
    assert_eq!(fetches, [1, 2, 2, 2, 3, 3, 3, 4, 4]);
    assert!(tenant.requests().is_empty());
}

#[tokio::test]
async fn a_401_renews_the_token_once_and_repeats_the_request() {
    let tenant = Stub::start(|seen| {
        let renewed = seen.header("authorization") == Some("Bearer token-2");
        json(if renewed { 200 } else { 401 }, "{\"version\":4}")
    })
    .await;
    let world = World::start(&tenant.base_url).await;
    let response = world.send(world.put("wf_1", "{\"name\":\"a\"}")).await;
    assert_eq!(response.status(), 200);
    let bodies: Vec<_> = tenant.requests().into_iter().map(|seen| seen.body).collect();
    assert_eq!(bodies, ["{\"name\":\"a\"}"; 2]);
    assert_eq!(tenant.tokens(), 2);
}

#[tokio::test]
async fn a_write_answered_500_is_tried_again_with_a_new_token() {
    let tenant = Stub::start(|seen| {
        let renewed = seen.header("authorization") == Some("Bearer token-2");
        json(if renewed { 200 } else { 500 }, "{}")
    })
    .await;
    let world = World::start(&tenant.base_url).await;
    // A read that fails says nothing about the token.
    assert_eq!(world.send(world.get("/api/workflows/wf_1")).await.status(), 500);
    assert_eq!(world.send(world.put("wf_1", "{}")).await.status(), 500);
    assert_eq!(tenant.tokens(), 1, "the proxy itself repeats nothing");
    assert_eq!(world.send(world.put("wf_1", "{}")).await.status(), 200);
    assert_eq!(tenant.tokens(), 2);
}

#[tokio::test]
async fn a_401_that_stays_is_passed_on() {
    let tenant = Stub::start(|_| json(401, "{\"error\":\"unauthorized\"}")).await;
    let world = World::start(&tenant.base_url).await;
    let response = world.send(world.get("/api/workflows/wf_1")).await;
    assert_eq!(response.status(), 401);
    assert_eq!(response.text().await.unwrap(), "{\"error\":\"unauthorized\"}");
    assert_eq!((tenant.tokens(), tenant.requests().len()), (2, 2));
}

#[tokio::test]
async fn many_401s_at_once_renew_the_token_once() {
    let tenant = Stub::start(|seen| {
        let renewed = seen.header("authorization") != Some("Bearer token-1");
        json(if renewed { 200 } else { 401 }, "{}")
    })
    .await;
    let world = World::start(&tenant.base_url).await;
    let responses = join_all((0..50).map(|_| world.send(world.get("/api/workflows")))).await;
    assert!(responses.iter().all(|response| response.status() == 200));
    assert_eq!(tenant.tokens(), 2);
}

#[tokio::test]
async fn a_wrong_secret_is_said_plainly_and_nothing_is_sent() {
    let echo = format!("{{\"error\":\"invalid_client\",\"error_description\":\"bad secret {CLIENT_SECRET}\"}}");
    let tenant = Stub::with_tokens(|_| json(200, "{}"), move |_| json(401, &echo).into()).await;
    let world = World::start(&tenant.base_url).await;
    let response = world.send(world.put("wf_1", "{}")).await;
    let problem = problem(response, "credentials-refused", 502, "notSent").await;
    assert!(problem.detail.contains("refuses the client id or secret (invalid_client)"), "{}", problem.detail);
    assert!(!problem.detail.contains(CLIENT_SECRET));
    assert!(tenant.requests().is_empty());
}

#[tokio::test]
async fn a_failed_fetch_is_not_remembered() {
    let token = |n| match n {
        1 => json(503, "").into(),
        _ => json(200, "{\"access_token\":\"token\",\"expires_in\":3600}").into(),
    };
    let tenant = Stub::with_tokens(|_| json(200, "{}"), token).await;
    let world = World::start(&tenant.base_url).await;
    problem(world.send(world.get("/api/workflows")).await, "token-unavailable", 502, "notSent").await;
    assert_eq!(world.send(world.get("/api/workflows")).await.status(), 200);
}

#[tokio::test]
async fn a_token_endpoint_that_gives_no_token_is_a_problem() {
    for (body, status) in [("<html>", 200), ("{\"access_token\":\"\",\"expires_in\":1}", 200), ("{}", 302)] {
        let tenant = Stub::with_tokens(|_| json(200, "{}"), move |_| json(status, body).into()).await;
        let world = World::start(&tenant.base_url).await;
        problem(world.send(world.get("/api/workflows")).await, "token-unavailable", 502, "notSent").await;
        assert!(tenant.requests().is_empty());
    }
}

#[tokio::test]
async fn a_silent_token_endpoint_times_out() {
    let tenant = Stub::with_tokens(|_| json(200, "{}"), |_| Reply::Never).await;
    let world = World::with(&tenant.base_url, |config| config.tenant.timeouts.token = Duration::from_millis(100)).await;
    problem(world.send(world.put("wf_1", "{}")).await, "token-timeout", 504, "notSent").await;
    assert!(tenant.requests().is_empty());
}

fn remote(tenant: &Stub) -> RemoteTenant {
    RemoteTenant {
        base_url: tenant.base_url.clone(),
        token_url: format!("{}/oauth2/token", tenant.base_url),
        client_id: CLIENT_ID.into(),
        client_secret: Secret::new(CLIENT_SECRET),
    }
}
