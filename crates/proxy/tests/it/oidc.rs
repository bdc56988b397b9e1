//! Signing in at an OpenID provider: the simulator's, over real HTTP, on both databases.

use crate::support::{Stub, World, json, on_both, problem};
use cxone_proxy::config::{Database, OidcConfig, Roles, SsoRole};
use cxone_proxy::{Config, Secret};
use cxone_simulator::{Algorithm, Options, Simulator, TokenFlaw};
use reqwest::Response;
use serde_json::json as object;
use workflow::wire::{AuditList, EVENT_DENIED, EVENT_SIGNED_IN, Role, Session, SignInOptions, Way};

on_both!(
    a_person_signs_in_with_the_role_of_the_claims,
    what_was_begun_at_one_proxy_ends_at_another,
    what_comes_back_counts_once_and_in_its_own_browser,
);

struct Place {
    provider: Simulator,
    _tenant: Stub,
    world: World,
}

impl Place {
    async fn start(database: &Database) -> Self {
        Self::with(database, |_| ()).await
    }

    async fn with(database: &Database, change: impl FnOnce(&mut OidcConfig)) -> Self {
        let provider = Simulator::start(Options::default()).await.unwrap();
        let (tenant, world) = proxy(database, &provider, |config| change(config.access.oidc.as_mut().unwrap())).await;
        Self { provider, _tenant: tenant, world }
    }

    fn person(&self, claims: serde_json::Value) {
        let serde_json::Value::Object(claims) = claims else { panic!("an object") };
        self.provider.sign_in_as(claims);
    }
}

async fn proxy(database: &Database, provider: &Simulator, change: impl FnOnce(&mut Config)) -> (Stub, World) {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let oidc = OidcConfig {
        issuer: provider.base_url(),
        client_id: "demo-client".into(),
        client_secret: Some(Secret::new("demo-secret")),
        name: "Example".into(),
        scopes: ["openid", "profile", "email"].map(str::to_owned).to_vec(),
        operator_claim: "preferred_username".into(),
        roles_claim: Some("groups".into()),
    };
    let (administrators, editors) = (vec!["admins".into()], vec!["mail".into()]);
    let world = World::with(&tenant.base_url, |config| {
        config.database = database.clone();
        config.access.ways = vec![Way::Oidc];
        config.access.oidc = Some(oidc);
        config.access.roles = Roles { administrators, editors, others: SsoRole::Is(Role::Viewer) };
        change(config);
    })
    .await;
    (tenant, world)
}

/// Goes where a browser would: with these cookies, and as another site's page has sent it.
async fn go(world: &World, url: &str, cookie: &str) -> Response {
    let request = world.client.get(url).header("accept", "text/html").header("cookie", cookie);
    world
        .send(request.header("sec-fetch-site", if url.contains("/callback") { "cross-site" } else { "same-origin" }))
        .await
}

#[track_caller]
fn location(response: &Response) -> String {
    assert_eq!(response.status(), 303);
    response.headers()["location"].to_str().unwrap().to_owned()
}

/// The cookies that an answer sets, those that it takes away left out.
fn cookies(response: &Response) -> Vec<String> {
    let set = response.headers().get_all("set-cookie").iter().map(|set| set.to_str().unwrap());
    let kept = set.filter(|set| !set.contains("Max-Age=0"));
    kept.map(|set| set.split(';').next().unwrap().to_owned()).collect()
}

/// Leaves for the provider; returns the address that it sends the browser back to, and the browser's cookie.
async fn leave(world: &World, back: &str) -> (String, String) {
    let departure = go(world, &world.url(&format!("/api/sign-in/oidc?back={back}")), "").await;
    let cookie = cookies(&departure).remove(0);
    let set = departure.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax"), "{set}");
    let there = location(&departure);
    assert!(there.contains("code_challenge_method=S256") && there.contains("nonce=") && there.contains("state="));
    assert!(!there.contains("demo-secret"));
    (location(&go(world, &there, "").await), cookie)
}

/// Signs in; the answer to coming back.
async fn sign_in(world: &World) -> Response {
    let (back, cookie) = leave(world, "/").await;
    go(world, &back, &cookie).await
}

