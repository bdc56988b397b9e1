//! Signing in, sessions and roles, on both databases.

use crate::support::{Stub, World, json, on_both, problem, scratch};
use cxone_proxy::commands::{self, Call, Ended};
use cxone_proxy::config::{Database, Roles, SsoRole};
use cxone_proxy::{Config, Proxy, StartError};
use reqwest::{RequestBuilder, Response};
use std::path::{Path, PathBuf};
use std::time::Duration;
use workflow::wire::{
    AuditEvent, AuditList, EVENT_DENIED, EVENT_SESSION_REVOKED, EVENT_SIGNED_IN, EVENT_SIGNED_OUT, Role, Session,
    SessionList, SignInOptions, Way,
};

on_both!(
    a_start_link_lets_in_once,
    a_session_outlives_the_proxy_and_is_known_to_another,
    a_password_lets_in_with_its_role,
    signing_out_ends_the_session,
    a_session_can_be_ended_from_elsewhere,
    a_session_that_is_not_used_expires,
    a_session_ends_however_much_it_is_used,
    an_operator_who_is_removed_is_out_at_once,
    a_session_that_is_ended_is_told_no_more_news,
);

const PASSWORD: &str = "canary-correct-horse";

/// Hashed once for all tests.
fn operators(folder: &str) -> PathBuf {
    static HASH: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    let hash = HASH.get_or_init(|| {
        use argon2::password_hash::PasswordHasher;
        argon2::Argon2::default().hash_password(PASSWORD.as_bytes()).unwrap().to_string()
    });
    let path = scratch(folder).join("operators");
    let lines = ["ada administrator", "ed editor", "vi viewer"].map(|line| format!("{line} {hash}\n"));
    std::fs::write(&path, lines.concat()).unwrap();
    path
}

async fn world(database: &Database, change: impl FnOnce(&mut Config)) -> (Stub, World) {
    let tenant = Stub::start(|_| json(200, "{\"id\":\"wh_1\"}")).await;
    let world = World::with(&tenant.base_url, |config| {
        config.database = database.clone();
        config.access.ways = vec![Way::Link];
        change(config);
    })
    .await;
    (tenant, world)
}

fn with_passwords(file: &Path) -> impl FnOnce(&mut Config) {
    let file = file.to_owned();
    move |config| {
        config.access.ways = vec![Way::Password];
        config.access.operators_file = file;
    }
}

fn token(world: &World) -> String {
    let link = world.proxy.start_link().unwrap().expose();
    let (page, token) = link.split_once("#token=").unwrap();
    assert_eq!(page, world.url("/sign-in"));
    token.to_owned()
}

/// Posts as a page of ours does.
fn post(world: &World, path: &str, body: impl Into<String>) -> RequestBuilder {
    let request = world.client.post(world.url(path)).header("origin", world.proxy.base_url());
    request.header("content-type", "application/json").body(body.into())
}

async fn by_link(world: &World, token: &str) -> Response {
    world.send(post(world, "/api/sign-in", format!("{{\"token\":\"{token}\"}}"))).await
}

async fn by_password(world: &World, name: &str, password: &str) -> Response {
    let body = format!("{{\"name\":\"{name}\",\"password\":\"{password}\"}}");
    world.send(post(world, "/api/sign-in", body)).await
}

