//! `validate`: findings, their places and formats.

use crate::program::Folder;

/// Three problems of three severities, on lines of their own.
const WORKFLOW: &str = r#"{
  "id": "wf_1",
  "version": 3,
  "nodes": [
    { "id": "start", "type": "start", "properties": {} },
    {
      "id": "mail",
      "type": "email",
      "properties": {
        "templateId": "tmpl_1",
        "variables": { "name": "$interactoin.contact.firstName" },
        "attachments": [ { "fileId": "inv_1", "fileName": "terms.pdf" } ],
        "deliveryMode": "standard",
        "trackOpens": true,
        "trackClicks": true
      }
    }
  ],
  "transitions": [ { "id": "t1", "from": "start", "to": "nowhere" } ]
}
"#;

/// Nothing to find.
const FINE: &str = r#"{"id":"wf_1","version":3,"nodes":[{"id":"start","type":"start","properties":{}},{"id":"end","type":"end","properties":{}}],"transitions":[{"id":"t1","from":"start","to":"end"}]}"#;

#[tokio::test]
async fn each_finding_has_its_place_and_its_fix() {
    let folder = Folder::new("findings");
    folder.file("workflow.json", WORKFLOW);
    let ran = folder.run(&["validate", "workflow.json"]).await.exits(1);
    insta::assert_snapshot!(ran.shown());
    for line in ran.out.lines().filter(|line| line.starts_with("workflow.json:") && line.contains('[')) {
        let mut parts = line.split(':');
        let place: Vec<usize> = parts.by_ref().skip(1).take(2).map(|part| part.parse().unwrap()).collect();
        assert!((1..=20).contains(&place[0]) && place[1] >= 1, "{line}");
    }
}

#[tokio::test]
async fn machines_get_the_same_as_json() {
    let folder = Folder::new("findings-json");
    folder.file("workflow.json", WORKFLOW);
    let ran = folder.run(&["validate", "workflow.json", "--format", "json"]).await.exits(1);
    insta::assert_snapshot!(ran.shown());
    let report = ran.json();
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(
        findings.len(),
        report["errors"].as_u64().unwrap() as usize
            + report["warnings"].as_u64().unwrap() as usize
            + report["hints"].as_u64().unwrap() as usize
    );
    assert!(findings.iter().all(|finding| finding["line"].as_u64().is_some() && finding["code"].is_string()));
}

#[tokio::test]
async fn nothing_found_is_fine() {
    let folder = Folder::new("nothing-found");
    folder.file("fine.json", FINE);
    let ran = folder.run(&["validate", "fine.json"]).await.exits(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("fine.json: no findings in 2 nodes, 0 of them email\n", ""));
    let ran = folder.run_with(&["validate", "-"], FINE.as_bytes()).await.exits(0);
    assert_eq!(ran.out, "<stdin>: no findings in 2 nodes, 0 of them email\n");
    let ran = folder.run(&["validate", "fine.json", "--format", "json"]).await.exits(0);
    assert_eq!(ran.json()["findings"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn the_exit_code_can_be_for_errors_only() {
    let folder = Folder::new("fail-on");
    // Nothing leads to the email, which is no error.
    let email = r#"{"id":"end","type":"email","properties":{"templateId":"t"}}"#;
    let warned = FINE.replace(r#"{"id":"end","type":"end","properties":{}}"#, email);
    folder.file("warned.json", warned.replace(r#""from":"start","to":"end""#, r#""from":"end","to":"start""#));
    folder.run(&["validate", "warned.json"]).await.exits(1);
    folder.run(&["validate", "warned.json", "--fail-on", "error"]).await.exits(0);
    folder.file("workflow.json", WORKFLOW);
    folder.run(&["validate", "workflow.json", "--fail-on", "error"]).await.exits(1);
}

#[tokio::test]
async fn the_tenants_limits_and_key_names_count() {
    let folder = Folder::new("dialect");
    folder.file("other.json", FINE.replace("\"from\"", "\"source\"").replace("\"to\"", "\"target\""));
    folder.run(&["validate", "other.json"]).await.exits(1);
    folder
        .run(&["validate", "other.json", "--dialect-transition-from", "source", "--dialect-transition-to", "target"])
        .await
        .exits(0);
    // The proxy's file, with settings that are of no use here, and some that would not do for a deploy.
    folder.file(
        "cxone-proxy.toml",
        "listen = \"127.0.0.1:1\"\nclient_id = \"id\"\n[dialect]\ntransition_from = \"source\"\ntransition_to = \"target\"\n",
    );
    folder.run(&["validate", "other.json"]).await.exits(0);
}