/// Checks that the answer is a page that says this, and that nobody was signed in.
async fn refused(response: Response, status: u16, words: &str) -> String {
    assert_eq!(response.status(), status);
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    assert!(cookies(&response).is_empty());
    let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
    let page = response.text().await.unwrap();
    assert!(page.contains(words) && page.contains("Nobody was signed in") && page.contains(&id), "{page}");
    page
}

async fn session(world: &World, cookie: &str) -> Session {
    world.send(world.get("/api/session").header("cookie", cookie)).await.json().await.unwrap()
}

async fn a_person_signs_in_with_the_role_of_the_claims(database: Database) {
    let place = Place::start(&database).await;
    let world = &place.world;
    let options: SignInOptions = world.send(world.get("/api/sign-in")).await.json().await.unwrap();
    assert_eq!((options.ways.as_slice(), options.provider.as_deref()), (&[Way::Oidc][..], Some("Example")));
    for (groups, role) in [
        (object!(["admins", "mail"]), Role::Administrator),
        (object!("mail"), Role::Editor),
        (object!([]), Role::Viewer),
    ] {
        place.person(object!({"sub": "1", "preferred_username": "ada", "groups": groups}));
        let (back, browser) = leave(world, "/workflows/wf_1%3Fx").await;
        let arrival = go(world, &back, &browser).await;
        assert_eq!(location(&arrival), "/workflows/wf_1?x");
        let set: Vec<_> = arrival.headers().get_all("set-cookie").iter().map(|set| set.to_str().unwrap()).collect();
        assert_eq!(set.iter().filter(|set| set.contains("Max-Age=0")).count(), 1, "{set:?}");
        assert!(set.iter().any(|set| set.starts_with("cxone-session-") && set.contains("SameSite=Strict")), "{set:?}");
        let cookie = cookies(&arrival).remove(0);
        let session = session(world, &cookie).await;
        assert_eq!((session.operator.as_str(), session.role, session.way), ("ada", role, Way::Oidc));
        let out = world.post("/api/sign-out", "").header("origin", world.proxy.base_url()).header("cookie", &cookie);
        if role < Role::Administrator {
            assert_eq!(world.send(out).await.status(), 204);
            let again = world.send(world.get("/api/session").header("cookie", &cookie)).await;
            problem(again, "signed-out", 401, "notSent").await;
        } else {
            let told: AuditList =
                world.send(world.get("/api/audit?events=all").header("cookie", &cookie)).await.json().await.unwrap();
            let came_in = told.events.iter().find(|event| event.event == EVENT_SIGNED_IN).unwrap();
            let access = came_in.access.as_ref().unwrap();
            assert_eq!(
                (came_in.operator.as_str(), access.reason.as_str(), access.address.as_str()),
                ("ada", "oidc", "127.0.0.1")
            );
        }
    }
}

async fn what_was_begun_at_one_proxy_ends_at_another(database: Database) {
    let provider = Simulator::start(Options::default()).await.unwrap();
    let (_one, first) = public_proxy(&database, &provider).await;
    let (_two, second) = public_proxy(&database, &provider).await;
    let departure = at_home(&first, "/api/sign-in/oidc?back=/x", "").await;
    let browser = cookies(&departure).remove(0);
    let back = location(&go(&first, &location(&departure), "").await);
    let path = back.strip_prefix(PUBLIC).unwrap();
    let arrival = at_home(&second, path, &browser).await;
    assert_eq!(location(&arrival), "/x");
    assert_eq!(at_home(&first, "/api/session", &cookies(&arrival).remove(0)).await.status(), 200);
    refused(at_home(&first, path, &browser).await, 403, "was finished before").await;
}

async fn what_comes_back_counts_once_and_in_its_own_browser(database: Database) {
    let place = Place::start(&database).await;
    let world = &place.world;
    let (back, browser) = leave(world, "/").await;
    let (_, other) = leave(world, "/").await;
    let name = browser.split_once('=').unwrap().0;
    for cookie in ["", &other, &format!("{browser}x"), &format!("{browser}; {browser}"), &format!("{name}=")] {
        refused(go(world, &back, cookie).await, 403, "begun in another browser").await;
    }
    let (start, _) = back.split_once("state=").unwrap();
    refused(go(world, &format!("{start}state=forged"), &browser).await, 403, "Begin again").await;
    let arrival = go(world, &back, &browser).await;
    assert_eq!(location(&arrival), "/");
    refused(go(world, &back, &browser).await, 403, "was finished before").await;
}

