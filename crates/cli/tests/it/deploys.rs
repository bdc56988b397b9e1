//! `deploy` where everything works, and where other administrators or the tenant's moods come in between.

use crate::program::redact;
use crate::world::{NODE, WORKFLOW, World, tutorial_node};
use cxone_simulator::{Endpoint, Fault, FaultKind, RetryAfter};
use serde_json::{Value, json};

#[tokio::test]
async fn the_node_goes_into_the_workflow_and_the_receipt_says_so() {
    let world = World::start("deploy").await;
    let ran = world.deploy(&[]).await.exits(0);
    insta::assert_snapshot!(ran.shown());
    let stored = world.stored();
    assert_eq!((world.nodes_called(NODE), stored["version"].as_u64()), (1, Some(4)));
    assert_eq!(
        (&stored["transitions"][0]["from"], &stored["transitions"][0]["to"]),
        (&json!("start_node"), &json!(NODE))
    );
    let ours = stored["nodes"].as_array().unwrap().iter().find(|node| node["id"] == NODE).unwrap();
    assert_eq!(ours, &tutorial_node());
}

#[tokio::test]
async fn everything_is_read_once_and_written_once() {
    let world = World::start("requests").await;
    world.deploy(&[]).await.exits(0);
    let mut asked: Vec<String> =
        world.tenant.requests().iter().map(|request| format!("{} {}", request.method, request.path)).collect();
    assert_eq!(asked.first().map(String::as_str), Some("POST /oauth2/token"));
    assert_eq!(asked.last().map(String::as_str), Some("PUT /api/v2/workflows/wf_12345"));
    asked.sort();
    assert_eq!(
        asked,
        [
            "GET /api/v2/interactions/attachments/att_inv_summary",
            "GET /api/v2/interactions/attachments/att_inv_terms",
            "GET /api/v2/interactions/templates/tmpl_inv_2024",
            "GET /api/v2/workflows/wf_12345",
            "POST /oauth2/token",
            "PUT /api/v2/workflows/wf_12345",
        ]
    );
}

#[tokio::test]
async fn a_second_deploy_of_the_same_node_writes_nothing() {
    let world = World::start("twice").await;
    world.deploy(&[]).await.exits(0);
    let stored = world.tenant.workflow_text(WORKFLOW);
    let again = world.deploy(&["--format", "json"]).await.exits(0);
    assert_eq!((&again.json()["outcome"], &again.json()["changed"]), (&json!("alreadyThere"), &json!(false)));
    assert_eq!(world.tenant.workflow_text(WORKFLOW), stored);
    assert_eq!(world.statuses("PUT").len(), 1);
}

#[tokio::test]
async fn a_dry_run_shows_the_change_and_the_exact_request_and_writes_nothing() {
    let world = World::start("dry-run").await;
    let before = world.tenant.workflow_text(WORKFLOW);
    let ran = world.deploy(&["--dry-run"]).await.exits(0);
    insta::assert_snapshot!("dry-run-human", ran.shown());
    let ran = world.deploy(&["--dry-run", "--format", "json"]).await.exits(0);
    insta::assert_snapshot!("dry-run-json", ran.shown());
    assert!(world.statuses("PUT").is_empty());
    assert_eq!(world.tenant.workflow_text(WORKFLOW), before);

    // What it shows is what a deploy sends, but for operation and time.
    world.deploy(&[]).await.exits(0);
    let sent = world.tenant.requests().into_iter().find(|request| request.method == "PUT").unwrap();
    let shown = ran.json();
    assert_eq!(redact(shown["request"]["body"].as_str().unwrap()), redact(&sent.body.unwrap()));
    let ran = world.deploy(&["--dry-run"]).await.exits(0);
    ran.prints_nothing().says("nothing would be written");
}

#[tokio::test]
async fn errors_in_the_node_stop_it_before_anything_is_written() {
    let world = World::start("errors").await;
    let mut node = tutorial_node();
    node["properties"]["variables"].as_object_mut().unwrap().remove("orderTotal");
    node["properties"]["templateId"] = "tmpl_inv_2024".into();
    node["properties"]["attachments"] = json!([{ "fileId": "att_missing", "fileName": "terms.pdf" }]);
    world.folder.file("node.json", format!("{node:#}\n"));
    let ran = world.deploy(&[]).await.exits(1);
    insta::assert_snapshot!(ran.shown());
    let dry = world.deploy(&["--dry-run", "--format", "json"]).await.exits(1).prints_nothing();
    let first: Value = serde_json::from_str(dry.err.lines().next().unwrap()).unwrap();
    assert_eq!(first["finding"]["file"], "node.json");
    assert!(world.statuses("PUT").is_empty());
}

