//! The contract of workflows, templates and attachments.

use crate::client::{Client, expect, tutorial_node};
use cxone_simulator::Options;
use reqwest::Method;
use serde_json::{Value, json};

const TUTORIAL: &str = r#"{"id":"wf_12345","name":"Order Confirmation Workflow","version":3,"nodes":[{"id":"start_node","type":"start","properties":{}}],"transitions":[],"createdTimestamp":1672531200000,"lastUpdatedTimestamp":1672617600000}"#;

#[tokio::test]
async fn the_tutorials_workflow_is_served_byte_for_byte() {
    let client = Client::start().await;
    let response = client.get("/api/v2/workflows/wf_12345").await;
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.text().await.unwrap(), TUTORIAL);
}

#[tokio::test]
async fn a_save_counts_the_version_up_and_answers_the_new_document() {
    let client = Client::start().await;
    let answer = expect(client.put_node(&tutorial_node()).await, 200).await;
    assert_eq!(answer["version"], 4);
    assert_eq!(answer["nodes"][1], tutorial_node());
    assert!(answer["lastUpdatedTimestamp"].as_u64().unwrap() > 1_672_617_600_000);
    let read = expect(client.get("/api/v2/workflows/wf_12345").await, 200).await;
    assert_eq!(read, answer);
}

#[tokio::test]
async fn a_save_that_changes_nothing_counts_too() {
    let client = Client::start().await;
    let answer = expect(client.put_text("wf_12345", TUTORIAL).await, 200).await;
    assert_eq!(answer["version"], 4);
}

#[tokio::test]
async fn a_save_on_an_old_version_is_a_conflict_and_changes_nothing() {
    let client = Client::start().await;
    client.simulator.save_as("Grace", "wf_12345", |text| text.replace("Order Confirmation", "Order")).unwrap();
    let before = client.simulator.workflow_text("wf_12345").unwrap();
    let answer = expect(client.put_text("wf_12345", TUTORIAL).await, 409).await;
    assert_eq!(answer["error"], "VERSION_CONFLICT");
    assert_eq!(answer["currentVersion"], 4);
    assert_eq!(client.simulator.workflow_text("wf_12345").unwrap(), before);
}

#[tokio::test]
async fn of_saves_at_the_same_moment_one_wins() {
    let client = Client::start().await;
    let one = || client.put_text("wf_12345", TUTORIAL);
    let (a, b, c) = tokio::join!(one(), one(), one());
    let mut statuses = [a.status().as_u16(), b.status().as_u16(), c.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409, 409]);
    assert_eq!(client.version("wf_12345"), 4);
}

#[tokio::test]
async fn what_does_not_fit_the_schema_is_pointed_at_all_at_once() {
    let client = Client::start().await;
    let body = json!({
        "id": "wf_99", "name": "n", "version": 3, "lastUpdatedTimestamp": 1,
        "nodes": [{ "id": "a", "type": "start" }, { "id": "a", "type": "email", "properties": { "templateId": "tmpl_inv_2024", "variables": { "x": "customer" } } }],
        "transitions": [{ "id": "t", "from": "a", "to": "nowhere" }]
    });
    let answer = expect(client.put_text("wf_12345", body.to_string()).await, 400).await;
    assert_eq!(answer["error"], "SCHEMA_VALIDATION_ERROR");
    let pointers: Vec<&str> =
        answer["errors"].as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect();
    assert_eq!(pointers, ["/id", "/nodes/1/id", "/nodes/1/properties/variables/x", "/transitions/0/to"]);
    assert_eq!(client.version("wf_12345"), 3);
}

#[tokio::test]
async fn a_body_that_is_no_json_is_told_where() {
    let client = Client::start().await;
    let answer = expect(client.put_text("wf_12345", "{\n  \"id\": \"wf_12345\",\n  \"nodes\": [}\n").await, 400).await;
    assert_eq!(answer["error"], "MALFORMED_JSON");
    assert_eq!((answer["line"].as_u64(), answer["column"].as_u64()), (Some(3), Some(13)));
    let answer = expect(client.put_text("wf_12345", "[]").await, 400).await;
    assert_eq!(answer["error"], "SCHEMA_VALIDATION_ERROR");
}

#[tokio::test]
async fn a_body_over_the_limit_is_a_413() {
    let client = Client::start().await;
    let answer = expect(client.put_text("wf_12345", " ".repeat(16 * 1024 * 1024 + 1)).await, 413).await;
    assert_eq!(answer["error"], "PAYLOAD_TOO_LARGE");
    let fits = format!("{}{}", " ".repeat(16 * 1024 * 1024 - TUTORIAL.len()), TUTORIAL);
    expect(client.put_text("wf_12345", fits).await, 200).await;
}

