//! `deploy` where the tenant refuses, is away, or leaves it unclear what it has done.

use crate::program::run;
use crate::world::{DEPLOY, NODE, WORKFLOW, World, tutorial_node};
use cxone_simulator::{Endpoint, Fault, FaultKind};
use serde_json::json;

#[tokio::test]
async fn an_unknown_workflow_is_told() {
    let world = World::start("unknown-workflow").await;
    let ran = world
        .run(&["deploy", "--workflow-id", "wf_none", "--add-node", "node.json", "--after", "start_node"])
        .await
        .exits(2)
        .prints_nothing();
    assert_eq!(
        ran.err,
        "error: the tenant has no workflow `wf_none`. Nothing was written; check --workflow-id and CXONE_ORG\n"
    );
}

#[tokio::test]
async fn a_missing_node_to_follow_is_told() {
    let world = World::start("no-predecessor").await;
    let ran = world
        .run(&["deploy", "--workflow-id", WORKFLOW, "--add-node", "node.json", "--after", "nobody"])
        .await
        .exits(2)
        .prints_nothing();
    ran.says("there is no node `nobody` in the workflow").says("check --after");
    assert!(world.statuses("PUT").is_empty());
}

#[tokio::test]
async fn a_wrong_secret_is_told_and_not_shown() {
    let world = World::start("wrong-secret").await;
    let mut command = world.program(&DEPLOY);
    command.env("CXONE_CLIENT_SECRET", "canary-wrong-secret");
    let ran = run(command, b"").await.exits(2).prints_nothing();
    let ran = ran.says("refuses the client id or secret (invalid_client)").says("CXONE_CLIENT_SECRET");
    assert!(!ran.err.contains("canary"), "{}", ran.err);
    assert!(world.tenant.requests().iter().all(|request| request.path == "/oauth2/token"));
}

#[tokio::test]
async fn a_tenant_that_is_away_is_told() {
    let world = World::start("dead").await;
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let mut command = world.program(&DEPLOY);
    command.env("CXONE_BASE_URL", format!("http://{closed}"));
    let ran = run(command, b"").await.exits(1).prints_nothing();
    ran.says("no connection to the token endpoint could be made").says("Nothing was written");

    let mut command = world.program(&DEPLOY);
    let token_url = format!("{}/oauth2/token", world.tenant.base_url());
    command.env("CXONE_BASE_URL", format!("http://{closed}")).env("CXONE_TOKEN_URL", token_url);
    let ran = run(command, b"").await.exits(1).prints_nothing();
    assert_eq!(ran.err.matches("warning: no connection to the tenant could be made").count(), 3, "{}", ran.err);
}

#[tokio::test]
async fn what_is_no_workflow_is_never_written_on() {
    let world = World::start("html").await;
    world.fault(Fault::before(Endpoint::GetWorkflow, FaultKind::Html { status: 200 }));
    world.deploy(&[]).await.exits(1).prints_nothing().says("not with the workflow `wf_12345`");
    world.tenant.put_workflow_text(WORKFLOW, r#"{"id":"wf_other","version":1,"nodes":[{"id":"start_node"}]}"#);
    world.deploy(&[]).await.exits(1).prints_nothing().says("it is another workflow");
    assert!(world.statuses("PUT").is_empty());
}

#[tokio::test]
async fn a_template_that_does_not_compile_is_one_put() {
    let world = World::start("400").await;
    let body = json!({ "error": "TEMPLATE_COMPILE_ERROR", "message": "Unresolved macro orderTotl.", "unresolvedMacros": [{ "macro": "orderTotl" }] });
    let refused = FaultKind::Status { status: 400, retry_after: None, body: Some(body) };
    world.fault(Fault::before(Endpoint::PutWorkflow, refused));
    let ran = world.deploy(&[]).await.exits(1);
    insta::assert_snapshot!(ran.shown());
    assert_eq!(world.statuses("PUT"), [Some(400)]);
    assert_eq!(world.nodes_called(NODE), 0);
}

#[tokio::test]
async fn a_commit_whose_answer_is_lost_is_exactly_one_node() {
    for (name, fault) in [
        ("reset", FaultKind::Reset),
        ("500", FaultKind::Status { status: 500, retry_after: None, body: None }),
        ("cut", FaultKind::Truncate { bytes: 20 }),
        ("html", FaultKind::Html { status: 200 }),
    ] {
        let world = World::start(&format!("lost-answer-{name}")).await;
        world.fault(Fault::after(Endpoint::PutWorkflow, fault));
        let ran = world.deploy(&[]).await.exits(0);
        assert_eq!((&ran.json()["outcome"], &ran.json()["changed"]), (&json!("deployed"), &json!(true)), "{name}");
        assert_eq!((world.nodes_called(NODE), world.statuses("PUT").len()), (1, 1), "{name}: {}", ran.err);
    }
}

#[tokio::test]
async fn a_write_that_was_lost_on_the_way_is_sent_again() {
    let world = World::start("lost-write").await;
    world.fault(Fault::before(Endpoint::PutWorkflow, FaultKind::Reset));
    world.deploy(&[]).await.exits(0);
    assert_eq!(world.statuses("PUT"), [None, Some(200)]);
    assert_eq!(world.nodes_called(NODE), 1);
}

#[tokio::test]
async fn when_reading_back_fails_too_the_receipt_does_not_claim_to_know_and_the_next_deploy_finds_out() {
    let world = World::start("unknown-outcome").await;
    world.fault(Fault::after(Endpoint::PutWorkflow, FaultKind::Reset));
    // The first read is answered before the write, so only those after it fail.
    world.fault(Fault::before(Endpoint::GetWorkflow, FaultKind::Delay { ms: 0 }));
    world.fault(Fault::before(Endpoint::GetWorkflow, FaultKind::Reset).times(99));
    let ran = world.deploy(&[]).await.exits(1);
    assert_eq!((&ran.json()["outcome"], &ran.json()["changed"]), (&json!("unknown"), &json!(null)), "{}", ran.err);
    let operation = ran.json()["operation"].clone();
    world.tenant.faults().clear();
    let again = world.deploy(&[]).await.exits(0);
    assert_eq!(again.json()["operation"], operation, "it is the same deploy: {}", again.err);
    assert_eq!(again.json()["outcome"], "deployed");
    assert_eq!((world.nodes_called(NODE), world.statuses("PUT").len()), (1, 1));
}

#[tokio::test]
async fn what_cannot_be_looked_at_is_said_and_left_to_the_tenant() {
    let world = World::start("facts").await;
    let away = || FaultKind::Status { status: 503, retry_after: None, body: None };
    world.fault(Fault::before(Endpoint::GetTemplate, away()));
    world.fault(Fault::before(Endpoint::GetAttachment, away()).only("att_inv_terms"));
    let ran = world.deploy(&[]).await.exits(0);
    ran.says("template `tmpl_inv_2024` could not be looked at: the tenant answered 503")
        .says("attachment `att_inv_terms` could not be looked at");
}

#[tokio::test]
async fn without_the_scopes_it_is_told_which_are_missing() {
    let world = World::start("403").await;
    let ran = world.deploy(&["--scope", "email:template"]).await.exits(2).prints_nothing();
    ran.says("ask for the scope workflow:view");
    let mut node = tutorial_node();
    node["id"] = "other".into();
    world.folder.file("node.json", node.to_string());
    let ran = world.deploy(&["--scope", "workflow:view email:template interaction:read"]).await.exits(1);
    assert_eq!((&ran.json()["outcome"], &ran.json()["status"]), (&json!("refused"), &json!(403)));
    assert_eq!(world.statuses("PUT"), [Some(403)]);
}
