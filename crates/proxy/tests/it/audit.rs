//! The audit: appended once, listed, exported, kept.

use crate::support::{Stub, World, json, problem, scratch};
use cxone_proxy::config::Database;
use cxone_proxy::{Proxy, StartError};
use workflow::wire::{AuditEvent, AuditList, DeployAudit, EVENT_NODE_CONFIGURED, EVENT_WEBHOOK_REGISTERED};

fn deploy(operation: &str) -> DeployAudit {
    DeployAudit {
        operation: operation.into(),
        workflow_id: "wf_12345".into(),
        node_ids: vec!["email_send_01".into()],
        template_ids: vec!["tmpl_inv_2024".into()],
        outcome: "deployed".into(),
        status: Some(200),
        base_version: Some("3".into()),
        version: Some("4".into()),
        attempts: 1,
        latency_ms: 123,
        summary: "=1 node added, \"quoted\"".into(),
        webhook_registered: true,
    }
}

async fn world() -> (Stub, World) {
    let tenant = Stub::start(|_| json(201, "{\"id\":\"wh_1\"}")).await;
    let world = World::start(&tenant.base_url).await;
    (tenant, world)
}

async fn append(world: &World, entry: &DeployAudit) -> (u16, AuditEvent) {
    let response = world.send(world.post("/api/audit", serde_json::to_vec(entry).unwrap())).await;
    (response.status().as_u16(), response.json().await.unwrap())
}

async fn list(world: &World, query: &str) -> Vec<AuditEvent> {
    world.send(world.get(&format!("/api/audit{query}"))).await.json::<AuditList>().await.unwrap().events
}

#[tokio::test]
async fn a_deploy_is_appended_with_who_when_and_where() {
    let (_tenant, world) = world().await;
    let (status, event) = append(&world, &deploy("op_1")).await;
    assert_eq!(status, 201);
    assert_eq!((event.sequence, event.event.as_str()), (1, EVENT_NODE_CONFIGURED));
    assert_eq!((event.operator.as_str(), event.org.as_str()), ("local", "acme"));
    assert!(event.timestamp > 1_700_000_000_000);
    assert_eq!(
        event.deploy,
        Some(DeployAudit { webhook_registered: false, ..deploy("op_1") }),
        "the flag is the proxy's own"
    );
    assert_eq!(list(&world, "").await, [event]);
}

#[tokio::test]
async fn a_repeated_post_answers_the_first_event() {
    let (_tenant, world) = world().await;
    let (_, first) = append(&world, &deploy("op_1")).await;
    let changed = DeployAudit { outcome: "refused".into(), ..deploy("op_1") };
    assert_eq!(append(&world, &changed).await, (200, first.clone()));
    assert_eq!(list(&world, "").await, [first]);
}

#[tokio::test]
async fn the_newest_come_first_and_the_limit_holds() {
    let (_tenant, world) = world().await;
    for operation in ["op_1", "op_2", "op_3"] {
        append(&world, &deploy(operation)).await;
    }
    let sequences: Vec<_> = list(&world, "?limit=2").await.iter().map(|event| event.sequence).collect();
    assert_eq!(sequences, [3, 2]);
    for query in ["?limit=0", "?limit=1001", "?limit=x", "?format=xml"] {
        problem(world.send(world.get(&format!("/api/audit{query}"))).await, "invalid-query", 400, "notSent").await;
    }
}

#[tokio::test]
async fn a_webhook_of_the_same_operation_is_told_in_the_deploy() {
    let (_tenant, world) = world().await;
    append(&world, &deploy("op_1")).await;
    append(&world, &deploy("op_2")).await;
    let new =
        r#"{"name":"n","url":"https://hooks.example.com/cxone?token=x","operation":"op_1","workflowId":"wf_12345"}"#;
    assert_eq!(world.send(world.post("/api/webhooks", new)).await.status(), 201);
    let events = list(&world, "").await;
    let flags: Vec<_> =
        events.iter().filter_map(|event| event.deploy.as_ref()).map(|deploy| deploy.webhook_registered).collect();
    assert_eq!(flags, [false, true], "op_2, then op_1");
    let webhook = events[0].webhook.as_ref().unwrap();
    assert_eq!((events[0].event.as_str(), webhook.id.as_str()), (EVENT_WEBHOOK_REGISTERED, "wh_1"));
    assert_eq!(webhook.url, "https://hooks.example.com/cxone", "without its query");
}