#[tokio::test]
async fn another_administrators_edit_survives_a_409() {
    let world = World::start("409").await;
    world.fault(Fault::before(Endpoint::PutWorkflow, FaultKind::OtherSave { operator: "Grace".into() }));
    let ran = world.deploy(&[]).await.exits(0);
    insta::assert_snapshot!(ran.shown());
    assert_eq!(world.statuses("PUT"), [Some(409), Some(200)]);
    let stored = world.stored();
    assert_eq!((world.nodes_called(NODE), stored["version"].as_u64()), (1, Some(5)));
    assert!(stored["nodes"][0].get("notes").is_some(), "Grace's note is gone: {stored}");
}

#[tokio::test]
async fn a_node_that_somebody_else_has_put_there_is_a_conflict() {
    let world = World::start("conflict").await;
    let theirs = r#"{"id":"email_send_01","type":"email","properties":{"templateId":"tmpl_welcome"}}"#;
    let save = |text: &str| text.replace(r#""nodes":["#, &format!(r#""nodes":[{theirs},"#));
    world.tenant.save_as("Grace", WORKFLOW, save).unwrap();
    let ran = world.deploy(&[]).await.exits(1).prints_nothing();
    ran.says("a node `email_send_01` is already in the workflow").says("Nothing was written");
    assert!(world.statuses("PUT").is_empty());
    assert_eq!(world.nodes_called(NODE), 1);
}

#[tokio::test]
async fn the_tenant_is_given_the_time_that_it_asks_for() {
    let world = World::start("429").await;
    let busy =
        |after: &str| FaultKind::Status { status: 429, retry_after: Some(RetryAfter::Text(after.into())), body: None };
    world.fault(Fault::before(Endpoint::GetWorkflow, busy("0"))).fault(Fault::before(Endpoint::PutWorkflow, busy("1")));
    let ran = world.deploy(&[]).await.exits(0);
    assert!(ran.err.contains("the tenant answered 429; trying again in 0.0 s"), "{}", ran.err);
    assert!(ran.err.contains("wait: the tenant asked for 1 s"), "{}", ran.err);
    assert!(ran.json()["latencyMs"].as_u64().unwrap() >= 1_000, "{}", ran.out);
    assert_eq!(world.statuses("PUT"), [Some(429), Some(200)]);
    assert_eq!(world.nodes_called(NODE), 1);
}

#[tokio::test]
async fn a_token_that_ends_on_the_way_is_renewed() {
    let world = World::start("401").await;
    world.fault(Fault::before(Endpoint::PutWorkflow, FaultKind::ExpireTokens));
    let ran = world.deploy(&[]).await.exits(0);
    assert_eq!(ran.json()["attempts"], 1);
    assert_eq!(world.statuses("PUT"), [Some(401), Some(200)]);
}

#[tokio::test]
async fn the_audit_event_goes_where_it_is_asked_to() {
    let world = World::start("audit").await;
    let ran = world.deploy(&["--audit-file", "audit.jsonl"]).await.exits(0);
    assert!(!ran.err.contains("workflow_email_node_configured"), "{}", ran.err);
    world.deploy(&["--audit-file", "audit.jsonl"]).await.exits(0);
    let lines = world.folder.read("audit.jsonl");
    let events: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let outcomes: Vec<&Value> = events.iter().map(|event| &event["deploy"]["outcome"]).collect();
    assert_eq!(outcomes, ["deployed", "alreadyThere"]);
    let first = &events[0];
    assert_eq!(
        (&first["event"], &first["operator"], &first["org"]),
        (&json!("workflow_email_node_configured"), &json!("Ada"), &json!("acme"))
    );
    let deploy = &first["deploy"];
    assert_eq!(deploy["operation"], ran.json()["operation"]);
    assert_eq!((&deploy["workflowId"], &deploy["nodeIds"]), (&json!(WORKFLOW), &json!([NODE])));
    assert_eq!((&deploy["status"], &deploy["webhookRegistered"]), (&json!(200), &json!(false)));
    assert_eq!(deploy["latencyMs"], ran.json()["latencyMs"]);
    world.deploy(&["--audit-file", "no/such/folder.jsonl"]).await.exits(2).prints_nothing();
}

#[tokio::test]
async fn the_settings_of_the_proxy_count_flags_first() {
    let world = World::start("settings").await;
    world.folder.file("cxone-proxy.toml", format!("workflow_id = \"{WORKFLOW}\"\n[retry]\nmax_attempts = 2\n"));
    let busy = FaultKind::Status { status: 503, retry_after: None, body: None };
    world.fault(Fault::before(Endpoint::PutWorkflow, busy).times(99));
    let ran = world.run(&["deploy", "--add-node", "node.json", "--after", "start_node"]).await.exits(1);
    assert_eq!(ran.json()["attempts"], 2);
    let ran = world.deploy(&["--retry-max-attempts", "3", "--config", "cxone-proxy.toml"]).await.exits(1);
    assert_eq!(ran.json()["attempts"], 3);
}
