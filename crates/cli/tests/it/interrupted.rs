//! Deploys that are cancelled or killed: what is true is told, and nothing lands twice.

use crate::program::run;
use crate::world::{DEPLOY, NODE, WORKFLOW, World, tutorial_node};
use cxone_simulator::{Endpoint, Fault, FaultKind, RetryAfter};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};

/// Longer than any test runs.
const FOREVER: FaultKind = FaultKind::Delay { ms: 3_600_000 };

async fn interrupt(child: &Child) {
    let told = Command::new("kill").arg("-INT").arg(child.id().unwrap().to_string()).status().await.unwrap();
    assert!(told.success());
}

/// Kills the program when its write has arrived.
async fn kill_in_mid_write(world: &World) {
    let mut child = world.program(&DEPLOY).spawn().unwrap();
    world.until("the write arrives", |world| !world.statuses("PUT").is_empty()).await;
    child.kill().await.unwrap();
}

#[tokio::test]
async fn killed_after_the_tenant_has_committed_the_next_run_finds_the_node() {
    let world = World::start("killed-after").await;
    world.fault(Fault::after(Endpoint::PutWorkflow, FOREVER));
    let mut child = world.program(&DEPLOY).spawn().unwrap();
    world.until("the write is committed", |world| world.nodes_called(NODE) == 1).await;
    child.kill().await.unwrap();

    let ran = world.deploy(&[]).await.exits(0);
    assert_eq!(ran.json()["outcome"], "deployed", "{}", ran.err);
    assert_eq!((world.nodes_called(NODE), world.statuses("PUT").len()), (1, 1));
    ran.says("was interrupted; it is gone on with");
}

#[tokio::test]
async fn killed_before_the_tenant_has_committed_the_next_run_writes() {
    let world = World::start("killed-before").await;
    world.fault(Fault::before(Endpoint::PutWorkflow, FOREVER));
    kill_in_mid_write(&world).await;
    assert_eq!(world.nodes_called(NODE), 0);

    let ran = world.deploy(&[]).await.exits(0);
    assert_eq!(ran.json()["outcome"], "deployed", "{}", ran.err);
    assert_eq!((world.nodes_called(NODE), world.statuses("PUT").len()), (1, 2));
}

#[tokio::test]
async fn a_killed_deploy_of_another_node_is_looked_into_first() {
    let world = World::start("killed-other").await;
    world.fault(Fault::after(Endpoint::PutWorkflow, FOREVER));
    let mut child = world.program(&DEPLOY).spawn().unwrap();
    world.until("the write is committed", |world| world.nodes_called(NODE) == 1).await;
    child.kill().await.unwrap();

    let mut second = tutorial_node();
    second["id"] = "email_send_02".into();
    world.folder.file("node.json", second.to_string());
    let ran = world.deploy(&["--after", NODE]).await;
    assert_eq!(ran.code, 2, "a flag given twice: {}", ran.err);
    let ran = world
        .run(&["deploy", "--workflow-id", WORKFLOW, "--add-node", "node.json", "--after", NODE])
        .await
        .exits(0)
        .says("of another change was interrupted; looking into it first")
        .says("The change is in the workflow");
    assert_eq!(ran.json()["nodeIds"], json!(["email_send_02"]));
    assert_eq!((world.nodes_called(NODE), world.nodes_called("email_send_02")), (1, 1));
    assert_eq!(world.statuses("PUT").len(), 2);
}

#[tokio::test]
async fn a_killed_deploy_whose_node_is_no_longer_right_is_looked_into_before_it_stops() {
    let world = World::start("killed-then-wrong").await;
    world.fault(Fault::before(Endpoint::PutWorkflow, FOREVER));
    kill_in_mid_write(&world).await;
    let dry = world.deploy(&["--dry-run"]).await.exits(0);
    dry.says("was interrupted; the next deploy that is no dry run looks into it");
    let template = json!({ "id": "tmpl_inv_2024", "name": "Invoice", "html": "{{somethingElse}}" });
    world.tenant.put_template(serde_json::from_value(template).unwrap());

    let ran = world.deploy(&[]).await.exits(1).prints_nothing();
    let ran = ran.says("variable.placeholder-unset").says("was not in the workflow when it was last read");
    assert!(ran.err.find("was last read") < ran.err.find("correct the errors"), "{}", ran.err);
    assert_eq!((world.nodes_called(NODE), world.statuses("PUT").len()), (0, 1));
}

