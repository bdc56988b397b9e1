//! The seeded tenant: rich, realistic, and valid by its own rules.

use crate::client::{Client, expect};
use serde_json::Value;
use std::collections::BTreeSet;

const MIB: u64 = 1024 * 1024;

async fn list(client: &Client, path: &str, key: &str) -> Vec<Value> {
    expect(client.get(path).await, 200).await[key].as_array().unwrap().clone()
}

fn placeholders(text: &str) -> BTreeSet<String> {
    text.split("{{").skip(1).map(|rest| rest.split("}}").next().unwrap().trim().to_owned()).collect()
}

/// Every node is new to an empty workflow, so every template and attachment is checked.
#[tokio::test]
async fn every_workflow_may_be_saved_as_it_is() {
    let client = Client::start().await;
    let workflows = list(&client, "/api/v2/workflows", "workflows").await;
    assert!(workflows.len() >= 8);
    for workflow in workflows {
        let id = workflow["id"].as_str().unwrap();
        let text = client.get(&format!("/api/v2/workflows/{id}")).await.text().await.unwrap();
        let empty = format!(r#"{{"version":{}}}"#, workflow["version"]);
        client.simulator.put_workflow_text(id, empty);
        let response = client.put_text(id, text).await;
        let status = response.status();
        assert_eq!(status, 200, "{id}: {}", response.text().await.unwrap());
    }
}

#[tokio::test]
async fn transitions_have_ids_and_every_node_is_reached() {
    let client = Client::start().await;
    for summary in list(&client, "/api/v2/workflows", "workflows").await {
        let id = summary["id"].as_str().unwrap();
        let workflow: Value = serde_json::from_str(&client.simulator.workflow_text(id).unwrap()).unwrap();
        let mut entered: BTreeSet<&str> = BTreeSet::new();
        for transition in workflow["transitions"].as_array().unwrap() {
            assert!(transition["id"].is_string(), "{id}: {transition}");
            entered.insert(transition["to"].as_str().unwrap());
        }
        for node in workflow["nodes"].as_array().unwrap().iter().filter(|node| node["type"] != "start") {
            assert!(entered.contains(node["id"].as_str().unwrap()), "{id}: {node} is not reached");
        }
    }
}

#[tokio::test]
async fn the_large_workflow_has_10_000_nodes() {
    let client = Client::start().await;
    let text = client.simulator.workflow_text("wf_large_10k").unwrap();
    let workflow: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(workflow["nodes"].as_array().unwrap().len(), 10_000);
    let transitions = workflow["transitions"].as_array().unwrap().len();
    assert!((14_900..=15_100).contains(&transitions), "{transitions}");
    assert!((3_500_000..4_800_000).contains(&text.len()), "{}", text.len());
}

#[tokio::test]
async fn templates_are_whole_emails() {
    let client = Client::start().await;
    let templates = list(&client, "/api/v2/interactions/templates", "templates").await;
    assert_eq!(templates.len(), 9);
    for summary in templates {
        let path = format!("/api/v2/interactions/templates/{}", summary["id"].as_str().unwrap());
        let template = expect(client.get(&path).await, 200).await;
        let part = |key: &str| template[key].as_str().unwrap().to_owned();
        for key in ["name", "subject", "preheader", "html", "text"] {
            assert!(!part(key).is_empty(), "{path} has no {key}");
        }
        assert!(part("html").contains("width=\"600\""), "{path}");
        assert!(!placeholders(&part("html")).is_empty(), "{path}");
        // What the plain text says, the HTML says too.
        assert!(placeholders(&part("text")).is_subset(&placeholders(&part("html"))), "{path}");
    }
}

#[tokio::test]
async fn templates_tell_their_placeholders_or_why_they_do_not_compile() {
    let client = Client::start().await;
    let templates = list(&client, "/api/v2/interactions/templates", "templates").await;
    for summary in &templates {
        let path = format!("/api/v2/interactions/templates/{}", summary["id"].as_str().unwrap());
        let template = expect(client.get(&path).await, 200).await;
        for key in ["name", "subject", "lastUpdatedTimestamp", "placeholders", "compileError"] {
            assert_eq!(template.get(key), summary.get(key), "{path} {key}");
        }
        let all: String = ["subject", "preheader", "html", "text"].map(|key| template[key].as_str().unwrap()).concat();
        match summary["placeholders"].as_array() {
            Some(told) => {
                let told: BTreeSet<String> = told.iter().map(|name| name.as_str().unwrap().to_owned()).collect();
                assert_eq!(told, placeholders(&all), "{path}");
            }
            None => assert!(summary["compileError"].as_str().unwrap().contains("line 14, column"), "{summary}"),
        }
    }
    let broken: Vec<_> = templates.iter().filter(|summary| summary["compileError"].is_string()).collect();
    assert_eq!((broken.len(), &broken[0]["id"]), (1, &Value::from("tmpl_spring_draft")));
    let deleted = expect(client.get("/api/v2/interactions/templates/tmpl_summer_sale_2023").await, 404).await;
    assert_eq!(deleted["error"], "TEMPLATE_DELETED");
}

#[tokio::test]
async fn the_tutorials_template_has_its_three_placeholders() {
    let client = Client::start().await;
    let template = expect(client.get("/api/v2/interactions/templates/tmpl_inv_2024").await, 200).await;
    let all: String = ["subject", "preheader", "html", "text"].map(|key| template[key].as_str().unwrap()).concat();
    let expected = ["customerName", "invoiceNumber", "orderTotal"].map(str::to_owned);
    assert_eq!(placeholders(&all), BTreeSet::from(expected));
}

#[tokio::test]
async fn attachments_lie_on_both_sides_of_the_limits() {
    let client = Client::start().await;
    let attachments = list(&client, "/api/v2/interactions/attachments", "attachments").await;
    assert_eq!(attachments.len(), 12);
    let size = |id: &str| {
        let found = attachments.iter().find(|attachment| attachment["fileId"] == id).unwrap();
        found["size"].as_u64().unwrap()
    };
    assert_eq!(size("att_catalogue_hires"), 11 * MIB);
    let lookbooks = ["att_lookbook_spring", "att_lookbook_summer", "att_lookbook_autumn"].map(size);
    assert!(lookbooks.iter().all(|&size| size < 10 * MIB));
    assert!(lookbooks.iter().sum::<u64>() > 25 * MIB);
}
