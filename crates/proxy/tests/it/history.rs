//! Kept versions, on both databases: byte for byte, with who, when, why and what changed; and rollbacks.

use crate::support::{Stub, Tenanted, WORKFLOW, json, on_both, problem, raw};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use cxone_proxy::config::{Database, Roles, SsoRole};
use reqwest::Response;
use sha2::{Digest, Sha256};
use workflow::wire::{
    EVENT_DENIED, EVENT_WORKFLOW_ROLLED_BACK, HistoryPage, KeptOrigin, NOTE_HEADER, ROLLBACK_HEADER, Role, Way,
};

on_both!(
    each_version_is_kept_with_who_when_why_and_what_changed,
    versions_come_page_by_page,
    a_large_workflow_is_kept_whole_and_small,
    a_rollback_is_the_administrators_and_recorded_as_such,
    a_rollback_leads_to_a_kept_version_only,
    damage_is_told,
);

async fn bytes(scene: &Tenanted, version: &str) -> Response {
    scene.world.send(scene.world.get(&format!("/api/workflows/{WORKFLOW}/history/{version}"))).await
}

async fn each_version_is_kept_with_who_when_why_and_what_changed(database: Database) {
    let scene = Tenanted::start(&database).await;
    let found = scene.text();
    let put = |key: &str, text: String, note: &str| {
        scene.world.put_as(key, WORKFLOW, text).header(NOTE_HEADER, note.to_owned())
    };
    assert_eq!(scene.world.send(put("op.1", scene.named("First"), "For%20%C3%84nne")).await.status(), 200);
    let first = scene.text();
    assert_eq!(scene.put("op.2", &scene.named("Second")).await.status(), 200);
    let second = scene.text();

    let history = scene.history().await;
    let told: Vec<_> = history
        .iter()
        .map(|kept| (kept.version.as_str(), kept.origin, kept.by.as_deref(), kept.operation.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            ("5", KeptOrigin::Deployed, Some("local"), Some("op.2")),
            ("4", KeptOrigin::Deployed, Some("local"), Some("op.1")),
            ("3", KeptOrigin::Found, None, None),
        ]
    );
    assert_eq!((history[1].note.as_deref(), history[0].note.as_deref()), (Some("For Änne"), None));
    assert_eq!(history[1].changes.as_deref(), Some("1 workflow field changed"));
    assert_eq!((history[1].base_version.as_deref(), history[2].changes.as_deref()), (Some("3"), None));
    assert!(history.iter().all(|kept| kept.kept_at > 1_700_000_000_000 && kept.rollback_to.is_none()));

    for (kept, text) in history.iter().zip([second, first, found]) {
        let response = bytes(&scene, &kept.version).await;
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        let digest = Sha256::digest(&text);
        assert_eq!(header("etag"), format!("\"{}\"", kept.digest));
        assert_eq!(header("repr-digest"), format!("sha-256=:{}:", BASE64_STANDARD.encode(digest)));
        assert_eq!((header("content-type"), kept.bytes), ("application/json".to_owned(), text.len() as u64));
        assert_eq!(response.text().await.unwrap(), text);
        let path = format!("/api/workflows/{WORKFLOW}/history/{}", kept.version);
        let again = scene.world.get(&path).header("if-none-match", format!("\"x\", \"{}\"", kept.digest));
        assert_eq!(scene.world.send(again).await.status(), 304);
    }
    problem(bytes(&scene, "9").await, "version-not-kept", 404, "notSent").await;
    problem(bytes(&scene, "a;c").await, "path-not-allowed", 400, "notSent").await;
    // Somebody who saves elsewhere is found when a deploy is made on it.
    scene.tenant.save_as("Grace", WORKFLOW, str::to_owned).unwrap();
    assert_eq!(scene.put("op.3", &scene.named("Third")).await.status(), 200);
    let versions: Vec<_> = scene.history().await.into_iter().map(|kept| (kept.version, kept.origin)).collect();
    assert_eq!(versions[..2], [("7".to_owned(), KeptOrigin::Deployed), ("6".to_owned(), KeptOrigin::Found)]);
}

async fn versions_come_page_by_page(database: Database) {
    let scene = Tenanted::start(&database).await;
    for write in 1..=5 {
        assert_eq!(scene.put(&format!("op.{write}"), &scene.named(&format!("Name {write}"))).await.status(), 200);
    }
    let mut next = Some(String::new());
    let mut pages = Vec::new();
    while let Some(before) = next {
        let path = format!("/api/workflows/{WORKFLOW}/history?limit=4{before}");
        let page: HistoryPage = scene.world.send(scene.world.get(&path)).await.json().await.unwrap();
        pages.push(page.versions.into_iter().map(|kept| kept.version).collect::<Vec<_>>().join(" "));
        next = page.next.map(|before| format!("&before={before}"));
    }
    assert_eq!(pages, ["8 7 6 5", "4 3"]);
    let other = scene.world.send(scene.world.get("/api/workflows/wf_returns/history")).await;
    assert_eq!(other.text().await.unwrap(), "{\"versions\":[]}");
    for query in ["limit=0", "limit=501", "limit=x", "before=x"] {
        let path = format!("/api/workflows/{WORKFLOW}/history?{query}");
        problem(scene.world.send(scene.world.get(&path)).await, "invalid-query", 400, "notSent").await;
    }
}