/// Every token that is not to be believed, and each leaves an entry in the audit.
#[tokio::test]
async fn tokens_with_flaws_let_nobody_in() {
    for algorithm in [Algorithm::Es256, Algorithm::Rs256] {
        let place = Place::start(&Database::Memory).await;
        place.provider.change_signing_key(algorithm);
        place.person(object!({"sub": "1", "preferred_username": "ada", "groups": ["admins"]}));
        for flaw in [
            TokenFlaw::Nonce,
            TokenFlaw::NoNonce,
            TokenFlaw::Audience,
            TokenFlaw::Issuer,
            TokenFlaw::Expired,
            TokenFlaw::Unsigned,
            TokenFlaw::ClientSecret,
            TokenFlaw::UnknownKey,
        ] {
            place.provider.flaw_id_tokens(Some(flaw));
            refused(sign_in(&place.world).await, 403, "is not believed").await;
        }
        let place = Place { world: proxy(&Database::Memory, &place.provider, |_| ()).await.1, ..place };
        for flaw in [TokenFlaw::StolenName, TokenFlaw::Changed, TokenFlaw::Missing] {
            place.provider.flaw_id_tokens(Some(flaw));
            refused(sign_in(&place.world).await, 403, "is not believed").await;
        }
        place.provider.flaw_id_tokens(None);
        let arrival = sign_in(&place.world).await;
        assert_eq!(location(&arrival), "/", "{algorithm:?} is believed");
        let cookie = cookies(&arrival).remove(0);
        let told: AuditList = place
            .world
            .send(place.world.get("/api/audit?events=all").header("cookie", &cookie))
            .await
            .json()
            .await
            .unwrap();
        let denied =
            told.events.iter().filter(|event| event.event == EVENT_DENIED).filter_map(|event| event.access.as_ref());
        assert!(denied.clone().count() >= 1 && denied.clone().all(|access| access.reason == "/problems/sso-refused"));
    }
}

#[tokio::test]
async fn changed_keys_are_fetched_when_they_are_met() {
    let place = Place::start(&Database::Memory).await;
    for algorithm in [Algorithm::Es256, Algorithm::Es256, Algorithm::Rs256, Algorithm::Es256] {
        place.provider.change_signing_key(algorithm);
        assert_eq!(location(&sign_in(&place.world).await), "/");
    }
    place.provider.clear_requests();
    assert_eq!(location(&sign_in(&place.world).await), "/");
    let asked: Vec<_> = place.provider.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(asked, ["/oauth2/authorize", "/oauth2/token"], "what is known is not asked for again");
}

#[tokio::test]
async fn whoever_may_not_come_in_is_told_why() {
    let place = Place::start(&Database::Memory).await;
    for (claims, words) in [
        (object!({"sub": "1"}), "its claim preferred_username"),
        (object!({"sub": "1", "preferred_username": "two words"}), "its claim preferred_username"),
        (object!({"sub": "1", "preferred_username": 7}), "is not believed"),
    ] {
        place.person(claims);
        let response = sign_in(&place.world).await;
        refused(response, 403, words).await;
    }
    let (_tenant, strict) =
        proxy(&Database::Memory, &place.provider, |config| config.access.roles.others = SsoRole::None).await;
    place.person(object!({"sub": "1", "preferred_username": "nobody"}));
    refused(sign_in(&strict).await, 403, "you have no role here").await;
    let (back, cookie) = leave(&place.world, "/").await;
    let (start, _) = back.split_once("code=").unwrap();
    let state = back.split_once("state=").unwrap().1;
    let denied =
        go(&place.world, &format!("{start}error=access_denied&error_description=%3Cb%3Ex&state={state}"), &cookie)
            .await;
    let page = refused(denied, 403, "you have cancelled").await;
    assert!(!page.contains("<b>"), "{page}");
}

