//! A proxy and a client to ask it.

use super::logs::start_logs;
use cxone_proxy::config::{RemoteTenant, TenantConfig};
use cxone_proxy::{Config, Proxy, Running, Secret};
use reqwest::{Client, RequestBuilder, Response};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use workflow::wire::{APP_HEADER, Problem};

pub const CLIENT_ID: &str = "the-client";
/// Never to be seen outside of token requests.
pub const CLIENT_SECRET: &str = "canary-client-secret";

/// A running proxy and a client.
pub struct World {
    pub proxy: Running,
    pub client: Client,
    writes: AtomicUsize,
}

impl World {
    /// A proxy for this tenant.
    pub async fn start(tenant_url: &str) -> Self {
        Self::with(tenant_url, |_| {}).await
    }

    /// The same with changes to its configuration.
    pub async fn with(tenant_url: &str, change: impl FnOnce(&mut Config)) -> Self {
        let tenant = RemoteTenant {
            base_url: tenant_url.to_owned(),
            token_url: format!("{tenant_url}/oauth2/token"),
            client_id: CLIENT_ID.into(),
            client_secret: Secret::new(CLIENT_SECRET),
        };
        let tenant = TenantConfig { org: "acme".into(), ..tenant.into() };
        let mut config = Config { tenant, ..Config::default() };
        change(&mut config);
        Self::run(config).await
    }

    pub async fn run(config: Config) -> Self {
        start_logs();
        let proxy = Proxy::start(config).await.unwrap();
        Self { proxy, client: client(), writes: AtomicUsize::new(0) }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.proxy.base_url())
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(self.url(path))
    }

    pub fn post(&self, path: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
        self.client.post(self.url(path)).header("content-type", "application/json").body(body)
    }

    /// A write of a workflow with an idempotency key of its own: `op_1.1`, `op_1.2`, ….
    pub fn put(&self, id: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
        let write = self.writes.fetch_add(1, Ordering::SeqCst) + 1;
        self.put_as(&format!("op_1.{write}"), id, body)
    }

    /// A write of a workflow with this idempotency key.
    pub fn put_as(&self, key: &str, id: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
        let request = self.client.put(self.url(&format!("/api/workflows/{id}")));
        request.header("content-type", "application/json").header("idempotency-key", key).body(body)
    }

    pub async fn send(&self, request: RequestBuilder) -> Response {
        request.send().await.unwrap()
    }
}

/// A client that sends what the app sends with every request.
pub fn client() -> Client {
    let headers = [(APP_HEADER.parse().unwrap(), "1".parse().unwrap())].into_iter().collect();
    let client = Client::builder().no_proxy().default_headers(headers);
    client.redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// Checks that the answer is this problem and returns it.
#[track_caller]
pub fn problem(response: Response, kind: &str, status: u16, delivery: &str) -> impl Future<Output = Problem> {
    let place = std::panic::Location::caller();
    let kind = format!("/problems/{kind}");
    async move {
        let content_type = response.headers()["content-type"].to_str().unwrap().to_owned();
        let request_id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        let answered = response.status().as_u16();
        let text = response.text().await.unwrap();
        assert_eq!(content_type, "application/problem+json", "{place}: {text}");
        let problem: Problem = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (problem.kind.as_str(), problem.status, problem.delivery.as_str()),
            (kind.as_str(), status, delivery),
            "{place}"
        );
        assert_eq!((answered, problem.request_id.as_str()), (status, request_id.as_str()), "{place}");
        assert!(!problem.title.is_empty() && problem.detail.len() > 20, "{place}: {problem:?}");
        problem
    }
}

/// An empty folder for one test.
pub fn scratch(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
