//! `diff`, `apply` and `merge`: documents in, a document or a difference out.

use crate::program::Folder;

const BASE: &str = r#"{ "id" : "wf_1","version":3 , "big":18446744073709551616123,
  "nodes":[{"id":"start","type":"start","w":1E5,"properties":{"a":1,"b":1}},{"id":"end","type":"end","properties":{}}],
  "transitions":[{"id":"t1","from":"start","to":"end","condition":"x > 1.0"}],"lastUpdatedTimestamp":1672617600000}
"#;

const NODE: &str = r#"{"id":"mail","type":"email","properties":{"templateId":"t"}}"#;

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.file("base.json", BASE).file("node.json", format!("\n{NODE}\n"));
    folder.file("ours.json", BASE.replace(r#""a":1"#, r#""a":2"#));
    folder.file("theirs.json", BASE.replace(r#""b":1"#, r#""b":3"#).replace(r#""version":3"#, r#""version":4"#));
    folder.file("against.json", BASE.replace(r#""a":1"#, r#""a":5"#));
    folder
}

#[tokio::test]
async fn differences_are_told_in_four_ways() {
    let folder = folder("diff");
    for format in ["human", "json", "unified", "json-patch"] {
        let ran = folder.run(&["diff", "base.json", "theirs.json", "--format", format]).await.exits(1);
        insta::assert_snapshot!(format!("diff-{format}"), ran.shown());
    }
}

#[tokio::test]
async fn what_every_save_changes_is_no_difference() {
    let folder = folder("diff-noise");
    folder.file("saved.json", BASE.replace(r#""version":3"#, r#""version":4"#));
    for format in ["human", "json", "unified", "json-patch"] {
        folder.run(&["diff", "base.json", "saved.json", "--format", format]).await.exits(0);
        folder.run(&["diff", "base.json", "base.json", "--format", format]).await.exits(0);
    }
    let ran = folder.run_with(&["diff", "-", "saved.json"], BASE.as_bytes()).await.exits(0);
    assert_eq!(ran.out, "<stdin> → saved.json: no changes but the version or the time of the last save\n");
}

#[tokio::test]
async fn apply_adds_the_node_and_keeps_every_other_byte() {
    let folder = folder("apply");
    let ran = folder.run(&["apply", "base.json", "--add-node", "node.json", "--after", "start"]).await.exits(0);
    insta::assert_snapshot!(ran.shown());
    // Without what was added, it is the text that came in.
    let added = ran.out.replacen(&format!(",{NODE}"), "", 1);
    let transition = BASE.split_once(r#""transitions":["#).unwrap();
    assert!(added.starts_with(transition.0), "{added}");
    for part in ["18446744073709551616123,\n", r#""w":1E5"#, r#""condition":"x > 1.0""#, "1672617600000}\n"] {
        assert!(ran.out.contains(part), "{part} in {}", ran.out);
    }
    let piped =
        folder.run_with(&["apply", "-", "--add-node", "node.json", "--after", "start"], BASE.as_bytes()).await.exits(0);
    assert_eq!(piped.out, ran.out);
}

#[tokio::test]
async fn apply_refuses_what_does_not_fit() {
    let folder = folder("apply-refused");
    let apply = ["apply", "base.json", "--add-node", "node.json", "--after"];
    let ran = folder.run(&[&apply[..], &["nobody"]].concat()).await.exits(2).prints_nothing();
    assert_eq!(ran.err, "base.json: error: there is no node `nobody` in the workflow. Nothing was printed\n");
    folder.file("node.json", NODE.replace("mail", "end"));
    let ran = folder.run(&[&apply[..], &["start"]].concat()).await.exits(1).prints_nothing();
    ran.says("a node `end` is already in the workflow").says("another id");
    let ran = folder.run(&[&apply[..], &["start", "--format", "json"]].concat()).await.exits(1).prints_nothing();
    let told: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
    assert!(told["error"]["message"].as_str().unwrap().contains("already in the workflow"));
}

#[tokio::test]
async fn edits_of_different_values_merge() {
    let folder = folder("merge");
    let ran = folder.run(&["merge", "base.json", "ours.json", "theirs.json"]).await.exits(0);
    assert_eq!(ran.out, BASE.replace(r#""a":1,"b":1"#, r#""a":2,"b":3"#).replace(r#""version":3"#, r#""version":4"#));
    ran.says("Since the base: 1 node changed.");
}

#[tokio::test]
async fn edits_of_the_same_value_are_a_conflict_until_it_is_decided() {
    let folder = folder("merge-conflict");
    let merge = ["merge", "base.json", "ours.json", "against.json"];
    let ran = folder.run(&merge).await.exits(1).prints_nothing();
    insta::assert_snapshot!(ran.shown());
    let ran = folder.run(&[&merge[..], &["--format", "json"]].concat()).await.exits(1).prints_nothing();
    let conflict: serde_json::Value = serde_json::from_str(ran.err.lines().next().unwrap()).unwrap();
    let values = ["base", "ours", "theirs"].map(|side| conflict["conflict"][side].as_str().unwrap().to_owned());
    assert_eq!(values, ["1", "2", "5"]);
    for (side, value) in [("base", "1"), ("ours", "2"), ("theirs", "5")] {
        let ran = folder.run(&[&merge[..], &["--prefer", side]].concat()).await.exits(0);
        assert_eq!(ran.out, BASE.replace(r#""a":1"#, &format!(r#""a":{value}"#)), "{side}");
    }
}
