//! Tokens: given out, refused, scoped, expired.

use crate::client::{ALL_SCOPES, Client, expect};
use cxone_simulator::{Grant, Options, Simulator, Speech};
use reqwest::Method;
use serde_json::json;
use std::collections::HashSet;
use std::time::Duration;

#[tokio::test]
async fn a_token_names_its_lifetime_and_scopes() {
    let client = Client::with(Options { token_lifetime: Duration::from_secs(120), ..Options::default() }).await;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", "demo-client"),
        ("client_secret", "demo-secret"),
        ("scope", "workflow:view email:template"),
    ];
    let response = client.token_request(&form).await;
    assert_eq!(response.headers()["cache-control"], "no-store");
    let answer = expect(response, 200).await;
    assert_eq!(answer["expires_in"], 120);
    assert_eq!(answer["token_type"], "Bearer");
    assert_eq!(answer["scope"], "email:template workflow:view");
}

#[tokio::test]
async fn tokens_differ_and_each_is_good() {
    let client = Client::start().await;
    let mut tokens = HashSet::new();
    for _ in 0..5 {
        let token = client.fetch_token(ALL_SCOPES).await;
        let response =
            client.http.get(client.url("/api/v2/workflows/wf_12345")).bearer_auth(&token).send().await.unwrap();
        expect(response, 200).await;
        tokens.insert(token);
    }
    assert_eq!(tokens.len(), 5);
}

#[tokio::test]
async fn the_client_may_authenticate_by_http_basic() {
    let client = Client::start().await;
    let request = client.http.post(client.url("/oauth2/token")).basic_auth("demo-client", Some("demo-secret"));
    let answer = expect(request.form(&[("grant_type", "client_credentials")]).send().await.unwrap(), 200).await;
    assert_eq!(answer["scope"].as_str().unwrap().split(' ').count(), 5, "without a scope all are given");
}

#[tokio::test]
async fn token_requests_are_refused_with_the_codes_of_the_rfc() {
    let client = Client::start().await;
    let good = [("grant_type", "client_credentials"), ("client_id", "demo-client"), ("client_secret", "demo-secret")];
    let cases = [
        (("client_secret", "wrong"), 401, "invalid_client"),
        (("client_id", "nobody"), 401, "invalid_client"),
        (("grant_type", "implicit"), 400, "unsupported_grant_type"),
        (("grant_type", ""), 400, "unsupported_grant_type"),
        (("scope", "workflow:view admin"), 400, "invalid_scope"),
    ];
    for (changed, status, code) in cases {
        let form: Vec<_> = good.into_iter().chain([changed]).collect();
        let answer = expect(client.token_request(&form).await, status).await;
        assert_eq!(answer["error"], code, "{changed:?}");
    }
    let answer = expect(client.token_request(&[]).await, 400).await;
    assert_eq!(answer["error"], "invalid_request");
}

#[tokio::test]
async fn each_route_names_the_scope_it_lacks() {
    let mut client = Client::start().await;
    let cases = [
        (Method::GET, "/api/v2/workflows", "workflow:view"),
        (Method::GET, "/api/v2/workflows/wf_12345", "workflow:view"),
        (Method::PUT, "/api/v2/workflows/wf_12345", "workflow:edit"),
        (Method::GET, "/api/v2/interactions/templates", "email:template"),
        (Method::GET, "/api/v2/interactions/templates/tmpl_inv_2024", "email:template"),
        (Method::GET, "/api/v2/interactions/attachments", "interaction:read"),
        (Method::GET, "/api/v2/interactions/attachments/att_inv_terms", "interaction:read"),
        (Method::POST, "/api/v2/webhooks", "webhook:manage"),
        (Method::GET, "/api/v2/webhooks", "webhook:manage"),
        (Method::DELETE, "/api/v2/webhooks/wh_0001", "webhook:manage"),
    ];
    for (method, path, scope) in cases {
        let others: Vec<&str> = ALL_SCOPES.split(' ').filter(|other| *other != scope).collect();
        client.token = client.fetch_token(&others.join(" ")).await;
        let response = client.request(method.clone(), path).json(&json!({})).send().await.unwrap();
        let answer = expect(response, 403).await;
        assert_eq!(answer["requiredScope"], scope, "{method} {path}");
        assert!(answer["message"].as_str().unwrap().contains(scope), "{method} {path}");
    }
}

#[tokio::test]
async fn a_missing_unknown_or_expired_token_is_a_401() {
    let client = Client::start().await;
    let url = client.url("/api/v2/workflows/wf_12345");
    let response = client.http.get(&url).send().await.unwrap();
    assert_eq!(response.headers()["www-authenticate"], "Bearer");
    expect(response, 401).await;
    client.simulator.expire_tokens();
    for token in ["made-up", &client.token] {
        let response = client.http.get(&url).bearer_auth(token).send().await.unwrap();
        assert_eq!(response.headers()["www-authenticate"], "Bearer error=\"invalid_token\"");
        expect(response, 401).await;
    }
}

#[tokio::test]
async fn a_token_ends_with_its_lifetime() {
    let client = Client::with(Options { token_lifetime: Duration::ZERO, ..Options::default() }).await;
    expect(client.get("/api/v2/workflows/wf_12345").await, 401).await;
}

#[tokio::test]
async fn an_access_key_is_taken_by_the_password_grant() {
    let grant = Grant::AccessKey { id: "key".into(), secret: "its-secret".into() };
    let options = Options { speech: Speech { grant, ..Speech::default() }, ..Options::default() };
    let simulator = Simulator::start(options).await.unwrap();
    let url = format!("{}/oauth2/token", simulator.base_url());
    for (grant, key, secret, status, code) in [
        ("password", "key", "its-secret", 200, None),
        ("password", "key", "wrong", 400, Some("invalid_grant")),
        ("password", "other", "its-secret", 400, Some("invalid_grant")),
        ("client_credentials", "key", "its-secret", 400, Some("unsupported_grant_type")),
    ] {
        let form = [
            ("grant_type", grant),
            ("client_id", "demo-client"),
            ("client_secret", "demo-secret"),
            ("username", key),
            ("password", secret),
        ];
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let answer = expect(http.post(&url).form(&form).send().await.unwrap(), status).await;
        assert_eq!(answer["error"].as_str(), code, "{grant} {key} {secret}");
    }
}

#[tokio::test]
async fn discovery_tells_the_token_endpoint() {
    let client = Client::start().await;
    let path = client.url("/.well-known/openid-configuration");
    let document = expect(client.http.get(path).send().await.unwrap(), 200).await;
    assert_eq!(document["issuer"], client.simulator.base_url());
    assert_eq!(document["token_endpoint"], client.url("/oauth2/token"));
}
