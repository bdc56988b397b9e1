//! The main job: the tutorial's node goes into the workflow, whatever happens in between.

use crate::stored::assert_only_added;
use crate::world::{NODE, WORKFLOW, World, add, main_job, tutorial_node};
use cxone_simulator::{Endpoint, Fault, FaultKind, RetryAfter, Speech};
use serde_json::json;
use workflow::deploy::{Action, Event};

#[tokio::test]
async fn the_tutorials_node_goes_into_its_workflow_and_nothing_else_changes() {
    let world = World::start().await;
    let before = world.stored(WORKFLOW);
    let base = world.read(WORKFLOW).await;

    let deployed = world.deploy(&base, main_job()).await;

    assert_eq!(deployed.word(), "deployed");
    assert_eq!((deployed.receipt.attempts, deployed.receipt.changed), (1, Some(true)));
    let after = world.stored(WORKFLOW);
    assert_only_added(&before, &after, &tutorial_node(), &[("start_node", NODE)], 1);
    assert_eq!(world.write_statuses(), [Some(200)]);
}

#[tokio::test]
async fn every_node_that_was_not_edited_keeps_its_bytes() {
    const LEGACY: &str = "wf_legacy_fields";
    let world = World::start().await;
    let base = world.read(LEGACY).await;
    let nodes: Vec<String> = base.nodes().map(|node| node.text.to_owned()).collect();
    assert!(nodes.len() > 3);

    let deployed = world.deploy(&base, add(&tutorial_node(), "start_node")).await;

    assert_eq!(deployed.word(), "deployed");
    let after = world.stored(LEGACY);
    for node in &nodes {
        assert!(after.text.contains(node), "{node} is not in {}", after.text);
    }
    for part in [r#""build":18446744073709551616123,"ratio":1.0"#, r#""weight":1E5,"ui":{"bend":[-0, -0.0, 1e-7]}"#] {
        assert!(after.text.contains(part), "{part} is not in {}", after.text);
    }
    assert_eq!(after.nodes_called(NODE), 1);
}

#[tokio::test]
async fn somebody_elses_save_in_between_survives() {
    let world = World::start().await;
    let before = world.stored(WORKFLOW);
    let base = world.read(WORKFLOW).await;
    world.fault(Fault::before(Endpoint::PutWorkflow, FaultKind::OtherSave { operator: "Grace".into() }));

    let deployed = world.deploy(&base, main_job()).await;

    assert_eq!(deployed.word(), "deployed");
    assert_eq!(world.write_statuses(), [Some(409), Some(200)]);
    let after = world.stored(WORKFLOW);
    assert_eq!(after.version(), before.version() + 2);
    assert_eq!(after.nodes_called(NODE), 1);
    assert_eq!(after.ways(), [("start_node", NODE)]);
    assert!(before.node("start_node").get("notes").is_none());
    assert!(after.node("start_node").get("notes").is_some(), "Grace's note is gone: {}", after.text);
}

#[tokio::test]
async fn retry_after_in_seconds_is_honoured() {
    let world = World::start().await;
    let base = world.read(WORKFLOW).await;
    let busy = FaultKind::Status { status: 429, retry_after: Some(RetryAfter::Text("7".into())), body: None };
    world.fault(Fault::before(Endpoint::PutWorkflow, busy));

    let deployed = world.deploy(&base, main_job()).await;

    assert_eq!(deployed.word(), "deployed");
    assert_eq!(world.write_statuses(), [Some(429), Some(200)]);
    // The clock runs on between the answer and the question.
    assert!(matches!(deployed.waits[..], [6_900..=7_000]), "{:?}", deployed.waits);
    assert_eq!(world.stored(WORKFLOW).nodes_called(NODE), 1);
}

#[tokio::test]
async fn a_second_deploy_of_the_same_change_writes_nothing() {
    let world = World::start().await;
    let base = world.read(WORKFLOW).await;
    world.deploy(&base, main_job()).await;
    let stored = world.stored(WORKFLOW);

    let again = world.deploy(&base, main_job()).await;

    assert_eq!(again.word(), "alreadyThere");
    assert_eq!(world.stored(WORKFLOW).text, stored.text);
    assert_eq!(world.writes().len(), 1);
}

#[tokio::test]
async fn two_deploys_one_after_the_other_each_place_their_node() {
    let world = World::start().await;
    let base = world.read(WORKFLOW).await;
    world.deploy(&base, main_job()).await;
    let mut second = tutorial_node();
    second["id"] = json!("email_send_02");

    // Made on the base of before, as by somebody whose screen is out of date.
    let deployed = world.deploy(&base, add(&second, "start_node")).await;

    assert_eq!(deployed.word(), "deployed");
    let after = world.stored(WORKFLOW);
    assert_eq!((after.nodes_called(NODE), after.nodes_called("email_send_02")), (1, 1));
    let reached = |id: &str| after.ways().iter().any(|(_, to)| *to == id);
    assert!(reached(NODE) && reached("email_send_02"), "{:?}", after.ways());
}

#[tokio::test]
async fn cancelling_while_it_waits_leaves_the_workflow_alone() {
    let world = World::start().await;
    let before = world.stored(WORKFLOW);
    let base = world.read(WORKFLOW).await;
    let busy = FaultKind::Status { status: 429, retry_after: Some(RetryAfter::Text("30".into())), body: None };
    world.fault(Fault::before(Endpoint::PutWorkflow, busy));

    let deployed = world
        .deploy_watched(&base, main_job(), |action| matches!(action, Action::WaitUntil(_)).then_some(Event::Cancel))
        .await;

    assert_eq!((deployed.word(), deployed.receipt.changed), ("cancelled", Some(false)));
    assert_eq!(world.stored(WORKFLOW).text, before.text);
    assert_eq!(world.write_statuses(), [Some(429)]);
}

/// A tenant that says 412 where others say 409, and 423 where a workflow is locked for a moment.
#[tokio::test]
async fn other_statuses_mean_what_the_configuration_says() {
    let world = World::speaking(Speech { conflict: 412, ..Speech::default() }, |config| {
        config.tenant.retry.conflict_statuses = vec![412, 428];
        config.tenant.retry.later_statuses = vec![423, 429];
    })
    .await;
    let base = world.read(WORKFLOW).await;
    let locked = FaultKind::Status { status: 423, retry_after: Some(RetryAfter::Text("3".into())), body: None };
    world.fault(Fault::before(Endpoint::PutWorkflow, locked));
    world.fault(Fault::before(Endpoint::PutWorkflow, FaultKind::OtherSave { operator: "Grace".into() }));

    let deployed = world.deploy(&base, main_job()).await;

    assert_eq!(deployed.word(), "deployed");
    assert_eq!(world.write_statuses(), [Some(423), Some(412), Some(200)]);
    assert_eq!(world.stored(WORKFLOW).nodes_called(NODE), 1);
}

/// Where nothing says otherwise, 412 and 423 are refusals that nothing is tried after.
#[tokio::test]
async fn statuses_that_nobody_has_given_a_meaning_are_refusals() {
    for status in [412, 423, 428] {
        let world = World::start().await;
        let base = world.read(WORKFLOW).await;
        let refused = FaultKind::Status { status, retry_after: None, body: None };
        world.fault(Fault::before(Endpoint::PutWorkflow, refused));
        let deployed = world.deploy(&base, main_job()).await;
        assert_eq!((deployed.word(), world.write_statuses().len()), ("refused", 1), "{status}");
    }
}
