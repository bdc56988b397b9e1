//! What lasts, on both databases: the same tests with SQLite and with a real PostgreSQL.

use crate::support::{Stub, World, json, on_both, raw};
use cxone_proxy::commands::{self, Call, Ended};
use cxone_proxy::config::Database;
use cxone_proxy::{Config, Proxy, StartError};
use sqlx::AssertSqlSafe;
use workflow::wire::{
    AuditEvent, AuditList, DeployAudit, EVENT_WEBHOOK_DELETED, EVENT_WORKFLOW_READ, EVENT_WORKFLOW_WRITTEN,
};

on_both!(
    an_audit_outlives_the_proxy,
    many_at_once_make_one_chain,
    two_proxies_share_one_chain,
    a_newer_layout_is_refused,
    a_changed_entry_is_found,
    an_entry_taken_out_is_found,
    entries_cut_off_are_found_by_a_seal_that_was_noted_down,
    exports_hold_every_entry_oldest_first,
    reads_and_writes_of_workflows_are_recorded,
);

fn deploy(operation: &str) -> String {
    let entry = DeployAudit {
        operation: operation.into(),
        workflow_id: "wf_1".into(),
        outcome: "deployed".into(),
        ..DeployAudit::default()
    };
    serde_json::to_string(&entry).unwrap()
}

async fn world(database: &Database) -> (Stub, World) {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::with(&tenant.base_url, |config| config.database = database.clone()).await;
    (tenant, world)
}

/// A database with a few entries and no proxy on it.
async fn filled(database: &Database) {
    let (_tenant, world) = world(database).await;
    for operation in ["op_1", "op_2", "op_3"] {
        assert_eq!(world.send(world.post("/api/audit", deploy(operation))).await.status(), 201);
    }
    world.proxy.stop().await;
}

async fn list(world: &World) -> Vec<AuditEvent> {
    world.send(world.get("/api/audit?events=all&limit=1000")).await.json::<AuditList>().await.unwrap().events
}

async fn command(database: &Database, args: &[&str]) -> (Ended, String) {
    let url = match database {
        Database::Sqlite(path) => format!("sqlite:{}", path.display()),
        Database::Postgres(url) => url.expose().to_owned(),
        Database::Memory => "sqlite::memory:".to_owned(),
    };
    let call = Call {
        args: args.iter().map(|arg| (*arg).to_owned()).collect(),
        env: vec![("CXONE_DATABASE_URL".to_owned(), url)],
        folder: std::env::temp_dir(),
    };
    let mut out = Vec::new();
    let ended = commands::run(&call, &mut out).await.unwrap().unwrap();
    (ended, String::from_utf8(out).unwrap())
}

async fn execute(database: &Database, sql: &str) {
    let pool = raw(database).await;
    sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&pool).await.unwrap();
    pool.close().await;
}

async fn an_audit_outlives_the_proxy(database: Database) {
    filled(&database).await;
    let (_tenant, world) = world(&database).await;
    let operations: Vec<_> = list(&world).await.into_iter().map(|event| event.deploy.unwrap().operation).collect();
    assert_eq!(operations, ["op_3", "op_2", "op_1"]);
}

async fn many_at_once_make_one_chain(database: Database) {
    let (_tenant, world) = world(&database).await;
    let requests: Vec<_> =
        (0..100).map(|n| tokio::spawn(world.post("/api/audit", deploy(&format!("op_{}", n % 50))).send())).collect();
    let mut statuses = Vec::new();
    for request in requests {
        statuses.push(request.await.unwrap().unwrap().status().as_u16());
    }
    statuses.sort_unstable();
    assert_eq!((statuses[..50].to_vec(), statuses[50..].to_vec()), (vec![200; 50], vec![201; 50]));
    assert_eq!(list(&world).await.len(), 50);
    world.proxy.stop().await;
    let (ended, told) = command(&database, &["audit", "verify"]).await;
    assert_eq!(ended, Ended::Well, "{told}");
    assert!(told.contains("50 entries"), "{told}");
}

async fn two_proxies_share_one_chain(database: Database) {
    let (_tenant, first) = world(&database).await;
    let (_other, second) = world(&database).await;
    let requests: Vec<_> = (0..40)
        .map(|n| {
            let world = if n % 2 == 0 { &first } else { &second };
            tokio::spawn(world.post("/api/audit", deploy(&format!("op_{n}"))).send())
        })
        .collect();
    for request in requests {
        assert_eq!(request.await.unwrap().unwrap().status(), 201);
    }
    assert_eq!(list(&first).await, list(&second).await);
    first.proxy.stop().await;
    second.proxy.stop().await;
    let (ended, told) = command(&database, &["audit", "verify"]).await;
    assert_eq!(ended, Ended::Well, "{told}");
    assert!(told.contains("40 entries"), "{told}");
}

async fn a_newer_layout_is_refused(database: Database) {
    filled(&database).await;
    execute(&database, "INSERT INTO migrations (number, name, done_at) VALUES (9999, 'later', 0)").await;
    let config = Config { database: database.clone(), ..Config::default() };
    let error = Proxy::start(config).await.unwrap_err();
    assert!(matches!(error, StartError::Store(_)));
    assert!(error.to_string().contains("layout 9999"), "{error}");
}