#[tokio::test]
async fn a_provider_in_trouble_is_told_as_such() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nowhere = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let place = Place::with(&Database::Memory, |oidc| oidc.issuer = nowhere).await;
    let departure = go(&place.world, &place.world.url("/api/sign-in/oidc"), "").await;
    refused(departure, 503, "cannot be reached").await;
    let place = Place::with(&Database::Memory, |oidc| oidc.issuer.push_str("/elsewhere")).await;
    refused(go(&place.world, &place.world.url("/api/sign-in/oidc"), "").await, 503, "cannot be reached").await;
    let place = Place::with(&Database::Memory, |oidc| oidc.client_secret = Some(Secret::new("wrong"))).await;
    refused(sign_in(&place.world).await, 403, "does not take back").await;
}

#[tokio::test]
async fn only_pages_of_ours_are_come_back_to() {
    let place = Place::start(&Database::Memory).await;
    for (asked, back) in [
        ("https://evil.example.com/", "/"),
        ("//evil.example.com", "/"),
        ("%2F%2Fevil.example.com", "/"),
        ("/%5Cevil.example.com", "/"),
        ("/%0D%0Aset-cookie:%20a=b", "/"),
        ("/api/session", "/"),
        ("/workflows/a", "/workflows/a"),
    ] {
        let (there, cookie) = leave(&place.world, asked).await;
        assert_eq!(location(&go(&place.world, &there, &cookie).await), back, "{asked}");
    }
}

#[tokio::test]
async fn leaving_is_limited_and_cannot_be_asked_for_by_another_site() {
    let place = Place::start(&Database::Memory).await;
    let world = &place.world;
    let evil = world.get("/api/sign-in/oidc").header("sec-fetch-site", "cross-site");
    problem(world.send(evil).await, "cross-site", 403, "notSent").await;
    for _ in 0..10 {
        leave(world, "/").await;
    }
    let response = go(world, &world.url("/api/sign-in/oidc"), "").await;
    assert!(response.headers().contains_key("retry-after"));
    refused(response, 429, "too many tries").await;
}

/// Behind TLS: the public address is where the provider sends the browser back to, the cookies are its alone.
#[tokio::test]
async fn behind_a_public_address_cookies_are_its_alone() {
    let provider = Simulator::start(Options::default()).await.unwrap();
    let (_tenant, world) = public_proxy(&Database::Memory, &provider).await;
    let departure = at_home(&world, "/api/sign-in/oidc", "").await;
    let set = departure.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(set.starts_with("__Host-cxone-sign-in="), "{set}");
    assert!(set.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{set}");
    let there = location(&departure);
    assert!(there.contains("redirect_uri=https%3A%2F%2Fconfig.example.com%2Fsign-in%2Fcallback"), "{there}");
    let back = location(&go(&world, &there, "").await);
    let arrival = at_home(&world, back.strip_prefix(PUBLIC).unwrap(), set.split(';').next().unwrap()).await;
    assert_eq!(location(&arrival), "/");
    let set = arrival.headers().get_all("set-cookie").iter().map(|set| set.to_str().unwrap());
    let set: Vec<_> = set.filter(|set| set.starts_with("__Host-cxone-session=")).collect();
    assert!(set.len() == 1 && set[0].ends_with("; HttpOnly; SameSite=Strict; Secure"), "{set:?}");
    let elsewhere = go(&world, &world.url("/api/sign-in/oidc"), "").await;
    refused(elsewhere, 409, "One signs in at https://config.example.com").await;
}

const PUBLIC: &str = "https://config.example.com";

async fn public_proxy(database: &Database, provider: &Simulator) -> (Stub, World) {
    proxy(database, provider, |config| {
        config.access.public_url = Some(PUBLIC.into());
        config.public_hosts = vec!["config.example.com".into()];
    })
    .await
}

/// Asks as the proxy in front does, under the public name.
async fn at_home(world: &World, path: &str, cookie: &str) -> Response {
    let request = world.get(path).header("host", "config.example.com").header("cookie", cookie);
    world.send(request.header("accept", "text/html")).await
}