async fn a_large_workflow_is_kept_whole_and_small(database: Database) {
    let scene = Tenanted::with(&database, |config| config.bodies.workflow = 16 * 1024 * 1024).await;
    let text = scene.tenant.workflow_text("wf_large_10k").unwrap();
    let response = scene.world.send(scene.world.put_as("op.1", "wf_large_10k", text)).await;
    assert_eq!(response.status(), 200);
    let saved = scene.tenant.workflow_text("wf_large_10k").unwrap();
    assert!(response.text().await.unwrap() == saved);
    let path = "/api/workflows/wf_large_10k/history";
    let page: HistoryPage = scene.world.send(scene.world.get(path)).await.json().await.unwrap();
    let [deployed, _] = page.versions.as_slice() else { panic!("{page:?}") };
    assert_eq!((deployed.bytes, deployed.changes.as_deref()), (saved.len() as u64, Some("no changes")));
    let kept = scene.world.send(scene.world.get(&format!("{path}/{}", deployed.version))).await;
    assert!(kept.text().await.unwrap() == saved);
    let pool = raw(&database).await;
    let row = sqlx::query("SELECT MAX(LENGTH(body)) AS largest FROM workflow_versions").fetch_one(&pool).await.unwrap();
    let largest: i64 = sqlx::Row::try_get(&row, "largest").unwrap();
    assert!(usize::try_from(largest).unwrap() * 5 < saved.len(), "{largest} of {}", saved.len());
    pool.close().await;
}

async fn a_rollback_is_the_administrators_and_recorded_as_such(database: Database) {
    let scene = Tenanted::with(&database, |config| {
        config.access.ways = vec![Way::Header];
        config.access.sso_header = "x-remote-user".into();
        config.access.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        config.access.roles =
            Roles { administrators: vec!["ada".into()], others: SsoRole::Is(Role::Editor), ..Roles::default() };
    })
    .await;
    let send = async |key: &str, operator: &str, text: String, rollback: Option<&str>| {
        let mut request = scene.world.put_as(key, WORKFLOW, text).header("x-remote-user", operator.to_owned());
        if let Some(version) = rollback {
            request = request.header(ROLLBACK_HEADER, version.to_owned());
        }
        scene.world.send(request.header("origin", scene.world.proxy.base_url())).await
    };
    let get = async |path: &str| scene.world.send(scene.world.get(path).header("x-remote-user", "ada")).await;
    let name = serde_json::from_str::<serde_json::Value>(&scene.text()).unwrap()["name"].as_str().unwrap().to_owned();
    assert_eq!(send("op.1", "ed", scene.named("Renamed"), None).await.status(), 200);
    let back = scene.named(&name);
    problem(send("op.2", "ed", back.clone(), Some("3")).await, "role", 403, "notSent").await;
    assert_eq!(scene.puts(), 1);
    assert_eq!(send("op.3", "ada", back, Some("3")).await.status(), 200);

    let page: HistoryPage = get(&format!("/api/workflows/{WORKFLOW}/history")).await.json().await.unwrap();
    let newest = &page.versions[0];
    assert_eq!((newest.version.as_str(), newest.rollback_to.as_deref()), ("5", Some("3")));
    let audit: workflow::wire::AuditList = get("/api/audit?events=all").await.json().await.unwrap();
    let rolled = audit.events.iter().find(|event| event.event == EVENT_WORKFLOW_ROLLED_BACK).unwrap();
    let access = rolled.access.as_ref().unwrap();
    assert_eq!((rolled.operator.as_str(), access.rollback_to.as_deref(), access.status), ("ada", Some("3"), Some(200)));
    assert!(audit.events.iter().any(|event| event.event == EVENT_DENIED && event.operator == "ed"));
}

async fn a_rollback_leads_to_a_kept_version_only(database: Database) {
    let scene = Tenanted::start(&database).await;
    let send = async |version: &str| {
        let request = scene.world.put_as(&format!("op.{version}"), WORKFLOW, scene.text());
        scene.world.send(request.header(ROLLBACK_HEADER, version.to_owned())).await
    };
    problem(send("2").await, "version-not-kept", 404, "notSent").await;
    problem(send("../3").await, "invalid-header", 400, "notSent").await;
    let note = scene.world.put_as("op", WORKFLOW, scene.text()).header(NOTE_HEADER, "%00");
    problem(scene.world.send(note).await, "invalid-header", 400, "notSent").await;
    assert_eq!((scene.puts(), scene.version()), (0, 3));
}

async fn damage_is_told(database: Database) {
    let scene = Tenanted::start(&database).await;
    let text = scene.named("Renamed");
    assert_eq!(scene.put("op.1", &text).await.status(), 200);
    let pool = raw(&database).await;
    let damage = sqlx::query("UPDATE workflow_versions SET body = $1").bind(b"not what it was".to_vec());
    damage.execute(&pool).await.unwrap();
    problem(bytes(&scene, "4").await, "version-damaged", 500, "notSent").await;
    problem(scene.put("op.1", &text).await, "version-damaged", 500, "notSent").await;
    pool.close().await;
}

/// Notes and rollbacks are between the browser and the proxy.
#[tokio::test]
async fn our_own_headers_do_not_reach_the_tenant() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = crate::support::World::start(&tenant.base_url).await;
    let request = world.put(WORKFLOW, "{}").header(NOTE_HEADER, "canary-note");
    assert_eq!(world.send(request).await.status(), 200);
    assert!(!format!("{:?}", tenant.request()).contains("canary-note"));
}
