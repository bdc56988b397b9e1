//! What becomes of writes, on both databases: the same key again, browsers that leave, answers that are
//! lost, and reading back what is true.

use crate::support::{Stub, Tenanted, WORKFLOW, World, json, on_both, problem, raw, until};
use cxone_proxy::config::{Database, JournalTimes, Roles, SsoRole};
use cxone_simulator::{Endpoint, Fault, FaultKind, RetryAfter};
use reqwest::Response;
use std::time::Duration;
use workflow::wire::{EVENT_WORKFLOW_WRITTEN, EVENT_WRITE_RESOLVED, KeptOrigin, REPLAYED_HEADER, Role, Way};

on_both!(
    the_same_key_again_is_answered_the_same,
    a_refusal_is_answered_the_same_again,
    an_answer_outlives_the_proxy,
    a_key_is_good_for_one_write,
    a_second_write_waits_for_the_first,
    many_with_one_key_are_one_write,
    a_write_goes_on_when_the_browser_leaves,
    a_lost_answer_is_read_back,
    an_answer_that_cannot_be_used_is_read_back,
    a_write_that_was_never_carried_out_is_told_as_such,
    a_write_that_is_carried_out_late_is_waited_for,
    a_write_that_somebody_was_quicker_than_is_superseded,
    a_write_that_others_built_on_has_landed,
    a_later_write_is_not_taken_for_an_earlier_one,
    a_server_error_is_looked_into,
    a_tenant_that_is_down_is_asked_again,
    tokens_that_expire_at_each_step_do_no_harm,
    what_was_not_sent_is_settled_at_once,
    a_long_write_is_left_to_its_proxy,
    keys_are_forgotten_after_a_month_and_versions_are_not,
    a_base_that_cannot_be_read_keeps_nobody_from_writing,
);

fn status(status: u16, retry_after: Option<&str>) -> FaultKind {
    FaultKind::Status { status, retry_after: retry_after.map(|text| RetryAfter::Text(text.into())), body: None }
}

/// Status, type, `Retry-After` and body of an answer, and whether it is one that was given before.
async fn told(response: Response) -> ((u16, Option<String>, Option<String>, String), bool) {
    let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let (kind, retry_after, replayed) = (header("content-type"), header("retry-after"), header(REPLAYED_HEADER));
    let status = response.status().as_u16();
    ((status, kind, retry_after, response.text().await.unwrap()), replayed.as_deref() == Some("true"))
}

async fn the_same_key_again_is_answered_the_same(database: Database) {
    let scene = Tenanted::start(&database).await;
    let text = scene.named("Renamed");
    let (first, replayed) = told(scene.put("op.1", &text).await).await;
    assert!(!replayed);
    assert_eq!((first.0, &first.3), (200, &scene.text()));
    assert_eq!(told(scene.put("op.1", &text).await).await, (first, true));
    assert_eq!((scene.puts(), scene.version()), (1, 4));
    assert_eq!(scene.audited(EVENT_WORKFLOW_WRITTEN).await.len(), 1);
}

async fn a_refusal_is_answered_the_same_again(database: Database) {
    let scene = Tenanted::start(&database).await;
    let text = scene.named("Renamed");
    for (key, kind, expected) in [
        ("op.1", status(429, Some("7")), 429),
        ("op.2", status(400, None), 400),
        ("op.3", status(500, None), 500),
        ("op.4", FaultKind::OtherSave { operator: "Grace".into() }, 409),
    ] {
        scene.fault(Fault::before(Endpoint::PutWorkflow, kind));
        let (first, _) = told(scene.put(key, &text).await).await;
        assert_eq!(first.0, expected);
        assert_eq!(told(scene.put(key, &text).await).await, (first.clone(), true), "{key}");
        scene.settled().await;
        assert_eq!(told(scene.put(key, &text).await).await, (first, true), "{key}, settled");
    }
    assert_eq!(scene.puts(), 4);
}