#[tokio::test]
async fn what_is_not_there_is_a_404() {
    let client = Client::start().await;
    let cases = [
        ("/api/v2/workflows/wf_none", "WORKFLOW_NOT_FOUND"),
        ("/api/v2/interactions/templates/tmpl_none", "TEMPLATE_NOT_FOUND"),
        ("/api/v2/interactions/attachments/att_none", "ATTACHMENT_NOT_FOUND"),
        ("/api/v2/webhooks/wh_none", "WEBHOOK_NOT_FOUND"),
        ("/api/v1/anything", "NOT_FOUND"),
    ];
    for (path, code) in cases {
        assert_eq!(expect(client.get(path).await, 404).await["error"], code, "{path}");
    }
    expect(client.put_text("wf_none", TUTORIAL).await, 404).await;
    let response = client.request(Method::DELETE, "/api/v2/workflows/wf_12345").send().await.unwrap();
    assert_eq!(response.headers()["allow"], "GET, PUT");
    expect(response, 405).await;
}

#[tokio::test]
async fn attachments_must_exist_and_be_small_enough() {
    let client = Client::start().await;
    let cases: [(&[&str], u16, &str); 4] = [
        (&["att_none"], 400, "ATTACHMENT_NOT_FOUND"),
        (&["att_catalogue_hires"], 400, "ATTACHMENT_TOO_LARGE"),
        (&["att_lookbook_spring", "att_lookbook_summer", "att_lookbook_autumn"], 400, "ATTACHMENTS_TOO_LARGE"),
        (&["att_lookbook_spring", "att_lookbook_summer"], 200, ""),
    ];
    for (files, status, code) in cases {
        let mut node = tutorial_node();
        node["properties"]["attachments"] =
            files.iter().map(|file| json!({ "fileId": file, "fileName": "a.pdf" })).collect();
        let answer = expect(client.put_node(&node).await, status).await;
        assert_eq!(answer["error"].as_str().unwrap_or_default(), code, "{files:?}");
    }
}

#[tokio::test]
async fn lists_tell_what_there_is() {
    let client = Client::start().await;
    let workflows = expect(client.get("/api/v2/workflows").await, 200).await;
    let first = json!({ "id": "wf_12345", "name": "Order Confirmation Workflow", "version": 3, "lastUpdatedTimestamp": 1_672_617_600_000_u64 });
    assert_eq!(workflows["workflows"][0], first);
    let templates = expect(client.get("/api/v2/interactions/templates").await, 200).await;
    assert_eq!(templates["templates"][0]["subject"], "Your invoice {{invoiceNumber}}");
    assert_eq!(templates["templates"][0].get("html"), None);
    let attachments = expect(client.get("/api/v2/interactions/attachments").await, 200).await;
    for attachment in attachments["attachments"].as_array().unwrap() {
        let path = format!("/api/v2/interactions/attachments/{}", attachment["fileId"].as_str().unwrap());
        assert_eq!(&expect(client.get(&path).await, 200).await, attachment);
    }
    client.put_node(&tutorial_node()).await;
    let workflows = expect(client.get("/api/v2/workflows").await, 200).await;
    assert_eq!(workflows["workflows"][0]["version"], 4);
}

#[tokio::test]
async fn a_tenant_without_lists_answers_404_to_them_only() {
    let client = Client::with(Options { lists: false, ..Options::default() }).await;
    for (list, status) in [("workflows", 404), ("interactions/templates", 404), ("interactions/attachments", 405)] {
        expect(client.get(&format!("/api/v2/{list}")).await, status).await;
    }
    expect(client.get("/api/v2/workflows/wf_12345").await, 200).await;
    expect(client.get("/api/v2/interactions/templates/tmpl_inv_2024").await, 200).await;
    expect(client.get("/api/v2/webhooks").await, 200).await;
}

#[tokio::test]
async fn requests_are_recorded_without_secrets() {
    let client = Client::start().await;
    let request = client.put_request("wf_12345", TUTORIAL).header("idempotency-key", "op_1");
    expect(request.send().await.unwrap(), 200).await;
    let webhook = json!({ "name": "n", "url": "http://127.0.0.1:9/x", "events": ["workflow.updated"], "secret": "whsec_c2hvcnQ=" });
    expect(client.post("/api/v2/webhooks", &webhook).await, 400).await;
    let requests = client.simulator.requests();
    let put = requests.iter().find(|request| request.method == "PUT").unwrap();
    assert_eq!(put.idempotency_key.as_deref(), Some("op_1"));
    assert_eq!(
        (put.path.as_str(), put.status, put.body.as_deref()),
        ("/api/v2/workflows/wf_12345", Some(200), Some(TUTORIAL))
    );
    let all = serde_json::to_string(&requests).unwrap();
    for secret in ["demo-secret", "c2hvcnQ=", &client.token] {
        assert!(!all.contains(secret), "{secret} is in {all}");
    }
    let statuses: Vec<Option<u16>> = requests.iter().map(|request| request.status).collect();
    assert_eq!(statuses, [Some(200), Some(200), Some(400)]);
}

#[tokio::test]
async fn a_stopped_simulator_frees_its_port() {
    let client = Client::start().await;
    expect(client.get("/api/v2/workflows/wf_12345").await, 200).await;
    let listen = client.simulator.address();
    client.simulator.stop().await;
    let again = Client::with(Options { listen, ..Options::default() }).await;
    let workflow: Value = expect(again.get("/api/v2/workflows/wf_12345").await, 200).await;
    assert_eq!(workflow["version"], 3);
}
