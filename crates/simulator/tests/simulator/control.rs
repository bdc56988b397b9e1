//! The control API under `/__simulator/`.

use crate::client::{Client, expect, tutorial_node};
use serde_json::{Value, json};

async fn control(client: &Client, method: &str, path: &str, body: &Value) -> reqwest::Response {
    let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
    let request = client.http.request(method, client.url(&format!("/__simulator/{path}")));
    let request = if body.is_null() { request } else { request.json(body) };
    request.send().await.unwrap()
}

#[tokio::test]
async fn faults_are_added_listed_met_and_forgotten() {
    let client = Client::start().await;
    let fault = json!({ "route": "getWorkflow", "phase": "before", "times": 2, "fault": { "kind": "status", "status": 429, "retryAfter": { "retryAfterDateInSeconds": 2 } } });
    let answer = expect(control(&client, "POST", "faults", &fault).await, 201).await;
    assert_eq!(answer["faults"], json!([fault]));
    let response = client.get("/api/v2/workflows/wf_12345").await;
    assert!(response.headers()["retry-after"].to_str().unwrap().ends_with(" GMT"));
    expect(response, 429).await;
    let waiting = expect(control(&client, "GET", "faults", &Value::Null).await, 200).await;
    assert_eq!(waiting["faults"][0]["times"], 1);
    expect(control(&client, "DELETE", "faults", &Value::Null).await, 204).await;
    expect(client.get("/api/v2/workflows/wf_12345").await, 200).await;
}

#[tokio::test]
async fn a_fault_needs_only_its_kind() {
    let client = Client::start().await;
    expect(control(&client, "POST", "faults", &json!({ "fault": { "kind": "expireTokens" } })).await, 201).await;
    expect(client.get("/api/v2/workflows/wf_12345").await, 401).await;
}

#[tokio::test]
async fn a_fault_that_makes_no_sense_is_refused_in_words() {
    let client = Client::start().await;
    let cases = [
        (json!({ "route": "nowhere", "fault": { "kind": "reset" } }), "nowhere"),
        (json!({ "fault": { "kind": "explode" } }), "explode"),
        (json!({ "times": 0, "fault": { "kind": "reset" } }), "times"),
        (json!({ "fault": { "kind": "status", "status": 42 } }), "42"),
        (json!({ "fault": { "kind": "reset" }, "tmes": 3 }), "tmes"),
    ];
    for (fault, word) in cases {
        let answer = expect(control(&client, "POST", "faults", &fault).await, 400).await;
        assert!(answer["message"].as_str().unwrap().contains(word), "{answer}");
    }
    assert!(client.simulator.faults().waiting().is_empty());
}

#[tokio::test]
async fn any_bytes_may_be_stored_as_a_workflow() {
    let client = Client::start().await;
    let broken = b"{\"nodes\": [\xff\x00".to_vec();
    let url = client.url("/__simulator/workflows/wf_12345");
    let response = client.http.put(&url).body(broken.clone()).send().await.unwrap();
    assert_eq!(response.status(), 204);
    for response in [client.get("/api/v2/workflows/wf_12345").await, client.http.get(&url).send().await.unwrap()] {
        assert_eq!(response.bytes().await.unwrap(), broken);
    }
    let answer = expect(control(&client, "POST", "workflows/wf_12345/save", &Value::Null).await, 500).await;
    assert_eq!(answer["error"], "INTERNAL_ERROR");
}

#[tokio::test]
async fn requests_are_listed_and_forgotten() {
    let client = Client::start().await;
    client.get("/api/v2/workflows/wf_12345").await;
    let listed = expect(control(&client, "GET", "requests", &Value::Null).await, 200).await;
    let paths: Vec<&str> =
        listed["requests"].as_array().unwrap().iter().map(|request| request["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["/oauth2/token", "/api/v2/workflows/wf_12345"]);
    expect(control(&client, "DELETE", "requests", &Value::Null).await, 204).await;
    assert!(client.simulator.requests().is_empty());
}

#[tokio::test]
async fn a_save_by_somebody_else_needs_a_workflow() {
    let client = Client::start().await;
    expect(control(&client, "POST", "workflows/wf_none/save", &json!({ "operator": "Grace" })).await, 404).await;
    let answer = expect(control(&client, "POST", "workflows/wf_12345/save", &Value::Null).await, 200).await;
    assert_eq!(answer["version"], 4);
}

#[tokio::test]
async fn tokens_can_be_ended() {
    let client = Client::start().await;
    expect(control(&client, "POST", "expire-tokens", &Value::Null).await, 204).await;
    expect(client.get("/api/v2/workflows/wf_12345").await, 401).await;
}

#[tokio::test]
async fn a_reset_goes_back_to_the_seed_and_keeps_tokens() {
    let client = Client::start().await;
    let before = client.simulator.workflow_text("wf_12345").unwrap();
    expect(client.put_node(&tutorial_node()).await, 200).await;
    control(&client, "POST", "faults", &json!({ "fault": { "kind": "reset" } })).await;
    expect(control(&client, "POST", "reset", &Value::Null).await, 204).await;
    assert_eq!(client.get("/api/v2/workflows/wf_12345").await.text().await.unwrap(), before);
    assert_eq!(client.simulator.requests().len(), 1);
}

#[tokio::test]
async fn what_the_control_api_lacks_is_a_404() {
    let client = Client::start().await;
    expect(control(&client, "GET", "nothing", &Value::Null).await, 404).await;
    expect(control(&client, "GET", "workflows/wf_none", &Value::Null).await, 404).await;
}
