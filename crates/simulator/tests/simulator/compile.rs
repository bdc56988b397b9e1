//! The template compiler, as a save meets it.

use crate::client::{Client, expect, tutorial_node};
use serde_json::{Value, json};

async fn template(client: &Client) -> Value {
    expect(client.get("/api/v2/interactions/templates/tmpl_inv_2024").await, 200).await
}

#[tokio::test]
async fn unresolved_macros_are_named_with_line_and_column() {
    let client = Client::start().await;
    let html = template(&client).await["html"].as_str().unwrap().to_owned();
    let mut node = tutorial_node();
    node["properties"]["variables"] =
        json!({ "customerName": "$interaction.contact.firstName", "orderTotl": "$workflow.data.orderTotal" });
    let answer = expect(client.put_node(&node).await, 400).await;
    assert_eq!(answer["error"], "TEMPLATE_COMPILE_ERROR");
    assert_eq!(
        (answer["nodeId"].as_str(), answer["templateId"].as_str()),
        (Some("email_send_01"), Some("tmpl_inv_2024"))
    );
    let unresolved = answer["unresolvedMacros"].as_array().unwrap();
    let names: Vec<&str> = unresolved.iter().map(|one| one["macro"].as_str().unwrap()).collect();
    assert_eq!(names, ["invoiceNumber", "orderTotal"]);
    for one in unresolved {
        let line = html.lines().nth(one["line"].as_u64().unwrap() as usize - 1).unwrap();
        let column = one["column"].as_u64().unwrap() as usize - 1;
        let rest: String = line.chars().skip(column).collect();
        assert!(rest.starts_with(&format!("{{{{{}}}}}", one["macro"].as_str().unwrap())), "{one} points at {rest}");
    }
    assert!(answer["message"].as_str().unwrap().contains("orderTotal"));
    assert_eq!(client.version("wf_12345"), 3, "nothing was stored");
}

#[tokio::test]
async fn a_macro_in_the_subject_counts_as_well() {
    let client = Client::start().await;
    let body = json!({ "subject": "Hi {{nick}}", "html": "<p>é {{customerName}}</p>" });
    let response =
        client.http.put(client.url("/__simulator/templates/tmpl_inv_2024")).json(&body).send().await.unwrap();
    expect(response, 204).await;
    let answer = expect(client.put_node(&tutorial_node()).await, 400).await;
    let expected = json!([{ "macro": "nick", "part": "subject", "line": 1, "column": 4 }]);
    assert_eq!(answer["unresolvedMacros"], expected);
}

#[tokio::test]
async fn a_template_must_exist() {
    let client = Client::start().await;
    let mut node = tutorial_node();
    node["properties"]["templateId"] = "tmpl_gone".into();
    let answer = expect(client.put_node(&node).await, 400).await;
    assert_eq!(answer["error"], "TEMPLATE_NOT_FOUND");
    assert_eq!((answer["nodeId"].as_str(), answer["templateId"].as_str()), (Some("email_send_01"), Some("tmpl_gone")));
}

#[tokio::test]
async fn a_node_that_a_save_does_not_touch_is_not_compiled() {
    let client = Client::start().await;
    expect(client.put_node(&tutorial_node()).await, 200).await;
    let mut changed: workflow::wire::Template = serde_json::from_value(template(&client).await).unwrap();
    changed.html.push_str("{{somethingNew}}");
    client.simulator.put_template(changed);
    let text = client.simulator.workflow_text("wf_12345").unwrap();
    let other = text.replace("Order Confirmation", "Order");
    expect(client.put_text("wf_12345", other).await, 200).await;
    let text = client.simulator.workflow_text("wf_12345").unwrap();
    let touched = text.replace("\"trackOpens\":true", "\"trackOpens\":false");
    let answer = expect(client.put_text("wf_12345", touched).await, 400).await;
    assert_eq!(answer["unresolvedMacros"][0]["macro"], "somethingNew");
}
