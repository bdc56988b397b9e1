//! Outcomes that are unclear at first: the change lands exactly once, or not at all.

use crate::stored::assert_only_added;
use crate::world::{NODE, WORKFLOW, World, main_job, tutorial_node};
use cxone_simulator::{Endpoint, Fault, FaultKind};

/// Runs the main job under a fault and asserts that the node is there once, after one write.
async fn lands_with_one_write(fault: Fault) {
    let world = World::start().await;
    let before = world.stored(WORKFLOW);
    let base = world.read(WORKFLOW).await;
    let told = format!("{fault:?}");
    world.fault(fault);

    let deployed = world.deploy(&base, main_job()).await;

    assert_eq!(deployed.word(), "deployed", "{told}: {:?}", deployed.receipt);
    assert_eq!(world.writes().len(), 1, "{told}");
    assert!(deployed.reads > 1, "{told}: it did not read back");
    assert_only_added(&before, &world.stored(WORKFLOW), &tutorial_node(), &[("start_node", NODE)], 1);
}

#[tokio::test]
async fn a_put_that_commits_and_then_drops_the_connection_is_exactly_one_node() {
    lands_with_one_write(Fault::after(Endpoint::PutWorkflow, FaultKind::Reset)).await;
}

#[tokio::test]
async fn a_put_that_commits_and_then_answers_500_is_exactly_one_node() {
    let failed = FaultKind::Status { status: 500, retry_after: None, body: None };
    lands_with_one_write(Fault::after(Endpoint::PutWorkflow, failed)).await;
}

#[tokio::test]
async fn a_put_whose_answer_is_cut_short_is_exactly_one_node() {
    lands_with_one_write(Fault::after(Endpoint::PutWorkflow, FaultKind::Truncate { bytes: 20 })).await;
}

#[tokio::test]
async fn a_put_that_is_reset_before_it_commits_is_sent_again() {
    let world = World::start().await;
    let before = world.stored(WORKFLOW);
    let base = world.read(WORKFLOW).await;
    world.fault(Fault::before(Endpoint::PutWorkflow, FaultKind::Reset));

    let deployed = world.deploy(&base, main_job()).await;

    assert_eq!(deployed.word(), "deployed");
    assert_eq!(world.write_statuses(), [None, Some(200)]);
    assert_only_added(&before, &world.stored(WORKFLOW), &tutorial_node(), &[("start_node", NODE)], 1);
}

#[tokio::test]
async fn a_tenant_that_keeps_failing_is_asked_four_times_and_left_unchanged() {
    let world = World::start().await;
    let before = world.stored(WORKFLOW);
    let base = world.read(WORKFLOW).await;
    let failed = FaultKind::Status { status: 503, retry_after: None, body: None };
    world.fault(Fault::before(Endpoint::PutWorkflow, failed).times(99));

    let deployed = world.deploy(&base, main_job()).await;

    // Nothing is there, but a write that was answered 503 may be carried out late: no promise is made.
    assert_eq!((deployed.word(), deployed.receipt.changed), ("gaveUp", None));
    assert_eq!(world.write_statuses(), [Some(503); 4]);
    assert_eq!(world.stored(WORKFLOW).text, before.text);
}

#[tokio::test]
async fn when_reading_back_fails_too_it_says_that_it_does_not_know() {
    let world = World::start().await;
    let base = world.read(WORKFLOW).await;
    world.fault(Fault::after(Endpoint::PutWorkflow, FaultKind::Reset));

    let deployed = world
        .deploy_watched(&base, main_job(), |action| {
            if matches!(action, workflow::deploy::Action::Write { .. }) {
                world.fault(Fault::before(Endpoint::GetWorkflow, FaultKind::Reset).times(99));
            }
            None
        })
        .await;

    assert_eq!((deployed.word(), deployed.receipt.changed), ("unknown", None));
    assert_eq!(world.stored(WORKFLOW).nodes_called(NODE), 1);
}
