//! Against the simulated tenant.

use crate::support::{World, problem};
use cxone_proxy::config::RemoteTenant;
use cxone_proxy::{Config, Secret};
use cxone_simulator::{Endpoint, Fault, FaultKind, Options, RetryAfter, Simulator};
use workflow::wire::{RegisteredWebhook, Session, WorkflowList};

const WORKFLOW: &str = "/api/workflows/wf_12345";

async fn demo() -> World {
    World::run(Config::default()).await
}

#[track_caller]
fn tenant(world: &World) -> &Simulator {
    world.proxy.simulator().expect("the demo has a simulated tenant")
}

#[tokio::test]
async fn the_demo_says_that_it_is_one() {
    let world = demo().await;
    let session: Session = world.send(world.get("/api/session")).await.json().await.unwrap();
    assert_eq!((session.demo, session.org.as_str()), (true, "demo"));
    assert!(session.scope_paths.iter().any(|path| path == "$interaction.contact.firstName"));
    let list: WorkflowList = world.send(world.get("/api/workflows")).await.json().await.unwrap();
    assert!(list.workflows.iter().any(|workflow| workflow.id == "wf_12345"));
}

#[tokio::test]
async fn each_seeded_workflow_comes_byte_for_byte() {
    let world = demo().await;
    let list: WorkflowList = world.send(world.get("/api/workflows")).await.json().await.unwrap();
    assert!(!list.workflows.is_empty());
    for summary in list.workflows {
        let text = world.send(world.get(&format!("/api/workflows/{}", summary.id))).await.text().await.unwrap();
        assert!(Some(text) == tenant(&world).workflow_text(&summary.id), "{}", summary.id);
    }
}

#[tokio::test]
async fn a_saved_workflow_counts_up_and_a_second_save_of_the_same_version_is_a_409() {
    let world = demo().await;
    let text = world.send(world.get(WORKFLOW)).await.text().await.unwrap();
    assert_eq!(world.send(world.put("wf_12345", text.clone())).await.status(), 200);
    let again = world.send(world.put("wf_12345", text)).await;
    assert_eq!(again.status(), 409);
    assert_eq!(again.headers()["content-type"], "application/json");
}

#[tokio::test]
async fn expired_tokens_are_renewed_unnoticed() {
    let world = demo().await;
    let text = world.send(world.get(WORKFLOW)).await.text().await.unwrap();
    tenant(&world).expire_tokens();
    assert_eq!(world.send(world.put("wf_12345", text)).await.status(), 200);
}

#[tokio::test]
async fn a_write_that_commits_and_then_loses_its_connection_is_unclear() {
    let world = demo().await;
    let text = world.send(world.get(WORKFLOW)).await.text().await.unwrap();
    tenant(&world).faults().add(Fault::after(Endpoint::PutWorkflow, FaultKind::Reset));
    problem(world.send(world.put("wf_12345", text.clone())).await, "upstream-broken", 502, "unclear").await;
    assert_ne!(tenant(&world).workflow_text("wf_12345"), Some(text), "it was carried out, once");
    assert_eq!(tenant(&world).requests().iter().filter(|request| request.method == "PUT").count(), 1);
}

#[tokio::test]
async fn retry_after_passes() {
    let world = demo().await;
    let busy = FaultKind::Status { status: 429, retry_after: Some(RetryAfter::Text("3".into())), body: None };
    tenant(&world).faults().add(Fault::before(Endpoint::GetWorkflow, busy));
    let response = world.send(world.get(WORKFLOW)).await;
    assert_eq!((response.status().as_u16(), response.headers()["retry-after"].to_str().unwrap()), (429, "3"));
}

#[tokio::test]
async fn a_truncated_workflow_is_never_taken_for_the_whole() {
    let world = demo().await;
    tenant(&world).faults().add(Fault::after(Endpoint::GetWorkflow, FaultKind::Truncate { bytes: 40 }));
    // The connection may break before the head is out, or within the body.
    if let Ok(response) = world.get(WORKFLOW).send().await {
        assert!(response.text().await.is_err());
    }
}

#[tokio::test]
async fn a_wrong_secret_is_said_plainly() {
    let simulator = Simulator::start(Options::default()).await.unwrap();
    let remote = RemoteTenant {
        base_url: simulator.base_url(),
        token_url: format!("{}/oauth2/token", simulator.base_url()),
        client_id: Options::default().client_id,
        client_secret: Secret::new("wrong"),
    };
    let world = World::run(Config { tenant: remote.into(), ..Config::default() }).await;
    let problem = problem(world.send(world.get(WORKFLOW)).await, "credentials-refused", 502, "notSent").await;
    assert!(problem.detail.contains("refuses the client id or secret (invalid_client)"), "{}", problem.detail);
}

#[tokio::test]
async fn a_webhook_is_registered_listed_and_deleted() {
    let world = demo().await;
    let new = r#"{"name":"Order mails","url":"http://127.0.0.1:9/hooks"}"#;
    let response = world.send(world.post("/api/webhooks", new)).await;
    assert_eq!(response.status(), 201);
    let registered: RegisteredWebhook = response.json().await.unwrap();
    let list = world.send(world.get("/api/webhooks")).await.text().await.unwrap();
    assert!(list.contains(&registered.id) && !list.contains("secret"), "{list}");
    let path = format!("/api/webhooks/{}", registered.id);
    assert!(world.send(world.client.delete(world.url(&path))).await.status().is_success());
    assert_eq!(world.send(world.get(&path)).await.status(), 404);
}
