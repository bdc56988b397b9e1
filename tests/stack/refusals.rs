//! What is refused: said in the tenant's words, and nothing is changed or lost.

use crate::world::{NODE, WORKFLOW, World, add, main_job, tutorial_node};
use cxone_simulator::{Endpoint, Fault, FaultKind};
use serde_json::json;
use workflow::deploy::Outcome;

#[tokio::test]
async fn a_template_that_does_not_compile_is_one_put_and_names_the_macro() {
    let world = World::start().await;
    let before = world.stored(WORKFLOW);
    let base = world.read(WORKFLOW).await;
    let mut node = tutorial_node();
    node["properties"]["variables"].as_object_mut().unwrap().remove("orderTotal");

    let deployed = world.deploy(&base, add(&node, "start_node")).await;

    let Outcome::Refused { status: 400, body } = &deployed.outcome else { panic!("{:?}", deployed.outcome) };
    assert!(body.contains("orderTotal"), "{body}");
    assert_eq!((deployed.word(), deployed.receipt.changed), ("refused", Some(false)));
    assert_eq!(world.write_statuses(), [Some(400)]);
    assert_eq!(world.stored(WORKFLOW).text, before.text);
}

#[tokio::test]
async fn with_a_wrong_secret_nothing_is_read_or_written_and_the_secret_is_not_told() {
    const WRONG: &str = "wrong-secret-5e5e";
    let sane = World::start().await;
    let base = sane.read(WORKFLOW).await;
    let world = World::with_secret(WRONG).await;

    let answer = world.http.get(world.url(&format!("/api/workflows/{WORKFLOW}"))).send().await.unwrap();
    assert_eq!(answer.status(), 502);
    let problem = answer.text().await.unwrap();
    assert!(problem.contains("/problems/credentials-refused"), "{problem}");

    let deployed = world.deploy(&base, main_job()).await;

    assert_eq!(deployed.receipt.changed, Some(false));
    assert_ne!(deployed.word(), "deployed");
    assert!(world.writes().is_empty());
    let receipt = serde_json::to_string(&deployed.receipt).unwrap();
    assert!(!problem.contains(WRONG) && !receipt.contains(WRONG));
}

#[tokio::test]
async fn an_unknown_workflow_is_said_to_be_unknown() {
    let world = World::start().await;
    let answer = world.http.get(world.url("/api/workflows/wf_none")).send().await.unwrap();
    assert_eq!(answer.status(), 404);
    assert!(answer.text().await.unwrap().contains("wf_none"));
}

#[tokio::test]
async fn a_workflow_that_goes_away_under_the_deploy_is_refused_without_a_write() {
    let world = World::start().await;
    let base = world.read(WORKFLOW).await;
    let gone = FaultKind::Status { status: 404, retry_after: None, body: Some(json!({ "message": "gone" })) };
    world.fault(Fault::before(Endpoint::GetWorkflow, gone));

    let deployed = world.deploy(&base, main_job()).await;

    assert!(matches!(&deployed.outcome, Outcome::Refused { status: 404, body } if body.contains("gone")));
    assert!(world.writes().is_empty());
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_by_the_proxy_and_changes_nothing() {
    let world = World::configured(|config| config.bodies.workflow = 2_000).await;
    let before = world.stored(WORKFLOW);
    let base = world.read(WORKFLOW).await;
    let mut node = tutorial_node();
    node["properties"]["note"] = json!("x".repeat(2_000));

    let deployed = world.deploy(&base, add(&node, "start_node")).await;

    assert!(matches!(deployed.outcome, Outcome::Refused { status: 413, .. }), "{:?}", deployed.outcome);
    assert!(world.writes().is_empty());
    assert_eq!(world.stored(WORKFLOW).text, before.text);
}

#[tokio::test]
async fn a_dead_tenant_is_told_apart_and_nothing_is_changed() {
    let world = World::start().await;
    let base = world.read(WORKFLOW).await;
    world.fault(Fault::before(Endpoint::GetWorkflow, FaultKind::Reset).times(99));

    let deployed = world.deploy(&base, main_job()).await;

    assert_eq!((deployed.word(), deployed.receipt.changed), ("gaveUp", Some(false)));
    assert!(world.writes().is_empty());
    assert_eq!(world.stored(WORKFLOW).nodes_called(NODE), 0);
}

#[tokio::test]
async fn what_cannot_be_read_as_a_workflow_is_never_written_over() {
    for text in ["{ broken", "[1,2]", "<html>login</html>"] {
        let world = World::start().await;
        let base = world.read(WORKFLOW).await;
        world.tenant.put_workflow_text(WORKFLOW, text);

        let deployed = world.deploy(&base, main_job()).await;

        assert_eq!(deployed.receipt.changed, Some(false), "{text}: {:?}", deployed.outcome);
        assert!(world.writes().is_empty(), "{text}");
        assert_eq!(world.tenant.workflow_text(WORKFLOW).unwrap(), text);
    }
}
