//! The tutorial's script against the program: token, workflow, attachments, PUT, webhook.
//!
//! It knows nothing of the simulator but its program and the line that it prints.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use reqwest::Client;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

/// The program, ended with the test.
struct Program(Child);

impl Program {
    /// Starts it on a free port. Answers it and its base URL.
    fn start() -> (Self, String) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cxone-simulator"))
            .args(["--listen", "127.0.0.1:0", "--client-id", "an-id", "--client-secret", "a-secret"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim_end().strip_prefix("listening on ").expect("one line with the URL").to_owned();
        (Self(child), url)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[tokio::test]
async fn a_script_written_to_the_tutorial_works_unchanged() {
    let (_program, base) = Program::start();
    let http = Client::builder().no_proxy().build().unwrap();

    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", "an-id"),
        ("client_secret", "a-secret"),
        ("scope", "workflow:edit workflow:view email:template interaction:read webhook:manage"),
    ];
    let response = http.post(format!("{base}/oauth2/token")).form(&form).send().await.unwrap();
    let token: Value = response.error_for_status().unwrap().json().await.unwrap();
    assert_eq!(token["expires_in"], 3600);
    let token = token["access_token"].as_str().unwrap();

    let get = |path: &str| http.get(format!("{base}{path}")).bearer_auth(token).header("accept", "application/json");
    let response = get("/api/v2/workflows/wf_12345").send().await.unwrap();
    let mut workflow: Value = response.error_for_status().unwrap().json().await.unwrap();
    let before = workflow.clone();

    let attachments = [("att_inv_terms", "terms.pdf"), ("att_inv_summary", "summary.pdf")];
    let mut total = 0;
    for (id, _) in attachments {
        let response = get(&format!("/api/v2/interactions/attachments/{id}")).send().await.unwrap();
        let metadata: Value = response.error_for_status().unwrap().json().await.unwrap();
        total += metadata["size"].as_u64().unwrap();
    }
    assert!(total <= 25 * 1024 * 1024);

    let node = json!({
        "id": "email_send_01",
        "type": "email",
        "properties": {
            "templateId": "tmpl_inv_2024",
            "variables": {
                "customerName": "$interaction.contact.firstName",
                "orderTotal": "$workflow.data.orderTotal",
                "invoiceNumber": "$workflow.data.invoiceNumber"
            },
            "attachments": attachments.map(|(id, name)| json!({ "fileId": id, "fileName": name })),
            "deliveryMode": "standard",
            "trackOpens": true,
            "trackClicks": true
        }
    });
    workflow["nodes"].as_array_mut().unwrap().push(node.clone());
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    workflow["lastUpdatedTimestamp"] = json!(u64::try_from(now).unwrap());
    let request = http.put(format!("{base}/api/v2/workflows/wf_12345")).bearer_auth(token).json(&workflow);
    let saved: Value = request.send().await.unwrap().error_for_status().unwrap().json().await.unwrap();

    let mut expected = before;
    expected["nodes"].as_array_mut().unwrap().push(node);
    expected["version"] = 4.into();
    expected["lastUpdatedTimestamp"] = saved["lastUpdatedTimestamp"].clone();
    assert_eq!(saved, expected);

    let webhook = json!({
        "name": "Workflow updates",
        "url": "https://example.com/hooks/cxone",
        "events": ["workflow.updated"],
        "enabled": true,
        "headers": { "X-Source": "CXone-Workflow-Configurator", "X-Organization": "demo" },
        "secret": "whsec_dHdlbnR5LWZvdXIgc2VjcmV0IGJ5dGVz"
    });
    let response = http.post(format!("{base}/api/v2/webhooks")).bearer_auth(token).json(&webhook).send().await.unwrap();
    assert_eq!(response.status(), 201);
    let created: Value = response.json().await.unwrap();
    assert!(!created["id"].as_str().unwrap().is_empty());
}