#[tokio::test]
async fn a_deploy_that_is_over_leaves_no_journal_behind() {
    let world = World::start("no-journal").await;
    world.deploy(&["--state-dir", "journals"]).await.exits(0);
    let left: Vec<String> = std::fs::read_dir(world.folder.0.join("journals"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.ends_with(".lock"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test]
async fn a_damaged_journal_is_told_and_does_no_harm() {
    let world = World::start("damaged-journal").await;
    world.fault(Fault::after(Endpoint::PutWorkflow, FOREVER));
    let mut child = world.program(&[&DEPLOY[..], &["--state-dir", "journals"]].concat()).spawn().unwrap();
    world.until("the write is committed", |world| world.nodes_called(NODE) == 1).await;
    child.kill().await.unwrap();
    let folder = world.folder.0.join("journals");
    let journal = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|extension| extension == "journal"))
        .unwrap();
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(std::fs::metadata(&journal).unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(&journal).unwrap();
    std::fs::write(&journal, &text[..text.len() / 2]).unwrap();

    let ran = world.deploy(&["--state-dir", "journals"]).await.exits(0).says("the journal is damaged");
    assert_eq!(ran.json()["outcome"], "alreadyThere");
    assert_eq!((world.nodes_called(NODE), world.statuses("PUT").len()), (1, 1));
}

#[tokio::test]
async fn a_second_deploy_at_the_same_time_waits_its_turn() {
    let world = World::start("at-once").await;
    world.fault(Fault::before(Endpoint::PutWorkflow, FOREVER));
    let mut child = world.program(&DEPLOY).spawn().unwrap();
    world.until("the write arrives", |world| !world.statuses("PUT").is_empty()).await;
    let requests = world.tenant.requests().len();
    world.deploy(&[]).await.exits(1).prints_nothing().says("another deploy of this workflow is under way");
    assert_eq!(world.tenant.requests().len(), requests);
    child.kill().await.unwrap();
    world.deploy(&[]).await.exits(0);
}

#[tokio::test]
async fn ctrl_c_while_it_waits_leaves_the_workflow_alone() {
    let world = World::start("cancel-waiting").await;
    let before = world.tenant.workflow_text(WORKFLOW);
    let busy = FaultKind::Status { status: 429, retry_after: Some(RetryAfter::Text("50".into())), body: None };
    world.fault(Fault::before(Endpoint::PutWorkflow, busy));
    let mut child = world.program(&DEPLOY).spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("wait: the tenant asked for 50 s") {
        line.clear();
        assert!(stderr.read_line(&mut line).await.unwrap() > 0, "it never waits");
    }
    interrupt(&child).await;
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).await.unwrap();
    let output = child.wait_with_output().await.unwrap();
    assert_eq!(output.status.code(), Some(1), "{rest}");
    let receipt: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&receipt["outcome"], &receipt["changed"]), (&json!("cancelled"), &json!(false)), "{receipt}");
    assert!(rest.contains("Cancelled. Nothing was written."), "{rest}");
    assert_eq!(world.tenant.workflow_text(WORKFLOW), before);
}

#[tokio::test]
async fn ctrl_c_in_mid_write_tells_that_it_landed() {
    let world = World::start("cancel-writing").await;
    world.fault(Fault::after(Endpoint::PutWorkflow, FaultKind::Delay { ms: 1_500 }));
    let child = world.program(&DEPLOY).spawn().unwrap();
    world.until("the write is committed", |world| world.nodes_called(NODE) == 1).await;
    interrupt(&child).await;
    let output = child.wait_with_output().await.unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{told}");
    let receipt: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&receipt["outcome"], &receipt["changed"]), (&json!("deployed"), &json!(true)));
    assert!(told.contains("cancelling: a request is under way"), "{told}");
}

#[tokio::test]
async fn a_second_ctrl_c_leaves_and_the_next_run_finds_out() {
    let world = World::start("cancel-twice").await;
    world.fault(Fault::after(Endpoint::PutWorkflow, FOREVER));
    let mut child = world.program(&DEPLOY).spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    world.until("the write is committed", |world| world.nodes_called(NODE) == 1).await;
    interrupt(&child).await;
    let mut line = String::new();
    while !line.contains("cancelling") {
        line.clear();
        assert!(stderr.read_line(&mut line).await.unwrap() > 0, "it is not told");
    }
    interrupt(&child).await;
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).await.unwrap();
    let output = child.wait_with_output().await.unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{rest}");
    assert!(rest.contains("may be in the workflow or not"), "{rest}");

    let ran = world.deploy(&[]).await.exits(0);
    assert_eq!(ran.json()["outcome"], "deployed");
    assert_eq!((world.nodes_called(NODE), world.statuses("PUT").len()), (1, 1));
}

#[tokio::test]
async fn a_cancelled_deploy_that_could_not_find_out_is_looked_into_and_not_gone_on_with() {
    let world = World::start("cancel-unknown").await;
    world.fault(Fault::before(Endpoint::PutWorkflow, FaultKind::Delay { ms: 1_500 }));
    world.fault(Fault::after(Endpoint::PutWorkflow, FaultKind::Reset));
    // The first read is answered before the write, so only those after it fail.
    world.fault(Fault::before(Endpoint::GetWorkflow, FaultKind::Delay { ms: 0 }));
    world.fault(Fault::before(Endpoint::GetWorkflow, FaultKind::Reset).times(99));
    let child = world.program(&DEPLOY).spawn().unwrap();
    world.until("the write arrives", |world| !world.statuses("PUT").is_empty()).await;
    interrupt(&child).await;
    let output = child.wait_with_output().await.unwrap();
    let receipt: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &receipt["outcome"]), (Some(1), &json!("unknown")), "{receipt}");
    world.tenant.faults().clear();

    let ran = world.deploy(&[]).await.exits(0).says("looking into it first").says("The change is in the workflow");
    assert_eq!(ran.json()["outcome"], "alreadyThere");
    assert_ne!(ran.json()["operation"], receipt["operation"]);
    assert_eq!((world.nodes_called(NODE), world.statuses("PUT").len()), (1, 1));
    let audited = ran.err.lines().filter(|line| line.contains("workflow_email_node_configured")).count();
    assert_eq!(audited, 2, "{}", ran.err);
}

#[tokio::test]
async fn ctrl_c_while_reading_leaves_the_workflow_alone() {
    let world = World::start("cancel-reading").await;
    world.fault(Fault::before(Endpoint::GetWorkflow, FOREVER));
    let child = world.program(&DEPLOY).spawn().unwrap();
    world
        .until("the read arrives", |world| {
            world.tenant.requests().iter().any(|request| request.path.ends_with(WORKFLOW))
        })
        .await;
    interrupt(&child).await;
    let output = child.wait_with_output().await.unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), told.as_str()), (Some(1), "error: cancelled. Nothing was written\n"));
    world.tenant.faults().clear();
    run(world.program(&DEPLOY), b"").await.exits(0);
}