async fn an_answer_outlives_the_proxy(database: Database) {
    let Tenanted { tenant, world } = Tenanted::start(&database).await;
    let text = tenant.workflow_text(WORKFLOW).unwrap();
    let (first, _) = told(world.send(world.put_as("op.1", WORKFLOW, text.clone())).await).await;
    world.proxy.stop().await;
    let world = World::with(&tenant.base_url(), |config| config.database = database.clone()).await;
    assert_eq!(told(world.send(world.put_as("op.1", WORKFLOW, text)).await).await, (first, true));
    assert_eq!(tenant.requests().iter().filter(|request| request.method == "PUT").count(), 1);
}

async fn a_key_is_good_for_one_write(database: Database) {
    let scene = Tenanted::with(&database, |config| {
        config.access.ways = vec![Way::Header];
        config.access.sso_header = "x-remote-user".into();
        config.access.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        config.access.roles = Roles { others: SsoRole::Is(Role::Editor), ..Roles::default() };
    })
    .await;
    let text = scene.named("Renamed");
    let send = async |operator: &str, id: &str, text: &str| {
        let request = scene.world.put_as("op.1", id, text.to_owned()).header("x-remote-user", operator);
        scene.world.send(request.header("origin", scene.world.proxy.base_url())).await
    };
    assert_eq!(send("ada", WORKFLOW, &text).await.status(), 200);
    for (operator, id, text) in [
        ("ada", WORKFLOW, scene.named("Something else").as_str()),
        ("ada", "wf_returns", text.as_str()),
        ("grace", WORKFLOW, text.as_str()),
    ] {
        let told = problem(send(operator, id, text).await, "idempotency-key-reused", 422, "notSent").await;
        assert!(told.detail.contains("Nothing was sent"), "{}", told.detail);
    }
    assert_eq!(send("ada", WORKFLOW, &text).await.status(), 200);
    assert_eq!(scene.puts(), 1);
}

async fn a_second_write_waits_for_the_first(database: Database) {
    let scene = Tenanted::start(&database).await;
    scene.fault(Fault::after(Endpoint::PutWorkflow, FaultKind::Hold));
    let text = scene.named("Renamed");
    let first = tokio::spawn(scene.world.put_as("op.1", WORKFLOW, text.clone()).send());
    scene.tenant.faults().until_held(1).await;
    let second = tokio::spawn(scene.world.put_as("op.1", WORKFLOW, text.clone()).send());
    let other = scene.put("op.1", &scene.named("Something else")).await;
    problem(other, "idempotency-key-reused", 422, "notSent").await;
    assert!(!second.is_finished());
    scene.tenant.faults().release();
    let (first, _) = told(first.await.unwrap().unwrap()).await;
    assert_eq!(told(second.await.unwrap().unwrap()).await, (first, true));
    assert_eq!(scene.puts(), 1);
}

async fn many_with_one_key_are_one_write(database: Database) {
    let scene = Tenanted::start(&database).await;
    let text = scene.named("Renamed");
    let writes: Vec<_> =
        (0..20).map(|_| tokio::spawn(scene.world.put_as("op.1", WORKFLOW, text.clone()).send())).collect();
    let mut fresh = 0;
    for write in writes {
        let (answer, replayed) = told(write.await.unwrap().unwrap()).await;
        assert_eq!((answer.0, answer.3), (200, scene.text()));
        fresh += usize::from(!replayed);
    }
    assert_eq!((fresh, scene.puts(), scene.version()), (1, 1, 4));
}

async fn a_write_goes_on_when_the_browser_leaves(database: Database) {
    let scene = Tenanted::start(&database).await;
    scene.fault(Fault::before(Endpoint::PutWorkflow, FaultKind::Hold));
    let text = scene.named("Renamed");
    let browser = tokio::spawn(scene.world.put_as("op.1", WORKFLOW, text.clone()).send());
    scene.tenant.faults().until_held(1).await;
    browser.abort();
    assert!(browser.await.unwrap_err().is_cancelled());
    scene.tenant.faults().release();
    let (answer, replayed) = told(scene.put("op.1", &text).await).await;
    assert_eq!((answer.0, answer.3, replayed), (200, scene.text(), true));
    assert_eq!((scene.puts(), scene.history().await[0].version.as_str()), (1, "4"));
}

