//! Two proxies on one PostgreSQL behind a plain round-robin share sessions, writes, history and news; one
//! of them is killed in mid-deploy, and the other one finds out what became of it.

use crate::support::{Balancer, Program, Setting, WORKFLOW, named, postgres, scratch, simulated, until};
use argon2::password_hash::PasswordHasher;
use cxone_simulator::{Endpoint, Fault, FaultKind};
use reqwest::{Client, RequestBuilder, Response};
use std::time::Duration;
use workflow::wire::{APP_HEADER, HistoryPage, REPLAYED_HEADER};

const PASSWORD: &str = "correct-horse-battery";

/// A browser behind the balancer: each request is a connection of its own.
struct Browser {
    client: Client,
    balancer: Balancer,
    cookie: String,
}

impl Browser {
    fn sends(&self, request: RequestBuilder) -> RequestBuilder {
        let origin = format!("http://{}", self.balancer.address);
        request.header("origin", origin).header("cookie", &self.cookie).header(APP_HEADER, "1")
    }

    async fn get(&self, path: &str) -> Response {
        self.sends(self.client.get(self.balancer.url(path))).send().await.unwrap()
    }

    fn put(&self, key: &str, text: &str) -> RequestBuilder {
        let url = self.balancer.url(&format!("/api/workflows/{WORKFLOW}"));
        let request = self.client.put(url).header("content-type", "application/json");
        self.sends(request.header("idempotency-key", key).body(text.to_owned()))
    }

    async fn sign_in(&mut self) {
        let body = format!("{{\"name\":\"ada\",\"password\":\"{PASSWORD}\"}}");
        let request = self.client.post(self.balancer.url("/api/sign-in")).header("content-type", "application/json");
        let response = self.sends(request.body(body)).send().await.unwrap();
        assert_eq!(response.status(), 204);
        let cookie = response.headers()["set-cookie"].to_str().unwrap();
        self.cookie = cookie.split(';').next().unwrap().to_owned();
    }
}

#[tokio::test]
async fn one_of_two_proxies_is_killed_in_mid_deploy_and_the_other_finds_out() {
    let tenant = simulated().await;
    let database = postgres().await;
    let operators = scratch("shared-operators").join("operators");
    let hash = argon2::Argon2::default().hash_password(PASSWORD.as_bytes()).unwrap();
    std::fs::write(&operators, format!("ada administrator {hash}\n")).unwrap();
    let balancer = Balancer::start().await;
    let setting = Setting::new(&tenant.base_url(), &database)
        .with("CXONE_AUTH", "password")
        .with("CXONE_OPERATORS_FILE", operators.display().to_string())
        .with("CXONE_PUBLIC_HOSTS", balancer.address.to_string());
    let (first, second) = tokio::join!(Program::start(&setting), Program::start(&setting));
    balancer.add(&first.url);
    balancer.add(&second.url);
    let client = Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
    let mut browser = Browser { client, balancer, cookie: String::new() };
    browser.sign_in().await;
    for _ in 0..4 {
        assert_eq!(browser.get("/api/session").await.status(), 200, "the session is known to both");
    }

    // Whichever proxy the balancer gives the write to is killed; the browsers of the other one hear of it.
    let (mut dead, mut alive) = if browser.balancer.next() == 0 { (first, second) } else { (second, first) };
    let listening = alive.get(&format!("/api/events?workflow={WORKFLOW}"));
    let listening = browser.sends(listening).header("host", browser.balancer.address.to_string());
    let mut news = listening.send().await.unwrap();
    assert_eq!(news.status(), 200);
    let mut heard = String::new();
    hear(&mut news, &mut heard, "event: ready").await;

    let text = named(&tenant.workflow_text(WORKFLOW).unwrap(), "Renamed");
    tenant.faults().add(Fault::after(Endpoint::PutWorkflow, FaultKind::Hold));
    let write = tokio::spawn(browser.put("op.1", &text).send());
    tenant.faults().until_held(1).await;
    hear(&mut news, &mut heard, "\"state\":\"sent\"").await;
    dead.kill().await;
    assert!(write.await.unwrap().is_err(), "its connection broke");

    // The browser tries again with the same key, and lands at the one that is left.
    let answer = browser.put("op.1", &text).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()[REPLAYED_HEADER], "true");
    let there = tenant.workflow_text(WORKFLOW).unwrap();
    assert_eq!(answer.text().await.unwrap(), there);
    assert!(there.contains("Renamed"));
    let puts = tenant.requests().iter().filter(|request| request.method == "PUT").count();
    assert_eq!(puts, 1, "it was sent once");
    let page = browser.get(&format!("/api/workflows/{WORKFLOW}/history")).await.json::<HistoryPage>().await.unwrap();
    let newest = &page.versions[0];
    assert_eq!((newest.version.as_str(), newest.by.as_deref()), ("4", Some("ada")));
    assert_eq!(newest.operation.as_deref(), Some("op.1"));
    until("nothing is unresolved", async || {
        let told: serde_json::Value = browser.get("/readyz").await.json().await.unwrap();
        told["unresolvedWrites"] == 0
    })
    .await;
    // The one that is left goes on.
    assert_eq!(browser.put("op.2", &named(&there, "Again")).send().await.unwrap().status(), 200);
    hear(&mut news, &mut heard, "\"version\":4").await;
    let told = setting.say(&["audit", "verify"]).await;
    assert!(told.contains("The audit is whole"), "{told}");
    alive.kill().await;
}

/// Listens until this was told.
async fn hear(news: &mut Response, heard: &mut String, what: &str) {
    while !heard.contains(what) {
        let piece = tokio::time::timeout(Duration::from_secs(20), news.chunk()).await.expect("news in time");
        heard.push_str(std::str::from_utf8(&piece.unwrap().expect("the stream goes on")).unwrap());
    }
}
