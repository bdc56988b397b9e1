//! What the tutorial's script gets wrong, each bug with a test that names it.

use crate::world::{NODE, WORKFLOW, World, add, main_job, tutorial_node};
use cxone_simulator::{DeliveryState, Endpoint, Fault, FaultKind, RetryAfter};
use serde_json::json;
use std::collections::BTreeSet;
use std::time::Duration;
use workflow::deploy::{Action, Outcome};
use workflow::validate::{AttachmentFact, Facts, Limits, TemplateFact, validate_node};

#[tokio::test]
async fn bug_a_timed_out_put_that_did_commit_adds_the_node_twice() {
    let world = World::configured(|config| config.tenant.timeouts.write = Duration::from_millis(300)).await;
    let base = world.read(WORKFLOW).await;
    world.fault(Fault::after(Endpoint::PutWorkflow, FaultKind::Delay { ms: 3_000 }));

    let deployed = world.deploy(&base, main_job()).await;

    assert_eq!(deployed.word(), "deployed");
    assert_eq!(world.writes().len(), 1);
    assert_eq!(world.stored(WORKFLOW).nodes_called(NODE), 1);
}

#[tokio::test]
async fn bug_after_a_409_the_node_id_is_not_checked_again() {
    let world = World::start().await;
    let base = world.read(WORKFLOW).await;
    let mut theirs = tutorial_node();
    theirs["properties"]["templateId"] = json!("tmpl_order_shipped");

    let mut saved = false;
    let deployed = world
        .deploy_watched(&base, main_job(), |action| {
            if matches!(action, Action::Write { .. }) && !saved {
                saved = true;
                let with_theirs = |text: &str| text.replace(r#""nodes":["#, &format!(r#""nodes":[{theirs},"#));
                world.tenant.save_as("Grace", WORKFLOW, with_theirs).unwrap();
            }
            None
        })
        .await;

    assert!(matches!(deployed.outcome, Outcome::Conflicts(_)), "{:?}", deployed.outcome);
    assert_eq!(world.write_statuses(), [Some(409)]);
    let after = world.stored(WORKFLOW);
    assert_eq!(after.nodes_called(NODE), 1);
    assert_eq!(after.node(NODE), &theirs);
}

#[tokio::test]
async fn bug_transitions_are_never_updated_so_the_node_is_unreachable() {
    let world = World::start().await;
    let base = world.read("wf_order_status").await;
    let before = world.stored("wf_order_status");
    let (from, to) = before.ways()[0];

    world.deploy(&base, add(&tutorial_node(), from)).await;

    let after = world.stored("wf_order_status");
    assert!(after.ways().contains(&(from, NODE)), "{:?}", after.ways());
    assert!(after.ways().contains(&(NODE, to)), "{:?}", after.ways());
    assert!(!after.ways().contains(&(from, to)), "{:?}", after.ways());
}

#[tokio::test]
async fn bug_a_400_is_retried_four_times() {
    let world = World::start().await;
    let base = world.read(WORKFLOW).await;
    let mut node = tutorial_node();
    node["properties"]["templateId"] = json!("tmpl_none");

    let deployed = world.deploy(&base, add(&node, "start_node")).await;

    assert!(matches!(deployed.outcome, Outcome::Refused { status: 400, .. }), "{:?}", deployed.outcome);
    assert_eq!(world.write_statuses(), [Some(400)]);
    assert!(deployed.waits.is_empty(), "{:?}", deployed.waits);
}

#[tokio::test]
async fn bug_an_http_date_in_retry_after_crashes() {
    let world = World::start().await;
    let base = world.read(WORKFLOW).await;
    let date = RetryAfter::DateIn { retry_after_date_in_seconds: 20 };
    let busy = FaultKind::Status { status: 429, retry_after: Some(date), body: None };
    world.fault(Fault::before(Endpoint::PutWorkflow, busy));

    let deployed = world.deploy(&base, main_job()).await;

    assert_eq!(deployed.word(), "deployed");
    // A date has whole seconds, and the clock runs on between the answer and the question.
    assert!(matches!(deployed.waits[..], [18_000..=20_000]), "{:?}", deployed.waits);
}

#[tokio::test]
async fn bug_a_401_in_mid_run_never_refreshes_the_token() {
    let world = World::start().await;
    let base = world.read(WORKFLOW).await;
    world.fault(Fault::before(Endpoint::PutWorkflow, FaultKind::ExpireTokens));

    let deployed = world.deploy(&base, main_job()).await;

    assert_eq!((deployed.word(), deployed.receipt.attempts), ("deployed", 1));
    assert_eq!(world.write_statuses(), [Some(401), Some(200)]);
    let tokens = world.tenant.requests().iter().filter(|request| request.path == "/oauth2/token").count();
    assert_eq!(tokens, 2);
    assert_eq!(world.stored(WORKFLOW).nodes_called(NODE), 1);
}

#[tokio::test]
async fn bug_only_the_first_problem_is_reported() {
    let world = World::start().await;
    let base = world.read(WORKFLOW).await;
    let mut node = tutorial_node();
    let properties = node["properties"].as_object_mut().unwrap();
    properties.insert("variables".into(), json!({ "customerName": "contact.firstName", "orderTotal": "$x.y" }));
    properties.insert(
        "attachments".into(),
        json!([{ "fileId": "inv_terms", "fileName": "terms.pdf" }, { "fileId": "att_catalogue_hires" }]),
    );
    let changed = add(&node, "start_node").apply(&base).unwrap().document;

    let findings = validate_node(&changed, &NODE.into(), &facts(&world).await, &Limits::default());

    let places: BTreeSet<&str> = findings.iter().map(|finding| finding.pointer.as_str()).collect();
    for part in ["customerName", "orderTotal", "attachments/0", "attachments/1"] {
        assert!(places.iter().any(|place| place.contains(part)), "no finding about {part}: {places:?}");
    }
    let words: String = findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(words.contains("invoiceNumber"), "the placeholder without a variable is not named: {words}");
    assert!(findings.len() >= 6, "{findings:#?}");
}

#[tokio::test]
async fn bug_the_webhook_secret_is_thrown_away() {
    let world = World::start().await;
    let base = world.read(WORKFLOW).await;
    let registration = json!({ "name": "Deploys", "url": world.url("/hooks/cxone") });
    let answer = world
        .http
        .post(world.url("/api/webhooks"))
        .header("content-type", "application/json")
        .body(registration.to_string())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 201);
    let deployed = world.deploy(&base, main_job()).await;

    assert_eq!(deployed.word(), "deployed");
    // The receiver is the proxy, which kept the secret: it takes only what is signed with it.
    let delivery = loop {
        match world.tenant.deliveries().pop() {
            Some(delivery) if delivery.state != DeliveryState::Pending => break delivery,
            _ => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    };
    assert_eq!(delivery.state, DeliveryState::Delivered, "{delivery:?}");
    assert!(delivery.body.contains("workflow.updated") && delivery.body.contains(WORKFLOW), "{}", delivery.body);
}

/// What the tenant says about the template and the attachments of the test.
async fn facts(world: &World) -> Facts {
    let template = world.get("/api/templates/tmpl_inv_2024").await;
    let parts: String =
        ["subject", "preheader", "html", "text"].iter().filter_map(|part| template[part].as_str()).collect();
    let mut placeholders: Vec<String> = Vec::new();
    for part in parts.split("{{").skip(1) {
        let name = part.split("}}").next().unwrap().trim().to_owned();
        if !placeholders.contains(&name) {
            placeholders.push(name);
        }
    }
    let large = world.get("/api/attachments/att_catalogue_hires").await;
    let mut facts = Facts::default();
    facts.templates.insert("tmpl_inv_2024".into(), TemplateFact::Known { placeholders, problems: Vec::new() });
    let size = large["size"].as_u64().unwrap();
    facts.attachments.insert("att_catalogue_hires".into(), AttachmentFact::Known { size, file_name: None });
    facts
}