/// A write whose answer was lost is there: in the history, for the same key, in the audit.
async fn assert_found(scene: &Tenanted, key: &str, text: &str, version: u64) {
    scene.settled().await;
    let kept = &scene.history().await[0];
    assert_eq!((kept.version.as_str(), kept.origin), (version.to_string().as_str(), KeptOrigin::Deployed));
    assert_eq!((kept.operation.as_deref(), kept.by.as_deref()), (Some(key), Some("local")));
    let (answer, replayed) = told(scene.put(key, text).await).await;
    assert_eq!((answer.0, replayed), (200, true), "{answer:?}");
    assert_eq!(answer.3, scene.text());
    let resolved = scene.audited(EVENT_WRITE_RESOLVED).await;
    assert_eq!(resolved[0].access.as_ref().unwrap().reason, "landed");
}

async fn a_lost_answer_is_read_back(database: Database) {
    let scene = Tenanted::start(&database).await;
    scene.fault(Fault::after(Endpoint::PutWorkflow, FaultKind::Reset));
    let text = scene.named("Renamed");
    problem(scene.put("op.1", &text).await, "upstream-broken", 502, "unclear").await;
    assert_found(&scene, "op.1", &text, 4).await;
    assert_eq!(scene.puts(), 1);
}

async fn an_answer_that_cannot_be_used_is_read_back(database: Database) {
    for (kind, expected) in [
        (FaultKind::Truncate { bytes: 40 }, 502),
        (FaultKind::Understate { bytes: 40 }, 200),
        (FaultKind::Drip { bytes: 1, ms: 20 }, 502),
        (FaultKind::Html { status: 200 }, 200),
        (FaultKind::MalformedJson, 200),
    ] {
        let scene = Tenanted::with(&database, |config| {
            config.tenant.org = format!("acme-{}", getrandom::u64().unwrap());
            config.tenant.timeouts.write = Duration::from_millis(400);
        })
        .await;
        scene.fault(Fault::after(Endpoint::PutWorkflow, kind.clone()));
        let text = scene.named("Renamed");
        assert_eq!(scene.put("op.1", &text).await.status(), expected, "{kind:?}");
        scene.settled().await;
        let kept = &scene.history().await[0];
        assert_eq!((kept.version.as_str(), kept.operation.as_deref()), ("4", Some("op.1")), "{kind:?}");
        let bytes = scene.world.send(scene.world.get(&format!("/api/workflows/{WORKFLOW}/history/4"))).await;
        assert_eq!(bytes.text().await.unwrap(), scene.text(), "{kind:?}");
        assert_eq!(scene.puts(), 1);
        scene.world.proxy.stop().await;
    }
}

async fn a_write_that_was_never_carried_out_is_told_as_such(database: Database) {
    let scene = Tenanted::start(&database).await;
    scene.fault(Fault::before(Endpoint::PutWorkflow, FaultKind::Reset));
    let text = scene.named("Renamed");
    problem(scene.put("op.1", &text).await, "upstream-broken", 502, "unclear").await;
    scene.settled().await;
    problem(scene.put("op.1", &text).await, "write-not-landed", 502, "notSent").await;
    assert_eq!(scene.audited(EVENT_WRITE_RESOLVED).await[0].access.as_ref().unwrap().reason, "notLanded");
    assert_eq!((scene.puts(), scene.version()), (1, 3));
    assert_eq!(scene.put("op.2", &text).await.status(), 200);
}

async fn a_write_that_is_carried_out_late_is_waited_for(database: Database) {
    let scene = Tenanted::with(&database, |config| config.journal.grace = Duration::from_secs(20)).await;
    scene.fault(Fault::before(Endpoint::PutWorkflow, FaultKind::Late { ms: 700 }));
    let text = scene.named("Renamed");
    problem(scene.put("op.1", &text).await, "upstream-broken", 502, "unclear").await;
    assert_found(&scene, "op.1", &text, 4).await;
}

