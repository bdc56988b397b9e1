//! Secrets of every kind are planted, every route is driven through its successes and failures, and all
//! that came out is searched: answers, the log at its finest level, audit, events, metrics, the database's
//! other tables, what the commands print, and the debug output of what holds them.

use crate::support::{Logs, Stub, World, json, scratch};
use cxone_proxy::commands::{self, Call};
use cxone_proxy::config::{Database, HookScheme, OidcConfig};
use cxone_proxy::{Config, Secret};
use http::{HeaderValue, Method};
use serde_json::Value;
use workflow::wire::Way;

const TOKEN: &str = "canary-access-token";
const CLIENT: &str = "canary-client-secret";
const HOOK: &str = "whsec_Y2FuYXJ5LXdlYmhvb2stc2VjcmV0";
const OIDC: &str = "canary-oidc-secret";
const PASSWORD: &str = "canary-operator-password";
const BODY: &str = "canary-customer-data";
const QUERY: &str = "canary-in-a-query";
const BROWSER: &str = "canary-of-the-browser";

/// What a tenant should never do, and some do: it sends back what it was sent.
async fn echoing() -> Stub {
    Stub::with_tokens(
        |seen| {
            let mut response = match (seen.method.as_str(), seen.target.as_str()) {
                ("POST", target) if target.ends_with("webhooks") => json(201, "{\"id\":\"wh_1\"}"),
                (_, target) if target.contains("refused") => json(401, "{}"),
                (_, target) if target.contains("broken") => json(500, "{}"),
                (_, target) if target.contains("busy") => json(429, "{}"),
                _ => json(200, "{}"),
            };
            let echo = seen.headers.get("authorization").cloned().unwrap_or(HeaderValue::from_static("-"));
            for name in ["x-echo", "www-authenticate", "set-cookie"] {
                response.headers_mut().insert(name, echo.clone());
            }
            response
        },
        |_| json(200, &format!("{{\"access_token\":\"{TOKEN}\",\"expires_in\":3600}}")).into(),
    )
    .await
}

fn routes() -> Vec<(Method, String)> {
    let described: Value = serde_json::from_str(include_str!("../../src/routes/openapi.json")).unwrap();
    let paths = described["paths"].as_object().unwrap().iter();
    let methods = paths.flat_map(|(path, methods)| {
        let path = path.replace("{id}", "wf_1").replace("{version}", "1");
        let named = methods.as_object().unwrap().keys();
        named
            .filter_map(|name| Method::from_bytes(name.to_uppercase().as_bytes()).ok())
            .map(move |method| (method, path.clone()))
            .collect::<Vec<_>>()
    });
    methods.collect()
}

