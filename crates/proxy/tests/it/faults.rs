//! Databases that cannot be written: a write that cannot be noted down is refused before a byte of it goes
//! out, and one that was sent is not forgotten.

use crate::support::{
    Locked, Program, Setting, Tenanted, WORKFLOW, named, on_both, problem, raw, simulated, sqlite, until, version,
};
use cxone_proxy::config::Database;
use cxone_simulator::{Endpoint, Fault, FaultKind};
use serde_json::Value;
use sqlx::AssertSqlSafe;
use std::process::Command;
use workflow::wire::HistoryPage;

on_both!(
    a_locked_database_refuses_a_write_before_it_is_sent,
    a_database_that_is_locked_while_a_write_is_under_way_learns_of_it_later,
);

async fn a_locked_database_refuses_a_write_before_it_is_sent(database: Database) {
    let scene = Tenanted::start(&database).await;
    let text = scene.named("Renamed");
    let locked = Locked::lock(&database).await;
    let told = problem(scene.put("op.1", &text).await, "database-unavailable", 503, "notSent").await;
    assert!(told.detail.contains("nothing was sent and nothing was changed"), "{}", told.detail);
    assert_eq!((scene.puts(), scene.version()), (0, 3));
    locked.unlock().await;
    assert_eq!(scene.put("op.1", &text).await.status(), 200, "the key is as good as new");
    assert_eq!((scene.puts(), scene.version()), (1, 4));
}

async fn a_database_that_is_locked_while_a_write_is_under_way_learns_of_it_later(database: Database) {
    let scene = Tenanted::start(&database).await;
    let text = scene.named("Renamed");
    scene.fault(Fault::after(Endpoint::PutWorkflow, FaultKind::Hold));
    let write = tokio::spawn(scene.world.put_as("op.1", WORKFLOW, text.clone()).send());
    scene.tenant.faults().until_held(1).await;
    let locked = Locked::lock(&database).await;
    scene.tenant.faults().release();
    let answer = write.await.unwrap().unwrap();
    assert_eq!((answer.status().as_u16(), answer.text().await.unwrap()), (200, scene.text()), "what is true is told");
    locked.unlock().await;
    until("it is found out", async || !scene.history().await.is_empty() && scene.unresolved().await == 0).await;
    let told = scene.history().await;
    assert_eq!((told[0].version.as_str(), told[0].operation.as_deref()), ("4", Some("op.1")));
    assert_eq!(scene.put("op.1", &text).await.text().await.unwrap(), scene.text());
    assert_eq!(scene.puts(), 1);
}

/// A workflow of this name that hardly can be compressed.
fn bulky(text: &str, name: &str) -> String {
    let mut workflow: Value = serde_json::from_str(text).unwrap();
    workflow["name"] = name.into();
    let noise: String = (0..8_000).map(|_| format!("{:016x}", getrandom::u64().unwrap())).collect();
    workflow["description"] = noise.into();
    workflow.to_string()
}

/// No file may become larger from now on, or any may again.
#[cfg(target_os = "linux")]
fn limit_files(program: &Program, limit: &str) {
    let pid = program.pid().to_string();
    let done = Command::new("prlimit").args(["--pid", &pid, &format!("--fsize={limit}:unlimited")]).status().unwrap();
    assert!(done.success());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_refuses_writes_before_they_are_sent() {
    let database = sqlite("a-full-disk");
    let tenant = simulated().await;
    let setting = Setting::new(&tenant.base_url(), &database);
    let mut program = Program::start(&setting).await;
    let text = || tenant.workflow_text(WORKFLOW).unwrap();
    let puts = || tenant.requests().iter().filter(|request| request.method == "PUT").count();
    limit_files(&program, "600000");
    let mut answered = 0;
    let refused = loop {
        let (before, key) = (puts(), format!("op.{answered}"));
        let body = bulky(&text(), &key);
        let response = program.put(&key, WORKFLOW, body.clone()).send().await.unwrap();
        if response.status() != 200 {
            problem(response, "database-unavailable", 503, "notSent").await;
            assert_eq!(puts(), before, "nothing was sent");
            break (key, body);
        }
        assert_eq!(response.text().await.unwrap(), text(), "what is true is told");
        answered += 1;
        assert!(answered < 50, "the disk is full some time");
    };
    assert!(answered > 0, "there was some room");
    limit_files(&program, "unlimited");
    let (key, body) = refused;
    until("there is room again", async || {
        program.put(&key, WORKFLOW, body.clone()).send().await.unwrap().status() == 200
    })
    .await;
    let unresolved = async || {
        let pool = raw(&database).await;
        let row = sqlx::query("SELECT COUNT(*) AS found FROM write_intents WHERE state <> 'settled'");
        let found: i64 = sqlx::Row::try_get(&row.fetch_one(&pool).await.unwrap(), "found").unwrap();
        pool.close().await;
        found
    };
    until("every write is settled", async || unresolved().await == 0).await;
    let page = program.get(&format!("/api/workflows/{WORKFLOW}/history?limit=500")).send().await.unwrap();
    let newest = page.json::<HistoryPage>().await.unwrap().versions.remove(0);
    assert_eq!(newest.version, version(&text()).to_string());
    assert_eq!(puts(), answered + 1);
    let told = setting.say(&["audit", "verify"]).await;
    assert!(told.contains("The audit is whole"), "{told}");
    program.kill().await;
}

/// PostgreSQL goes read-only, as one does whose disk is full or that was made a standby.
#[tokio::test]
async fn a_read_only_server_refuses_writes_before_they_are_sent() {
    let database = crate::support::postgres().await;
    let scene = Tenanted::start(&database).await;
    let pool = raw(&database).await;
    let name: String = sqlx::Row::try_get(
        &sqlx::query("SELECT current_database()::text AS name").fetch_one(&pool).await.unwrap(),
        "name",
    )
    .unwrap();
    let set = async |value: &str| {
        for sql in [
            format!("ALTER DATABASE {name} SET default_transaction_read_only = {value}"),
            "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() \
             AND datname = current_database()"
                .to_owned(),
        ] {
            let mut write = pool.begin_with("BEGIN READ WRITE").await.unwrap();
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *write).await.unwrap();
            write.commit().await.unwrap();
        }
    };
    set("on").await;
    let text = named(&scene.text(), "Renamed");
    problem(scene.put("op.1", &text).await, "database-unavailable", 503, "notSent").await;
    assert_eq!((scene.puts(), scene.version()), (0, 3));
    set("off").await;
    assert_eq!(scene.put("op.1", &text).await.status(), 200);
    pool.close().await;
}