#[track_caller]
fn cookie(response: &Response) -> String {
    assert_eq!(response.status(), 204);
    let set = response.headers()["set-cookie"].to_str().unwrap();
    assert!(set.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{set}");
    set.split(';').next().unwrap().to_owned()
}

fn with(request: RequestBuilder, cookie: &str) -> RequestBuilder {
    request.header("cookie", cookie)
}

async fn session(world: &World, cookie: &str) -> Session {
    world.send(with(world.get("/api/session"), cookie)).await.json().await.unwrap()
}

async fn sessions(world: &World, cookie: &str) -> SessionList {
    world.send(with(world.get("/api/sessions"), cookie)).await.json().await.unwrap()
}

async fn events(world: &World, cookie: &str) -> Vec<AuditEvent> {
    let list = world.send(with(world.get("/api/audit?events=all"), cookie)).await;
    list.json::<AuditList>().await.unwrap().events
}

async fn a_start_link_lets_in_once(database: Database) {
    let (_tenant, world) = world(&database, |_| ()).await;
    problem(world.send(world.get("/api/session")).await, "signed-out", 401, "notSent").await;
    let options: SignInOptions = world.send(world.get("/api/sign-in")).await.json().await.unwrap();
    assert_eq!((options.ways.as_slice(), options.demo), (&[Way::Link][..], false));
    problem(by_link(&world, "no-such-token").await, "link-invalid", 403, "notSent").await;
    let token = token(&world);
    let cookie = cookie(&by_link(&world, &token).await);
    assert!(cookie.starts_with(&format!("cxone-session-{}=", world.proxy.address().port())), "{cookie}");
    problem(by_link(&world, &token).await, "link-used", 403, "notSent").await;

    let session = session(&world, &cookie).await;
    assert_eq!((session.operator.as_str(), session.role, session.way), ("local", Role::Administrator, Way::Link));
    let told: Vec<_> = events(&world, &cookie)
        .await
        .into_iter()
        .rev()
        .map(|event| (event.event, event.access.map(|access| (access.reason, access.address)).unwrap_or_default()))
        .collect();
    let from = |reason: &str| (reason.to_owned(), "127.0.0.1".to_owned());
    assert_eq!(
        told,
        [
            (EVENT_DENIED.to_owned(), from("/problems/signed-out")),
            (EVENT_DENIED.to_owned(), from("/problems/link-invalid")),
            (EVENT_SIGNED_IN.to_owned(), from("link")),
            (EVENT_DENIED.to_owned(), from("/problems/link-used")),
        ]
    );
}

async fn a_session_outlives_the_proxy_and_is_known_to_another(database: Database) {
    let (_tenant, first) = world(&database, |_| ()).await;
    let held = cookie(&by_link(&first, &token(&first)).await);
    let value = held.split_once('=').unwrap().1.to_owned();
    let own = |world: &World| format!("cxone-session-{}={value}", world.proxy.address().port());
    let (_other, second) = world(&database, |_| ()).await;
    assert_eq!(session(&second, &own(&second)).await.operator, "local");
    first.proxy.stop().await;
    second.proxy.stop().await;
    let (_tenant, again) = world(&database, |_| ()).await;
    assert_eq!(session(&again, &own(&again)).await.operator, "local");
}

async fn a_password_lets_in_with_its_role(database: Database) {
    let file = operators(&format!("passwords-{}", name_of(&database)));
    let (tenant, world) = world(&database, with_passwords(&file)).await;
    problem(by_password(&world, "ada", "not the password").await, "sign-in-refused", 403, "notSent").await;
    problem(by_password(&world, "nobody", PASSWORD).await, "sign-in-refused", 403, "notSent").await;
    for (name, role) in [("ada", Role::Administrator), ("ed", Role::Editor), ("vi", Role::Viewer)] {
        let cookie = cookie(&by_password(&world, name, PASSWORD).await);
        let session = session(&world, &cookie).await;
        assert_eq!((session.operator.as_str(), session.role, session.way), (name, role, Way::Password));
        let own = |request: RequestBuilder| with(request.header("origin", world.proxy.base_url()), &cookie);
        for (request, needed) in [
            (world.get("/api/workflows"), Role::Viewer),
            (world.put("wf_1", "{}"), Role::Editor),
            (world.post("/api/webhooks", r#"{"name":"n","url":"https://hooks.example.com/x"}"#), Role::Administrator),
            (world.client.delete(world.url("/api/webhooks/wh_1")), Role::Administrator),
        ] {
            let before = tenant.requests().len();
            let response = world.send(own(request)).await;
            if role >= needed {
                assert!(response.status().is_success(), "{name}: {}", response.status());
            } else {
                let told = problem(response, "role", 403, "notSent").await;
                assert!(told.detail.contains(role.name()) && told.detail.contains(needed.name()), "{}", told.detail);
                assert_eq!(tenant.requests().len(), before, "nothing was sent");
            }
        }
    }
    let ada = cookie(&by_password(&world, "ada", PASSWORD).await);
    let denied: Vec<_> = events(&world, &ada)
        .await
        .into_iter()
        .filter_map(|event| {
            event.access.filter(|access| access.reason == "/problems/role").map(|access| (event.operator, access))
        })
        .collect();
    assert_eq!(denied.len(), 5, "{denied:?}");
    assert!(
        denied
            .iter()
            .all(|(operator, access)| ["ed", "vi"].contains(&operator.as_str()) && access.route.starts_with("/api/"))
    );
}

async fn signing_out_ends_the_session(database: Database) {
    let (_tenant, world) = world(&database, |_| ()).await;
    let cookie = cookie(&by_link(&world, &token(&world)).await);
    let response = world.send(with(post(&world, "/api/sign-out", ""), &cookie)).await;
    assert_eq!(response.status(), 204);
    assert!(response.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    problem(world.send(with(world.get("/api/session"), &cookie)).await, "signed-out", 401, "notSent").await;
}

async fn a_session_can_be_ended_from_elsewhere(database: Database) {
    let file = operators(&format!("revoke-{}", name_of(&database)));
    let (_tenant, world) = world(&database, with_passwords(&file)).await;
    let (ada, ed, vi) = (
        cookie(&by_password(&world, "ada", PASSWORD).await),
        cookie(&by_password(&world, "ed", PASSWORD).await),
        cookie(&by_password(&world, "vi", PASSWORD).await),
    );
    let names = |list: SessionList| {
        let mut names: Vec<_> = list.sessions.into_iter().map(|session| (session.operator, session.current)).collect();
        names.sort();
        names
    };
    assert_eq!(names(sessions(&world, &vi).await), [("vi".to_owned(), true)], "others see their own");
    let all = sessions(&world, &ada).await;
    assert_eq!(names(all.clone()), [("ada".to_owned(), true), ("ed".to_owned(), false), ("vi".to_owned(), false)]);
    let id = |name: &str| all.sessions.iter().find(|session| session.operator == name).unwrap().id.clone();
    let revoke = |name: &str, cookie: &str| {
        let request = world.client.delete(world.url(&format!("/api/sessions/{}", id(name))));
        with(request.header("origin", world.proxy.base_url()), cookie)
    };
    problem(world.send(revoke("ada", &vi)).await, "role", 403, "notSent").await;
    assert_eq!(world.send(revoke("ed", &ada)).await.status(), 204);
    problem(world.send(with(world.get("/api/session"), &ed)).await, "session-revoked", 401, "notSent").await;
    problem(world.send(revoke("ed", &ada)).await, "not-found", 404, "notSent").await;
    assert_eq!(world.send(revoke("vi", &vi)).await.status(), 204, "one's own");
    let told: Vec<_> = events(&world, &ada).await.into_iter().map(|event| event.event).collect();
    assert_eq!(told.iter().filter(|event| *event == EVENT_SESSION_REVOKED).count(), 2);
    assert!(!told.contains(&EVENT_SIGNED_OUT.to_owned()));
}

/// Asks until the answer is that the session has expired.
async fn until_expired(world: &World, cookie: &str) {
    loop {
        let response = world.send(with(world.get("/api/session"), cookie)).await;
        if response.status() == 401 {
            problem(response, "session-expired", 401, "notSent").await;
            return;
        }
        tokio::task::yield_now().await;
    }
}

async fn a_session_that_is_not_used_expires(database: Database) {
    let (_tenant, world) = world(&database, |config| config.access.sessions.idle = Duration::from_millis(1)).await;
    let cookie = cookie(&by_link(&world, &token(&world)).await);
    until_expired(&world, &cookie).await;
    let told = world.send(with(world.get("/api/workflows"), &cookie)).await;
    problem(told, "session-expired", 401, "notSent").await;
}

async fn a_session_ends_however_much_it_is_used(database: Database) {
    let (_tenant, world) =
        world(&database, |config| config.access.sessions.absolute = Duration::from_millis(200)).await;
    let cookie = cookie(&by_link(&world, &token(&world)).await);
    until_expired(&world, &cookie).await;
}

async fn an_operator_who_is_removed_is_out_at_once(database: Database) {
    let file = operators(&format!("removed-{}", name_of(&database)));
    let (_tenant, world) = world(&database, with_passwords(&file)).await;
    let cookie = cookie(&by_password(&world, "vi", PASSWORD).await);
    assert_eq!(session(&world, &cookie).await.role, Role::Viewer);
    let lines = std::fs::read_to_string(&file).unwrap();
    std::fs::write(
        &file,
        lines.lines().filter(|line| !line.starts_with("vi ")).map(|line| format!("{line}\n")).collect::<String>(),
    )
    .unwrap();
    problem(world.send(with(world.get("/api/session"), &cookie)).await, "session-revoked", 401, "notSent").await;
}

/// A stream of news that was opened in a session ends with it: nothing is told to whoever was signed out.
async fn a_session_that_is_ended_is_told_no_more_news(database: Database) {
    let file = operators(&format!("news-{}", name_of(&database)));
    let (_tenant, world) = world(&database, with_passwords(&file)).await;
    let (ada, vi) =
        (cookie(&by_password(&world, "ada", PASSWORD).await), cookie(&by_password(&world, "vi", PASSWORD).await));
    let mut stream = listening(&world, &vi).await;
    write(&world, &ada, "k1").await;
    assert!(told(&mut stream).await.unwrap().contains("k1"));
    end_session_of(&world, &ada, "vi").await;
    write(&world, &ada, "k2").await;
    while let Some(told) = told(&mut stream).await {
        assert!(!told.contains("k2"), "{told}");
    }
}

/// Nothing is remembered of a session where another proxy may end it.
#[tokio::test]
async fn a_session_that_one_proxy_ends_is_over_at_the_others_at_once() {
    let database = crate::support::postgres().await;
    let file = operators("ended-at-all");
    let (_tenant, one) = world(&database, with_passwords(&file)).await;
    let (_other, two) = world(&database, with_passwords(&file)).await;
    let own = |cookie: &str, world: &World| {
        format!("cxone-session-{}={}", world.proxy.address().port(), cookie.split_once('=').unwrap().1)
    };
    let (ada, vi) =
        (cookie(&by_password(&one, "ada", PASSWORD).await), cookie(&by_password(&one, "vi", PASSWORD).await));
    let there = own(&vi, &two);
    assert_eq!(session(&two, &there).await.operator, "vi");
    let mut stream = listening(&two, &there).await;
    end_session_of(&one, &ada, "vi").await;
    problem(two.send(with(two.get("/api/session"), &there)).await, "session-revoked", 401, "notSent").await;
    write(&two, &own(&ada, &two), "k1").await;
    while let Some(told) = told(&mut stream).await {
        assert!(!told.contains("k1"), "{told}");
    }
}

/// A stream of news, read up to where it is live.
async fn listening(world: &World, cookie: &str) -> Response {
    let request = with(world.get("/api/events?workflow=wf_1"), cookie).header("accept", "text/event-stream");
    let mut stream = world.send(request).await;
    assert_eq!(stream.status(), 200);
    while !told(&mut stream).await.expect("the stream goes on").contains("event: ready") {}
    stream
}

async fn told(stream: &mut Response) -> Option<String> {
    stream.chunk().await.unwrap().map(|piece| String::from_utf8(piece.to_vec()).unwrap())
}

async fn write(world: &World, cookie: &str, key: &str) {
    let request = world.put("wf_1", "{}").header("origin", world.proxy.base_url());
    let mut request = with(request, cookie).build().unwrap();
    request.headers_mut().insert("idempotency-key", key.parse().unwrap());
    assert_eq!(world.client.execute(request).await.unwrap().status(), 200);
}

async fn end_session_of(world: &World, cookie: &str, name: &str) {
    let all = sessions(world, cookie).await;
    let id = &all.sessions.iter().find(|session| session.operator == name).unwrap().id;
    let request =
        world.client.delete(world.url(&format!("/api/sessions/{id}"))).header("origin", world.proxy.base_url());
    assert_eq!(world.send(with(request, cookie)).await.status(), 204);
}

fn name_of(database: &Database) -> &'static str {
    if matches!(database, Database::Postgres(_)) { "postgres" } else { "sqlite" }
}

#[tokio::test]
async fn a_change_in_a_session_needs_a_proof_that_it_comes_from_our_page() {
    let (tenant, world) = world(&Database::Memory, |_| ()).await;
    let cookie = cookie(&by_link(&world, &token(&world)).await);
    for (site, origin, header, kind) in [
        (None, None, true, Some("cross-site")),
        (Some("none"), None, true, Some("cross-site")),
        (Some("same-origin"), None, false, Some("app-header-missing")),
        (Some("cross-site"), None, true, Some("cross-site")),
        (None, Some("https://evil.example.com"), true, Some("cross-site")),
        (Some("same-origin"), None, true, None),
        (None, Some(world.proxy.base_url()).as_deref(), true, None),
    ] {
        let plain = reqwest::Client::builder().no_proxy().build().unwrap();
        let chosen = if header { &world.client } else { &plain };
        let mut request = chosen.put(world.url("/api/workflows/wf_1")).header("idempotency-key", "k").body("{}");
        for (name, value) in [("sec-fetch-site", site), ("origin", origin)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let before = tenant.requests().len();
        let response = world.send(with(request, &cookie)).await;
        match kind {
            Some(kind) => {
                problem(response, kind, 403, "notSent").await;
                assert_eq!(tenant.requests().len(), before);
            }
            None => assert_eq!(response.status(), 200, "{site:?} {origin:?}"),
        }
    }
}

#[tokio::test]
async fn a_new_link_is_told_where_the_proxy_runs_and_to_nobody_else() {
    let (_tenant, world) = world(&Database::Memory, |_| ()).await;
    let response = world.send(post(&world, "/api/sign-in/link", "")).await;
    assert_eq!((response.status().as_u16(), response.text().await.unwrap().as_str()), (204, ""));
}

#[tokio::test]
async fn the_start_link_is_written_where_a_program_can_open_it() {
    let file = scratch("start-link").join("link");
    let (_tenant, world) = world(&Database::Memory, |config| config.access.start_link_file = Some(file.clone())).await;
    let written = std::fs::read_to_string(&file).unwrap();
    assert_eq!(written.trim(), world.proxy.start_link().unwrap().expose());
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn tries_to_sign_in_are_limited() {
    let (_tenant, world) = world(&Database::Memory, |_| ()).await;
    for _ in 0..10 {
        problem(by_link(&world, "guess").await, "link-invalid", 403, "notSent").await;
    }
    let response = by_link(&world, &token(&world)).await;
    let wait: u64 = response.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=7).contains(&wait), "{wait}");
    problem(response, "too-many-sign-ins", 429, "notSent").await;
}

#[tokio::test]
async fn requests_of_an_operator_are_limited() {
    let (_tenant, world) = world(&Database::Memory, |config| config.access.requests_per_minute = 3).await;
    let cookie = cookie(&by_link(&world, &token(&world)).await);
    for _ in 0..3 {
        assert_eq!(world.send(with(world.get("/api/session"), &cookie)).await.status(), 200);
    }
    let response = world.send(with(world.get("/api/session"), &cookie)).await;
    assert!(response.headers().contains_key("retry-after"));
    problem(response, "too-many-requests", 429, "notSent").await;
}

#[tokio::test]
async fn a_header_is_believed_from_listed_addresses_only() {
    let roles = Roles { administrators: vec!["ada".into()], editors: vec![], others: SsoRole::None };
    for (trusted, header, status, kind) in [
        ("127.0.0.1", "ada", 200, ""),
        ("127.0.0.0/8", "ada", 200, ""),
        ("10.0.0.1", "ada", 403, "sso-refused"),
        ("127.0.0.1", "somebody", 403, "sso-refused"),
        ("127.0.0.1", "two words", 403, "sso-refused"),
        ("127.0.0.1", "", 403, "sso-refused"),
    ] {
        let roles = roles.clone();
        let (_tenant, world) = world(&Database::Memory, |config| {
            config.access.ways = vec![Way::Header];
            config.access.trusted_proxies = vec![trusted.parse().unwrap()];
            config.access.roles = roles;
        })
        .await;
        let response = world.send(world.get("/api/session").header("x-remote-user", header)).await;
        if status == 200 {
            let session: Session = response.json().await.unwrap();
            assert_eq!(
                (session.operator.as_str(), session.role, session.way),
                ("ada", Role::Administrator, Way::Header)
            );
        } else {
            problem(response, kind, status, "notSent").await;
        }
        problem(world.send(world.get("/api/session")).await, "signed-out", 401, "notSent").await;
        let twice = world.get("/api/session").header("x-remote-user", "ada").header("x-remote-user", "ada");
        problem(world.send(twice).await, "sso-refused", 403, "notSent").await;
        let smuggled = world.get("/api/session").header("x_remote_user", "ada");
        problem(world.send(smuggled).await, "signed-out", 401, "notSent").await;
    }
}

#[tokio::test]
async fn over_plain_http_from_another_machine_nobody_signs_in() {
    let (_tenant, world) =
        world(&Database::Memory, |config| config.public_hosts = vec!["config.example.com".into()]).await;
    let body = format!("{{\"token\":\"{}\"}}", token(&world));
    let sent = |scheme: &str| {
        let request = world.client.post(world.url("/api/sign-in")).header("host", "config.example.com");
        request.header("origin", format!("{scheme}://config.example.com")).body(body.clone())
    };
    problem(world.send(sent("http")).await, "https-needed", 403, "notSent").await;
    let response = world.send(sent("https")).await;
    let set = response.headers()["set-cookie"].to_str().unwrap();
    assert!(set.starts_with("__Host-cxone-session=") && set.ends_with("; HttpOnly; SameSite=Strict; Secure"), "{set}");
}

#[tokio::test]
async fn nothing_of_the_tenant_is_told_to_somebody_unknown() {
    let (tenant, world) = world(&Database::Memory, |_| ()).await;
    for path in [
        "/api/session",
        "/api/workflows",
        "/api/workflows/wf_1",
        "/api/templates",
        "/api/templates/t",
        "/api/attachments",
        "/api/attachments/a",
        "/api/webhooks",
        "/api/webhooks/w",
        "/api/audit",
        "/api/audit?format=csv",
        "/api/sessions",
        "/api/preview/x",
    ] {
        problem(world.send(world.get(path)).await, "signed-out", 401, "notSent").await;
        let forged = with(world.get(path), &format!("cxone-session-{}=forged", world.proxy.address().port()));
        problem(world.send(forged).await, "signed-out", 401, "notSent").await;
    }
    assert!(tenant.requests().is_empty() && tenant.tokens() == 0);
    assert_eq!(world.send(world.get("/healthz")).await.status(), 200);
}

#[tokio::test]
async fn an_address_for_everyone_needs_operators() {
    for (ways, starts) in [
        (vec![Way::None], false),
        (vec![Way::Link], false),
        (vec![Way::Link, Way::Password], false),
        (vec![Way::Password], true),
    ] {
        let mut config = Config { listen: ([0, 0, 0, 0], 0).into(), ..Config::default() };
        config.access.ways = ways.clone();
        config.access.operators_file = scratch("everyone").join("operators");
        match Proxy::start(config).await {
            Ok(running) => {
                assert!(starts, "{ways:?}");
                running.stop().await;
            }
            Err(error) => assert!(!starts && matches!(error, StartError::NotLoopback { .. }), "{ways:?} {error}"),
        }
    }
}

#[tokio::test]
async fn operators_are_listed_and_removed_by_command() {
    let file = operators("operator-command");
    let run = async |args: &[&str]| {
        let call = Call {
            args: args.iter().map(|arg| (*arg).to_owned()).collect(),
            env: vec![("CXONE_OPERATORS_FILE".to_owned(), file.display().to_string())],
            folder: std::env::temp_dir(),
        };
        let mut out = Vec::new();
        let ended = commands::run(&call, &mut out).await.unwrap().map_err(|error| error.to_string());
        (ended, String::from_utf8(out).unwrap())
    };
    assert_eq!(
        run(&["operator", "list"]).await,
        (Ok(Ended::Well), "ada\tadministrator\ned\teditor\nvi\tviewer\n".to_owned())
    );
    assert_eq!(run(&["operator", "remove", "ed"]).await.0, Ok(Ended::Well));
    assert_eq!(run(&["operator", "remove", "ed"]).await.0, Ok(Ended::Wrong));
    assert_eq!(run(&["operator", "list"]).await.1, "ada\tadministrator\nvi\tviewer\n");
    for wrong in [
        &["operator", "add", "x"][..],
        &["operator", "add", "--role", "editor"],
        &["operator", "add", "a b", "--role", "viewer"],
        &["operator", "add", "x", "--role", "root"],
    ] {
        assert!(run(wrong).await.0.is_err(), "{wrong:?}");
    }
}