#[tokio::test]
async fn no_planted_secret_comes_out_anywhere() {
    let logs = Logs::capture();
    let tenant = echoing().await;
    let folder = scratch("canaries");
    let database = folder.join("proxy.sqlite3");
    std::fs::write(folder.join("operators"), format!("ada administrator {}\n", hashed(PASSWORD))).unwrap();
    let world = World::with(&tenant.base_url, |config| {
        config.database = Database::Sqlite(database.clone());
        config.access.ways = vec![Way::Link, Way::Password, Way::Oidc];
        config.access.operators_file = folder.join("operators");
        config.access.oidc = Some(OidcConfig {
            issuer: tenant.base_url.clone(),
            client_id: "id".into(),
            client_secret: Some(Secret::new(OIDC)),
            name: "Example".into(),
            scopes: vec!["openid".into()],
            operator_claim: "sub".into(),
            roles_claim: None,
        });
        config.hooks.secret = Some(Secret::new(HOOK));
        config.hooks.scheme = HookScheme::Standard;
    })
    .await;
    let start = world.proxy.start_link().unwrap().expose().split_once("#token=").unwrap().1.to_owned();
    let mut out = format!("{:?}", world.proxy);
    let (by_link, by_password) =
        (format!("{{\"token\":\"{start}\"}}"), format!("{{\"name\":\"ada\",\"password\":\"{PASSWORD}\"}}"));
    let mut sessions = Vec::new();
    for body in [
        by_link.clone(),
        by_link,
        by_password,
        format!("{{\"name\":\"ada\",\"password\":\"{PASSWORD}x\"}}"),
        format!("{{\"password\":\"{PASSWORD}\""),
    ] {
        let request = world.post("/api/sign-in", body).header("origin", world.proxy.base_url());
        let response = world.send(request).await;
        sessions.extend(
            response.headers().get("set-cookie").map(|set| set.to_str().unwrap().split(';').next().unwrap().to_owned()),
        );
        out.push_str(&response.text().await.unwrap());
    }
    assert_eq!(sessions.len(), 2);
    for (method, path) in routes() {
        // The stream of news does not end by itself; it is read below. Signing out ends what the rest needs.
        if path == "/api/events" || path == "/api/sign-out" {
            continue;
        }
        for (cookie, origin) in [
            (sessions[0].as_str(), world.proxy.base_url()),
            ("", world.proxy.base_url()),
            (&sessions[0], "http://evil.example.com".into()),
        ] {
            for path in [
                path.clone(),
                path.replace("wf_1", "refused"),
                path.replace("wf_1", "broken"),
                path.replace("wf_1", "busy"),
                format!("{path}?key={QUERY}"),
            ] {
                let request = world
                    .client
                    .request(method.clone(), world.url(&path))
                    .header("cookie", cookie)
                    .header("origin", &origin);
                let request = request
                    .header("authorization", format!("Bearer {BROWSER}"))
                    .header("idempotency-key", format!("key-{}", out.len()));
                let body = format!(
                    "{{\"name\":\"{BODY}\",\"url\":\"https://hooks.example.com/x?key={QUERY}\",\"html\":\"{BODY}\"}}"
                );
                let response = world.send(if method.is_safe() { request } else { request.body(body) }).await;
                // The preview is shown to whoever rendered it.
                let own = path.starts_with("/api/preview");
                out.push_str(&format!("{:?}", response.headers()));
                let text = response.text().await.unwrap();
                out.push_str(if own { "" } else { &text });
            }
        }
    }
    let mut news = world.send(world.get("/api/events?workflow=wf_1").header("cookie", &sessions[0])).await;
    out.push_str(&String::from_utf8_lossy(&news.chunk().await.unwrap().unwrap()));
    drop(news);
    for path in [
        "/api/audit?events=all&limit=1000",
        "/api/audit?format=csv",
        "/api/audit?format=jsonl",
        "/metrics",
        "/api/sessions",
    ] {
        let response = world.send(world.get(path).header("cookie", &sessions[0])).await;
        assert_eq!(response.status(), 200, "{path}");
        out.push_str(&response.text().await.unwrap());
    }
    let sent =
        tenant.requests().into_iter().find(|seen| seen.body.contains("whsec_")).expect("a webhook was registered");
    let registered: Value = serde_json::from_str(&sent.body).unwrap();
    let registered = registered["secret"].as_str().unwrap().to_owned();
    assert!(tenant.requests().iter().any(|seen| seen.header("authorization") == Some(&format!("Bearer {TOKEN}"))));
    world.proxy.stop().await;

    out.push_str(&printed(&tenant.base_url, &database).await);
    let logs = logs.text();
    let ours: String = logs.lines().filter(|line| line.contains(" cxone_proxy")).collect();
    assert!(ours.contains("write answered") && ours.contains("signed in"), "the log is captured");
    let tokens: Vec<&str> = sessions.iter().map(|cookie| cookie.split_once('=').unwrap().1).collect();
    let planted = [TOKEN, CLIENT, HOOK, OIDC, PASSWORD, QUERY, BROWSER, &start, &registered, tokens[1]];
    for canary in planted {
        assert!(!out.contains(canary), "{canary} came out: {}", around(&out, canary));
        assert!(!ours.contains(canary), "{canary} is in the log: {}", around(&ours, canary));
    }
    // The session that asked is in no answer but the one that began it, and what was written is in none.
    for canary in [tokens[0], BODY] {
        assert!(!out.contains(canary) && !ours.contains(canary), "{canary}: {}", around(&out, canary));
    }
    let kept = std::fs::read(&database).unwrap();
    let kept = String::from_utf8_lossy(&kept);
    for canary in [TOKEN, CLIENT, HOOK, OIDC, PASSWORD, QUERY, BROWSER, &start, tokens[0], tokens[1]] {
        assert!(!kept.contains(canary), "{canary} is in the database");
    }
}

/// What the commands print with all secrets set, the check of the tenant among them.
async fn printed(tenant: &str, database: &std::path::Path) -> String {
    let env = [
        ("CXONE_ORG", "acme"),
        ("CXONE_CLIENT_ID", "id"),
        ("CXONE_CLIENT_SECRET", CLIENT),
        ("CXONE_BASE_URL", tenant),
        ("CXONE_GRANT", "password"),
        ("CXONE_ACCESS_KEY_ID", "key"),
        ("CXONE_ACCESS_KEY_SECRET", TOKEN),
        ("CXONE_HOOKS_SECRET", HOOK),
        ("CXONE_AUTH", "oidc"),
        ("CXONE_OIDC_ISSUER", "https://id.example.com"),
        ("CXONE_OIDC_CLIENT_ID", "id"),
        ("CXONE_OIDC_CLIENT_SECRET", OIDC),
        ("CXONE_WEBHOOK_URL", &format!("https://hooks.example.com/x?key={QUERY}")),
        ("CXONE_DATABASE_URL", &format!("sqlite:{}", database.display())),
        ("HOME", "/nowhere"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut printed = Vec::new();
    for args in
        [&["--print-config"][..], &["--check"], &["audit", "verify"], &["audit", "export"], &["operator", "list"]]
    {
        let call = Call {
            args: args.iter().map(|arg| (*arg).to_owned()).collect(),
            env: env.to_vec(),
            folder: std::env::temp_dir(),
        };
        let ended = commands::run(&call, &mut printed).await.unwrap();
        printed.extend(format!("{:?}", ended.map_err(|error| error.to_string())).bytes());
    }
    // Where deliveries go is for the page to suggest, so it is no secret in the program itself.
    let env = env.into_iter();
    let config: Config =
        cxone_proxy::config::load([], env.filter(|(name, _)| name != "CXONE_WEBHOOK_URL"), None).unwrap();
    printed.extend(format!("{config:?}").bytes());
    let text = String::from_utf8(printed).unwrap();
    assert!(text.contains("***"), "secrets are masked: {text}");
    text
}

fn hashed(password: &str) -> String {
    use argon2::password_hash::PasswordHasher;
    argon2::Argon2::default().hash_password(password.as_bytes()).unwrap().to_string()
}

/// Where it came out.
fn around<'t>(text: &'t str, canary: &str) -> &'t str {
    let Some(at) = text.find(canary) else { return "" };
    let (from, to) = (text[..at].char_indices().rev().nth(200).map_or(0, |(at, _)| at), at + canary.len());
    &text[from..to]
}