async fn a_write_that_somebody_was_quicker_than_is_superseded(database: Database) {
    let scene = Tenanted::start(&database).await;
    let text = scene.named("Renamed");
    scene.fault(Fault::before(Endpoint::PutWorkflow, FaultKind::Reset));
    scene.fault(Fault::before(Endpoint::GetWorkflow, FaultKind::Delay { ms: 0 }));
    scene.fault(Fault::before(Endpoint::GetWorkflow, FaultKind::OtherSave { operator: "Grace".into() }));
    problem(scene.put("op.1", &text).await, "upstream-broken", 502, "unclear").await;
    scene.settled().await;
    problem(scene.put("op.1", &text).await, "write-superseded", 409, "answered").await;
    assert_eq!(scene.audited(EVENT_WRITE_RESOLVED).await[0].access.as_ref().unwrap().reason, "superseded");
    assert!(scene.history().await.iter().all(|kept| kept.origin == KeptOrigin::Found));
}

/// The write landed, and before it could be read back another one was made on it.
async fn a_write_that_others_built_on_has_landed(database: Database) {
    let scene = Tenanted::start(&database).await;
    let text = scene.named("First");
    scene.fault(Fault::after(Endpoint::PutWorkflow, FaultKind::Reset));
    scene.fault(Fault::before(Endpoint::GetWorkflow, FaultKind::Delay { ms: 0 }));
    scene.fault(Fault::before(Endpoint::GetWorkflow, FaultKind::Hold));
    problem(scene.put("op.1", &text).await, "upstream-broken", 502, "unclear").await;
    scene.tenant.faults().until_held(1).await;
    let landed = scene.text();
    assert_eq!(scene.put("op.2", &scene.named("Second")).await.status(), 200);
    scene.tenant.faults().release();
    scene.settled().await;
    let history = scene.history().await;
    let told: Vec<_> = history.iter().map(|kept| (kept.version.as_str(), kept.operation.as_deref())).collect();
    assert_eq!(told, [("5", Some("op.2")), ("4", Some("op.1")), ("3", None)]);
    let (answer, _) = told_of(&scene, "op.1", &text).await;
    assert_eq!((answer.0, answer.3), (200, landed));
}

async fn told_of(scene: &Tenanted, key: &str, text: &str) -> ((u16, Option<String>, Option<String>, String), bool) {
    told(scene.put(key, text).await).await
}

/// The first write never arrived; the second one wrote the same. Only one of them landed.
async fn a_later_write_is_not_taken_for_an_earlier_one(database: Database) {
    let scene = Tenanted::with(&database, |config| config.journal.grace = Duration::from_secs(20)).await;
    let text = scene.named("Renamed");
    scene.fault(Fault::before(Endpoint::PutWorkflow, FaultKind::Reset));
    problem(scene.put("op.1", &text).await, "upstream-broken", 502, "unclear").await;
    assert_eq!(scene.put("op.2", &text).await.status(), 200);
    scene.settled().await;
    let history = scene.history().await;
    assert_eq!((history.len(), history[0].operation.as_deref()), (2, Some("op.2")));
    problem(scene.put("op.1", &text).await, "write-superseded", 409, "answered").await;
}

async fn a_server_error_is_looked_into(database: Database) {
    let scene = Tenanted::start(&database).await;
    scene.fault(Fault::after(Endpoint::PutWorkflow, status(500, None)));
    let text = scene.named("Renamed");
    let (first, _) = told(scene.put("op.1", &text).await).await;
    assert_eq!(first.0, 500);
    scene.settled().await;
    assert_eq!(scene.history().await[0].operation.as_deref(), Some("op.1"), "it was carried out all the same");
    assert_eq!(told(scene.put("op.1", &text).await).await, (first, true), "what the tenant said stays");
    scene.fault(Fault::before(Endpoint::PutWorkflow, status(503, None)));
    assert_eq!(scene.put("op.2", &scene.named("Again")).await.status(), 503);
    scene.settled().await;
    let verdicts: Vec<_> = scene.audited(EVENT_WRITE_RESOLVED).await;
    assert_eq!(verdicts[0].access.as_ref().unwrap().reason, "notLanded");
}

