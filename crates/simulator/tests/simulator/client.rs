//! A tenant on a port of its own with a client that has a token.

use cxone_simulator::{Options, Simulator};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use std::time::Duration;

/// Every scope that the tutorial asks for.
pub const ALL_SCOPES: &str = "workflow:edit workflow:view email:template interaction:read webhook:manage";

/// The tutorial's email node.
pub fn tutorial_node() -> Value {
    json!({
        "id": "email_send_01",
        "type": "email",
        "properties": {
            "templateId": "tmpl_inv_2024",
            "variables": {
                "customerName": "$interaction.contact.firstName",
                "orderTotal": "$workflow.data.orderTotal",
                "invoiceNumber": "$workflow.data.invoiceNumber"
            },
            "attachments": [
                { "fileId": "att_inv_terms", "fileName": "terms.pdf" },
                { "fileId": "att_inv_summary", "fileName": "summary.pdf" }
            ],
            "deliveryMode": "standard",
            "trackOpens": true,
            "trackClicks": true
        }
    })
}

pub struct Client {
    pub simulator: Simulator,
    pub http: reqwest::Client,
    pub token: String,
}

impl Client {
    pub async fn start() -> Self {
        Self::with(Options::default()).await
    }

    pub async fn with(options: Options) -> Self {
        let simulator = Simulator::start(options).await.unwrap();
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30)).build().unwrap();
        let mut client = Self { simulator, http, token: String::new() };
        client.token = client.fetch_token(ALL_SCOPES).await;
        client
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.simulator.base_url())
    }

    pub async fn token_request(&self, form: &[(&str, &str)]) -> Response {
        self.http.post(self.url("/oauth2/token")).form(form).send().await.unwrap()
    }

    pub async fn fetch_token(&self, scope: &str) -> String {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", "demo-client"),
            ("client_secret", "demo-secret"),
            ("scope", scope),
        ];
        let answer: Value = self.token_request(&form).await.json().await.unwrap();
        answer["access_token"].as_str().expect("a token").to_owned()
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.url(path)).bearer_auth(&self.token)
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.request(Method::POST, path).json(body).send().await.unwrap()
    }

    pub async fn put_text(&self, id: &str, text: impl Into<String>) -> Response {
        self.put_request(id, text).send().await.unwrap()
    }

    pub fn put_request(&self, id: &str, text: impl Into<String>) -> RequestBuilder {
        let path = format!("/api/v2/workflows/{id}");
        self.request(Method::PUT, &path).header("content-type", "application/json").body(text.into())
    }

    /// Puts `wf_12345` with one more node behind the start.
    pub async fn put_node(&self, node: &Value) -> Response {
        let text = self.simulator.workflow_text("wf_12345").unwrap();
        let mut workflow: Value = serde_json::from_str(&text).unwrap();
        workflow["nodes"].as_array_mut().unwrap().push(node.clone());
        self.put_text("wf_12345", workflow.to_string()).await
    }

    pub fn version(&self, id: &str) -> u64 {
        let workflow: Value = serde_json::from_str(&self.simulator.workflow_text(id).unwrap()).unwrap();
        workflow["version"].as_u64().unwrap()
    }

    pub fn count_requests(&self, method: &str) -> usize {
        self.simulator.requests().iter().filter(|request| request.method == method).count()
    }
}

/// The body of an answer that must have this status.
#[track_caller]
pub fn expect(response: Response, status: u16) -> impl Future<Output = Value> {
    let found = response.status().as_u16();
    assert_eq!(found, status, "status of {}", response.url());
    async move {
        let text = response.text().await.unwrap();
        if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() }
    }
}
