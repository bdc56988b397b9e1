//! What was sent is what is kept, to the byte.

use crate::client::{Client, expect};

/// The text without its version and its time of saving.
fn without_counters(text: &str) -> String {
    let mut out = text.to_owned();
    for key in ["\"version\": ", "\"lastUpdatedTimestamp\": "] {
        let start = out.find(key).unwrap() + key.len();
        let end = start + out[start..].find(|c: char| !c.is_ascii_digit()).unwrap();
        out.replace_range(start..end, "");
    }
    out
}

#[tokio::test]
async fn odd_texts_come_back_as_they_were_sent() {
    let client = Client::start().await;
    let read = client.get("/api/v2/workflows/wf_legacy_fields").await.text().await.unwrap();
    for odd in ["18446744073709551616123", "1E5", "1.0", "-0,", "\\u0041", "\\/", "\t\"transitions\""] {
        assert!(read.contains(odd), "the seed has {odd}");
    }
    let sent = read.replace("\"retries\":-0", "\"retries\": 2E0");
    let saved = client.put_text("wf_legacy_fields", sent.clone()).await;
    assert_eq!(saved.status(), 200);
    let saved = saved.text().await.unwrap();
    assert_eq!(without_counters(&saved), without_counters(&sent));
    assert!(saved.contains("\"version\": 10,"));
    assert_eq!(client.simulator.workflow_text("wf_legacy_fields").unwrap(), saved);
}

#[tokio::test]
async fn of_duplicate_keys_the_last_one_is_counted_up() {
    let client = Client::start().await;
    let text = r#"{"version":1,"id":"wf_12345","name":"n","nodes":[],"transitions":[],"x":1,"x":2,"lastUpdatedTimestamp":5,"version":3}"#;
    let saved = client.put_text("wf_12345", text).await.text().await.unwrap();
    assert!(saved.starts_with(r#"{"version":1,"id""#), "{saved}");
    assert!(saved.ends_with(r#","version":4}"#), "{saved}");
    assert!(saved.contains(r#""x":1,"x":2"#), "{saved}");
}

#[tokio::test]
async fn another_administrators_note_touches_nothing_else() {
    let client = Client::start().await;
    let before = client.simulator.workflow_text("wf_legacy_fields").unwrap();
    let url = client.url("/__simulator/workflows/wf_legacy_fields/save");
    for (version, note) in [(10, "first"), (11, "second")] {
        let body = serde_json::json!({ "operator": "Grace", "note": note });
        let answer = expect(client.http.post(&url).json(&body).send().await.unwrap(), 200).await;
        assert_eq!(answer["version"], version);
    }
    let after = client.simulator.workflow_text("wf_legacy_fields").unwrap();
    let note = r#","notes":"Grace: second""#;
    assert!(after.contains(note), "{after}");
    assert_eq!(without_counters(&after.replace(note, "")), without_counters(&before));
}