async fn a_changed_entry_is_found(database: Database) {
    filled(&database).await;
    execute(&database, "UPDATE audit_entries SET operator = 'somebody else' WHERE sequence = 2").await;
    let (ended, told) = command(&database, &["audit", "verify"]).await;
    assert_eq!(ended, Ended::Wrong);
    assert!(told.contains("NOT whole: entry 2 was changed"), "{told}");
}

async fn an_entry_taken_out_is_found(database: Database) {
    filled(&database).await;
    execute(&database, "DELETE FROM audit_entries WHERE sequence = 2").await;
    let (ended, told) = command(&database, &["audit", "verify"]).await;
    assert_eq!(ended, Ended::Wrong);
    assert!(told.contains("entry 2 is missing"), "{told}");
}

async fn entries_cut_off_are_found_by_a_seal_that_was_noted_down(database: Database) {
    filled(&database).await;
    let (_, told) = command(&database, &["audit", "verify"]).await;
    let seal = told.split("newest seal is ").nth(1).unwrap().split('.').next().unwrap().to_owned();
    assert_eq!(seal.len(), 64, "{told}");
    assert_eq!(command(&database, &["audit", "verify", "--head", &seal]).await.0, Ended::Well);
    execute(&database, "DELETE FROM audit_entries WHERE sequence = 3").await;
    assert_eq!(command(&database, &["audit", "verify"]).await.0, Ended::Well);
    let (ended, told) = command(&database, &["audit", "verify", &format!("--head={seal}")]).await;
    assert_eq!(ended, Ended::Wrong);
    assert!(told.contains("cut off"), "{told}");
}

async fn exports_hold_every_entry_oldest_first(database: Database) {
    filled(&database).await;
    let (_, lines) = command(&database, &["audit", "export"]).await;
    let events: Vec<AuditEvent> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(events.iter().map(|event| event.sequence).collect::<Vec<_>>(), [1, 2, 3]);
    let (_, table) = command(&database, &["audit", "export", "--format", "csv"]).await;
    let rows: Vec<_> = table.split("\r\n").collect();
    assert_eq!(rows.len(), 5, "heading, three rows, the end");
    assert!(rows[0].ends_with(",seal") && rows[1].ends_with(&events[0].seal), "{table}");
}

async fn reads_and_writes_of_workflows_are_recorded(database: Database) {
    let (_tenant, world) = world(&database).await;
    for _ in 0..5 {
        world.send(world.get("/api/workflows/wf_1")).await;
    }
    world.send(world.put("wf_1", "{\"canary\":1}")).await;
    world.send(world.client.delete(world.url("/api/webhooks/wh_1"))).await;
    let told = |events: &[AuditEvent]| -> Vec<(String, u32)> {
        events
            .iter()
            .map(|event| (event.event.clone(), event.access.as_ref().map_or(1, |access| access.times)))
            .collect()
    };
    let now = list(&world).await;
    assert_eq!(
        told(&now),
        [
            (EVENT_WEBHOOK_DELETED.to_owned(), 1),
            (EVENT_WORKFLOW_WRITTEN.to_owned(), 1),
            (EVENT_WORKFLOW_READ.to_owned(), 1)
        ]
    );
    let write = now[1].access.as_ref().unwrap();
    assert_eq!(
        (write.workflow_id.as_deref(), write.status, write.latency_ms.is_some()),
        (Some("wf_1"), Some(200), true)
    );
    world.proxy.stop().await;
    let (_, lines) = command(&database, &["audit", "export"]).await;
    let events: Vec<AuditEvent> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(told(&events[3..]), [(EVENT_WORKFLOW_READ.to_owned(), 4)], "the same again is counted");
    assert!(!lines.contains("canary"), "{lines}");
}

#[tokio::test]
async fn a_command_that_is_not_there_is_told() {
    for args in [&["audit", "vrify"][..], &["operators"], &["audit"]] {
        let call = Call {
            args: args.iter().map(|arg| (*arg).to_owned()).collect(),
            env: Vec::new(),
            folder: std::env::temp_dir(),
        };
        let error = commands::run(&call, &mut Vec::new()).await.unwrap().unwrap_err();
        assert!(error.to_string().contains("there is no command"), "{error}");
    }
}

#[tokio::test]
async fn a_database_address_that_cannot_be_used_is_told_without_its_password() {
    let config = Config {
        database: Database::Postgres(cxone_proxy::Secret::new("postgres://u:canary-word@127.0.0.1:1/audit")),
        ..Config::default()
    };
    assert!(!format!("{config:?}").contains("canary-word"));
    let error = Proxy::start(config).await.unwrap_err();
    let text = tenant::error_chain(&error);
    assert!(
        text.contains("audit at 127.0.0.1 (PostgreSQL) cannot be opened") && !text.contains("canary-word"),
        "{text}"
    );
}