async fn a_tenant_that_is_down_is_asked_again(database: Database) {
    let scene = Tenanted::start(&database).await;
    scene.fault(Fault::after(Endpoint::PutWorkflow, FaultKind::Reset));
    // The version that the write is made on is read before it.
    scene.fault(Fault::before(Endpoint::GetWorkflow, FaultKind::Delay { ms: 0 }));
    for kind in [status(503, None), FaultKind::Reset, FaultKind::Html { status: 200 }, FaultKind::Truncate { bytes: 9 }]
    {
        scene.fault(Fault::before(Endpoint::GetWorkflow, kind));
    }
    scene.fault(Fault::before(Endpoint::GetWorkflow, FaultKind::Hold));
    let text = scene.named("Renamed");
    problem(scene.put("op.1", &text).await, "upstream-broken", 502, "unclear").await;
    scene.tenant.faults().until_held(1).await;
    assert_eq!(scene.unresolved().await, 1);
    let metrics = scene.world.send(scene.world.get("/metrics")).await.text().await.unwrap();
    assert!(metrics.contains("cxone_proxy_writes_unresolved 1\n"), "{metrics}");
    problem(scene.put("op.1", &text).await, "upstream-broken", 502, "unclear").await;
    scene.tenant.faults().release();
    assert_found(&scene, "op.1", &text, 4).await;
    let metrics = scene.world.send(scene.world.get("/metrics")).await.text().await.unwrap();
    assert!(metrics.contains("cxone_proxy_writes_unresolved 0\n"), "{metrics}");
}

async fn tokens_that_expire_at_each_step_do_no_harm(database: Database) {
    let scene = Tenanted::start(&database).await;
    let expire = || FaultKind::ExpireTokens;
    // Before the base is read, before the write, after it, and before it is read back.
    for (key, fault) in [
        ("op.1", Fault::before(Endpoint::GetWorkflow, expire())),
        ("op.2", Fault::before(Endpoint::PutWorkflow, expire())),
        ("op.3", Fault::after(Endpoint::PutWorkflow, expire())),
    ] {
        scene.fault(fault);
        let text = scene.named(key);
        assert_eq!(told(scene.put(key, &text).await).await.0.3, scene.text(), "{key}");
    }
    // With a new token, so that the next write is carried out at once.
    assert_eq!(scene.world.send(scene.world.get("/api/workflows/wf_returns")).await.status(), 200);
    scene.fault(Fault::after(Endpoint::PutWorkflow, FaultKind::Reset));
    scene.fault(Fault::before(Endpoint::GetWorkflow, expire()));
    let text = scene.named("op.4");
    problem(scene.put("op.4", &text).await, "upstream-broken", 502, "unclear").await;
    assert_found(&scene, "op.4", &text, 7).await;
    // Without a token nothing is sent, and that is what the key says.
    scene.tenant.expire_tokens();
    scene.fault(Fault::before(Endpoint::PutWorkflow, expire()));
    scene.fault(Fault::before(Endpoint::Token, status(503, None)).times(99));
    let text = scene.named("op.5");
    let before = scene.version();
    problem(scene.put("op.5", &text).await, "token-unavailable", 502, "notSent").await;
    problem(scene.put("op.5", &text).await, "token-unavailable", 502, "notSent").await;
    assert_eq!((scene.version(), scene.unresolved().await), (before, 0));
}

