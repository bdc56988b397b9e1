//! Unusable input: exit code 2, a message with its place, nothing on stdout and nothing sent.

use crate::program::{Folder, run};
use crate::world::{DEPLOY, World};

#[tokio::test]
async fn a_bad_file_is_told_with_line_and_column() {
    let folder = Folder::new("bad-files");
    folder.file("fine.json", r#"{"version":1,"nodes":[]}"#).file("node.json", r#"{"id":"n","type":"email"}"#);
    for (name, text, place) in [
        (
            "cut.json",
            &b"{\n  \"nodes\": [\n"[..],
            "cut.json:3:1: error: this is not valid JSON: the text ends too early",
        ),
        ("comma.json", b"{\n  \"a\": 1,\n  \"b\" 2\n}", "comma.json:3:7: error: this is not valid JSON: expected `:`"),
        ("list.json", b"\n [1]", "list.json:2:2: error: a workflow is a JSON object, but this is an array"),
        ("latin1.json", b"{\n \"n\": \"caf\xe9\"}", "latin1.json:2:11: error: this is not UTF-8 text"),
        ("empty.json", b"", "empty.json:1:1: error: this is not valid JSON"),
    ] {
        folder.file(name, text);
        let commands: [&[&str]; 4] = [
            &["validate", name],
            &["diff", "fine.json", name],
            &["apply", name, "--add-node", "node.json", "--after", "n"],
            &["merge", "fine.json", name, "fine.json"],
        ];
        for command in commands {
            let ran = folder.run(command).await.exits(2).prints_nothing();
            assert!(ran.err.starts_with(place), "{command:?}: {}", ran.err);
            assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
        }
    }
}

#[tokio::test]
async fn a_missing_file_is_told_by_name() {
    let folder = Folder::new("missing-file");
    let ran = folder.run(&["validate", "nowhere.json"]).await.exits(2).prints_nothing();
    assert!(ran.err.starts_with("nowhere.json: error: it cannot be read: "), "{}", ran.err);
}

#[tokio::test]
async fn a_node_that_is_none_is_told_with_its_place() {
    let folder = Folder::new("bad-nodes");
    folder.file("fine.json", r#"{"version":1,"nodes":[{"id":"start"}]}"#);
    for (text, told) in [
        ("[]", "node.json:1:1: error: a node is a JSON object, but this is an array"),
        ("{\n}", "node.json:1:1: error: the node has no `id`"),
        ("{\n  \"id\": 7}", "node.json:2:9: error: the node's `id` must be a text"),
        ("{\"id\": \"\"}", "node.json:1:8: error: the node's `id` must be a text"),
        ("\n\n{\"id\": }", "node.json:3:8: error: this is not valid JSON"),
    ] {
        folder.file("node.json", text);
        let ran = folder.run(&["apply", "fine.json", "--add-node", "node.json", "--after", "start"]).await.exits(2);
        assert!(ran.err.starts_with(told), "{text}: {}", ran.err);
    }
}

#[tokio::test]
async fn machines_get_place_and_message_apart() {
    let folder = Folder::new("bad-file-json");
    folder.file("cut.json", "{\n");
    let ran = folder.run(&["validate", "cut.json", "--format", "json"]).await.exits(2).prints_nothing();
    let told: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!((told["error"]["file"].as_str(), told["error"]["line"].as_u64()), (Some("cut.json"), Some(2)));
    assert!(told["error"]["message"].as_str().unwrap().starts_with("this is not valid JSON"));
}

#[tokio::test]
async fn malformed_flags_are_told() {
    let folder = Folder::new("bad-flags");
    let commands: [&[&str]; 8] = [
        &[],
        &["nonsense"],
        &["validate"],
        &["validate", "a.json", "--nonsense"],
        &["validate", "a.json", "--format", "yaml"],
        &["diff", "a.json"],
        &["apply", "a.json", "--add-node", "node.json"],
        &["merge", "a.json", "b.json"],
    ];
    for command in commands {
        let ran = folder.run(command).await.exits(2).prints_nothing();
        assert!(ran.err.contains("--help"), "{command:?}: {}", ran.err);
    }
    let ran = folder.run(&["diff", "-", "-"]).await.exits(2);
    ran.says("only one file can come from standard input");
}

#[tokio::test]
async fn every_problem_with_the_settings_is_told_at_once() {
    let world = World::start("bad-settings").await;
    let mut command = world.program(&[&DEPLOY[..], &["--timeouts-read-ms", "soon"]].concat());
    command.env_remove("CXONE_ORG").env("CXONE_TOKEN_URL", "http://example.com/token");
    let ran = run(command, b"").await.exits(2).prints_nothing();
    for problem in ["flag --timeouts-read-ms:", "environment variable CXONE_TOKEN_URL:", "missing CXONE_ORG:"] {
        assert!(ran.err.contains(problem), "{problem} in {}", ran.err);
    }
    assert!(world.tenant.requests().is_empty());
}

#[tokio::test]
async fn a_deploy_needs_a_tenant_and_a_workflow() {
    let folder = Folder::new("no-tenant");
    folder.file("node.json", r#"{"id":"n","type":"email"}"#);
    folder.run(&DEPLOY).await.exits(2).prints_nothing().says("CXONE_CLIENT_ID");

    let world = World::start("no-workflow").await;
    let ran = world.run(&["deploy", "--add-node", "node.json", "--after", "start_node"]).await.exits(2);
    ran.says("--workflow-id");
    for id in ["..", "a\nb"] {
        world.run(&["deploy", "--add-node", "node.json", "--after", "start_node", "--workflow-id", id]).await.exits(2);
    }
    world.folder.file("node.json", "{\n \"id\": }");
    let ran = world.deploy(&[]).await.exits(2).prints_nothing();
    assert!(ran.err.starts_with("node.json:2:8: error:"), "{}", ran.err);
    assert!(world.tenant.requests().is_empty());
}