#[tokio::test]
async fn exports_are_downloads_and_formulas_are_disarmed() {
    let (_tenant, world) = world().await;
    append(&world, &deploy("op_1")).await;
    append(&world, &deploy("op_2")).await;
    let jsonl = world.send(world.get("/api/audit?format=jsonl")).await;
    assert_eq!(jsonl.headers()["content-disposition"], "attachment; filename=\"audit.jsonl\"");
    let lines: Vec<AuditEvent> =
        jsonl.text().await.unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines, list(&world, "").await);

    let csv = world.send(world.get("/api/audit?format=csv")).await;
    assert_eq!(csv.headers()["content-disposition"], "attachment; filename=\"audit.csv\"");
    assert_eq!(csv.headers()["content-type"], "text/csv; charset=utf-8");
    let text = csv.text().await.unwrap();
    let rows: Vec<_> = text.split("\r\n").collect();
    assert_eq!(rows.len(), 4, "heading, two rows, the end");
    assert!(rows[0].starts_with("sequence,time,event,operator,org,workflow_id,"), "{}", rows[0]);
    assert!(rows[1].starts_with("2,20"), "{}", rows[1]);
    assert!(rows[1].contains(",\"'=1 node added, \"\"quoted\"\"\","), "{}", rows[1]);
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused_with_all_reasons() {
    let (_tenant, world) = world().await;
    let bad =
        DeployAudit { operation: String::new(), outcome: "great".into(), summary: "x".repeat(5_000), ..deploy("op_1") };
    let response = world.send(world.post("/api/audit", serde_json::to_vec(&bad).unwrap())).await;
    let problem_told = problem(response, "invalid-body", 422, "notSent").await;
    for part in ["operation", "outcome", "summary"] {
        assert!(problem_told.detail.contains(part), "{}", problem_told.detail);
    }
    problem(world.send(world.post("/api/audit", "[")).await, "invalid-body", 422, "notSent").await;
    problem(world.send(world.post("/api/audit", "x".repeat(256 * 1024 + 1))).await, "body-too-large", 413, "notSent")
        .await;
    assert!(list(&world, "").await.is_empty());
}

#[tokio::test]
async fn the_audit_outlives_the_proxy() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let path = scratch("audit-kept").join("new/folder/proxy.sqlite3");
    let start = || World::with(&tenant.base_url, |config| config.database = Database::Sqlite(path.clone()));
    let world = start().await;
    let (_, event) = append(&world, &deploy("op_1")).await;
    world.proxy.stop().await;
    let world = start().await;
    assert_eq!(list(&world, "").await, [event]);
}

#[tokio::test]
async fn a_database_that_cannot_be_opened_is_a_clear_start_error() {
    let folder = scratch("audit-bad");
    std::fs::write(folder.join("text"), "this is not a database, however long it may be".repeat(100)).unwrap();
    for (path, words) in [(folder.join("text"), "cannot be opened"), (folder.join("text/x.sqlite3"), "cannot be made")]
    {
        let config = cxone_proxy::Config {
            database: Database::Sqlite(path.clone()),
            tenant: cxone_proxy::config::RemoteTenant {
                base_url: "http://127.0.0.1:1".into(),
                token_url: "http://127.0.0.1:1/oauth2/token".into(),
                client_id: "id".into(),
                client_secret: cxone_proxy::Secret::new("secret"),
            }
            .into(),
            ..cxone_proxy::Config::default()
        };
        let error = Proxy::start(config).await.unwrap_err();
        assert!(matches!(error, StartError::Store(_)));
        let text = error.to_string();
        assert!(text.contains(words) && text.contains(&path.display().to_string()), "{text}");
    }
}