async fn what_was_not_sent_is_settled_at_once(database: Database) {
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    let tokens = Stub::start(|_| json(200, "{}")).await;
    let world = World::with(&url, |config| {
        config.database = database.clone();
        match &mut config.tenant.connection {
            cxone_proxy::config::Connection::Remote(remote) => {
                remote.token_url = format!("{}/oauth2/token", tokens.base_url);
            }
            cxone_proxy::config::Connection::Demo => panic!("not the demo"),
        }
    })
    .await;
    let put = || world.put_as("op.1", WORKFLOW, r#"{"id":"wf_12345","version":3}"#);
    let first = problem(world.send(put()).await, "upstream-unreachable", 502, "notSent").await;
    let again = problem(world.send(put()).await, "upstream-unreachable", 502, "notSent").await;
    assert_eq!(first.detail, again.detail);
    let told: serde_json::Value = world.send(world.get("/readyz")).await.json().await.unwrap();
    assert_eq!(told["unresolvedWrites"], 0);
}

/// A write that takes longer than a lease is nobody else's: no second proxy looks into it.
async fn a_long_write_is_left_to_its_proxy(database: Database) {
    // Long enough that a busy machine renews it in time.
    let times = JournalTimes { lease: Duration::from_secs(3), ..crate::support::SOON };
    let scene = Tenanted::with(&database, |config| config.journal = times).await;
    let other = World::with(&scene.tenant.base_url(), |config| {
        config.database = database.clone();
        config.journal = times;
    })
    .await;
    scene.fault(Fault::after(Endpoint::PutWorkflow, FaultKind::Hold));
    let text = scene.named("Renamed");
    let write = tokio::spawn(scene.world.put_as("op.1", WORKFLOW, text.clone()).send());
    scene.tenant.faults().until_held(1).await;
    let reads = || scene.tenant.requests().iter().filter(|request| request.method == "GET").count();
    let before = reads();
    let pool = raw(&database).await;
    let due = async || {
        let row = sqlx::query("SELECT due_at FROM write_intents").fetch_one(&pool).await.unwrap();
        sqlx::Row::try_get::<i64, _>(&row, "due_at").unwrap()
    };
    let first = due().await;
    until("the first lease is over", async || due().await > first + 3_000).await;
    assert_eq!((scene.unresolved().await, reads()), (0, before), "nobody has read back");
    scene.tenant.faults().release();
    assert_eq!(write.await.unwrap().unwrap().status(), 200);
    // The other proxy answers from the same journal.
    let (answer, replayed) = told(other.send(other.put_as("op.1", WORKFLOW, text)).await).await;
    assert_eq!((answer.0, answer.3, replayed), (200, scene.text(), true));
    assert!(scene.audited(EVENT_WRITE_RESOLVED).await.is_empty());
    pool.close().await;
}

async fn keys_are_forgotten_after_a_month_and_versions_are_not(database: Database) {
    let Tenanted { tenant, world } = Tenanted::start(&database).await;
    let text = tenant.workflow_text(WORKFLOW).unwrap();
    let (first, _) = told(world.send(world.put_as("op.1", WORKFLOW, text.clone())).await).await;
    assert_eq!(first.0, 200);
    world.proxy.stop().await;
    let pool = raw(&database).await;
    let month = "UPDATE write_intents SET settled_at = settled_at - 2592000001";
    assert_eq!(sqlx::query(month).execute(&pool).await.unwrap().rows_affected(), 1);
    let world = World::with(&tenant.base_url(), |config| config.database = database.clone()).await;
    until("it is forgotten", async || {
        sqlx::query("SELECT 1 FROM write_intents").fetch_all(&pool).await.unwrap().is_empty()
    })
    .await;
    pool.close().await;
    let (again, replayed) = told(world.send(world.put_as("op.1", WORKFLOW, text)).await).await;
    assert_eq!((again.0, replayed), (409, false), "it is a new write, of an old version");
    let kept = world.send(world.get(&format!("/api/workflows/{WORKFLOW}/history/4"))).await;
    assert_eq!(kept.text().await.unwrap(), first.3);
}

async fn a_base_that_cannot_be_read_keeps_nobody_from_writing(database: Database) {
    let scene = Tenanted::start(&database).await;
    for (key, kind) in [
        ("op.1", status(503, None)),
        ("op.2", FaultKind::Reset),
        ("op.3", FaultKind::Truncate { bytes: 9 }),
        ("op.4", FaultKind::Html { status: 200 }),
    ] {
        // Saved elsewhere, so that it is not kept yet.
        scene.tenant.save_as("Grace", WORKFLOW, str::to_owned).unwrap();
        scene.fault(Fault::before(Endpoint::GetWorkflow, kind));
        assert_eq!(scene.put(key, &scene.named(key)).await.status(), 200, "{key}");
        let kept = &scene.history().await[0];
        assert_eq!((kept.operation.as_deref(), kept.changes.as_deref()), (Some(key), None));
    }
}
